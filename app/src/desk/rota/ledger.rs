//! The ledger of the lead: what each person gave in four weeks, by name and not by rank.

use domain::rota::view::RotaPage;
use leptos::prelude::*;
use ui::{Head, TableBox};

use crate::format::open_hours;
use crate::i18n::{Rota, language};

#[component]
pub fn LedgerTable(page: RwSignal<RotaPage>) -> impl IntoView {
    let t = Rota::from(language());
    let lines = Memo::new(move |_| page.with(|page| page.ledger.clone()));
    move || {
        lines.get().map(|ledger| {
            let rows = ledger.lines.into_iter().map(|line| {
                view! {
                    <tr>
                        <td>{line.person.name}</td>
                        <td class="n">{open_hours(language(), line.desk)}</td>
                        <td class="n">{line.tally.tickets}</td>
                        <td class="n">{line.tally.walk_ups}</td>
                        <td class="n">{line.tally.interruptions}</td>
                    </tr>
                }
            });
            let rows = rows.collect_view();
            view! {
                <section class="stack-3" id="ledger" aria-labelledby="ledger-head">
                    <Head title=t.ledger_title() id="ledger-head"/>
                    <p class="second">{t.ledger_lead()}</p>
                    <TableBox label=t.ledger_title()>
                        <thead>
                            <tr>
                                <th scope="col">{t.table_who()}</th>
                                <th scope="col" class="n">{t.ledger_desk()}</th>
                                <th scope="col" class="n">{t.ledger_tickets()}</th>
                                <th scope="col" class="n">{t.ledger_walk_ups()}</th>
                                <th scope="col" class="n">{t.ledger_interruptions()}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </TableBox>
                </section>
            }
        })
    }
}
