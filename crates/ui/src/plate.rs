//! A square sign with one pictogram.

use leptos::prelude::*;

use crate::Icon;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PlateKind {
    /// Yellow: now, or you.
    #[default]
    Signal,
    Ink,
    Quiet,
    Late,
    Kept,
}

/// A pictogram on its plate, as on the signs of a station.
#[component]
pub fn Plate(icon: Icon, #[prop(optional)] kind: PlateKind) -> impl IntoView {
    view! {
        <span class=kind.class()>
            <Icon icon=icon/>
        </span>
    }
}

impl PlateKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Signal => "plate",
            Self::Ink => "plate plate-ink",
            Self::Quiet => "plate plate-quiet",
            Self::Late => "plate plate-late",
            Self::Kept => "plate plate-kept",
        }
    }
}
