//! From a page's data to the page: never half of it, and a way on where it failed.

use leptos::prelude::*;

use super::lost::{Lost, LostPage};
use crate::entities::frame::EmptyFrame;
use crate::error::UiError;
use crate::fetched::{Data, Fetched};

/// Draws a page of the portal once its data are there.
pub fn load<P: Data>(page: Fetched<P>, draw: fn(P) -> AnyView) -> AnyView {
    load_or(page, draw, |error| view! { <LostPage lost=Lost::Failed(error)/> }.into_any())
}

/// As [`load`], with a page of its own for what went wrong.
pub fn load_or<P: Data>(
    page: Fetched<P>,
    draw: impl Fn(P) -> AnyView + Send + Sync + 'static,
    lost: impl Fn(UiError) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    page.draw(
        || EmptyFrame().into_any(),
        move |page| match page {
            Ok(page) => draw(page),
            Err(error) => lost(error),
        },
    )
}
