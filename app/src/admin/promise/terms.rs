//! What service levels say beside their rules: where none fits, what pauses, what is added, and when somebody is warned.

use domain::promise::Policy;
use domain::ticket::WaitingOn;
use leptos::prelude::*;
use ui::{Field, Head, Needed};

use super::Shared;
use super::policies::TargetFields;
use super::preview::TryForm;
use crate::form::Doing;
use crate::format::open_hours;
use crate::i18n::{Admin, language};
use crate::rpc::promise::SaveTerms;

#[component]
pub fn Terms(shared: Shared, policy: Memo<Policy>) -> impl IntoView {
    let t = Admin::from(language());
    let doing = Doing::<SaveTerms>::new();
    let kept = policy.get_untracked();
    view! {
        <section class="stack-3" aria-labelledby="terms-head">
            <Head title=t.levels_terms() id="terms-head"/>
            <TryForm doing=doing shared=shared>
                <TargetFields doing=doing targets=kept.otherwise tag="terms".to_owned()/>
                <Pauses doing=doing kept=kept.pauses_on/>
                <Lengths doing=doing
                    budget=open_hours(language(), kept.extra.budget)
                    approval=open_hours(language(), kept.extra.approval)
                    percent=kept.warn_percent.to_string()
                />
            </TryForm>
        </section>
    }
    .into_any()
}

#[component]
fn Pauses(doing: Doing<SaveTerms>, kept: Vec<WaitingOn>) -> impl IntoView {
    let t = Admin::from(language());
    let word = |on: WaitingOn| match on {
        WaitingOn::Requester => t.levels_on_requester(),
        WaitingOn::Approval => t.levels_on_approval(),
        WaitingOn::Supplier => t.levels_on_supplier(),
        WaitingOn::Parts => t.levels_on_parts(),
    };
    view! {
        <fieldset class="boxes">
            <legend>{t.levels_pauses()}</legend>
            {WaitingOn::ALL
                .iter()
                .map(|on| {
                    let ticked = doing.is_ticked("pauses_on[]", on.as_str(), kept.contains(on));
                    view! {
                        <label class="box">
                            <input type="checkbox" name="pauses_on[]" value=on.as_str() checked=ticked/>
                            {word(*on)}
                        </label>
                    }
                })
                .collect_view()}
        </fieldset>
    }
    .into_any()
}

#[component]
fn Lengths(doing: Doing<SaveTerms>, budget: String, approval: String, percent: String) -> impl IntoView {
    let t = Admin::from(language());
    let one = |name: &'static str, label: &'static str, kept: String| {
        view! {
            <Field
                id=format!("terms-{name}")
                name=name
                label=label
                needed=Needed::Required
                autocomplete="off"
                value=doing.value(name, kept)
                error=doing.state.wrong(name, label)
            />
        }
    };
    view! {
        <div class="lengths">
            {one("budget", t.levels_budget(), budget)} {one("approval", t.levels_approval(), approval)}
            {one("warn_percent", t.levels_warn(), percent)}
        </div>
    }
    .into_any()
}
