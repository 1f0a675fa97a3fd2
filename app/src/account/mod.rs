//! Pages of this face.

pub mod look;

use leptos::prelude::*;

#[component]
pub fn SignInPage() -> impl IntoView {}

#[component]
pub fn SetUpPage() -> impl IntoView {}

#[component]
pub fn MePage() -> impl IntoView {}
