//! What is wrong with a form as a whole, at once and aloud, or that it is done.

use domain::fault::Fault;
use leptos::prelude::*;
use ui::{Banner, BannerKind, Icon, LinkButton};

use super::{FormState, here};
use crate::error::Reached;
use crate::i18n::{Common, language};

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

/// As [`FormTrouble`], where what is wrong with a field is said beside it.
#[component]
pub fn Whole(form: FormState) -> impl IntoView {
    let is_whole = move || form.error.read().as_ref().is_some_and(|error| !blames_fields(&error.fault));
    view! { {move || is_whole().then(|| view! { <FormTrouble state=form/> })} }.into_any()
}

/// Below a form: what is wrong with it as a whole, or that it is done.
#[component]
pub fn Outcome(state: FormState, done: RwSignal<bool>, #[prop(into)] words: Signal<String>) -> impl IntoView {
    view! {
        <Whole form=state/>
        <p class="outcome" role="status">
            {move || {
                done.get().then(|| {
                    view! {
                        <Icon icon=Icon::Check/>
                        {words.get()}
                    }
                })
            }}
        </p>
    }
    .into_any()
}

/// Whether a fault is said beside the fields that it blames.
pub fn blames_fields(fault: &Fault) -> bool {
    match fault {
        Fault::Invalid { fields } => fields.iter().any(|fault| !fault.field.is_empty()),
        Fault::NotFound
        | Fault::SignIn
        | Fault::Forbidden
        | Fault::Refused { .. }
        | Fault::Conflict { .. }
        | Fault::Busy { .. }
        | Fault::Full
        | Fault::Internal => false,
    }
}
