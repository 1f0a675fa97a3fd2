//! The search box on the sign, and what was found in place of the queue.

use domain::ids::TicketId;
use domain::ticket::queue::{Search, Total};
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::SubmitEvent;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use ui::{AxisHours, Banner, BannerKind, Empty, EmptyLine, Icon, Key, LinkButton, TimeGroup, TimeTable};

use super::state::Queue;
use super::table::{AxisHead, Rows};
use crate::desk::keys::focus;
use crate::error::sentence;
use crate::format::grouped;
use crate::i18n::{Desk, language};
use crate::routes;
use crate::rpc::desk::queue_page;

/// The name of the search in an address.
const QUERY: &str = "q";
/// By this the keyboard finds the box.
pub const BOX: &str = "find";

/// The box on the sign: a plain form, so that it searches before the script is there.
#[component]
pub fn SearchBox() -> impl IntoView {
    let t = Desk::from(language());
    let query = query();
    let input = NodeRef::<html::Input>::new();
    let navigate = use_navigate();
    let submit = move |event: SubmitEvent| {
        let Some(input) = input.get() else { return };
        event.prevent_default();
        navigate(&address(&input.value()), NavigateOptions { scroll: false, ..NavigateOptions::default() });
    };
    // Going back empties the box, and forward fills it again.
    Effect::new(move |before: Option<String>| {
        let now = query.get().unwrap_or_default();
        if let (Some(input), true) = (input.get_untracked(), before.is_some_and(|before| before != now)) {
            input.set_value(&now);
        }
        now
    });
    view! {
        <form class="sign-find" role="search" method="get" action=routes::QUEUE on:submit=submit>
            <Icon icon=Icon::Search/>
            <label class="out" for=BOX>
                {t.search_label()}
            </label>
            <input
                id=BOX
                type="search"
                name=QUERY
                value=query.get_untracked()
                placeholder=t.search_hint()
                autocomplete="off"
                enterkeyhint="search"
                maxlength="200"
                node_ref=input
            />
            <Key name="/"/>
        </form>
    }
}

/// Asks again whenever the address names other words; the queue itself goes on living meanwhile.
pub fn follow(queue: Queue, failed: RwSignal<Option<String>>) {
    let (language, query) = (language(), query());
    Effect::new(move |before: Option<Option<String>>| {
        let wanted = query.get();
        if before.is_some_and(|before| before != wanted) {
            failed.set(None);
            match wanted.clone() {
                None => queue.show(None),
                Some(words) => leptos::task::spawn_local(async move {
                    let found = queue_page(Some(words.clone())).await;
                    // An answer that comes after the next question is dropped.
                    if query.try_get_untracked().flatten().as_deref() != Some(words.as_str()) {
                        return;
                    }
                    match found {
                        Ok(page) => queue.show(page.search),
                        Err(error) => failed.set(Some(sentence(language, &error))),
                    }
                }),
            }
        }
        wanted
    });
}

/// What was found, best first, with a way back.
#[component]
pub fn Found(queue: Queue, search: Memo<Option<Search>>) -> impl IntoView {
    let t = Desk::from(language());
    let ids = Memo::new(move |_| search.with(|search| search.as_ref().map(hits).unwrap_or_default()));
    let title = Memo::new(move |_| search.with(|search| search.as_ref().map(|search| title(t, search))));
    let count = Signal::derive(move || {
        search.with(|search| search.as_ref().map_or_else(String::new, |s| short(s.total)))
    });
    let none =
        move || search.with(|search| search.as_ref().filter(|s| s.hits.is_empty()).map(|s| s.query.clone()));
    let back = move || {
        view! {
            <LinkButton href=routes::QUEUE icon=Icon::Back>
                {t.search_back()}
            </LinkButton>
        }
    };
    let rest = move || {
        search.with(|search| {
            let search = search.as_ref()?;
            let shown = i64::try_from(search.hits.len()).unwrap_or(i64::MAX);
            match search.total {
                Total::Exactly(total) if total <= shown => None,
                Total::Exactly(total) => Some(t.search_first_of(&shown.to_string(), &grouped(total))),
                Total::MoreThan(total) => Some(t.search_first_of_many(&shown.to_string(), &grouped(total))),
                Total::About(total) => Some(t.search_first_of_about(&shown.to_string(), &grouped(total))),
            }
        })
    };
    let some = Memo::new(move |_| search.with(|search| search.as_ref().is_some_and(|s| !s.hits.is_empty())));
    let heading = move || if some.get() { "first" } else { "out" };
    view! {
        <div class="views">
            <h1 class=heading aria-live="polite">
                {title}
            </h1>
            <Show when=move || some.get()>{back()}</Show>
        </div>
        {move || match none() {
            Some(query) => view! {
                <Empty title=t.search_none_title(&query) line=EmptyLine::Broken action=back>
                    {t.search_none_text()}
                </Empty>
            }
            .into_any(),
            None => view! {
                <TimeTable>
                    <TimeGroup
                        name=t.search_group()
                        count=count
                        why=t.search_best_first()
                        hours=AxisHours::Shown
                        axis=move || view! { <AxisHead queue=queue hours=AxisHours::Shown/> }
                    >
                        <Rows queue=queue ids=ids/>
                    </TimeGroup>
                </TimeTable>
                <p class="second small">{rest}</p>
            }
            .into_any(),
        }}
    }
}

/// That the search did not work; the queue below is still true.
#[component]
pub fn SearchFailed(failed: RwSignal<Option<String>>) -> impl IntoView {
    let t = Desk::from(language());
    view! {
        <div role="alert">
            {move || {
                failed.get().map(|why| {
                    view! {
                        <Banner kind=BannerKind::Late icon=Icon::Late title=t.search_failed()>
                            {why}
                        </Banner>
                    }
                })
            }}
        </div>
    }
}

/// Puts the keyboard into the box.
pub fn focus_box() {
    focus(BOX);
}

/// What the address asks for.
pub fn query() -> Memo<Option<String>> {
    let map = use_query_map();
    Memo::new(move |_| {
        map.with(|map| map.get(QUERY)).map(|query| query.trim().to_owned()).filter(|query| !query.is_empty())
    })
}

fn address(typed: &str) -> String {
    match typed.trim() {
        "" => routes::QUEUE.to_owned(),
        words => format!("{}?{QUERY}={}", routes::QUEUE, routes::encode(words)),
    }
}

fn hits(search: &Search) -> Vec<TicketId> {
    search.hits.iter().map(|row| row.head.id).collect()
}

fn title(t: Desk, search: &Search) -> String {
    match search.total {
        Total::Exactly(1) => t.search_found_one(&search.query),
        Total::Exactly(total) => t.search_found(&grouped(total), &search.query),
        Total::MoreThan(total) => t.search_found_many(&grouped(total), &search.query),
        Total::About(total) => t.search_found_about(&grouped(total), &search.query),
    }
}

/// The number as it stands beside a heading.
fn short(total: Total) -> String {
    match total {
        Total::Exactly(total) => grouped(total),
        Total::MoreThan(total) => format!("{}+", grouped(total)),
        Total::About(total) => format!("≈ {}", grouped(total)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_an_address_and_nothing_leads_back_to_the_queue() {
        assert_eq!(address("  printer & toner "), "/desk?q=printer%20%26%20toner");
        assert_eq!(address("   "), "/desk");
    }

    #[test]
    fn a_count_that_was_given_up_says_so() {
        let found = |total| Search { query: "printer".into(), hits: Vec::new(), total };
        assert_eq!(title(Desk::En, &found(Total::Exactly(7))), "7 tickets found for “printer”");
        assert_eq!(
            title(Desk::En, &found(Total::MoreThan(1000))),
            "More than 1000 tickets found for “printer”"
        );
        assert_eq!((short(Total::Exactly(7)), short(Total::MoreThan(1000))), ("7".into(), "1000+".into()));
        assert_eq!(
            title(Desk::En, &found(Total::About(50_000))),
            "About 50\u{202F}000 tickets found for “printer”"
        );
        assert_eq!(short(Total::About(50_000)), "≈ 50\u{202F}000");
    }
}
