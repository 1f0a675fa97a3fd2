//! Pages of this face.

use leptos::prelude::*;

#[component]
pub fn AdminPage() -> impl IntoView {}
