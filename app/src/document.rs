//! The whole document around every page, and the one component that server and browser both start with.

use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::components::Router;
use leptos_router::location::RequestUrl;

use crate::pages::Pages;
use crate::prefs::{self, Prefs};
use crate::routes;
use crate::{form, live};

/// Addresses of everything that a page loads; their names carry a hash of what is inside.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assets {
    pub css: String,
    pub js: String,
    pub wasm: String,
    /// The sprite of the pictograms.
    pub icons: String,
    pub mark: String,
    pub fonts: Vec<String>,
    /// The build that made them; an open page compares it with the server's.
    pub build: String,
}

/// The document that the server sends.
pub fn shell(assets: Assets) -> impl IntoView {
    let prefs = Prefs::here();
    let path =
        use_context::<RequestUrl>().map_or_else(String::new, |url| routes::local(url.as_ref()).to_owned());
    let start = format!(
        "import('{js}').then(m=>m.default({{module_or_path:'{wasm}'}}).then(()=>m.hydrate()))",
        js = assets.js,
        wasm = assets.wasm
    );
    provide_context(ui::Sprite(assets.icons.clone()));
    view! {
        <!DOCTYPE html>
        <html
            lang=prefs.language.code()
            data-face=routes::face(&path).as_str()
            data-theme=prefs.theme.map(|theme| theme.as_str())
            data-roles=prefs.roles.map(|roles| roles.bits().to_string())
            data-icons=assets.icons
            data-build=assets.build
            data-at=path.clone()
        >
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content"/>
                <meta name="color-scheme" content=prefs.theme.map_or("light dark", |theme| theme.as_str())/>
                <link rel="icon" type="image/svg+xml" href=assets.mark/>
                {assets
                    .fonts
                    .into_iter()
                    .map(|font| {
                        view! { <link rel="preload" href=font r#as="font" r#type="font/woff2" crossorigin="anonymous"/> }
                    })
                    .collect_view()}
                <link rel="stylesheet" href=assets.css/>
                <link rel="modulepreload" href=assets.js/>
                <link rel="preload" href=assets.wasm r#as="fetch" r#type="application/wasm" crossorigin="anonymous"/>
                <script type="module" nonce=use_nonce() inner_html=start></script>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// Gives the browser the address of the page that it shows: a form that was refused before the script came has been
/// answered with its page under the address that the form was sent to.
#[cfg(feature = "hydrate")]
pub fn settle_address() {
    let location = window().location();
    let shown = [location.pathname(), location.search()].into_iter().flatten().collect::<String>();
    if let Some(at) = prefs::attribute("data-at").filter(|at| *at != shown)
        && let Ok(history) = window().history()
    {
        // It can only fail for an address of another site.
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&at));
    }
}

/// All pages behind their addresses.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let prefs = Prefs::here();
    provide_context(prefs);
    if let Some(icons) = prefs::attribute("data-icons") {
        provide_context(ui::Sprite(icons));
    }
    live::provide();
    form::provide_echo();
    view! {
        <Router>
            <Pages/>
        </Router>
    }
}
