//! Pages of this face.

use leptos::prelude::*;

#[component]
pub fn SignInPage() -> impl IntoView {}

#[component]
pub fn SetUpPage() -> impl IntoView {}

#[component]
pub fn MePage() -> impl IntoView {}
