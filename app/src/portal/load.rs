//! From a page's data to the page: never half of it, and a way on where it failed.

use leptos::prelude::*;

use super::lost::{Lost, LostPage};
use crate::entities::frame::EmptyFrame;
use crate::error::UiError;

/// Draws a page once its data is there. On a first visit the server has drawn it already; on the way from another page
/// the frame stays, and what it frames comes when it is there.
pub fn load<P>(
    page: Resource<Result<P, UiError>>,
    draw: impl Fn(P) -> AnyView + Clone + Send + Sync + 'static,
) -> impl IntoView
where
    P: Clone + Send + Sync + 'static,
{
    load_or(page, draw, |error| view! { <LostPage lost=Lost::Failed(error)/> }.into_any())
}

/// As [`load`], with a page of its own for what went wrong.
pub fn load_or<P>(
    page: Resource<Result<P, UiError>>,
    draw: impl Fn(P) -> AnyView + Clone + Send + Sync + 'static,
    lost: impl Fn(UiError) -> AnyView + Clone + Send + Sync + 'static,
) -> impl IntoView
where
    P: Clone + Send + Sync + 'static,
{
    view! {
        <Suspense fallback=|| view! { <EmptyFrame/> }>
            {move || {
                let (draw, lost) = (draw.clone(), lost.clone());
                Suspend::new(async move {
                    match page.await {
                        Ok(page) => draw(page),
                        Err(error) => lost(error),
                    }
                })
            }}
        </Suspense>
    }
}
