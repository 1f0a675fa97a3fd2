//! x
mod axis;
mod first;
mod words;
use leptos::prelude::*;

#[component]
pub fn QueuePage() -> impl IntoView {}
