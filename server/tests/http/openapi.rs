//! The document: what OpenAPI asks of it, that it tells what the core decides, and its page.

use std::collections::BTreeSet;

use focus_core::session::TableMode;
use focus_core::{Code, MAX_PAGE_SIZE, rating};
use reqwest::Method;
use serde_json::{Value, json};

use crate::documented::{DOCUMENT, members};
use crate::reached;
use crate::support::{Client, send};

/// Every operation with its name.
fn operations() -> Vec<(String, &'static Value)> {
    let of_path = |(path, methods): (&'static str, &'static Value)| {
        members(methods).map(move |(method, operation)| (format!("{method} {path}"), operation))
    };
    members(&DOCUMENT["paths"]).flat_map(of_path).collect()
}

/// Every value of a member called so, at any depth.
fn all<'a>(value: &'a Value, name: &str, found: &mut Vec<&'a Value>) {
    match value {
        Value::Object(object) => {
            found.extend(object.get(name));
            object.values().for_each(|member| all(member, name, found));
        }
        Value::Array(items) => items.iter().for_each(|item| all(item, name, found)),
        _ => {}
    }
}

fn schema(name: &str) -> &'static Value {
    &DOCUMENT["components"]["schemas"][name]
}

#[test]
fn every_reference_leads_somewhere_and_every_schema_is_one() {
    let mut references = Vec::new();
    all(&DOCUMENT, "$ref", &mut references);
    assert!(references.len() > 50);
    for reference in references {
        let place = reference.as_str().unwrap().strip_prefix('#').unwrap();
        assert!(DOCUMENT.pointer(place).is_some(), "{reference}");
    }
    for (name, schema) in members(&DOCUMENT["components"]["schemas"]) {
        assert!(jsonschema::meta::is_valid(schema), "{name}");
        // Two types of one name would be told apart by a number.
        assert!(!name.ends_with(|c: char| c.is_ascii_digit()), "{name}");
    }
}

#[test]
fn every_operation_has_what_a_reader_needs() {
    let mut names = BTreeSet::new();
    for (name, operation) in operations() {
        assert!(names.insert(operation["operationId"].as_str().unwrap()), "{name}");
        assert!(!operation["summary"].as_str().unwrap().is_empty(), "{name}");
        let answers = operation["responses"].as_object().unwrap();
        assert!(answers.keys().any(|status| status.starts_with('2')), "{name}");
        let in_path: Vec<_> = operation["parameters"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|parameter| parameter["in"] == "path")
            .map(|parameter| format!("{{{}}}", parameter["name"].as_str().unwrap()))
            .collect();
        let wanted: Vec<_> = name.split('/').filter(|part| part.starts_with('{')).collect();
        assert_eq!(in_path, wanted, "{name}");
    }
}

#[test]
fn words_codes_and_limits_are_those_of_the_core() {
    let codes: Vec<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(schema("Code")["enum"], json!(codes));
    assert_eq!(schema("TableMode")["enum"], json!(TableMode::WORDS));
    let ratings = &schema("Ratings")["properties"]["ratings"];
    assert_eq!(ratings["maxItems"], rating::MAX_RATINGS_PER_BATCH);
    let history = &DOCUMENT["paths"]["/api/v1/sessions/rating-history"]["get"];
    let per_page = &history["parameters"][1];
    assert_eq!((&per_page["name"], &per_page["required"]), (&json!("per_page"), &json!(false)));
    assert_eq!(per_page["schema"]["minimum"], 1);
    assert_eq!(per_page["schema"]["maximum"], MAX_PAGE_SIZE);
}

#[test]
fn what_may_be_null_is_there_nevertheless() {
    let profile = schema("UserProfile");
    let required = profile["required"].as_array().unwrap();
    assert_eq!(required.len(), members(&profile["properties"]).count());
    assert_eq!(profile["properties"]["bio"]["type"], json!(["string", "null"]));
    assert_eq!(schema("Skip")["required"], Value::Null);
}

#[test]
fn a_refusal_names_the_codes_of_its_status() {
    let session = &DOCUMENT["paths"]["/api/v1/sessions/{id}"]["get"]["responses"];
    let codes = |status: &str| {
        session[status]["content"]["application/json"]["schema"]["allOf"][1]["properties"]["code"]
            ["enum"]
            .clone()
    };
    assert_eq!(codes("403"), json!(["NOT_PARTICIPANT", "ACCOUNT_DELETION_SCHEDULED"]));
    assert_eq!(codes("404"), json!(["SESSION_NOT_FOUND", "USER_NOT_FOUND"]));
    assert_eq!(codes("422"), json!(["INVALID_SESSION_ID"]));
    assert_eq!(session["409"], Value::Null);
}

#[tokio::test]
async fn the_document_is_served_to_everybody() {
    let client = Client::start().await;
    let answer = send(client.request(Method::GET, "/openapi.json")).await;
    assert_eq!((answer.status, &answer.body), (200, &*DOCUMENT));
    assert_eq!(answer.body["openapi"], "3.1.0");
}

#[tokio::test]
async fn the_page_needs_nothing_from_elsewhere() {
    let client = Client::start().await;
    let response = client.request(Method::GET, "/docs").send().await.unwrap();
    let policy = response.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{policy}");
    assert!(!policy.contains("unsafe"), "{policy}");
    reached::note(&Method::GET, "/docs", response.status().as_u16(), "");
    let page = response.text().await.unwrap();
    for (name, operation) in operations() {
        let id = operation["operationId"].as_str().unwrap();
        assert!(page.contains(&format!("<details id=\"{id}\">")), "{name}");
    }
    for elsewhere in ["<script", "src=", "http://", "https://", "style=", "@import"] {
        assert!(!page.contains(elsewhere), "{elsewhere}");
    }
}
