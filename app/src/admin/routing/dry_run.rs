//! What the rules would have decided for the tickets of the last four weeks.

use domain::ids::PersonId;
use domain::routing::Routed;
use domain::routing::view::{DryRun, RoutingPage};
use leptos::prelude::*;
use ui::{Fold, Head, TableBox};

use crate::entities::{rota, routing};
use crate::i18n::{Rota, language};
use crate::routes;

#[component]
pub fn DryRunTable(page: RwSignal<RoutingPage>) -> impl IntoView {
    let t = Rota::from(language());
    view! {
        <section class="stack-3" id="dry-run" aria-labelledby="dry-run-head">
            <Head title=t.dry_title() id="dry-run-head"/>
            <p class="second">{t.dry_lead()}</p>
            {move || figures(page.get())}
        </section>
    }
    .into_any()
}

fn figures(page: RoutingPage) -> AnyView {
    let t = Rota::from(language());
    if page.dry_run.tickets == 0 {
        return view! { <p class="second">{t.dry_none()}</p> }.into_any();
    }
    let tried = t.dry_tickets(&page.dry_run.tickets.to_string());
    let (rules, people) = (by_rule(&page.dry_run, &page, t), by_person(&page, t));
    let latest = latest(&page, t);
    view! {
        <p>{tried}</p>
        <TableBox label=t.dry_by_rule()>
            <tbody>{rules}</tbody>
        </TableBox>
        <TableBox label=t.dry_by_person()>
            <tbody>{people}</tbody>
        </TableBox>
        <Fold title=t.dry_latest()>
            <TableBox label=t.dry_latest()>
                <tbody>{latest}</tbody>
            </TableBox>
        </Fold>
    }
    .into_any()
}

fn by_person(page: &RoutingPage, t: Rota) -> AnyView {
    let lines = page.dry_run.by_person.iter().map(|(person, count)| line(name(page, *person, t), *count));
    lines.collect::<Vec<_>>().into_any()
}

fn latest(page: &RoutingPage, t: Rota) -> AnyView {
    let language = language();
    let mut lines = Vec::new();
    for (ticket, Routed { to, rule, why }) in &page.dry_run.latest {
        let rule = rule.clone().unwrap_or_else(|| t.rule_none().to_owned());
        lines.push(view! {
            <tr>
                <td>
                    <a href=routes::ticket(*ticket)>{ticket.to_string()}</a>
                </td>
                <td>{name(page, *to, t)}</td>
                <td>{rule}</td>
                <td class="opt">{routing::why(language, *why)}</td>
            </tr>
        });
    }
    lines.into_any()
}

fn name(page: &RoutingPage, person: Option<PersonId>, t: Rota) -> String {
    person.map_or_else(|| t.to_queue().to_owned(), |person| rota::name(&page.people, person))
}

fn by_rule(run: &DryRun, page: &RoutingPage, t: Rota) -> AnyView {
    let names = page.rules.iter().map(|rule| rule.name.to_string()).chain([t.rule_none().to_owned()]);
    names.zip(&run.by_rule).map(|(name, count)| line(name, *count)).collect::<Vec<_>>().into_any()
}

fn line(name: String, count: i64) -> AnyView {
    view! {
        <tr>
            <td>{name}</td>
            <td class="n">{count}</td>
        </tr>
    }
    .into_any()
}
