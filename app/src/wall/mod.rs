//! The wall: what a room sees of the support state, kept true for weeks without a hand.

mod axis;
mod feed;
mod hall;
mod on_duty;
#[cfg(any(feature = "hydrate", test))]
mod patience;
mod screen;
mod staff;
mod unpaired;
mod words;

use domain::fault::Fault;
use domain::locale::Language;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::fetched::fetch;
use crate::i18n::language;
use crate::rpc::wall::picture;
use crate::wall::screen::Screen;
use crate::wall::unpaired::{NoPicture, Unpaired};

/// The page of a screen: `token` says what it may show, `lang` in which words.
#[component]
pub fn WallPage() -> impl IntoView {
    let query = use_query_map();
    let (token, wished) = query.with_untracked(|query| {
        (query.get("token"), query.get("lang").and_then(|code| Language::from_code(&code)))
    });
    let language = wished.unwrap_or_else(language);
    let asked = token.clone();
    fetch(move || picture(asked.clone())).draw(
        || ().into_any(),
        move |first| match first {
            Ok(wall) => view! { <Screen first=wall token=token.clone() language=language/> }.into_any(),
            Err(error) if error.fault == Fault::NotFound => {
                view! { <Unpaired language=language/> }.into_any()
            }
            Err(error) => view! { <NoPicture error=error language=language/> }.into_any(),
        },
    )
}
