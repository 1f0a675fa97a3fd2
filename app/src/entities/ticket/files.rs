//! Attachments: chips to download them, and the picker that takes them from disk, clipboard, drop and camera.

use domain::file::{FileChip, MAX_FILE_BYTES, MAX_FILES, TYPES};
use leptos::html;
use leptos::prelude::*;
use ui::Icon;

use crate::format::bytes;
use crate::i18n::{Common, language};
use crate::routes;

/// The files of a post, each a download.
#[component]
pub fn FileChips(files: Vec<FileChip>, k: Option<String>) -> impl IntoView {
    let language = language();
    let t = Common::from(language);
    (!files.is_empty()).then(|| {
        let chips = files
            .into_iter()
            .map(|file| {
                let size = bytes(language, u64::try_from(file.bytes).unwrap_or_default());
                view! {
                    <a class="chip" href=routes::file(file.id, &file.name, k.as_deref()) download=file.name.clone()>
                        <Icon icon=Icon::Clip/>
                        {t.files_chip(&file.name, &size)}
                    </a>
                }
            })
            .collect_view();
        view! { <p class="post-files">{chips}</p> }
    })
}

/// Takes files for the form around it: from disk, by paste and drop anywhere in the form, and from the camera.
///
/// The browser's own control carries them, so that the form works without a script.
#[component]
pub fn FilePicker(
    /// Unique on the page.
    #[prop(into)]
    id: String,
    #[prop(into, optional)] error: MaybeProp<String>,
    /// Whether the form comes back from the server, which can't give files back.
    #[prop(optional)]
    lost: Lost,
) -> impl IntoView {
    let language = language();
    let t = Common::from(language);
    let input = NodeRef::<html::Input>::new();
    let camera = NodeRef::<html::Input>::new();
    let names = RwSignal::new(Vec::<String>::new());
    // The look changes once the script can show what was chosen.
    let live = RwSignal::new(false);
    Effect::new(move || live.set(true));
    #[cfg(feature = "hydrate")]
    browser::take_from_form(input, camera, names);
    let hint_id = format!("{id}-hint");
    let error_id = format!("{id}-error");
    let described = format!("{error_id} {hint_id}");
    let camera_id = format!("{id}-camera");
    let camera_for = camera_id.clone();
    let hint = t.files_hint(&MAX_FILES.to_string(), &bytes(language, MAX_FILE_BYTES));
    view! {
        <div
            class="field files"
            data-live=move || live.get().then_some("")
            data-wrong=move || error.get().is_some().then_some("")
        >
            <div class="files-row">
                <div class="files-pick">
                    <label class="files-plain" for=id.clone()>
                        {t.files_add()}
                    </label>
                    <span class="btn files-label" aria-hidden="true">
                        <Icon icon=Icon::Clip/>
                        {t.files_add()}
                    </span>
                    <input
                        class="input-file"
                        id=id
                        type="file"
                        name="files"
                        multiple
                        accept=accept()
                        aria-describedby=described
                        aria-invalid=move || error.get().is_some().then_some("true")
                        node_ref=input
                    />
                </div>
                <label class="btn camera" for=camera_for>
                    <Icon icon=Icon::Camera/>
                    {t.files_camera()}
                    <input
                        class="out"
                        id=camera_id
                        type="file"
                        name="files"
                        accept="image/*"
                        capture="environment"
                        node_ref=camera
                    />
                </label>
            </div>
            <span class="hint" id=hint_id>
                {match lost {
                    Lost::No => hint,
                    Lost::ByTheServer => t.files_again().to_owned(),
                }}
            </span>
            <div role="status">
                <ul class="file-names">
                    <For each=move || numbered(names.get()) key=Clone::clone let:file>
                        <ChosenFile number=file.0 name=file.1 input=input names=names/>
                    </For>
                </ul>
                {move || {
                    error.get().map(|sentence| {
                        view! {
                            <p class="wrong" id=error_id.clone()>
                                <Icon icon=Icon::Late/>
                                {sentence}
                            </p>
                        }
                    })
                }}
            </div>
        </div>
    }
}

/// Whether chosen files got lost on the way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lost {
    #[default]
    No,
    ByTheServer,
}

#[component]
fn ChosenFile(
    number: usize,
    name: String,
    input: NodeRef<html::Input>,
    names: RwSignal<Vec<String>>,
) -> impl IntoView {
    let t = Common::from(language());
    let remove = move |_| {
        #[cfg(feature = "hydrate")]
        browser::remove(input, names, number);
        #[cfg(not(feature = "hydrate"))]
        let _ = (input, names, number);
    };
    view! {
        <li>
            <span class="chip">
                <Icon icon=Icon::Clip/>
                {name.clone()}
                <button class="chip-x" type="button" aria-label=t.files_remove(&name) on:click=remove>
                    <Icon icon=Icon::Cross/>
                </button>
            </span>
        </li>
    }
}

fn numbered(names: Vec<String>) -> Vec<(usize, String)> {
    names.into_iter().enumerate().collect()
}

/// The endings that we take, as the browser's dialog wants them.
fn accept() -> String {
    TYPES.iter().map(|(ending, _)| format!(".{ending}")).collect::<Vec<_>>().join(",")
}

#[cfg(feature = "hydrate")]
mod browser {
    use leptos::html;
    use leptos::prelude::*;
    use wasm_bindgen::JsCast as _;
    use wasm_bindgen::closure::Closure;
    use wasm_bindgen::convert::FromWasmAbi;
    use web_sys::{ClipboardEvent, DataTransfer, DragEvent, Event, FileList, HtmlInputElement};

    type Names = RwSignal<Vec<String>>;

    /// Listens to the form around the input: what is pasted or dropped anywhere in it is meant for it.
    pub fn take_from_form(input: NodeRef<html::Input>, camera: NodeRef<html::Input>, names: Names) {
        Effect::new(move || {
            let (Some(input), Some(camera)) = (input.get(), camera.get()) else { return };
            let Some(form) = input.form() else { return };
            // Chosen before the script came.
            show(&input, names);
            let chosen = input.clone();
            on(&input, "change", move |_: Event| show(&chosen, names));
            let (to, from) = (input.clone(), camera.clone());
            on(&camera, "change", move |_: Event| {
                add(&to, from.files(), names);
                from.set_value("");
            });
            let to = input.clone();
            on(&form, "paste", move |event: ClipboardEvent| {
                let files =
                    event.clipboard_data().and_then(|data| data.files()).filter(|files| files.length() > 0);
                if files.is_some() {
                    event.prevent_default();
                    add(&to, files, names);
                }
            });
            on(&form, "dragover", move |event: DragEvent| {
                if event.data_transfer().is_some_and(|data| carries_files(&data)) {
                    event.prevent_default();
                }
            });
            let to = input.clone();
            on(&form, "drop", move |event: DragEvent| {
                let files =
                    event.data_transfer().and_then(|data| data.files()).filter(|files| files.length() > 0);
                if files.is_some() {
                    event.prevent_default();
                    add(&to, files, names);
                }
            });
            let to = input.clone();
            on(&form, "reset", move |_: Event| {
                let to = to.clone();
                request_animation_frame(move || show(&to, names));
            });
        });
    }

    /// Takes one of the chosen files away.
    pub fn remove(input: NodeRef<html::Input>, names: Names, number: usize) {
        let Some(input) = input.get_untracked() else { return };
        let (Some(files), Ok(kept)) = (input.files(), DataTransfer::new()) else { return };
        for (at, file) in each(&files).enumerate() {
            if at != number {
                // It can only refuse what is not a file.
                let _ = kept.items().add_with_file(&file);
            }
        }
        input.set_files(kept.files().as_ref());
        show(&input, names);
    }

    fn add(input: &HtmlInputElement, more: Option<FileList>, names: Names) {
        let (Some(more), Ok(all)) = (more, DataTransfer::new()) else { return };
        let before = input.files();
        for file in before.iter().flat_map(each).chain(each(&more)) {
            let _ = all.items().add_with_file(&file);
        }
        input.set_files(all.files().as_ref());
        show(input, names);
    }

    fn show(input: &HtmlInputElement, names: Names) {
        let chosen = input.files().iter().flat_map(each).map(|file| file.name()).collect();
        names.set(chosen);
    }

    fn each(files: &FileList) -> impl Iterator<Item = web_sys::File> {
        (0..files.length()).filter_map(|at| files.item(at))
    }

    fn carries_files(data: &DataTransfer) -> bool {
        data.types().iter().any(|kind| kind.as_string().as_deref() == Some("Files"))
    }

    /// Listens until the form leaves the page.
    fn on<E: FromWasmAbi + 'static>(
        target: &web_sys::EventTarget,
        name: &str,
        listener: impl FnMut(E) + 'static,
    ) {
        let listener = Closure::<dyn FnMut(E)>::new(listener);
        // It can only fail for a target that is gone.
        let _ = target.add_event_listener_with_callback(name, listener.as_ref().unchecked_ref());
        let target = target.clone();
        let held = StoredValue::new_local((target, listener));
        let name = name.to_owned();
        on_cleanup(move || {
            held.try_with_value(|(target, listener)| {
                let _ = target.remove_event_listener_with_callback(&name, listener.as_ref().unchecked_ref());
            });
        });
    }
}
