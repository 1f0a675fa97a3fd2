//! The portal: ask, track, see what is promised.

use leptos::prelude::*;

#[component]
pub fn HomePage() -> impl IntoView {}
#[component]
pub fn AskPage() -> impl IntoView {}
#[component]
pub fn MyPage() -> impl IntoView {}
#[component]
pub fn TrackerPage() -> impl IntoView {}
#[component]
pub fn NotFoundPage() -> impl IntoView {}
