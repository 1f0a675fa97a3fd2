//! Who knows what: one key away from every page of the desk.

use domain::routing::view::KnowsPage as View;
use domain::routing::{Duty, Knowledge};
use leptos::prelude::*;
use ui::{Head, TableBox};

use super::failed::FailedPage;
use super::frame::{DeskFrame, EmptyDesk};
use crate::fetched::fetch;
use crate::i18n::{Rota, language};
use crate::rpc::routing::knows_page;
use crate::{live, routes};

/// `/desk/knows`
#[component]
pub fn KnowsPage() -> impl IntoView {
    fetch(knows_page).draw(
        || EmptyDesk().into_any(),
        |page| match page {
            Ok(page) => view! { <Sections page=page/> }.into_any(),
            Err(error) => {
                let what = Rota::from(language()).knows_title();
                view! { <FailedPage error=error what=what again=routes::KNOWS/> }.into_any()
            }
        },
    )
}

#[component]
fn Sections(page: View) -> impl IntoView {
    let t = Rota::from(language());
    live::start(page.now);
    let times = live::times(page.desk.clock.clone());
    let groups = [
        ("services", t.knows_services(), page.services),
        ("categories", t.knows_categories(), page.categories),
        ("languages", t.knows_languages(), page.languages),
    ];
    view! {
        <DeskFrame title=t.knows_title() here=routes::ROTA times=times reader=page.reader>
            <div class="stack admin">
                <div class="page-top">
                    <h1 class="h1">{t.knows_title()}</h1>
                    <p class="second">{t.knows_lead()}</p>
                </div>
                {groups
                    .into_iter()
                    .map(|(id, title, topics)| view! { <Group id=id title=title topics=topics/> })
                    .collect_view()}
            </div>
        </DeskFrame>
    }
    .into_any()
}

#[component]
fn Group(id: &'static str, title: &'static str, topics: Vec<(String, Vec<Knowledge>)>) -> impl IntoView {
    let t = Rota::from(language());
    let head = format!("{id}-head");
    let labelled = head.clone();
    let rows = topics.into_iter().map(move |(topic, known)| {
        let people: Vec<String> = known.iter().map(|knowledge| told(t, knowledge)).collect();
        let people = if people.is_empty() { t.knows_nobody().to_owned() } else { people.join("; ") };
        view! {
            <tr>
                <td>{topic}</td>
                <td>{people}</td>
            </tr>
        }
    });
    view! {
        <section class="stack-3" id=id aria-labelledby=labelled>
            <Head title=title id=head/>
            <TableBox label=title>
                <tbody>{rows.collect_view()}</tbody>
            </TableBox>
        </section>
    }
    .into_any()
}

/// "Ines Prado, on duty now, resolved 12"
fn told(t: Rota, knowledge: &Knowledge) -> String {
    let name = knowledge.person.name.clone();
    let duty = match knowledge.duty {
        Duty::First => Some(t.knows_first().to_owned()),
        Duty::Second => Some(t.knows_second().to_owned()),
        Duty::Off => None,
    };
    let resolved = (knowledge.resolved > 0).then(|| t.knows_resolved(&knowledge.resolved.to_string()));
    std::iter::once(name).chain(duty).chain(resolved).collect::<Vec<_>>().join(", ")
}
