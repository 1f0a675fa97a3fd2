//! Pages of this face.

use leptos::prelude::*;

#[component]
pub fn QueuePage() -> impl IntoView {}

#[component]
pub fn TicketPage() -> impl IntoView {}
