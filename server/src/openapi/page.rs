//! The document for machines, and for people: one page that needs no script and nothing from
//! elsewhere.
#![expect(clippy::indexing_slicing, reason = "a member that a JSON value lacks is null")]

use std::fmt::{self, Write as _};
use std::sync::LazyLock;

use aws_lc_rs::digest::{SHA256, digest};
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use base64ct::{Base64, Encoding as _};
use serde_json::{Map, Value, json};

use super::document;
use super::operation::{About, Operation, Output};

pub(crate) const API_ABOUT: About = About { summary: "This document", refusals: &[] };
pub(crate) const DOCS_ABOUT: About = About { summary: "This document as a page", refusals: &[] };

const JSON: &str = "application/json";
const HTML: &str = "text/html";

static RENDERED: LazyLock<Rendered> = LazyLock::new(Rendered::new);

/// Makes document and page now, so that nobody waits for that later.
pub(crate) fn render() {
    LazyLock::force(&RENDERED);
}

/// The document, as JSON.
pub(crate) struct Document;

/// The document, as a page.
pub(crate) struct Page;

pub(crate) async fn api() -> Document {
    Document
}

pub(crate) async fn docs() -> Page {
    Page
}

impl IntoResponse for Document {
    fn into_response(self) -> Response {
        ([(CONTENT_TYPE, JSON)], document()).into_response()
    }
}

impl Output for Document {
    fn describe(operation: &mut Operation<'_>) {
        operation.answers_as(JSON, json!({ "type": "object" }), StatusCode::OK);
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let kind = "text/html; charset=utf-8";
        let headers: [(HeaderName, &str); 2] =
            [(CONTENT_TYPE, kind), (CONTENT_SECURITY_POLICY, &RENDERED.policy)];
        (headers, RENDERED.page.as_str()).into_response()
    }
}

impl Output for Page {
    fn describe(operation: &mut Operation<'_>) {
        operation.answers_as(HTML, json!({ "type": "string" }), StatusCode::OK);
    }
}

struct Rendered {
    page: String,
    policy: String,
}

impl Rendered {
    fn new() -> Self {
        let document: Value = serde_json::from_str(document()).unwrap_or_default();
        let mut page = String::new();
        // Nothing refuses to be written into a text.
        let _ = write(&mut page, &document);
        // The one style may be used, by its hash, and nothing else.
        let hash = Base64::encode_string(digest(&SHA256, STYLE.as_bytes()).as_ref());
        let policy = format!(
            "default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'; \
             frame-ancestors 'none'"
        );
        Self { page, policy }
    }
}

fn write(page: &mut String, document: &Value) -> fmt::Result {
    let (info, components) = (&document["info"], &document["components"]);
    write!(
        page,
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n\
         <style>{STYLE}</style>\n<h1>{title} <small>{}</small></h1>\n<p>{}</p>\n\
         <p><a href=\"/openapi.json\">openapi.json</a></p>\n",
        text(&info["version"]),
        text(&info["description"]),
        title = text(&info["title"]),
    )?;
    for tag in tags(document) {
        writeln!(page, "<h2>{}</h2>", escape(tag))?;
        for (path, method, operation) in operations(document) {
            if operation["tags"][0] == tag {
                write_operation(page, path, method, operation)?;
            }
        }
    }
    writeln!(page, "<h2>Schemas</h2>")?;
    for (name, schema) in members(&components["schemas"]) {
        let name = escape(name);
        writeln!(page, "<details id=\"{name}\"><summary><b>{name}</b></summary>")?;
        writeln!(page, "{}</details>", code(schema))?;
    }
    writeln!(page, "</html>")
}

fn write_operation(page: &mut String, path: &str, method: &str, operation: &Value) -> fmt::Result {
    let signed = if operation["security"][0].is_object() { " <i>bearer</i>" } else { "" };
    writeln!(
        page,
        "<details id=\"{}\"><summary><b>{}</b> <code>{}</code> {}{signed}</summary>",
        text(&operation["operationId"]),
        method.to_ascii_uppercase(),
        escape(path),
        text(&operation["summary"]),
    )?;
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        let (name, place) = (text(&parameter["name"]), text(&parameter["in"]));
        let about = text(&parameter["description"]);
        writeln!(page, "<h3>{name} <small>{place}</small></h3><p>{about}</p>")?;
        writeln!(page, "{}", code(&parameter["schema"]))?;
    }
    for (_, content) in members(&operation["requestBody"]["content"]) {
        writeln!(page, "<h3>Body</h3>{}", code(&content["schema"]))?;
    }
    for (status, answer) in members(&operation["responses"]) {
        writeln!(page, "<h3>{}</h3><p>{}</p>", escape(status), text(&answer["description"]))?;
        for (_, content) in members(&answer["content"]) {
            // The codes of a refusal are told already.
            if !content["schema"]["allOf"].is_array() {
                writeln!(page, "{}", code(&content["schema"]))?;
            }
        }
    }
    writeln!(page, "</details>")
}

/// The tags in the order in which they are used first.
fn tags(document: &Value) -> Vec<&str> {
    let mut tags = Vec::new();
    for (_, _, operation) in operations(document) {
        let tag = operation["tags"][0].as_str().unwrap_or_default();
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    tags
}

/// Path, method and description of each.
pub(super) fn operations(document: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
    let paths = members(&document["paths"]);
    paths.flat_map(|(path, methods)| members(methods).map(move |(method, it)| (path, method, it)))
}

pub(super) fn members(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let members = value.as_object().into_iter().flat_map(Map::iter);
    members.map(|(name, member)| (name.as_str(), member))
}

/// JSON with a link wherever it names a schema.
fn code(schema: &Value) -> String {
    const REFERENCE: &str = "#/components/schemas/";
    let mut linked = String::from("<pre>");
    let json = format!("{schema:#}");
    let mut parts = json.split(REFERENCE);
    linked.extend(parts.next().map(escape));
    for part in parts {
        let (name, rest) = part.split_once('"').unwrap_or((part, ""));
        let name = escape(name);
        linked.push_str(&format!("<a href=\"#{name}\">{name}</a>&quot;{}", escape(rest)));
    }
    linked.push_str("</pre>");
    linked
}

fn text(value: &Value) -> String {
    escape(value.as_str().unwrap_or_default())
}

fn escape(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('>', "&gt;").replace('"', "&quot;")
}

const STYLE: &str = "\
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}\
body{max-width:60rem;margin:2rem auto;padding:0 1rem}\
p{white-space:pre-line}\
pre{overflow:auto;padding:.5rem;border:1px solid #8884;border-radius:4px}\
details{margin:.25rem 0;padding:.25rem .5rem;border:1px solid #8884;border-radius:4px}\
summary{cursor:pointer}\
h3{margin-bottom:0}\
small,i{font-weight:normal;opacity:.7}";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_text_holds_is_no_markup() {
        let schema = json!({ "$ref": "#/components/schemas/A<b>", "x": "<i>\"&" });
        let expected = "<pre>{\n  &quot;$ref&quot;: &quot;<a href=\"#A&lt;b&gt;\">A&lt;b&gt;</a>\
            &quot;,\n  &quot;x&quot;: &quot;&lt;i&gt;\\&quot;&amp;&quot;\n}</pre>";
        assert_eq!(code(&schema), expected);
    }
}
