//! A fact that the page must not hide: icon plate, one fact, one next step, one action.

use leptos::{children::ViewFnOnce, prelude::*};

use crate::{Icon, Plate, PlateKind};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BannerKind {
    #[default]
    Plain,
    /// Something is down or a promise is broken.
    Late,
    /// It is about you or about now.
    You,
    /// Something went right.
    Kept,
}

/// One fact and one next step. Don't stack more than two.
#[component]
pub fn Banner(
    #[prop(optional)] kind: BannerKind,
    icon: Icon,
    /// The fact, a full sentence.
    #[prop(into)]
    title: String,
    /// The one action, at the end.
    #[prop(into, optional)]
    action: ViewFnOnce,
    /// `alert` or `status` where the banner comes up while somebody is on the page.
    #[prop(into, optional)]
    role: Option<String>,
    /// For a field that this banner explains (`aria-describedby`).
    #[prop(into, optional)]
    id: Option<String>,
    /// The next step.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class=kind.class() role=role id=id>
            <Plate icon=icon kind=kind.plate()/>
            <div>
                <b>{title}</b>
                {children.map(|children| view! { <p>{children()}</p> })}
            </div>
            {action.run()}
        </div>
    }
}

impl BannerKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Plain => "banner",
            Self::Late => "banner banner-late",
            Self::You => "banner banner-you",
            Self::Kept => "banner banner-kept",
        }
    }

    const fn plate(self) -> PlateKind {
        match self {
            Self::Plain => PlateKind::Ink,
            Self::Late => PlateKind::Late,
            Self::You => PlateKind::Signal,
            Self::Kept => PlateKind::Kept,
        }
    }
}
