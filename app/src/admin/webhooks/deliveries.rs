//! What was sent to a target lately: which event, how it ended, and when it is tried again.

use domain::webhook::{DeliveryState, DeliveryView};
use leptos::prelude::*;
use ui::TableBox;

use crate::admin::webhooks::words;
use crate::format::{TimeAt, Times};
use crate::i18n::{Admin, language};
use crate::routes;

#[component]
pub fn Deliveries(deliveries: Vec<DeliveryView>, times: Signal<Times>) -> impl IntoView {
    let t = Admin::from(language());
    if deliveries.is_empty() {
        return view! { <p class="second small">{t.hook_nothing_sent()}</p> }.into_any();
    }
    view! {
        <TableBox label=t.hook_deliveries()>
            <thead>
                <tr>
                    <th scope="col">{t.hook_event()}</th>
                    <th scope="col">{t.hook_made_at()}</th>
                    <th scope="col">{t.hook_outcome()}</th>
                    <th scope="col" class="n">{t.hook_tries()}</th>
                    <th scope="col" class="opt">{t.hook_message()}</th>
                </tr>
            </thead>
            <tbody>
                {deliveries
                    .into_iter()
                    .map(|delivery| view! { <Row delivery=delivery times=times/> })
                    .collect_view()}
            </tbody>
        </TableBox>
    }
    .into_any()
}

#[component]
fn Row(delivery: DeliveryView, times: Signal<Times>) -> impl IntoView {
    let t = Admin::from(language());
    let event = match delivery.event {
        Some((ticket, kind)) => view! {
            <a href=routes::ticket(ticket)>{ticket.to_string()}</a>
            " "
            {words::kind(t, kind)}
        }
        .into_any(),
        None => t.hook_a_test().into_any(),
    };
    let trouble = delivery.trouble.map(|trouble| words::trouble(t, trouble));
    let again = (delivery.state == DeliveryState::Waiting && delivery.tries > 0).then(|| {
        view! { " " {t.hook_next_try()} " " <TimeAt at=delivery.next_at times=times/> }
    });
    view! {
        <tr>
            <td>{event}</td>
            <td>
                <TimeAt at=delivery.created_at times=times/>
            </td>
            <td>{words::state(t, delivery.state)} {trouble.map(|trouble| format!(" {trouble}"))} {again}</td>
            <td class="n">{delivery.tries}</td>
            <td class="opt">
                <code>{delivery.message}</code>
            </td>
        </tr>
    }
    .into_any()
}
