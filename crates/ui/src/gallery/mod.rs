//! Every component in its states, for looking at: one page to open after any change of the kit.

mod controls;
mod lines;
mod lists;
mod posts;
mod signs;

use leptos::prelude::*;

use crate::{Dock, DockItem, Head, Icon, Sign, SignClock, SignItem, Skip, Stamp};

/// The whole kit on one page.
#[component]
pub fn Gallery() -> impl IntoView {
    view! {
        <Skip text="Skip to content"/>
        <Sign
            name="Deskbell"
            home="#"
            place="Lumbrera Optics"
            nav_label="Main"
            items=vec![way("#home", "Home"), way("#kit", "Kit"), SignItem { count: Some("9".into()), ..way("#queue", "Queue") }]
            here="#kit"
            before=|| view! { <span class="sign-open">"Wed 18 Nov"<br/>"Desk open until 17:30"</span> }
            clock=|| view! { <SignClock time=stamp("10:42")/> }
        />
        <main id="main" class="page">
            <div class="sheet">
                <h1 class="h1">"Kit"</h1>
                <Colours/>
                <lines::Lines/>
                <div class="duo">
                    <controls::Buttons/>
                    <controls::Fields/>
                    <signs::Statuses/>
                    <posts::Posts/>
                    <controls::Floating/>
                    <signs::Banners/>
                    <posts::Way/>
                    <lists::Small/>
                </div>
                <lists::Departures/>
                <lists::Queue/>
                <Pictograms/>
            </div>
        </main>
        <Dock
            nav_label="Main, at the bottom"
            items=vec![dock("#home", "Home", Icon::Desk), dock("#kit", "Kit", Icon::Box), dock("#queue", "Queue", Icon::Ticket)]
            here="#kit"
        />
    }
}

const COLOURS: [(&str, &str); 17] = [
    ("sw-ground", "ground"),
    ("sw-ground-quiet", "ground-quiet"),
    ("sw-ground-well", "ground-well"),
    ("sw-ink", "ink"),
    ("sw-ink-second", "ink-second"),
    ("sw-ink-third", "ink-third"),
    ("sw-line", "line"),
    ("sw-rail", "rail"),
    ("sw-signal", "signal"),
    ("sw-signal-wash", "signal-wash"),
    ("sw-staff", "staff"),
    ("sw-staff-wash", "staff-wash"),
    ("sw-late", "late"),
    ("sw-late-wash", "late-wash"),
    ("sw-kept", "kept"),
    ("sw-kept-wash", "kept-wash"),
    ("sw-sign", "sign"),
];

#[component]
fn Colours() -> impl IntoView {
    let swatches = COLOURS.map(|(class, name)| view! { <div><i class=class></i>{name}</div> }).collect_view();
    view! {
        <section>
            <Head title="Colours by meaning"/>
            <div class="swatches">{swatches}</div>
        </section>
    }
}

#[component]
fn Pictograms() -> impl IntoView {
    let icons = Icon::ALL.map(|icon| view! { <span><Icon icon=icon/>{icon.as_str()}</span> }).collect_view();
    view! {
        <section>
            <Head title="Pictograms" count=Icon::ALL.len().to_string()/>
            <div class="grid-icons">{icons}</div>
        </section>
    }
}

fn way(href: &str, label: &str) -> SignItem {
    SignItem { href: href.into(), label: label.into(), count: None }
}

fn dock(href: &str, label: &str, icon: Icon) -> DockItem {
    DockItem { href: href.into(), label: label.into(), icon }
}

/// A time of the one day on which the gallery plays.
fn stamp(text: &str) -> Stamp {
    Stamp {
        text: text.into(),
        iso: format!("2026-11-18T{text}:00+01:00"),
        full: format!("Wednesday 18 November 2026, {text}"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn gallery() -> String {
        Owner::new().with(|| view! { <Gallery/> }.to_html())
    }

    #[test]
    fn no_component_styles_itself_inline() {
        assert!(!gallery().contains(" style="), "the content security policy forbids it");
    }

    #[test]
    fn ids_are_unique_and_every_reference_has_its_target() {
        let html = gallery();
        let values = |name: &str| -> Vec<String> {
            html.split(&format!(" {name}=\""))
                .skip(1)
                .filter_map(|rest| rest.split('"').next())
                .flat_map(str::split_whitespace)
                .map(str::to_owned)
                .collect()
        };
        let ids = values("id");
        let unique: HashSet<&String> = ids.iter().collect();
        assert_eq!(unique.len(), ids.len(), "{ids:?}");
        for name in ["for", "aria-describedby", "aria-labelledby", "commandfor"] {
            for target in values(name) {
                assert!(unique.contains(&target), "{name} points at {target}, which is not there");
            }
        }
    }
}
