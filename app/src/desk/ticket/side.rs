//! Beside the conversation: who asks, what else is open for that person, and who reads along.

use domain::person::{PersonCard, PersonChip, Standing};
use domain::ticket::view::{TicketHead, TicketPage};
use leptos::prelude::*;
use ui::{Avatar, AvatarSize, Banner, BannerKind, Fact, Facts, Head, Icon, ListRow, ListRows};

use super::state::Ticket;
use crate::entities::ticket::names::status;
use crate::entities::ticket::take_off::{TakeOff, Whose};
use crate::i18n::{Desk, language};
use crate::routes;

/// The requester's card.
#[component]
pub fn Requester(ticket: Ticket) -> impl IntoView {
    let t = Desk::from(language());
    let card = ticket.part(|page| page.requester.clone());
    let all = move || {
        card.with(|card| {
            let href = format!("{}?q={}", routes::QUEUE, routes::encode(&card.chip.name));
            view! { <a href=href>{t.side_all(&card.all_tickets.to_string())}</a> }
        })
    };
    let unproven = ticket.part(TicketPage::is_unproven);
    view! {
        <section class="person" aria-labelledby="requester">
            <Head title=t.side_requester() id="requester" end=all/>
            {move || view! { <Card card=card.get()/> }}
            {move || {
                unproven.get().then(|| view! { <Unproven name=card.with(|card| card.chip.first_name().to_owned())/> })
            }}
        </section>
    }
}

/// That nobody has shown to be who he says he is.
#[component]
fn Unproven(name: String) -> impl IntoView {
    let t = Desk::from(language());
    view! {
        <Banner kind=BannerKind::You icon=Icon::Warn title=t.side_unproven()>
            {t.side_unproven_next(&name)}
        </Banner>
    }
}

#[component]
fn Card(card: PersonCard) -> impl IntoView {
    let t = Desk::from(language());
    let title = [card.job_title.clone(), card.department.clone()];
    let title = title.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let standing = match card.standing {
        Standing::Guest => Some(t.side_guest()),
        Standing::Disabled => Some(t.side_disabled()),
        Standing::Account => None,
    };
    let open = match card.open_tickets {
        0 => t.side_open_none().to_owned(),
        1 => t.side_open_only().to_owned(),
        count => count.to_string(),
    };
    let mail = format!("mailto:{}", card.email);
    view! {
        <div class="person-top">
            <Avatar initials=card.chip.initials() name=card.chip.name.clone() size=AvatarSize::Large/>
            <div>
                <b class="lead">{card.chip.name.clone()}</b>
                <br/>
                <span class="second small">
                    {title} {standing.map(|standing| view! { <b>{standing}</b> })}
                </span>
            </div>
        </div>
        <Facts>
            {card.location.map(|place| view! { <Fact name=t.side_place()>{place}</Fact> })}
            {card
                .phone
                .map(|phone| {
                    let href = format!("tel:{}", phone.replace(' ', ""));
                    view! {
                        <Fact name=t.side_phone()>
                            <a href=href>{phone}</a>
                        </Fact>
                    }
                })} <Fact name=t.side_mail()>
                <a href=mail>{card.email}</a>
            </Fact> <Fact name=t.side_language()>
                <span lang=card.language.code()>{card.language.own_name()}</span>
            </Fact> <Fact name=t.side_open()>{open}</Fact>
        </Facts>
    }
}

/// What else is open for the requester.
#[component]
pub fn Others(ticket: Ticket) -> impl IntoView {
    let t = Desk::from(language());
    let others = ticket.part(|page| page.others.clone());
    let some = Memo::new(move |_| !others.with(Vec::is_empty));
    let count = Signal::derive(move || Some(others.with(Vec::len).to_string()));
    view! {
        <Show when=move || some.get()>
            <section aria-labelledby="others">
                <Head title=t.side_others() id="others" count=count/>
                <ListRows>
                    {move || others.get().into_iter().map(|head| view! { <Other head=head/> }).collect_view()}
                </ListRows>
            </section>
        </Show>
    }
}

#[component]
fn Other(head: TicketHead) -> impl IntoView {
    let words = format!("{}, {}", head.id, status(language(), head.status));
    view! {
        <ListRow
            href=routes::ticket(head.id)
            end=move || view! { <Icon icon=Icon::Arrow/> }
        >
            <span class="small">
                <b>{head.subject}</b>
                <br/>
                <span class="second">{words}</span>
            </span>
        </ListRow>
    }
}

/// Who reads along.
#[component]
pub fn Watchers(ticket: Ticket) -> impl IntoView {
    let t = Desk::from(language());
    let watchers = ticket.part(|page| page.watchers.clone());
    let requester = ticket.requester();
    view! {
        <section aria-labelledby="watchers">
            <Head title=t.side_watchers() id="watchers"/>
            <Show
                when=move || watchers.with(|watchers| !watchers.is_empty())
                fallback=move || view! { <p class="small">{t.side_watchers_none(&requester)}</p> }
            >
                <ListRows>
                    <For each=move || watchers.get() key=|person| person.id let:person>
                        <Watcher ticket=ticket person=person/>
                    </For>
                </ListRows>
            </Show>
        </section>
    }
}

#[component]
fn Watcher(ticket: Ticket, person: PersonChip) -> impl IntoView {
    let name = person.name.clone();
    let end = move || {
        let done = Callback::new(move |()| ticket.refresh());
        view! { <TakeOff ticket=ticket.id() k=None person=person.clone() whose=Whose::Other on_done=done/> }
    };
    view! { <ListRow icon=Icon::Person end=end>{name}</ListRow> }
}
