//! `/api`: the OpenAPI document as a page that people read, drawn on the server and without a script.

use std::sync::OnceLock;

use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use http::HeaderValue;
use http::header::CONTENT_TYPE;
use serde_json::Value;

use super::openapi::document;
use super::problem::KINDS;
use crate::desk::Desk;
use crate::problem::escape;

/// `/api`
pub async fn page(State(desk): State<Desk>) -> Response {
    static PAGE: OnceLock<String> = OnceLock::new();
    let html = PAGE.get_or_init(|| draw(&desk.site().assets().css));
    let mut response = Response::new(Body::from(html.as_str()));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    response
}

const BEGIN: &str = "<h2 id=begin>Begin</h2>\
    <p>Make a token where Deskbell runs; it is shown once:</p>\
    <pre>deskbell token create --role agent --name \"Monitoring\"</pre>\
    <p>Send it with every request:</p>\
    <pre>curl -H \"Authorization: Bearer $TOKEN\" $DESKBELL/api/v1/me</pre>\
    <p>The same as a document for programs: <a href=\"/api/v1/openapi.json\">openapi.json</a>.</p>\
    <h2 id=manners>Manners</h2><dl>\
    <dt>Once, and only once</dt><dd>Send an <code>Idempotency-Key</code> of your own with every change. \
    Sent again within 24 hours it has one effect and gets the same answer.</dd>\
    <dt>Versions</dt><dd>Send the <code>ETag</code> that you have seen as <code>If-Match</code>. \
    If somebody changed the ticket meanwhile you get 409 with who changed what and when.</dd>\
    <dt>Pages</dt><dd>Follow <code>Link: rel=\"next\"</code>, or send <code>next</code> as <code>cursor</code>.</dd>\
    <dt>Limits</dt><dd>600 changes and 6,000 reads a minute for each token, where the operator has not said otherwise. \
    Beyond that comes 429; wait <code>Retry-After</code> seconds.</dd>\
    <dt>Live</dt><dd><code>/api/v1/stream</code> sends every event as it happens. Connect again with \
    <code>Last-Event-ID</code> and nothing is missed.</dd></dl>";

fn draw(css: &str) -> String {
    let style = if css.is_empty() { String::new() } else { format!("<link rel=stylesheet href=\"{css}\">") };
    let document = document();
    let mut html = format!(
        "<!doctype html><html lang=en data-face=portal><meta charset=utf-8>\
         <meta name=viewport content=\"width=device-width\"><title>Deskbell: the interface for programs</title>{style}\
         <main class=\"page manual\"><h1>The interface for programs</h1><p class=lead>{}</p>{BEGIN}",
        text(document.pointer("/info/description")),
    );
    html.push_str(&contents(document));
    for tag in items(document.get("tags")) {
        let name = text(tag.get("name"));
        html.push_str(&format!("<h2 id=\"tag-{name}\">{}</h2>", text(tag.get("description"))));
        for (method, path, operation) in operations(document, &name) {
            html.push_str(&draw_operation(document, method, path, operation));
        }
    }
    html.push_str("<h2 id=problems>Problems</h2><dl>");
    for (kind, title, status) in KINDS {
        html.push_str(&format!(
            "<dt id=\"problem-{kind}\"><code>{kind}</code>, {status}</dt><dd>{}</dd>",
            escape(title)
        ));
    }
    html.push_str("</dl><p><a href=\"/\">Go to the first page</a></p></main></html>\n");
    html
}

fn contents(document: &Value) -> String {
    let mut html = String::from("<nav aria-label=\"Addresses\"><h2 id=addresses>Addresses</h2>");
    for tag in items(document.get("tags")) {
        let name = text(tag.get("name"));
        html.push_str(&format!("<p><a href=\"#tag-{name}\">{}</a></p><ul>", text(tag.get("description"))));
        for (method, path, operation) in operations(document, &name) {
            let id = text(operation.get("operationId"));
            let path = escape(path);
            let summary = text(operation.get("summary"));
            html.push_str(&format!(
                "<li><a href=\"#{id}\"><code>{} {path}</code></a> {summary}</li>",
                method.to_uppercase()
            ));
        }
        html.push_str("</ul>");
    }
    html + "</nav>"
}

/// The operations of a tag with method and address, in the document's order.
fn operations<'a>(document: &'a Value, tag: &str) -> Vec<(&'a str, &'a str, &'a Value)> {
    let paths = document.get("paths").and_then(Value::as_object);
    let all = paths.into_iter().flatten().flat_map(|(path, item)| {
        let methods = item.as_object().into_iter().flatten();
        methods.map(move |(method, operation)| (method.as_str(), path.as_str(), operation))
    });
    all.filter(|(_, _, operation)| items(operation.get("tags")).any(|known| known == tag)).collect()
}

fn draw_operation(document: &Value, method: &str, path: &str, operation: &Value) -> String {
    let mut html = format!(
        "<h3 id=\"{}\"><code>{} {}</code></h3><p><strong>{}</strong></p>",
        text(operation.get("operationId")),
        method.to_uppercase(),
        escape(path),
        text(operation.get("summary")),
    );
    if let Some(description) = operation.get("description") {
        html.push_str(&format!("<p>{}</p>", text(Some(description))));
    }
    let parameters: Vec<String> = items(operation.get("parameters"))
        .map(|parameter| {
            let place = text(parameter.get("in"));
            let schema = parameter.get("schema").unwrap_or(&Value::Null);
            field(document, &text(parameter.get("name")), schema, is_required(parameter), &place, parameter)
        })
        .collect();
    html.push_str(&list("Parameters", &parameters));
    let content = operation.pointer("/requestBody/content").and_then(Value::as_object);
    for (kind, media) in content.into_iter().flatten() {
        let fields = fields(document, media.get("schema"));
        html.push_str(&list(&format!("Body, <code>{}</code>", escape(kind)), &fields));
    }
    for (status, response) in operation.get("responses").and_then(Value::as_object).into_iter().flatten() {
        if let Some(content) = response.get("content").and_then(Value::as_object) {
            let schema = content.values().next().and_then(|media| media.get("schema"));
            let heading = format!("Answer {status}: {}", text(response.get("description")));
            html.push_str(&list(&heading, &fields(document, schema)));
        } else if status.starts_with('2') {
            html.push_str(&format!("<p>Answer {status}: {}.</p>", text(response.get("description"))));
        }
    }
    html
}

fn list(heading: &str, fields: &[String]) -> String {
    if fields.is_empty() {
        return String::new();
    }
    format!("<details><summary>{heading}</summary><dl>{}</dl></details>", fields.concat())
}

/// The fields of a schema, those of the parts it is made of among them.
fn fields(document: &Value, schema: Option<&Value>) -> Vec<String> {
    let Some(schema) = schema.map(|schema| resolve(document, schema)) else { return Vec::new() };
    let mut found: Vec<String> =
        items(schema.get("allOf")).flat_map(|part| fields(document, Some(part))).collect();
    let required: Vec<&Value> = items(schema.get("required")).collect();
    let properties = schema.get("properties").and_then(Value::as_object);
    for (name, property) in properties.into_iter().flatten() {
        let needed = required.iter().any(|known| **known == **name);
        found.push(field(document, name, property, needed, "", property));
    }
    found
}

fn field(
    document: &Value,
    name: &str,
    schema: &Value,
    needed: bool,
    place: &str,
    described: &Value,
) -> String {
    let kind = kind(document, schema);
    let needed = if needed { "" } else { ", may be left out" };
    let place = if place.is_empty() { String::new() } else { format!(" in the {place}") };
    format!(
        "<dt><code>{}</code>{place}: {kind}{needed}</dt><dd>{}</dd>",
        escape(name),
        text(described.get("description")),
    )
}

/// What may stand in a field, in words.
fn kind(document: &Value, schema: &Value) -> String {
    if let Some(parts) = schema.get("oneOf").or_else(|| schema.get("anyOf")) {
        let kinds: Vec<String> = items(Some(parts)).map(|part| kind(document, part)).collect();
        return kinds.join(" or ");
    }
    if let Some(name) = schema.get("$ref").and_then(Value::as_str).and_then(|path| path.rsplit('/').next()) {
        let known = resolve(document, schema);
        return if known.get("enum").is_some() { kind(document, known) } else { escape(name) };
    }
    if schema.get("enum").is_some() {
        let words: Vec<String> =
            items(schema.get("enum")).map(|word| format!("<code>{}</code>", text(Some(word)))).collect();
        return words.join(", ");
    }
    let named = |kind: &Value| match kind.as_str() {
        Some("array") => {
            let inner = schema.get("items").map(|inner| self::kind(document, inner));
            format!("list of {}", inner.unwrap_or_default())
        }
        Some(_) if schema.get("format").and_then(Value::as_str) == Some("date-time") => "instant".to_owned(),
        Some(kind) => escape(kind),
        None => String::new(),
    };
    match schema.get("type") {
        Some(Value::Array(kinds)) => kinds.iter().map(named).collect::<Vec<_>>().join(" or "),
        Some(kind) => named(kind),
        None => "anything".to_owned(),
    }
}

fn resolve<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    let place = schema.get("$ref").and_then(Value::as_str).and_then(|path| path.strip_prefix('#'));
    place.and_then(|place| document.pointer(place)).unwrap_or(schema)
}

fn is_required(parameter: &Value) -> bool {
    parameter.get("required") == Some(&Value::Bool(true))
}

fn items(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    value.and_then(Value::as_array).into_iter().flatten()
}

fn text(value: Option<&Value>) -> String {
    escape(value.and_then(Value::as_str).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_explains_every_operation_and_every_problem() {
        let html = draw("/assets/main.css");
        for (path, item) in document()["paths"].as_object().unwrap() {
            for operation in item.as_object().unwrap().values() {
                let id = operation["operationId"].as_str().unwrap();
                assert!(html.contains(&format!("<h3 id=\"{id}\">")), "{path}");
                assert!(html.contains(&format!("href=\"#{id}\"")), "{path}");
            }
        }
        for (kind, _, _) in KINDS {
            assert!(html.contains(&format!("id=\"problem-{kind}\"")), "{kind}");
        }
    }

    #[test]
    fn the_page_carries_no_script_and_no_style_of_its_own() {
        let html = draw("");
        for forbidden in ["<script", "<style", " style=", " onclick"] {
            assert!(!html.contains(forbidden), "{forbidden}");
        }
    }
}
