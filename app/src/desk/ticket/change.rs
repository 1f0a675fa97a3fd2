//! A form that changes the ticket: it says what its sender had seen, and tells him when that was not all.

use domain::fault::Fault;
use domain::ticket::view::{HistoryLine, TicketHead};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlDetailsElement;
use ui::{Banner, BannerKind, Icon};

use super::history::{Names, sentence};
use super::state::{Seen, Ticket};
use crate::form::FormState;
use crate::form::{Act, ActForm, Doing, Whole};
use crate::format::Times;
use crate::i18n::{Desk, language};

/// A form of one of the desk's server functions, with the ticket and what was seen of it.
#[component]
pub fn ChangeForm<S>(
    ticket: Ticket,
    doing: Doing<S>,
    seen: Seen,
    #[prop(into, optional)] class: Option<String>,
    children: Children,
) -> impl IntoView
where
    S: Act + ServerFn<Output = TicketHead>,
{
    let done = move |_: TicketHead| {
        seen.end();
        close_drops();
        ticket.refresh();
    };
    view! {
        <ActForm doing=doing class=class.unwrap_or_default() on_done=Callback::new(done)>
            <SeenFields ticket=ticket seen=seen/>
            {children()}
        </ActForm>
    }
}

/// Which ticket, and which event of it the sender has seen.
#[component]
pub fn SeenFields(ticket: Ticket, seen: Seen) -> impl IntoView {
    view! {
        <input type="hidden" name="ticket" value=ticket.id().0.to_string()/>
        <input type="hidden" name="seen" value=move || seen.seq.get().0.to_string()/>
    }
}

/// What is wrong with a form as a whole. Where somebody else was quicker, it says what he changed; nothing typed is lost.
#[component]
pub fn Trouble(
    ticket: Ticket,
    state: FormState,
    /// What to do about it.
    kept: &'static str,
) -> impl IntoView {
    let t = Desk::from(language());
    let names = ticket.names();
    let changes = Memo::new(move |_| {
        state.error.with(|error| match error.as_ref().map(|error| &error.fault) {
            Some(Fault::Conflict { changes, .. }) => changes.clone(),
            _ => Vec::new(),
        })
    });
    move || {
        let changes = changes.get();
        let Some(last) = changes.last() else {
            return view! { <Whole form=state/> }.into_any();
        };
        let times = ticket.times.get_untracked();
        let title = title(t, last, &times);
        let told = names.with_untracked(|names| told(&changes, names, &times));
        view! {
            <div role="alert" class="form-trouble" tabindex="-1">
                <Banner kind=BannerKind::You icon=Icon::Info title=title>
                    {format!("{told} {kept}")}
                </Banner>
            </div>
        }
        .into_any()
    }
}

/// Closes every open list of actions; the keyboard goes back to where it was opened.
pub fn close_drops() {
    let Ok(open) = document().query_selector_all("details.drop[open]") else { return };
    for index in 0..open.length() {
        if let Some(drop) = open.get(index).and_then(|node| node.dyn_into::<HtmlDetailsElement>().ok()) {
            drop.set_open(false);
        }
    }
}

fn title(t: Desk, last: &HistoryLine, times: &Times) -> String {
    let at = times.at(last.at);
    match &last.who {
        Some(who) => t.conflict_changed(who.first_name(), &at),
        None => t.conflict_machine(&at),
    }
}

/// "Ines took it. Ines replied to Ana."
fn told(changes: &[HistoryLine], names: &Names, times: &Times) -> String {
    let said = changes.iter().map(|line| format!("{}.", sentence(line, names, times)));
    said.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::sample::{ANA, INES, NOW, times};
    use domain::event::Change;
    use domain::ids::EventSeq;
    use domain::locale::Language;
    use domain::ticket::Channel;

    #[test]
    fn the_second_to_save_is_told_who_changed_what_and_when() {
        let names =
            Names { requester: "Ana".into(), people: vec![ANA.chip(), INES.chip()], ..Names::default() };
        let line = |change| HistoryLine {
            seq: EventSeq(1),
            at: NOW,
            who: Some(INES.chip()),
            channel: Channel::Portal,
            change,
        };
        let changes = [line(Change::Assigned { old: None, new: Some(INES.id) }), line(Change::Replied)];
        let en = times(Language::En);
        assert_eq!(told(&changes, &names, &en), "Ines took it. Ines replied to Ana.");
        assert_eq!(title(Desk::En, &changes[1], &en), "Ines changed this at 10:42.");
        assert_eq!(title(Desk::Es, &changes[1], &times(Language::Es)), "Ines cambió esto a las 10:42.");
    }
}
