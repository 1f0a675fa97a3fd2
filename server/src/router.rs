//! Every address in one table: the server's own, the pages, and the server functions.

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::{MethodRouter, get, post};
use tower::ServiceExt as _;

use crate::desk::Desk;
use crate::problem::{self, Refusal};
use crate::{
    answer, api, assets, calendar, catch, files, forms, health, live, page, rpc, security, telemetry,
};

/// The server's own addresses. Pages and server functions are listed by the app.
fn own() -> Vec<(&'static str, &'static str, MethodRouter<Desk>)> {
    vec![
        ("POST", "/new", post(forms::ask)),
        ("POST", "/t/{ref}/post", post(forms::post)),
        ("POST", "/sign-in", post(forms::sign_in)),
        ("POST", "/sign-out", post(forms::sign_out)),
        ("POST", "/set-up", post(forms::set_up)),
        ("POST", "/set-password", post(forms::set_password)),
        ("GET", "/files/{id}/{name}", get(files::download)),
        ("GET", "/calendar/{name}", get(calendar::feed)),
        ("GET", "/live/my", get(live::mine)),
        ("GET", "/live/t/{ref}", get(live::tracker)),
        ("GET", "/live/desk", get(live::queue)),
        ("GET", "/live/desk/t/{ref}", get(live::ticket)),
        ("GET", "/live/wall", get(live::wall)),
        ("GET", "/api", get(api::page)),
        ("GET", "/healthz", get(health::alive)),
        ("GET", "/readyz", get(health::ready)),
        ("GET", "/assets/{*path}", get(assets::asset)),
        ("GET", "/pkg/{*path}", get(assets::asset)),
        ("GET", "/favicon.ico", get(assets::favicon)),
    ]
}

/// An address that the server answers, for the test that asks all of them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Address {
    pub path: String,
    pub method: String,
}

/// Every address with its method, in order.
pub fn surface() -> Vec<Address> {
    let own = own().into_iter().map(|(method, path, _)| (method.to_owned(), path.to_owned()));
    let pages = pages().into_iter().map(|path| ("GET".to_owned(), path));
    let functions =
        server_fn::axum::server_fn_paths().map(|(path, method)| (method.to_string(), path.to_owned()));
    let api = api::addresses().into_iter().map(|(method, path)| (method.to_string(), path));
    let mut all: Vec<Address> =
        own.chain(pages).chain(api).chain(functions).map(|(method, path)| Address { path, method }).collect();
    all.sort();
    all
}

/// Everything that the server answers, behind its guards.
pub fn router(desk: Desk) -> Router {
    let mut router = Router::new();
    for (_, path, handler) in own() {
        router = router.route(path, handler);
    }
    for path in pages() {
        router = router.route(&path, get(page::page));
    }
    for (path, _) in server_fn::axum::server_fn_paths() {
        router = router.route(path, post(rpc::call));
    }
    let pages = router
        .fallback(elsewhere)
        .method_not_allowed_fallback(not_so)
        // Each reader has a limit of its own; the usual one would cut forms with files.
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn_with_state(desk.clone(), security::guard))
        .layer(from_fn_with_state(desk.clone(), catch::catch))
        .with_state(desk.clone());
    let api = api::router(desk);
    // Two doors with guards of their own: one for people and one for programs.
    let enter = async move |request: Request| {
        let door = if api::owns(request.uri().path()) { api.clone() } else { pages.clone() };
        door.oneshot(request).await
    };
    Router::new().fallback(enter).layer(from_fn(telemetry::log))
}

/// The pages' addresses, as the app lists them.
fn pages() -> Vec<String> {
    let listed = leptos_axum::generate_route_list(app::App);
    let mut paths: Vec<String> = listed.into_iter().map(|page| page.path().to_owned()).collect();
    // What nothing answers to is refused by the fallback, which also minds the method.
    paths.retain(|path| path != app::routes::ELSEWHERE);
    paths.sort();
    paths.dedup();
    paths
}

/// An address that nothing answers: the app's page says so.
async fn elsewhere(state: State<Desk>, request: Request) -> Response {
    if request.method() == http::Method::POST {
        return answer::absent(&state.0, request.headers());
    }
    page::page(state, request).await
}

async fn not_so(State(desk): State<Desk>, request: Request) -> Response {
    problem::refuse(&desk, request.headers(), Refusal::Method)
}
