//! Fields that several forms need: a password that can be shown, and a time zone.

use domain::locale::Language;
use leptos::html;
use leptos::prelude::*;
use ui::{Choice, ChoiceOption, Field, FieldBox, InputKind, Needed, Switch};

use crate::account::zones;
use crate::i18n::{Account, language};

/// Whether a password is typed in or chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Password {
    Known,
    /// The rule for new ones stands below it.
    New,
}

/// A password with a lever that shows it; the lever comes with the script, which is what moves it.
#[component]
pub fn PasswordField(
    #[prop(into)] id: String,
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    kind: Password,
    #[prop(into, optional)] hint: Option<String>,
    #[prop(into, optional)] error: MaybeProp<String>,
) -> impl IntoView {
    let t = Account::from(language());
    let node = NodeRef::<html::Input>::new();
    let (is_alive, is_shown) = (RwSignal::new(false), RwSignal::new(false));
    Effect::new(move || is_alive.set(true));
    Effect::new(move || {
        let is_shown = is_shown.get();
        if let Some(input) = node.get() {
            input.set_type(if is_shown { "text" } else { "password" });
        }
    });
    let (autocomplete, rule) = match kind {
        Password::Known => ("current-password", None),
        Password::New => ("new-password", Some(t.password_rule(&domain::fault::MIN_PASSWORD.to_string()))),
    };
    view! {
        <div class="password">
            <Field
                id=id
                name=name
                label=label
                kind=InputKind::Password
                needed=Needed::Required
                autocomplete=autocomplete
                nostrip:hint=hint.or(rule)
                error=error
                node_ref=node
            />
            <div hidden=move || !is_alive.get()>
                // Without a name it is not sent.
                <Switch
                    name=""
                    label=t.password_show()
                    off=t.password_hidden()
                    on=t.password_shown()
                    state=is_shown
                />
            </div>
        </div>
    }
    .into_any()
}

/// A time zone by name, with the common ones to choose from.
#[component]
pub fn ZoneField(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    #[prop(into)] value: String,
    #[prop(into)] hint: String,
    /// Whether the server does not know the zone.
    #[prop(into)]
    is_wrong: Signal<bool>,
    #[prop(optional)] needed: Needed,
    #[prop(optional)] node_ref: NodeRef<html::Input>,
) -> impl IntoView {
    let t = Account::from(language());
    let (list, hint_id, error_id) = (format!("{id}-list"), format!("{id}-hint"), format!("{id}-error"));
    let described = move || match is_wrong.get() {
        true => format!("{error_id} {hint_id}"),
        false => hint_id.clone(),
    };
    let error = Signal::derive(move || is_wrong.get().then(|| t.zone_wrong().to_owned()));
    let control = view! {
        <input
            class="input"
            id=id.clone()
            name="zone"
            list=list.clone()
            value=value
            autocomplete="off"
            autocapitalize="none"
            spellcheck="false"
            required=needed == Needed::Required
            aria-describedby=described
            aria-invalid=move || is_wrong.get().then_some("true")
            node_ref=node_ref
        />
        <datalist id=list>
            {zones::COMMON.into_iter().map(|zone| view! { <option value=zone></option> }).collect_view()}
        </datalist>
    };
    view! {
        <FieldBox id=id label=label hint=hint error=error>
            {control}
        </FieldBox>
    }
    .into_any()
}

/// English or Spanish, each by its own name.
#[component]
pub fn LanguageChoice(
    #[prop(into)] label: String,
    #[prop(into, optional)] hint: Option<String>,
    #[prop(into)] value: String,
) -> impl IntoView {
    let options = Language::ALL
        .into_iter()
        .map(|language| ChoiceOption::new(language.code(), language.own_name()))
        .collect();
    view! {
        <div class="stack-1">
            <Choice id="language" name="language" label=label options=options value=value/>
            {hint.map(|hint| view! { <span class="hint">{hint}</span> })}
        </div>
    }
    .into_any()
}

/// The zone of the browser's own clock, where it tells it.
#[cfg(feature = "hydrate")]
pub fn browser_zone() -> Option<String> {
    use web_sys::js_sys::{Array, Intl, Object, Reflect};

    let format = Intl::DateTimeFormat::new(&Array::new(), &Object::new());
    Reflect::get(&format.resolved_options(), &"timeZone".into()).ok()?.as_string()
}
