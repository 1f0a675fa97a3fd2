//! Triage: what it is about and whom it hits. What a colleague saves shows here, unless something is being chosen.

use domain::category::Category;
use domain::ids::{CategoryId, ServiceId};
use domain::promise::Need;
use domain::text::{Subject, UrgentReason};
use domain::ticket::view::{TicketPage, TriageView};
use domain::ticket::{Action, Effect, Impact, Kind};
use leptos::prelude::*;
use ui::{Button, ButtonType, Choice, ChoiceOption, Field, Head, Icon, Needed, Select, SelectOption};

use super::change::{ChangeForm, Trouble};
use super::state::{Seen, Ticket};
use crate::entities::ticket::names::kind_short;
use crate::form::Doing;
use crate::i18n::{Desk, language};
use crate::rpc::desk::Triage;

/// What is stored of the fields.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stored {
    subject: String,
    kind: Kind,
    urgent: Option<String>,
    triage: TriageView,
    /// Names of what is chosen; they may not be offered any more.
    service: Option<String>,
    category: Option<String>,
}

impl Stored {
    fn of(page: &TicketPage) -> Stored {
        let head = &page.head;
        Stored {
            subject: head.subject.clone(),
            kind: head.kind,
            urgent: head.urgent.clone(),
            triage: page.triage.clone(),
            service: head.service.clone(),
            category: head.category.clone(),
        }
    }
}

/// The form at the side.
#[component]
pub fn TriageSide(ticket: Ticket) -> impl IntoView {
    let t = Desk::from(language());
    let may = ticket.allows(Action::Triage);
    view! {
        <Show when=move || may.get()>
            <section aria-labelledby="triage">
                <Head title=t.triage_title() id="triage"/>
                <TriageEdit ticket=ticket/>
            </section>
        </Show>
    }
}

#[component]
fn TriageEdit(ticket: Ticket) -> impl IntoView {
    let t = Desk::from(language());
    let doing = Doing::<Triage>::new();
    let seen = Seen::of(ticket, doing.state);
    let stored = ticket.part(Stored::of);
    // Drawn anew when something else is stored, but never under the hands of somebody who is choosing.
    let shown = RwSignal::new((0_u32, stored.get_untracked()));
    leptos::prelude::Effect::new(move || {
        let now = stored.get();
        if !seen.writing() && shown.with_untracked(|(_, shown)| *shown != now) {
            shown.update(|(drawn, shown)| {
                *drawn += 1;
                *shown = now;
            });
        }
    });
    let begin = move || {
        seen.begin(ticket);
        doing.done.set(false);
    };
    view! {
        <ChangeForm
            ticket=ticket
            doing=doing
            seen=seen
            class="stack-2"
            on:input=move |_| begin()
            on:change=move |_| begin()
        >
            <Trouble ticket=ticket state=doing.state kept=t.conflict_triage_kept()/>
            <For each=move || [shown.get()] key=|(drawn, _)| *drawn let:drawn>
                <Fields ticket=ticket doing=doing stored=drawn.1/>
            </For>
            <div class="btn-row">
                <Button action=ButtonType::Submit disabled=doing.state.pending>
                    {t.triage_save()}
                </Button>
                <span class="second small" role="status">
                    {move || {
                        doing
                            .done
                            .get()
                            .then(|| {
                                view! {
                                    <Icon icon=Icon::Check/>
                                    " "
                                    {t.triage_saved()}
                                }
                            })
                    }}
                </span>
            </div>
        </ChangeForm>
    }
}

/// What makes the promise longer.
#[component]
fn Needs(doing: Doing<Triage>, needs: Vec<Need>) -> impl IntoView {
    let t = Desk::from(language());
    let one = move |need: Need| {
        let (name, word) = match need {
            Need::Budget => ("needs_budget", t.triage_needs_budget()),
            Need::Approval => ("needs_approval", t.triage_needs_approval()),
        };
        let ticked = doing.is_ticked(name, "on", needs.contains(&need));
        view! {
            <label class="box">
                <input type="checkbox" name=name value="on" checked=ticked/>
                {word}
            </label>
        }
    };
    view! {
        <fieldset class="boxes">
            <legend>{t.triage_needs()}</legend>
            {Need::ALL.into_iter().map(one).collect_view()}
            <p class="second small">{t.triage_needs_hint()}</p>
        </fieldset>
    }
    .into_any()
}

#[component]
fn Fields(ticket: Ticket, doing: Doing<Triage>, stored: Stored) -> impl IntoView {
    let (language, t) = (language(), Desk::from(language()));
    let wrong = move |name, label| doing.state.wrong(name, label);
    let kinds =
        Kind::ALL.iter().map(|kind| ChoiceOption::new(kind.as_str(), kind_short(language, *kind))).collect();
    let impacts = Impact::ALL
        .iter()
        .map(|impact| ChoiceOption::new(impact.as_str(), impact_word(t, *impact)))
        .collect();
    let effects = Effect::ALL
        .iter()
        .map(|effect| ChoiceOption::new(effect.as_str(), effect_word(t, *effect)))
        .collect();
    let services = ticket.with(|page| {
        let known = page.services.iter().map(|service| (service.id, service.name.clone())).collect();
        services(t, known, stored.triage.service, stored.service.as_deref())
    });
    let categories = ticket
        .with(|page| categories(t, &page.categories, stored.triage.category, stored.category.as_deref()));
    let TriageView { needs, impact, effect, service, category } = stored.triage;
    view! {
        <Choice
            id="impact"
            name="impact"
            label=t.triage_impact()
            options=impacts
            value=doing.value("impact", impact.map(Impact::as_str).unwrap_or_default())
            error=wrong("impact", t.triage_impact())
        />
        <Choice
            id="effect"
            name="effect"
            label=t.triage_effect()
            options=effects
            value=doing.value("effect", effect.map(Effect::as_str).unwrap_or_default())
            error=wrong("effect", t.triage_effect())
        />
        <Choice
            id="kind"
            name="kind"
            label=t.triage_kind()
            options=kinds
            value=doing.value("kind", stored.kind.as_str())
            error=wrong("kind", t.triage_kind())
        />
        <Select
            id="service"
            name="service"
            label=t.triage_service()
            options=services
            value=doing.value("service", number(service.map(|id| id.0)))
            error=wrong("service", t.triage_service())
        />
        <Select
            id="category"
            name="category"
            label=t.triage_category()
            options=categories
            value=doing.value("category", number(category.map(|id| id.0)))
            error=wrong("category", t.triage_category())
        />
        <Needs doing=doing needs=needs/>
        <Field
            id="urgent"
            name="urgent"
            label=t.triage_urgent()
            hint=t.triage_urgent_hint()
            value=doing.value("urgent", stored.urgent.unwrap_or_default())
            max_length=UrgentReason::LIMIT
            autocomplete="off"
            error=wrong("urgent", t.triage_urgent())
        />
        <Field
            id="subject"
            name="subject"
            label=t.triage_subject()
            value=doing.value("subject", stored.subject)
            max_length=Subject::LIMIT
            needed=Needed::Required
            autocomplete="off"
            error=wrong("subject", t.triage_subject())
        />
    }
}

fn impact_word(t: Desk, impact: Impact) -> &'static str {
    match impact {
        Impact::Me => t.triage_one(),
        Impact::Team => t.triage_team(),
        Impact::Everyone => t.triage_everyone(),
    }
}

fn effect_word(t: Desk, effect: Effect) -> &'static str {
    match effect {
        Effect::Blocked => t.triage_blocked(),
        Effect::Slowed => t.triage_slowed(),
        Effect::Fine => t.triage_fine(),
    }
}

/// Every service, and the one that is chosen even if it is not offered any more.
fn services(
    t: Desk,
    known: Vec<(ServiceId, String)>,
    chosen: Option<ServiceId>,
    name: Option<&str>,
) -> Vec<SelectOption> {
    let retired = chosen.filter(|id| !known.iter().any(|(known, _)| known == id));
    let retired = retired.map(|id| (id, name.unwrap_or_default().to_owned()));
    let none = SelectOption::new("", t.triage_no_service());
    let lines = known.into_iter().chain(retired).map(|(id, name)| SelectOption::new(id.0.to_string(), &name));
    std::iter::once(none).chain(lines).collect()
}

/// Categories without parts stand alone; those with parts are groups, and the whole group can be chosen too.
fn categories(
    t: Desk,
    known: &[Category],
    chosen: Option<CategoryId>,
    name: Option<&str>,
) -> Vec<SelectOption> {
    let mut lines = vec![SelectOption::new("", t.triage_no_category())];
    let (alone, groups): (Vec<_>, Vec<_>) =
        known.iter().partition(|category| category.subcategories.is_empty());
    lines.extend(alone.iter().map(|category| SelectOption::new(category.id.0.to_string(), &category.name)));
    for category in groups {
        let within = |id: CategoryId, label: String| SelectOption {
            value: id.0.to_string(),
            label,
            group: Some(category.name.clone()),
        };
        lines.push(within(category.id, t.triage_whole(&category.name)));
        lines.extend(category.subcategories.iter().map(|sub| within(sub.id, sub.name.clone())));
    }
    if let Some(id) =
        chosen.map(|id| id.0.to_string()).filter(|id| !lines.iter().any(|line| line.value == *id))
    {
        lines.push(SelectOption::new(id, name.unwrap_or_default()));
    }
    lines
}

fn number(id: Option<i64>) -> String {
    id.map(|id| id.to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::category::Subcategory;

    fn values(lines: &[SelectOption]) -> Vec<(&str, Option<&str>)> {
        lines.iter().map(|line| (line.value.as_str(), line.group.as_deref())).collect()
    }

    #[test]
    fn categories_with_parts_are_groups_behind_those_without() {
        let known = [
            Category {
                id: CategoryId(1),
                name: "Devices".into(),
                subcategories: vec![Subcategory { id: CategoryId(12), name: "Printers".into() }],
            },
            Category { id: CategoryId(2), name: "Other".into(), subcategories: Vec::new() },
        ];
        let lines = categories(Desk::En, &known, None, None);
        assert_eq!(
            values(&lines),
            [("", None), ("2", None), ("1", Some("Devices")), ("12", Some("Devices"))]
        );
    }

    #[test]
    fn what_is_chosen_stays_in_the_list_when_it_is_not_offered_any_more() {
        let lines = categories(Desk::En, &[], Some(CategoryId(9)), Some("Fax"));
        assert_eq!(values(&lines), [("", None), ("9", None)]);
        let known = vec![(ServiceId(3), "Mail".to_owned())];
        let lines = services(Desk::En, known.clone(), Some(ServiceId(9)), Some("Fax"));
        assert_eq!(values(&lines), [("", None), ("3", None), ("9", None)]);
        assert_eq!(services(Desk::En, known, Some(ServiceId(3)), Some("Mail")).len(), 2);
    }
}
