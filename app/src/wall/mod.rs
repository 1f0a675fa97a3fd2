//! Pages of this face.

use leptos::prelude::*;

#[component]
pub fn WallPage() -> impl IntoView {}
