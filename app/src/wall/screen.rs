//! What both pictures of the wall share: the clock, what is in trouble, and how old the news are.

use domain::access::WallProfile;
use domain::category::ServiceState;
use domain::locale::Language;
use domain::wall::{Freshness, Wall};
use leptos::prelude::*;
use ui::{Icon, Plate};

use crate::entities::PageTitle;
use crate::format::Times;
use crate::i18n;
use crate::wall::feed::Feed;
use crate::wall::hall::Hall;
use crate::wall::staff::StaffRoom;
use crate::wall::unpaired::Unpaired;
use crate::wall::words;

/// A screen from its first picture on, until it is unpaired.
#[component]
pub fn Screen(first: Wall, token: Option<String>, language: Language) -> impl IntoView {
    let feed = Feed::start(first, token);
    let picture = feed.picture;
    let times = Memo::new(move |_| Times {
        language,
        clock: picture.with(|wall| wall.clock.clone()),
        now: feed.minute.get(),
    });
    tell_document(feed, times.into());
    view! {
        {move || match feed.is_revoked.get() {
            true => view! { <Unpaired language=language/> }.into_any(),
            false => view! { <Picture feed=feed times=times language=language/> }.into_any(),
        }}
    }
    .into_any()
}

#[component]
fn Picture(feed: Feed, #[prop(into)] times: Signal<Times>, language: Language) -> impl IntoView {
    let t = i18n::Wall::from(language);
    let picture = feed.picture;
    let shift = move || times.with(|times| words::shift(times.now));
    let is_hall = move || feed.profile.get() == WallProfile::Hall;
    let head = move || if is_hall() { t.head_hall() } else { t.head_staff() };
    view! {
        <PageTitle text=Signal::derive(move || {
            if is_hall() { t.title_hall().to_owned() } else { t.title_staff().to_owned() }
        })/>
        // Beside the picture and not in it: what moves a few pixels would move what covers the whole screen too.
        <Staleness feed=feed times=times language=language/>
        <main
            lang=language.code()
            class=move || if is_hall() { "wall hall" } else { "wall staffroom" } data-shift=shift>
            <header class="wall-top">
                <Plate icon=Icon::Mark/>
                <h1>
                    {head} " " <small>{move || picture.with(|wall| wall.company.clone())}</small>
                </h1>
                <time class="wall-clock">{move || times.with(|times| times.clock(times.now))}</time>
            </header>
            {move || match feed.profile.get() {
                WallProfile::Hall => {
                    view! { <Hall picture=picture times=times language=language/> }.into_any()
                }
                WallProfile::Staff => {
                    view! { <StaffRoom picture=picture times=times language=language/> }.into_any()
                }
            }}
        </main>
    }
    .into_any()
}

/// A grey frame, then a band over the clock: nothing that is old looks fresh.
///
/// The last child stands for a page whose script never came or died: css alone brings it up.
#[component]
fn Staleness(feed: Feed, times: Signal<Times>, language: Language) -> impl IntoView {
    let t = i18n::Wall::from(language);
    let as_of = move || times.with(|times| times.mark(feed.as_of.get()));
    let first_as_of = untrack(as_of);
    view! {
        {move || match feed.freshness.get() {
            Freshness::Live => ().into_any(),
            Freshness::Grey => {
                view! {
                    <div class="stale-frame"></div>
                    <p class="stale-tab" role="status">{t.stale_as_of(&as_of())}</p>
                }
                .into_any()
            }
            Freshness::Stale => {
                view! {
                    <div class="stale-frame"></div>
                    <div class="stale-banner" role="alert">
                        <p>{t.stale_since(&as_of())} " " <small>{t.stale_old()}</small></p>
                    </div>
                }
                .into_any()
            }
        }}
        <div class="stale-banner wall-asleep" aria-hidden="true">
            <p>{t.stale_since(&first_as_of)} " " <small>{t.stale_old()}</small></p>
        </div>
    }
    .into_any()
}

/// Services that do not run as they should: the worst by name, the others by count.
#[component]
pub fn Troubles(picture: Memo<Wall>, times: Signal<Times>, language: Language) -> impl IntoView {
    let t = i18n::Wall::from(language);
    let rows = move || {
        picture.with(|wall| {
            let named: Vec<(String, String)> = times.with(|times| {
                let row = |trouble| (trouble, words::trouble(trouble, times));
                wall.trouble
                    .iter()
                    .take(words::NAMED_TROUBLES)
                    .map(row)
                    .map(|(trouble, state)| (trouble.service.clone(), state))
                    .collect()
            });
            let is_down = wall.trouble.iter().any(|trouble| trouble.state == ServiceState::Down);
            (named, words::more_trouble(wall), is_down)
        })
    };
    view! {
        {move || {
            let (named, more, is_down) = rows();
            if named.is_empty() {
                return view! {
                    <p class="wall-fine wall-kept">
                        <Icon icon=Icon::Kept/>
                        {t.trouble_none()}
                    </p>
                }
                .into_any();
            }
            let last = named.len().saturating_sub(1);
            let row = move |(place, (service, state)): (usize, (String, String))| {
                let more = (more > 0 && place == last).then(|| t.trouble_more(&more.to_string()));
                view! {
                    <li>
                        <span class="trouble-name">{service}</span>
                        " "
                        <span>{state}</span>
                        " "
                        {more.map(|more| view! { <span class="trouble-more">{more}</span> })}
                    </li>
                }
            };
            view! {
                <div class="late-plate" data-slow=(!is_down).then_some("")>
                    <Icon icon=Icon::Warn/>
                    <ul aria-label=t.trouble_label()>{named.into_iter().enumerate().map(row).collect_view()}</ul>
                </div>
            }
            .into_any()
        }}
    }
    .into_any()
}

/// Tells the whole document how old the picture is and whether it is night, for its colours hang on it.
fn tell_document(feed: Feed, times: Signal<Times>) {
    let night = Memo::new(move |_| times.with(words::is_night));
    Effect::new(move || {
        let stale = feed.freshness.get().attribute().filter(|_| !feed.is_revoked.get());
        set_attribute("data-stale", stale);
    });
    Effect::new(move || set_attribute("data-night", night.get().then_some("")));
    // Tells css that the script lives, so that it need not call the picture old.
    Effect::new(move || set_attribute("data-live", Some("")));
    on_cleanup(|| {
        for name in ["data-stale", "data-night", "data-live"] {
            set_attribute(name, None);
        }
    });
}

fn set_attribute(name: &str, value: Option<&str>) {
    #[cfg(feature = "hydrate")]
    if let Some(html) = document().document_element() {
        // It can only fail for a name that is none.
        let _ = match value {
            Some(value) => html.set_attribute(name, value),
            None => html.remove_attribute(name),
        };
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (name, value);
}
