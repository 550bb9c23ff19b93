//! Every answer that a test gets is held against the server's document of itself: its status, its
//! type and its body must stand there, and no member that does not.
#![expect(clippy::panic, reason = "a test that finds something undocumented has failed")]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use focus_server::openapi::document;
use jsonschema::Validator;
use reqwest::header::HeaderMap;
use reqwest::{Method, Request};
use serde_json::{Value, json};

use crate::reached;

pub(crate) static DOCUMENT: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(document()).unwrap());

static ROUTES: LazyLock<Vec<Route>> = LazyLock::new(|| {
    let components = components();
    let routes = members(&DOCUMENT["paths"]).flat_map(|(path, methods)| {
        members(methods).map(|(method, operation)| Route::of(path, method, operation, &components))
    });
    routes.collect()
});

static REFUSAL: LazyLock<Validator> =
    LazyLock::new(|| validator(&json!({"$ref": "#/components/schemas/Refusal"}), &components()));

/// One operation of the document.
pub(crate) struct Route {
    pub(crate) path: String,
    pub(crate) method: Method,
    pub(crate) is_open: bool,
    /// Type and body by status; none where there is no body.
    answers: BTreeMap<u16, Option<(String, Validator)>>,
}

impl Route {
    fn of(path: &str, method: &str, operation: &Value, components: &Value) -> Self {
        let answer = |(status, answer): (&str, &Value)| {
            let content = answer.get("content").and_then(|content| members(content).next());
            let body = content.map(|(kind, content)| {
                (kind.to_owned(), validator(&content["schema"], components))
            });
            (status.parse().unwrap(), body)
        };
        Self {
            path: path.to_owned(),
            method: method.to_ascii_uppercase().parse().unwrap(),
            is_open: operation["security"] == json!([]),
            answers: members(&operation["responses"]).map(answer).collect(),
        }
    }

    /// How many segments a path shares with this one's; none when it is another's.
    fn matches(&self, path: &str) -> Option<usize> {
        let (ours, theirs): (Vec<_>, Vec<_>) =
            (self.path.split('/').collect(), path.split('/').collect());
        let fits = |(our, their): (&&str, &&str)| our == their || our.starts_with('{');
        let is_ours = ours.len() == theirs.len() && ours.iter().zip(&theirs).all(fits);
        is_ours.then(|| ours.iter().zip(&theirs).filter(|(our, their)| our == their).count())
    }
}

/// Every operation.
pub(crate) fn routes() -> &'static [Route] {
    &ROUTES
}

/// Holds an answer against the document.
pub(crate) fn check(request: &Request, status: u16, headers: &HeaderMap, body: &str) {
    let (method, path) = (request.method(), request.url().path());
    let what = format!("{method} {path} answered {status}: {body}");
    assert!(headers.contains_key("x-request-id") && headers.contains_key("x-rules-version"));
    let json = || serde_json::from_str(body).unwrap_or_else(|_| panic!("no JSON: {what}"));
    let matching = ROUTES.iter().filter(|route| route.method == method);
    let route = matching.max_by_key(|route| route.matches(path));
    let route = route.filter(|route| route.matches(path).is_some());
    // What laptop mode has beside, and what is there for nobody but tests, is told of nowhere.
    let is_beside = path.starts_with("/dev/") || path == "/probe";
    let (kind, validator) = match route {
        // Whoever names another machine finds nothing, whatever they ask for.
        _ if status == 404 && request.headers().contains_key("host") => (JSON, &*REFUSAL),
        Some(route) => {
            reached::note(method, &route.path, status, body);
            let answer = route.answers.get(&status);
            match answer.unwrap_or_else(|| panic!("undocumented: {what}")) {
                Some((kind, validator)) => (kind.as_str(), validator),
                None => return assert!(body.is_empty(), "{what}"),
            }
        }
        None if method == Method::HEAD || method == Method::OPTIONS => return,
        None if is_beside && status < 400 => return,
        None => {
            assert!(is_beside || matches!(status, 404 | 405), "undocumented: {what}");
            (JSON, &*REFUSAL)
        }
    };
    let told = headers["content-type"].to_str().unwrap();
    assert_eq!(told.split(';').next(), Some(kind), "{what}");
    let value = if kind == JSON { json() } else { Value::from(body) };
    let problems: Vec<_> = validator.iter_errors(&value).map(|it| it.to_string()).collect();
    assert!(problems.is_empty(), "{what}\nis not as documented: {problems:?}");
}

const JSON: &str = "application/json";

/// The schema of a body by its name, which clients may send more with.
pub(crate) fn body_schema(name: &str) -> Validator {
    let schema = json!({"$ref": format!("#/components/schemas/{name}")});
    validator(&schema, &DOCUMENT["components"])
}

fn validator(schema: &Value, components: &Value) -> Validator {
    let mut schema = schema.clone();
    schema["components"] = components.clone();
    jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
}

/// The components, made strict: clients must put up with members to come, tests must not.
fn components() -> Value {
    let mut components = DOCUMENT["components"].clone();
    for schema in components["schemas"].as_object_mut().unwrap().values_mut() {
        if schema.get("properties").is_some() {
            schema["additionalProperties"] = false.into();
        }
    }
    components
}

pub(crate) fn members(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().unwrap().iter().map(|(name, member)| (name.as_str(), member))
}
