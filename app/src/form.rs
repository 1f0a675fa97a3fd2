//! Forms that work without a script, and lose nothing with one.
//!
//! The server answers a form that failed with the same page and an [`Echo`] of what was typed. In the browser the form
//! is sent in the background, and the errors appear where they belong.

use domain::fault::Fault;
use domain::ids::EventSeq;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use serde::{Deserialize, Serialize};
use ui::{Banner, BannerKind, Icon, LinkButton};
use web_sys::SubmitEvent;

use crate::error::{Reached, UiError, reason, sentence};
use crate::i18n::{Common, language};

/// A form that the server did not take, with what was typed. The server provides it as context of the page it draws again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Echo {
    /// The address that the form was sent to.
    pub form: String,
    /// Names and values in the order of the form; never passwords or files.
    pub values: Vec<(String, String)>,
    pub fault: Fault,
    pub incident: Option<String>,
}

impl Echo {
    pub fn value(&self, name: &str) -> Option<&str> {
        self.values.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// What the server says when it has taken a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// Where to go now; empty where a server function has taken it, which sends nobody anywhere.
    pub to: String,
    /// The event that it became, where it became one.
    #[serde(default)]
    pub seq: Option<EventSeq>,
}

/// How a form travels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    #[default]
    Plain,
    /// Multipart, for forms with files.
    Files,
}

impl Encoding {
    pub const fn as_str(self) -> &'static str {
        match self {
            Encoding::Plain => "application/x-www-form-urlencoded",
            Encoding::Files => "multipart/form-data",
        }
    }
}

/// What to do when there is no connection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Offline {
    #[default]
    GiveUp,
    /// Go on by itself until it is sent; only for forms with a key, of which the server takes one only.
    Retry,
}

#[derive(Clone, Copy)]
struct EchoSlot(RwSignal<Option<Echo>>);

/// Carries the echo from the server's page into the browser; called once, by the app.
pub(crate) fn provide_echo() {
    let echo = SharedValue::new(use_context::<Echo>).into_inner();
    provide_context(EchoSlot(RwSignal::new(echo)));
}

/// Forgets the echo when the reader goes to another page; called once, inside the router.
pub(crate) fn forget_echo_on_leaving() {
    let slot = expect_context::<EchoSlot>();
    let path = use_location().pathname;
    Effect::new(move |before: Option<String>| {
        let path = path.get();
        if before.is_some_and(|before| before != path) {
            slot.0.set(None);
        }
        path
    });
}

/// What was typed into this form before the server refused it; the form is named by its address.
pub fn echo(form: &str) -> Option<Echo> {
    use_context::<EchoSlot>()?.0.get_untracked().filter(|echo| echo.form == form)
}

/// The state of one form: what went wrong, and whether it is on its way.
#[derive(Clone, Copy)]
pub struct FormState {
    pub error: RwSignal<Option<UiError>>,
    pub pending: RwSignal<bool>,
    echo: StoredValue<Option<Echo>>,
    action: StoredValue<String>,
}

/// The state of the form that is sent to this address, with what the server has echoed.
pub fn state(action: &str) -> FormState {
    let echo = echo(action);
    let error = echo.clone().map(|echo| UiError { incident: echo.incident, ..echo.fault.into() });
    FormState {
        error: RwSignal::new(error),
        pending: RwSignal::new(false),
        echo: StoredValue::new(echo),
        action: StoredValue::new(action.to_owned()),
    }
}

impl FormState {
    /// What was typed into a field before the server refused the form; else nothing.
    pub fn value(self, name: &str) -> String {
        self.echo
            .with_value(|echo| echo.as_ref().and_then(|echo| echo.value(name)).unwrap_or_default().to_owned())
    }

    /// Whether the server has refused this form and drawn it again.
    pub fn echoed(self) -> bool {
        self.echo.with_value(Option::is_some)
    }

    /// What is wrong with a field, as a sentence that names its label.
    pub fn wrong(self, name: &'static str, label: impl Into<String>) -> Signal<Option<String>> {
        let (language, label) = (language(), label.into());
        Signal::derive(move || {
            let error = self.error.read();
            error.as_ref()?.fault.of_field(name).map(|fault| reason(language, &label, fault))
        })
    }

    /// What is wrong with the form as a whole; what is wrong with one field stands beside it.
    pub fn trouble(self) -> Signal<Option<String>> {
        let language = language();
        Signal::derive(move || {
            let error = self.error.read();
            let error = error.as_ref()?;
            match (&error.reached, self.pending.get()) {
                (Reached::Nobody, true) => Some(Common::from(language).form_waiting().to_owned()),
                (Reached::Nobody, false) | (Reached::Server, _) => Some(sentence(language, error)),
            }
        })
    }
}

/// A form that is sent in the background once the script is there.
///
/// It keeps what was typed, is never sent twice at once, and puts the keyboard on the first field that is wrong.
#[component]
pub fn Form(
    state: FormState,
    #[prop(optional)] encoding: Encoding,
    #[prop(optional)] offline: Offline,
    #[prop(into, optional)] class: Option<String>,
    #[prop(into, optional)] id: Option<String>,
    /// The name of the form for screen readers, where it is a region of its own.
    #[prop(into, optional)]
    label: Option<String>,
    #[prop(optional)] node_ref: NodeRef<leptos::html::Form>,
    /// Called when the server has taken it; without it the browser goes where the server says.
    #[prop(into, optional)]
    on_sent: Option<Callback<Sent>>,
    children: Children,
) -> impl IntoView {
    let navigate = use_navigate();
    let done = move |sent: Sent| match on_sent {
        Some(on_sent) => on_sent.run(sent),
        None if sent.to.is_empty() => {}
        None => navigate(&sent.to, NavigateOptions::default()),
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if state.pending.get_untracked() {
            return;
        }
        #[cfg(feature = "hydrate")]
        browser::submit(&event, state, encoding, offline, done.clone());
        #[cfg(not(feature = "hydrate"))]
        drop((offline, done.clone()));
    };
    // A browser without a script comes back here; after a form that failed, its own address is not this page's any more.
    let back = state.action.with_value(|action| action.starts_with(RPC)).then(here);
    view! {
        <form
            class=class
            id=id
            method="post"
            action=state.action.get_value()
            enctype=encoding.as_str()
            aria-label=label
            novalidate
            aria-busy=move || state.pending.get().then_some("true")
            node_ref=node_ref
            on:submit=submit
        >
            {back.map(|back| view! { <input type="hidden" name="back" value=back/> })}
            {children()}
        </form>
    }
}

/// Where server functions are called.
const RPC: &str = "/rpc/";

/// The address of the page on which the form stands.
pub fn here() -> String {
    let here = use_location();
    let (path, query) = (here.pathname.get_untracked(), here.search.get_untracked());
    if query.is_empty() { path } else { format!("{path}?{query}") }
}

/// Says what is wrong with the form as a whole, at once and aloud.
#[component]
pub fn FormTrouble(state: FormState) -> impl IntoView {
    let trouble = state.trouble();
    let t = Common::from(language());
    let back = StoredValue::new(crate::routes::sign_in(Some(&here())));
    view! {
        <div role="alert" class="form-trouble" tabindex="-1">
            {move || {
                trouble.get().map(|sentence| {
                    let waiting = state.error.read().as_ref().is_some_and(|error| error.reached == Reached::Nobody);
                    let (kind, icon) = match waiting {
                        true => (BannerKind::You, Icon::Net),
                        false => (BannerKind::Late, Icon::Late),
                    };
                    let door = state.error.read().as_ref().is_some_and(|error| error.fault == Fault::SignIn);
                    let to = back.get_value();
                    let sign_in = move || {
                        door.then(|| view! { <LinkButton href=to>{t.frame_sign_in()}</LinkButton> })
                    };
                    view! {
                        <Banner kind=kind icon=icon title=t.form_trouble() action=sign_in>
                            {sentence}
                        </Banner>
                    }
                })
            }}
        </div>
    }
}

/// Posts names and values to an address of ours in the background; what comes back is dropped.
#[cfg(feature = "hydrate")]
pub async fn post_plain(address: &str, values: &[(&str, &str)]) -> Result<(), UiError> {
    let body: Vec<String> = values
        .iter()
        .map(|(name, value)| format!("{}={}", crate::routes::encode(name), crate::routes::encode(value)))
        .collect();
    let request = gloo_net::http::Request::post(address)
        .header("accept", "application/json")
        .header("content-type", Encoding::Plain.as_str())
        .body(body.join("&"))
        .map_err(|_| UiError::offline())?;
    browser::answer(request).await.map(drop)
}

#[cfg(feature = "hydrate")]
pub use browser::send;

#[cfg(feature = "hydrate")]
mod browser {
    use domain::fault::{Fault, Reason};
    use domain::file::{FileRefused, MAX_FILE_BYTES};
    use gloo_net::http::{Request, Response};
    use leptos::prelude::*;
    use std::time::Duration;
    use wasm_bindgen::{JsCast as _, JsValue};
    use web_sys::SubmitEvent;
    use web_sys::{FormData, HtmlElement, HtmlFormElement, UrlSearchParams};

    use super::{Encoding, FormState, Offline, RPC, Sent};
    use crate::error::{Reached, UiError};
    use crate::live::sleep;

    /// How long to wait before a form is sent again that found no connection.
    const RETRY_AFTER: Duration = Duration::from_secs(4);

    pub fn submit(
        event: &SubmitEvent,
        state: FormState,
        encoding: Encoding,
        offline: Offline,
        done: impl Fn(Sent) + 'static,
    ) {
        let Some(form) = event.target().and_then(|target| target.dyn_into::<HtmlFormElement>().ok()) else {
            return;
        };
        let Some(data) = data(&form, event.submitter()) else { return };
        state.pending.set(true);
        state.error.set(None);
        leptos::task::spawn_local(async move {
            let result = loop {
                match post(&form, &data, encoding).await {
                    Err(error) if error.reached == Reached::Nobody && offline == Offline::Retry => {
                        state.error.try_set(Some(error));
                        sleep(RETRY_AFTER).await;
                        // The form has left the page: its draft is kept, and nobody waits for it any more.
                        if !form.is_connected() {
                            return;
                        }
                    }
                    result => break result,
                }
            };
            state.pending.try_set(false);
            match result {
                Ok(sent) => {
                    state.error.try_set(None);
                    done(sent);
                }
                Err(error) => {
                    state.error.try_set(Some(error));
                    request_animation_frame(move || focus_on_trouble(&form));
                }
            }
        });
    }

    /// Sends a form in the background.
    pub async fn send(form: &HtmlFormElement) -> Result<Sent, UiError> {
        let encoding = match form.enctype().as_str() {
            "multipart/form-data" => Encoding::Files,
            _ => Encoding::Plain,
        };
        let data = data(form, None).ok_or_else(UiError::offline)?;
        post(form, &data, encoding).await
    }

    fn data(form: &HtmlFormElement, submitter: Option<HtmlElement>) -> Option<FormData> {
        let data = FormData::new_with_form(form).ok()?;
        if let Some(button) =
            submitter.and_then(|button| button.dyn_into::<web_sys::HtmlButtonElement>().ok())
            && !button.name().is_empty()
        {
            data.append_with_str(&button.name(), &button.value()).ok()?;
        }
        Some(data)
    }

    async fn post(form: &HtmlFormElement, data: &FormData, encoding: Encoding) -> Result<Sent, UiError> {
        // Not `form.action()`: a field of that name would hide it.
        let address = form.get_attribute("action").unwrap_or_default();
        let body: JsValue = match encoding {
            Encoding::Files => data.into(),
            Encoding::Plain => {
                UrlSearchParams::new_with_str_sequence_sequence(data).map_err(|_| UiError::offline())?.into()
            }
        };
        let request = Request::post(&address)
            .header("accept", "application/json")
            .body(body)
            .map_err(|_| UiError::offline())?;
        let taken = answer(request).await?;
        match address.starts_with(RPC) {
            true => Ok(Sent { to: String::new(), seq: None }),
            false => taken.json().await.map_err(|_| Fault::Internal.into()),
        }
    }

    /// Sends a request; errors with what the server says, or as offline.
    pub async fn answer(request: Request) -> Result<Response, UiError> {
        let response = request.send().await.map_err(|_| UiError::offline())?;
        if response.ok() {
            return Ok(response);
        }
        let status = response.status();
        Err(response.json::<UiError>().await.unwrap_or_else(|_| by_status(status)))
    }

    /// What a refusal means that did not come from our own code: a limit, or something between us and the server.
    fn by_status(status: u16) -> UiError {
        let fault = match status {
            401 => Fault::SignIn,
            403 => Fault::Forbidden,
            404 => Fault::NotFound,
            413 => {
                let name = format!("> {} MB", MAX_FILE_BYTES / (1024 * 1024));
                Fault::field("files", Reason::File { name, refused: FileRefused::TooBig })
            }
            429 | 503 => Fault::Busy { retry_after_s: 5 },
            502 | 504 => return UiError::offline(),
            _ => Fault::Internal,
        };
        fault.into()
    }

    /// Puts the keyboard where something is wrong: the first field, else the sentence about the whole form.
    fn focus_on_trouble(form: &HtmlFormElement) {
        let place = ["[aria-invalid=true]", ".form-trouble"]
            .iter()
            .find_map(|selector| form.query_selector(selector).ok().flatten());
        if let Some(place) = place.and_then(|place| place.dyn_into::<HtmlElement>().ok()) {
            // It can only fail in a document that is going away.
            let _ = place.focus();
        }
    }
}
