//! Which crate may use which: the floors of the house.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use serde::Deserialize;

use super::{Finding, Source};
use crate::process;
use crate::workspace::Workspace;

/// A crate of ours, the crates of ours that it may use, and what of others' it must not.
struct Floor {
    name: &'static str,
    uses: &'static [&'static str],
    never: &'static [&'static str],
}

const FLOORS: [Floor; 8] = [
    Floor {
        name: "domain",
        uses: &[],
        never: &[
            "axum",
            "chrono",
            "futures",
            "getrandom",
            "gloo-net",
            "http",
            "hyper",
            "js-sys",
            "leptos",
            "object_store",
            "rand",
            "reqwest",
            "sqlx",
            "tokio",
            "tracing",
            "uuid",
            "wasm-bindgen",
            "web-sys",
        ],
    },
    Floor { name: "mail", uses: &["domain"], never: &["axum", "hyper", "leptos", "sqlx", "tokio"] },
    Floor { name: "store", uses: &["domain"], never: &["axum", "hyper", "leptos", "leptos_axum", "tower"] },
    Floor {
        name: "service",
        uses: &["domain", "mail", "store"],
        never: &["axum", "hyper", "leptos", "leptos_axum", "sqlx", "tower"],
    },
    Floor {
        name: "ui",
        uses: &[],
        never: &["axum", "gloo-net", "leptos_axum", "leptos_router", "sqlx", "tokio"],
    },
    Floor { name: "app", uses: &["domain", "service", "ui"], never: &["axum", "hyper", "sqlx", "tokio"] },
    Floor { name: "server", uses: &["app", "domain", "mail", "service", "store", "ui"], never: &[] },
    Floor { name: "xtask", uses: &[], never: &[] },
];

/// What the browser must not be sent: the app may use these only where it is compiled for the server.
const SERVER_SIDE_OF_APP: [&str; 2] = ["service", "leptos_axum"];

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    dependencies: Vec<Edge>,
}

#[derive(Deserialize)]
struct Edge {
    name: String,
    kind: Option<String>,
    optional: bool,
}

pub fn check(workspace: &Workspace, _: &[Source]) -> Result<Vec<Finding>> {
    let mut command = process::cargo();
    command.args(["metadata", "--no-deps", "--format-version", "1"]).current_dir(workspace.root());
    let metadata = process::capture(&mut command)?;
    let messages = offences(&metadata)?.into_iter();
    Ok(messages.map(|message| Finding { path: "Cargo.toml".to_owned(), line: 0, message }).collect())
}

fn offences(metadata: &str) -> Result<Vec<String>> {
    let metadata: Metadata = serde_json::from_str(metadata).context("cannot read `cargo metadata`")?;
    let ours: BTreeSet<&str> = metadata.packages.iter().map(|package| package.name.as_str()).collect();
    let mut found = Vec::new();
    for package in &metadata.packages {
        let Some(floor) = FLOORS.iter().find(|floor| floor.name == package.name) else {
            found.push(format!(
                "`{}` has no row in the table of floors (crates/xtask/src/tidy/edges.rs)",
                package.name
            ));
            continue;
        };
        // What only tests use is not shipped.
        for edge in package.dependencies.iter().filter(|edge| edge.kind.as_deref() != Some("dev")) {
            if let Some(message) = wrong(floor, edge, &ours) {
                found.push(message);
            }
        }
    }
    Ok(found)
}

fn wrong(floor: &Floor, edge: &Edge, ours: &BTreeSet<&str>) -> Option<String> {
    let (from, to) = (floor.name, edge.name.as_str());
    let is_ours = ours.contains(to);
    if is_ours && !floor.uses.contains(&to) || floor.never.contains(&to) {
        return Some(format!("`{from}` must not use `{to}`"));
    }
    if from == "app" && SERVER_SIDE_OF_APP.contains(&to) && !edge.optional {
        return Some(format!("`{from}` may use `{to}` only behind its feature `ssr`"));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, edges: &str) -> String {
        format!(r#"{{"name":"{name}","dependencies":[{edges}]}}"#)
    }

    fn edge(name: &str, kind: &str, optional: bool) -> String {
        format!(r#"{{"name":"{name}","kind":{kind},"optional":{optional}}}"#)
    }

    fn found(packages: &[String]) -> Vec<String> {
        offences(&format!(r#"{{"packages":[{}]}}"#, packages.join(","))).unwrap()
    }

    #[test]
    fn a_floor_must_not_use_the_one_above_it() {
        let packages = [package("domain", &edge("store", "null", false)), package("store", "")];
        assert_eq!(found(&packages), ["`domain` must not use `store`"]);
    }

    #[test]
    fn the_domain_is_without_input_and_output_except_in_its_tests() {
        assert_eq!(found(&[package("domain", &edge("tokio", "null", false))]).len(), 1);
        assert!(found(&[package("domain", &edge("tokio", "\"dev\"", false))]).is_empty());
    }

    #[test]
    fn the_app_uses_services_on_the_server_only() {
        let service = package("service", "");
        assert_eq!(found(&[package("app", &edge("service", "null", false)), service.clone()]).len(), 1);
        assert!(found(&[package("app", &edge("service", "null", true)), service]).is_empty());
    }

    #[test]
    fn nothing_imports_the_server_and_a_new_crate_needs_a_row() {
        assert_eq!(found(&[package("app", &edge("server", "null", true)), package("server", "")]).len(), 1);
        assert_eq!(found(&[package("util", "")]).len(), 1);
    }
}
