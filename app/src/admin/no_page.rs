//! A page of the settings that can't be shown: most often because one must be an admin for it.

use domain::fault::Fault;
use leptos::prelude::*;

use crate::account::no_page::NoPage;
use crate::error::UiError;
use crate::i18n::{Admin, language};

pub fn no_page(title: &'static str, here: &'static str, error: UiError) -> AnyView {
    let text = (error.fault == Fault::Forbidden).then(|| Admin::from(language()).forbidden().to_owned());
    view! { <NoPage title=title here=here error=error nostrip:text=text/> }.into_any()
}
