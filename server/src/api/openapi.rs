//! The OpenAPI document: made from the routes, completed with what all of them have in common, and written once.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use axum::body::Body;
use axum::response::Response;
use http::HeaderValue;
use http::header::CONTENT_TYPE;
use serde_json::{Map, Value, json};
use utoipa::openapi::Paths;
use utoipa::{PartialSchema as _, ToSchema};

use super::problem::{Document, FieldError, KINDS};
use super::words::Seq;

/// A text of which something can be seen: the characters that [`domain::text`] takes away are not enough.
const VISIBLE: &str = "[^\\u0000-\\u0020\\u007F-\\u00A0\\u1680\\u2000-\\u200A\\u2028-\\u202F\\u205F\\u2066-\\u2069\\u3000\\uFEFF]";
/// What a schema says instead of it.
const VISIBLE_WORD: &str = "visible";

const OPEN: &str = "/api/v1/openapi.json";

const DESCRIPTION: &str = "Everything that Deskbell's pages can do, but for the desk's own settings and one's own \
    account. A token acts as a person and sees exactly what that person may see: what is not there and what is not \
    yours answer alike, with 404. Times are UTC.";

static DOCUMENT: LazyLock<Value> = LazyLock::new(build);
static TEXT: LazyLock<String> = LazyLock::new(|| DOCUMENT.to_string());

/// The whole document.
pub fn document() -> &'static Value {
    &DOCUMENT
}

/// Read this document
///
/// Needs no token.
#[utoipa::path(get, path = "/api/v1/openapi.json", operation_id = "readOpenApi", tag = "document",
    responses((status = 200, description = "OpenAPI 3.1", body = serde_json::Value)))]
pub async fn openapi() -> Response {
    let mut response = Response::new(Body::from(TEXT.as_str()));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

fn build() -> Value {
    let mut paths = Paths::new();
    let mut schemas = vec![
        ("Problem".to_owned(), Document::schema()),
        ("FieldError".to_owned(), FieldError::schema()),
        // Only queries and headers speak of it, and the routes collect what bodies speak of.
        ("Seq".to_owned(), Seq::schema()),
    ];
    Document::schemas(&mut schemas);
    for (more, path, _) in super::routes() {
        schemas.extend(more);
        paths.merge(path);
    }
    let schemas: BTreeMap<_, _> = schemas.into_iter().collect();
    let mut paths = plain(&paths);
    for (path, item) in paths.as_object_mut().into_iter().flatten() {
        for (method, operation) in item.as_object_mut().into_iter().flatten() {
            complete(path, method, operation);
        }
    }
    let mut document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Deskbell",
            "version": env!("CARGO_PKG_VERSION"),
            "description": DESCRIPTION,
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "tags": [
            { "name": "tickets", "description": "What people need, from first contact to the end" },
            { "name": "people", "description": "Who asks, and who helps" },
            { "name": "services", "description": "What tickets are about" },
            { "name": "rota", "description": "Who answers the desk, and what people agree about it" },
            { "name": "routing", "description": "Who gets what, and who knows what" },
            { "name": "events", "description": "What happened, page by page and live" },
            { "name": "promise", "description": "What is promised, and any clock computed" },
            { "name": "reports", "description": "Tickets in figures" },
            { "name": "tokens", "description": "Who may use this interface" },
            { "name": "webhooks", "description": "Programs that are told what happens" },
            { "name": "document", "description": "This document" },
        ],
        "paths": paths,
        "components": {
            "schemas": plain(&schemas),
            "responses": refusals(),
            "securitySchemes": { "token": {
                "type": "http", "scheme": "bearer",
                "description": "Made with `deskbell token create --role requester|agent|admin`",
            } },
        },
    });
    spell_patterns(&mut document);
    document
}

/// A value of the document as plain JSON.
fn plain(value: &impl serde::Serialize) -> Value {
    // Only text keys are there, so this can't fail; a document without them would fail the tests.
    serde_json::to_value(value).unwrap_or_default()
}

/// Adds what all operations have in common.
fn complete(path: &str, method: &str, operation: &mut Value) {
    let changes = method != "get";
    let Some(operation) = operation.as_object_mut() else { return };
    let mut parameters = in_path(path);
    if changes {
        parameters.push(header(
            "Idempotency-Key",
            "Sent again with the same key, a request has one effect and gets the same answer, for 24 hours.",
            json!({ "type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$" }),
        ));
    }
    if changes && path.contains("{ref}") {
        parameters.push(header(
            "If-Match",
            "The `ETag` that you have seen, or the `version` of a body. Whoever has missed something that matters gets 409 with what changed.",
            json!({ "type": "string", "pattern": "^(\"[0-9]{1,15}\"|[0-9]{1,15}|\\*)$", "examples": ["\"17\""] }),
        ));
    }
    if let Some(Value::Array(own)) = operation.remove("parameters") {
        parameters.extend(own);
    }
    if !parameters.is_empty() {
        operation.insert("parameters".into(), Value::Array(parameters));
    }
    if path != OPEN {
        operation.insert("security".into(), json!([{ "token": [] }]));
    }
    if let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) {
        answer_headers(path, changes, responses);
        for status in statuses(path, changes) {
            responses
                .insert(status.to_string(), json!({ "$ref": format!("#/components/responses/{status}") }));
        }
    }
}

fn in_path(path: &str) -> Vec<Value> {
    let parameter = |name: &str, description: &str, schema: Value| json!({ "name": name, "in": "path", "required": true, "description": description, "schema": schema });
    let mut found = Vec::new();
    if path.contains("{ref}") {
        let schema = json!({ "type": "string", "pattern": "^T-[0-9]{1,15}$", "example": "T-1042" });
        found.push(parameter("ref", "The ticket's reference", schema));
    }
    if path.contains("{id}") {
        let schema = json!({ "type": "integer", "minimum": 1, "maximum": super::words::MAX_NUMBER });
        found.push(parameter("id", "Its number", schema));
    }
    found
}

fn header(name: &str, description: &str, schema: Value) -> Value {
    json!({ "name": name, "in": "header", "required": false, "description": description, "schema": schema })
}

/// What an answer that went well carries in its headers.
fn answer_headers(path: &str, changes: bool, responses: &mut Map<String, Value>) {
    let text = json!({ "type": "string" });
    let about_ticket =
        path.contains("{ref}") && !path.ends_with("/events") || path.ends_with("/tickets") && changes;
    for (status, response) in responses.iter_mut().filter(|(status, _)| status.starts_with('2')) {
        let mut headers = Map::new();
        if about_ticket {
            headers.insert(
                "ETag".into(),
                json!({ "description": "The version, for `If-Match`", "schema": text }),
            );
        }
        if status == "201" && !path.ends_with("/services") && !path.ends_with("/categories") {
            headers.insert("Location".into(), json!({ "description": "Where it is read", "schema": text }));
        }
        if changes {
            headers.insert(
                "Idempotency-Replayed".into(),
                json!({ "description": "`true` where the answer was given before", "schema": text }),
            );
        } else if ["/tickets", "/people", "/events", "/deliveries"].iter().any(|list| path.ends_with(list)) {
            headers.insert(
                "Link".into(),
                json!({ "description": "The next page, `rel=\"next\"`", "schema": text }),
            );
        }
        if let (false, Some(response)) = (headers.is_empty(), response.as_object_mut()) {
            response.insert("headers".into(), Value::Object(headers));
        }
    }
}

/// Which refusals an operation may meet.
fn statuses(path: &str, changes: bool) -> Vec<u16> {
    if path == OPEN {
        return vec![406, 414, 500, 503];
    }
    let mut statuses = vec![400, 401, 404, 406, 414, 422, 429, 500, 503];
    if changes {
        statuses.extend([403, 408, 409, 413, 415, 507]);
    }
    statuses
}

/// The refusals, one for each status; a status may stand for several kinds.
fn refusals() -> Value {
    let mut responses = Map::new();
    for (_, _, status) in KINDS {
        let kinds: Vec<String> = KINDS
            .iter()
            .filter(|(_, _, known)| known == status)
            .map(|(kind, title, _)| format!("`{kind}`: {title}."))
            .collect();
        let mut response = json!({
            "description": kinds.join(" "),
            "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } },
        });
        let named = match status {
            401 | 403 => Some("WWW-Authenticate"),
            405 => Some("Allow"),
            429 | 503 => Some("Retry-After"),
            _ => None,
        };
        if let (Some(name), Some(response)) = (named, response.as_object_mut()) {
            response.insert("headers".into(), json!({ name: { "schema": { "type": "string" } } }));
        }
        responses.insert(status.to_string(), response);
    }
    Value::Object(responses)
}

/// Writes the patterns out that schemas only name.
fn spell_patterns(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            if fields.get("pattern").and_then(Value::as_str) == Some(VISIBLE_WORD) {
                fields.insert("pattern".into(), Value::from(VISIBLE));
            }
            fields.values_mut().for_each(spell_patterns);
        }
        Value::Array(items) => items.iter_mut().for_each(spell_patterns),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reference_in_the_document_leads_somewhere() {
        fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
            match value {
                Value::Object(fields) => {
                    found.extend(fields.get("$ref").and_then(Value::as_str));
                    fields.values().for_each(|value| references(value, found));
                }
                Value::Array(items) => items.iter().for_each(|value| references(value, found)),
                _ => {}
            }
        }
        let mut found = Vec::new();
        references(document(), &mut found);
        assert!(found.len() > 100, "{}", found.len());
        for reference in found {
            let place = reference.strip_prefix('#').unwrap();
            assert!(document().pointer(place).is_some(), "{reference}");
        }
    }

    #[test]
    fn every_operation_has_a_name_of_its_own_and_says_what_it_is() {
        let mut names = Vec::new();
        for (path, item) in document()["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                assert!(
                    operation["summary"].as_str().is_some_and(|text| !text.is_empty()),
                    "{method} {path}"
                );
                names.push(operation["operationId"].as_str().unwrap().to_owned());
            }
        }
        let all = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), all);
        assert!(!TEXT.contains("\"visible\""));
    }
}
