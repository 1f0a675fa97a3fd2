//! The overhead sign: the place at the start, the clock at the end, black in both themes.

use leptos::{children::ViewFnOnce, prelude::*};

use crate::{Icon, Plate, Stamp};

/// One way on the sign.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignItem {
    pub href: String,
    pub label: String,
    /// How many things wait there, if it matters.
    pub count: Option<String>,
}

/// The band over every page.
#[component]
pub fn Sign(
    #[prop(into)] name: String,
    /// Where the name leads.
    #[prop(into)]
    home: String,
    /// The house that it stands in.
    #[prop(into, optional)]
    place: Option<String>,
    /// The name of the navigation for screen readers.
    #[prop(into)]
    nav_label: String,
    #[prop(into)] items: Signal<Vec<SignItem>>,
    /// The `href` of the item that this page belongs to.
    #[prop(into, optional)]
    here: Signal<String>,
    /// Before the clock: search, who is here, opening hours (`.sign-find`, `People`, `.sign-open`).
    #[prop(into, optional)]
    before: ViewFnOnce,
    /// `SignClock`.
    #[prop(into, optional)]
    clock: ViewFnOnce,
    /// After the clock: theme, the reader's own settings.
    #[prop(into, optional)]
    end: ViewFnOnce,
) -> impl IntoView {
    view! {
        <header class="sign">
            <div class="sign-in">
                <a class="sign-name" href=home>
                    <Plate icon=Icon::Mark/>
                    <span class="sign-word">{name}</span>
                    {place.map(|place| view! { <small>{place}</small> })}
                </a>
                <nav aria-label=nav_label>
                    {move || {
                        items
                            .get()
                            .into_iter()
                            .map(|item| {
                                let href = item.href.clone();
                                view! {
                                    <a
                                        href=item.href
                                        aria-current=move || (here.get() == href).then_some("page")
                                    >
                                        {item.label}
                                        {item.count.map(|count| view! { <b>{count}</b> })}
                                    </a>
                                }
                            })
                            .collect_view()
                    }}
                </nav>
                <div class="sign-end">{before.run()} {clock.run()} {end.run()}</div>
            </div>
        </header>
    }
}

/// The time on the sign. Yellow, because it is now.
#[component]
pub fn SignClock(#[prop(into)] time: Signal<Stamp>) -> impl IntoView {
    view! {
        <time class="sign-clock" datetime=move || time.get().iso title=move || time.get().full>
            {move || time.get().text}
        </time>
    }
}
