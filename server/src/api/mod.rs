//! The interface for programs, `/api/v1`: tokens instead of cookies, JSON instead of pages, and one list of routes
//! from which both the router and the OpenAPI document are made.
//!
//! A route is a handler with its own types and its `#[utoipa::path]`, and a line in [`routes`].

#![expect(unused_qualifications, reason = "utoipa writes the whole names of query types")]

mod body;
mod categories;
mod events;
mod files;
mod idempotency;
mod levels;
mod limit;
mod openapi;
mod page;
mod paging;
mod people;
mod posts;
mod problem;
mod promise;
mod reports;
mod search;
mod services;
mod stack;
mod stream;
mod ticket;
mod tickets;
pub mod time;
mod token;
mod tokens;
mod webhooks;
mod words;
mod work;

use axum::Router;
use http::Method;
use utoipa_axum::router::UtoipaMethodRouter;
use utoipa_axum::routes;

use crate::desk::Desk;

pub use limit::Limits;
pub use openapi::document;
pub(crate) use page::page;

/// Where the interface begins.
pub const ROOT: &str = "/api/v1";

/// Whether an address is one for programs, known or not.
pub fn owns(path: &str) -> bool {
    path.strip_prefix(ROOT).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Every route, as router and document know it.
fn routes() -> Vec<UtoipaMethodRouter<Desk>> {
    vec![
        routes!(openapi::openapi),
        routes!(people::me),
        routes!(tickets::list, tickets::create),
        routes!(tickets::read),
        routes!(tickets::events),
        routes!(posts::create),
        routes!(work::triage),
        routes!(work::assign),
        routes!(work::wait),
        routes!(work::resume),
        routes!(work::resolve),
        routes!(work::reopen),
        routes!(work::close),
        routes!(work::cancel),
        routes!(work::merge),
        routes!(work::watch),
        routes!(work::unwatch),
        routes!(files::download),
        routes!(search::search),
        routes!(people::list, people::create),
        routes!(people::read),
        routes!(people::roles),
        routes!(people::disable),
        routes!(people::enable),
        routes!(services::list, services::create),
        routes!(services::state),
        routes!(categories::list, categories::create),
        routes!(categories::archive),
        routes!(events::list),
        routes!(stream::stream),
        routes!(reports::tickets),
        routes!(promise::evaluate),
        routes!(levels::read),
        routes!(levels::add_calendar),
        routes!(levels::change_calendar),
        routes!(levels::replace_matrix),
        routes!(levels::set_policy),
        routes!(levels::add_supplier),
        routes!(levels::change_supplier),
        routes!(tokens::list),
        routes!(tokens::revoke),
        routes!(webhooks::list, webhooks::create),
        routes!(webhooks::read, webhooks::remove),
        routes!(webhooks::disable),
        routes!(webhooks::enable),
        routes!(webhooks::test),
        routes!(webhooks::deliveries),
    ]
}

/// The methods and addresses of all routes.
pub fn addresses() -> Vec<(Method, String)> {
    let paths = routes().into_iter().flat_map(|(_, paths, _)| paths.paths);
    paths
        .flat_map(|(path, item)| {
            let methods = [
                (Method::GET, item.get),
                (Method::POST, item.post),
                (Method::PUT, item.put),
                (Method::PATCH, item.patch),
                (Method::DELETE, item.delete),
            ];
            let path = path.clone();
            methods
                .into_iter()
                .filter_map(move |(method, operation)| Some((method, operation.map(|_| path.clone())?)))
        })
        .collect()
}

/// Everything under [`ROOT`], behind guards of its own.
pub fn router(desk: Desk) -> Router {
    let router = routes().into_iter().fold(Router::new(), |router, (_, paths, handlers)| {
        paths.paths.keys().take(1).fold(router, |router, path| router.route(path, handlers.clone()))
    });
    stack::guarded(router, desk)
}
