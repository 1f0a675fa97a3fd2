//! The title of a page, which may hold words that people typed.

use leptos::prelude::*;
use leptos_meta::Title;

/// Sets the title. The server writes the inside of `<title>` as it stands, so it is escaped there and nowhere else;
/// it does so once, when the signal may be gone.
#[component]
pub fn PageTitle(#[prop(into)] text: Signal<String>) -> impl IntoView {
    #[cfg(feature = "ssr")]
    let text = written(&text.get_untracked());
    view! { <Title text=text/> }
}

#[cfg(feature = "ssr")]
fn written(text: &str) -> String {
    ui::Escaped(text).to_string()
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn a_title_can_not_end_itself() {
        assert_eq!(written("</title><script>"), "&lt;/title&gt;&lt;script&gt;");
    }
}
