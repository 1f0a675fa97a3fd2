//! Strong words inside a translated sentence, whose order differs from language to language.

use leptos::prelude::*;

/// A sentence in which what stands between two `*` is strong. What is put into the sentence may not carry one.
pub fn emphasis(sentence: &str) -> impl IntoView + use<> {
    sentence
        .split('*')
        .enumerate()
        .map(|(at, part)| match at % 2 {
            0 => part.to_owned().into_any(),
            _ => view! { <b>{part.to_owned()}</b> }.into_any(),
        })
        .collect_view()
}
