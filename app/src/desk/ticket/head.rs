//! The head of a ticket: what it is, how it stands, who has it, who else is here.

use domain::ids::PersonId;
use domain::person::PersonChip;
use domain::ticket::view::TicketHead;
use leptos::prelude::*;
use ui::{Avatar, AvatarKind, AvatarSize, Banner, BannerKind, Icon, LinkButton, People, Presence, Status};

use super::actions::Actions;
use super::state::{Access, Ticket};
use crate::desk::TITLE;
use crate::entities::ticket::names::{channel, kind_short, status, status_icon, waiting_on};
use crate::i18n::{Common, Desk, language};
use crate::routes;

#[component]
pub fn TicketTop(ticket: Ticket) -> impl IntoView {
    let t = Desk::from(language());
    let subject = Memo::new(move |_| ticket.head.with(|head| head.subject.clone()));
    view! {
        <div class="desk-head">
            <p class="line-1">
                <a href=routes::QUEUE class="nowrap">
                    <Icon icon=Icon::Back/>
                    " "
                    {t.ticket_back()}
                </a>
                <span>{ticket.id().to_string()}</span>
                <Facts ticket=ticket/>
                <Readers ticket=ticket/>
            </p>
            <h1 id=TITLE tabindex="-1">
                {subject}
            </h1>
            <Notices ticket=ticket/>
            <Actions ticket=ticket/>
        </div>
    }
}

#[component]
fn Facts(ticket: Ticket) -> impl IntoView {
    let (language, t) = (language(), Desk::from(language()));
    let me = ticket.me();
    move || {
        ticket.head.with(|head| {
            let word = state_word(head);
            let came = t.ticket_came_by(kind_short(language, head.kind), channel(language, head.channel));
            let urgent = head.urgent.clone().map(|reason| {
                view! {
                    <Status icon=Icon::Warn>
                        {t.ticket_urgent(&reason)}
                    </Status>
                }
            });
            view! {
                <Status icon=status_icon(head.status)>{word}</Status>
                <span class="nowrap">{came}</span>
                <span class="nowrap">{with_whom(t, head, me)}</span>
                {urgent}
            }
        })
    }
}

/// Who else looks at this now.
#[component]
fn Readers(ticket: Ticket) -> impl IntoView {
    let t = Desk::from(language());
    let me = ticket.me();
    let others = ticket
        .part(move |page| page.presence.iter().filter(|chip| chip.id != me).cloned().collect::<Vec<_>>());
    view! {
        <span class="readers" aria-live="polite">
            {move || {
                let others = others.get();
                let words = reading(t, &others)?;
                let seats = others
                    .into_iter()
                    .map(|chip| {
                        view! {
                            <Avatar
                                initials=chip.initials()
                                name=chip.name.clone()
                                kind=AvatarKind::Staff
                                size=AvatarSize::Small
                                presence=Presence::Here
                            />
                        }
                    })
                    .collect_view();
                Some(view! {
                    <People>{seats}</People>
                    <span>{words}</span>
                })
            }}
        </span>
    }
}

/// That it was merged, or that the reader may not see it any more.
#[component]
fn Notices(ticket: Ticket) -> impl IntoView {
    let t = Desk::from(language());
    let merged = Memo::new(move |_| ticket.head.with(|head| head.merged_into));
    view! {
        {move || {
            merged
                .get()
                .map(|survivor| {
                    let number = survivor.to_string();
                    let open = t.ticket_merged_open(&number);
                    view! {
                        <Banner
                            kind=BannerKind::You
                            icon=Icon::Ticket
                            title=t.ticket_merged_title(&number)
                            action=move || {
                                view! { <LinkButton href=routes::ticket(survivor)>{open}</LinkButton> }
                            }
                        >
                            {t.ticket_merged_text(&ticket.requester())}
                        </Banner>
                    }
                })
        }}
        <div role="alert">
            {move || {
                (ticket.access.get() == Access::Gone)
                    .then(|| {
                        view! {
                            <Banner kind=BannerKind::Late icon=Icon::Lock title=t.ticket_gone_title()>
                                {t.ticket_gone_text()}
                            </Banner>
                        }
                    })
            }}
        </div>
    }
}

fn state_word(head: &TicketHead) -> String {
    let language = language();
    match (head.merged_into, head.waiting_on) {
        (Some(survivor), _) => Common::from(language).status_merged(&survivor.to_string()),
        (None, Some(on)) => waiting_on(language, on).into(),
        (None, None) => status(language, head.status).into(),
    }
}

fn with_whom(t: Desk, head: &TicketHead, me: PersonId) -> String {
    match &head.assignee {
        Some(chip) if chip.id == me => t.ticket_with_you().into(),
        Some(chip) => t.ticket_with(chip.first_name()),
        None => t.ticket_with_nobody().into(),
    }
}

/// "Ines and Tomas are reading this"; nothing when nobody else does.
fn reading(t: Desk, others: &[PersonChip]) -> Option<String> {
    let (last, before) = others.split_last()?;
    if before.is_empty() {
        return Some(t.ticket_reading_one(last.first_name()));
    }
    let some = before.iter().map(PersonChip::first_name).collect::<Vec<_>>().join(", ");
    Some(t.ticket_reading(&t.ticket_and(&some, last.first_name())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::sample::{ANA, BO, INES};

    #[test]
    fn who_else_reads_is_said_by_name() {
        let said = |people: &[PersonChip]| reading(Desk::En, people);
        assert_eq!(said(&[]), None);
        assert_eq!(said(&[INES.chip()]).as_deref(), Some("Ines is reading this"));
        assert_eq!(
            said(&[ANA.chip(), BO.chip(), INES.chip()]).as_deref(),
            Some("Ana, Bo and Ines are reading this")
        );
    }
}
