//! Every change of a ticket in words.

use std::collections::BTreeMap;

use domain::category::{Category, Service};
use domain::event::{Change, TriageField};
use domain::ids::PersonId;
use domain::locale::Language;
use domain::person::PersonChip;
use domain::promise::{Need, Promised, Step};
use domain::routing;
use domain::ticket::view::{HistoryLine, TicketPage};
use domain::ticket::{Effect, Impact, Kind, WaitingOn};
use leptos::prelude::*;
use ui::{Fold, Time};

use super::state::Ticket;
use crate::entities::routing as reason;
use crate::entities::ticket::names;
use crate::format::Times;
use crate::i18n::{Desk, language};

/// Who and what a history talks about, by number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    pub requester: String,
    pub people: Vec<PersonChip>,
    pub services: Vec<Service>,
    pub categories: Vec<Category>,
}

impl Names {
    pub fn of(page: &TicketPage) -> Names {
        let named = [&page.head.requester, &page.reader].into_iter().chain(&page.head.assignee).cloned();
        Names {
            requester: page.head.requester.first_name().to_owned(),
            people: page.people.iter().chain(&page.agents).cloned().chain(named).collect(),
            services: page.services.clone(),
            categories: page.categories.clone(),
        }
    }

    fn person(&self, id: PersonId) -> Option<&str> {
        self.people.iter().find(|chip| chip.id == id).map(PersonChip::first_name)
    }

    fn service(&self, id: i64) -> Option<&str> {
        self.services.iter().find(|service| service.id.0 == id).map(|service| service.name.as_str())
    }

    fn category(&self, id: i64) -> Option<&str> {
        let tops = self.categories.iter().map(|category| (category.id, &category.name));
        let subs = self.categories.iter().flat_map(|category| &category.subcategories);
        tops.chain(subs.map(|sub| (sub.id, &sub.name)))
            .find(|(known, _)| known.0 == id)
            .map(|(_, name)| name.as_str())
    }
}

/// One change as a sentence without its full stop: who did what.
pub fn sentence(line: &HistoryLine, names: &Names, times: &Times) -> String {
    let t = Desk::from(times.language);
    let who = line.who.as_ref().map_or(t.history_machine(), PersonChip::first_name);
    let person = |id: PersonId| names.person(id).unwrap_or(t.history_somebody());
    match &line.change {
        Change::Created { .. } => {
            let who = if line.is_of_a_guest() { names.requester.as_str() } else { who };
            t.history_created(who, names::channel(times.language, line.channel))
        }
        Change::Promised { promise } => {
            t.history_promised(&times.by(promise.first_due_at), &times.by(promise.due_at))
        }
        Change::Answered => t.history_answered(who),
        Change::Replied => t.history_replied(who, &names.requester),
        Change::Noted => t.history_noted(who),
        Change::Triaged { field, old, new } => {
            triaged(t, who, *field, old.as_deref(), new.as_deref(), names, times)
        }
        Change::Assigned { new: None, .. } => t.history_released(who),
        Change::Assigned { new: Some(new), .. } if line.who.as_ref().is_some_and(|who| who.id == *new) => {
            t.history_took(who)
        }
        Change::Assigned { new: Some(new), .. } => t.history_handed(who, person(*new)),
        Change::Routed { to, rule, why } => routed(times.language, to.map(person), rule.as_deref(), *why),
        Change::PastDesk { person: asked } => t.history_past_desk(person(*asked)),
        Change::WaitStarted { on } => t.history_waits(who, &whom(t, *on, names)),
        Change::WaitEnded { on } => t.history_goes_on(&whom(t, *on, names)),
        Change::Alarmed { promised, step, .. } => alarmed(t, *promised, *step).to_owned(),
        Change::Escalated { reason } => t.history_escalated(who, reason),
        Change::Resolved { place, level } => {
            let place = names::place(times.language, *place);
            t.history_resolved(who, place, names::level(times.language, *level))
        }
        Change::Reopened => t.history_reopened(who),
        Change::Closed => t.history_closed(who),
        Change::Cancelled => t.history_cancelled(who),
        Change::MergedInto { survivor } => t.history_merged_into(who, &survivor.to_string()),
        Change::MergedFrom { duplicate } => t.history_merged_from(who, &duplicate.to_string()),
        Change::Linked { other } => t.history_linked(who, &other.to_string()),
        Change::WatcherAdded { person: added } => t.history_watcher(who, person(*added)),
        Change::WatcherRemoved { person: gone } if line.who.as_ref().is_some_and(|who| who.id == *gone) => {
            t.history_watcher_left(who)
        }
        Change::WatcherRemoved { person: gone } => t.history_watcher_off(who, person(*gone)),
        Change::Imported { state, set } => imported(t, who, state.as_deref(), set),
    }
}

/// Who got it by the rules, by which of them, and why.
fn routed(language: Language, to: Option<&str>, rule: Option<&str>, why: routing::Why) -> String {
    let t = Desk::from(language);
    let why = reason::why(language, why);
    let why = rule.map_or(why.to_owned(), |rule| t.history_by_rule(why, rule));
    match to {
        Some(to) => t.history_routed(to, &why),
        None => t.history_queued(&why),
    }
}

/// Of which promise somebody was told.
fn alarmed(t: Desk, promised: Promised, step: Step) -> &'static str {
    match (promised, step) {
        (Promised::FirstAnswer, Step::Warning) => t.history_warned_first(),
        (Promised::FirstAnswer, Step::Breach) => t.history_broke_first(),
        (Promised::NextAnswer, Step::Warning) => t.history_warned_next(),
        (Promised::NextAnswer, Step::Breach) => t.history_broke_next(),
        (Promised::Done, Step::Warning) => t.history_warned_done(),
        (Promised::Done, Step::Breach) => t.history_broke_done(),
        (Promised::Supplier, Step::Warning | Step::Breach) => t.history_broke_supplier(),
    }
}

/// What another desk wrote down, in its own words.
fn imported(t: Desk, who: &str, state: Option<&str>, set: &BTreeMap<String, Option<String>>) -> String {
    let values = set.iter().map(|(name, value)| format!("{name} {}", value.as_deref().unwrap_or("?")));
    let said: Vec<String> = state.map(str::to_owned).into_iter().chain(values).collect();
    t.history_imported(who, &said.join(", "))
}

fn whom(t: Desk, on: WaitingOn, names: &Names) -> String {
    match on {
        WaitingOn::Requester => t.history_for_person(&names.requester),
        WaitingOn::Approval => t.history_for_approval().into(),
        WaitingOn::Supplier => t.history_for_supplier().into(),
        WaitingOn::Parts => t.history_for_parts().into(),
    }
}

fn triaged(
    t: Desk,
    who: &str,
    field: TriageField,
    old: Option<&str>,
    new: Option<&str>,
    names: &Names,
    times: &Times,
) -> String {
    let value = |raw: &str| value(t, field, raw, names, times);
    let name = match (field, new) {
        (TriageField::Urgent, Some(new)) => return t.history_urgent_set(who, new),
        (TriageField::Urgent, None) => return t.history_urgent_cleared(who),
        (TriageField::Subject, _) => t.history_field_subject(),
        (TriageField::Kind, _) => t.history_field_kind(),
        (TriageField::Impact, _) => t.history_field_impact(),
        (TriageField::Effect, _) => t.history_field_effect(),
        (TriageField::Service, _) => t.history_field_service(),
        (TriageField::Category, _) => t.history_field_category(),
        (TriageField::Needs, _) => t.history_field_needs(),
    };
    match (old, new) {
        (Some(old), Some(new)) => t.history_changed(who, name, &value(old), &value(new)),
        (Some(old), None) => t.history_cleared(who, name, &value(old)),
        (None, new) => t.history_set(who, name, &new.map(value).unwrap_or_default()),
    }
}

/// A stored value as people read it; one that is not known any more says so.
fn value(t: Desk, field: TriageField, raw: &str, names: &Names, times: &Times) -> String {
    let language = times.language;
    let number = raw.parse().ok();
    if field == TriageField::Needs {
        return needs(t, raw);
    }
    let known = match field {
        TriageField::Subject | TriageField::Urgent | TriageField::Needs => Some(raw),
        TriageField::Kind => Kind::from_name(raw).map(|kind| names::kind_short(language, kind)),
        TriageField::Impact => Impact::from_name(raw).map(|impact| names::impact(language, impact)),
        TriageField::Effect => Effect::from_name(raw).map(|effect| names::effect(language, effect)),
        TriageField::Service => number.and_then(|id| names.service(id)),
        TriageField::Category => number.and_then(|id| names.category(id)),
    };
    known.unwrap_or(t.history_gone()).to_owned()
}

/// Budget, approval, or both.
fn needs(t: Desk, raw: &str) -> String {
    let words = raw.split(',').filter_map(Need::from_name).map(|need| match need {
        Need::Budget => t.triage_needs_budget(),
        Need::Approval => t.triage_needs_approval(),
    });
    words.collect::<Vec<_>>().join(", ")
}

/// The whole history, folded away.
#[component]
pub fn History(ticket: Ticket) -> impl IntoView {
    let t = Desk::from(language());
    let lines = ticket.part(|page| page.history.clone());
    let names = ticket.names();
    let count = Signal::derive(move || Some(lines.with(Vec::len).to_string()));
    view! {
        <Fold title=t.ticket_history() note=count>
            <ol class="history">
                <For each=move || lines.get() key=|line| line.seq.0 let:line>
                    {
                        let times = ticket.times.get_untracked();
                        let words = names.with_untracked(|names| sentence(&line, names, &times));
                        view! {
                            <li>
                                <span>{words}</span>
                                <Time stamp=times.stamp(line.at)/>
                            </li>
                        }
                    }
                </For>
            </ol>
        </Fold>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::sample::{ANA, BO, INES, NOW, times};
    use domain::category::{ServiceState, Subcategory};
    use domain::ids::{CategoryId, EventSeq, ServiceId, TicketId};
    use domain::promise::Promise;
    use domain::ticket::{Channel, Level, Place};
    use domain::time::HOUR;

    fn names() -> Names {
        Names {
            requester: "Ana".into(),
            people: vec![ANA.chip(), BO.chip(), INES.chip()],
            services: vec![Service {
                id: ServiceId(3),
                name: "Printing".into(),
                state: ServiceState::Running,
            }],
            categories: vec![Category {
                id: CategoryId(1),
                name: "Devices".into(),
                subcategories: vec![Subcategory { id: CategoryId(12), name: "Printers".into() }],
            }],
        }
    }

    fn said(language: Language, who: Option<PersonChip>, change: Change) -> String {
        let line = HistoryLine { seq: EventSeq(1), at: NOW, who, channel: Channel::Portal, change };
        sentence(&line, &names(), &times(language))
    }

    fn bo(change: Change) -> String {
        said(Language::En, Some(BO.chip()), change)
    }

    #[test]
    fn taking_handing_on_and_giving_back_are_told_apart() {
        let assigned = |new| bo(Change::Assigned { old: None, new });
        assert_eq!(assigned(Some(BO.id)), "Bo took it");
        assert_eq!(assigned(Some(INES.id)), "Bo handed it on to Ines");
        assert_eq!(assigned(None), "Bo gave it back to the team");
    }

    #[test]
    fn a_wait_names_whom_it_is_for() {
        assert_eq!(
            bo(Change::WaitStarted { on: WaitingOn::Requester }),
            "Bo waits for Ana, the clock stands still"
        );
        assert_eq!(
            said(Language::Es, Some(BO.chip()), Change::WaitStarted { on: WaitingOn::Supplier }),
            "Bo espera al proveedor, el reloj está parado"
        );
    }

    #[test]
    fn triage_says_old_and_new_by_name() {
        let triaged = |field, old: Option<&str>, new: Option<&str>| {
            bo(Change::Triaged { field, old: old.map(Into::into), new: new.map(Into::into) })
        };
        assert_eq!(triaged(TriageField::Service, None, Some("3")), "Bo set the service to “Printing”");
        assert_eq!(
            triaged(TriageField::Category, Some("12"), Some("99")),
            "Bo changed the category from “Printers” to “one that is gone”"
        );
        assert_eq!(
            triaged(TriageField::Impact, Some("me"), Some("team")),
            "Bo changed who is hit from “One person” to “A team”"
        );
        assert_eq!(triaged(TriageField::Effect, Some("fine"), None), "Bo cleared how badly, it was “Fine”");
        assert_eq!(triaged(TriageField::Urgent, None, Some("Payroll")), "Bo made it urgent: “Payroll”");
    }

    #[test]
    fn every_change_has_a_sentence_in_every_language() {
        let promise = Promise { first_due_at: NOW + HOUR, due_at: NOW + HOUR.times(6) };
        let changes = [
            Change::Created { ticket_kind: Kind::Incident },
            Change::Promised { promise },
            Change::Answered,
            Change::Replied,
            Change::Noted,
            Change::Routed { to: Some(BO.id), rule: Some("VPN".into()), why: routing::Why::Knows },
            Change::Routed { to: None, rule: None, why: routing::Why::AllFull },
            Change::PastDesk { person: BO.id },
            Change::WaitEnded { on: WaitingOn::Parts },
            Change::Resolved { place: Place::Remote, level: Level::One },
            Change::Reopened,
            Change::Closed,
            Change::Cancelled,
            Change::MergedInto { survivor: TicketId(1031) },
            Change::MergedFrom { duplicate: TicketId(1031) },
            Change::Linked { other: TicketId(1031) },
            Change::WatcherAdded { person: ANA.id },
            Change::Imported { state: Some("Active".into()), set: BTreeMap::new() },
        ];
        for language in Language::ALL {
            for change in &changes {
                let sentence = said(language, None, change.clone());
                assert!(sentence.chars().count() > 8 && !sentence.contains('%'), "{change:?}: {sentence}");
            }
        }
    }
}
