//! The document as a whole.

use focus_core::rulebook;
use serde_json::{Map, Value, json};

use super::api::Api;
use super::schemas::Schemas;
use crate::error;

const ABOUT: &str = "\
Four people sit at a table for 55 minutes and rate each other afterwards.

Every refusal has one shape: `detail` is a sentence for people, `code` a name that never changes, and \
`errors`, where there are places to name, tells each problem with its place. Bodies are JSON of at most \
64 KiB; members that nobody knows are ignored, and no member may stand twice. Every answer tells in \
`X-Request-ID` how the log calls the request, and in `X-Rules-Version` by which rules it was decided.";

/// The document of these routes.
pub(super) fn of(apis: impl IntoIterator<Item = Api>) -> Value {
    let mut schemas = Schemas::new();
    schemas.given::<error::Body<'_>>();
    let mut paths = Map::new();
    for api in apis {
        api.describe(&mut schemas, |route, operation| {
            let method = route.method.as_str().to_ascii_lowercase();
            let mut told = operation.into_json();
            told.insert("operationId".to_owned(), operation_id(&method, &route.path).into());
            told.insert("tags".to_owned(), json!([tag(&route.path)]));
            let path = paths.entry(route.path.clone()).or_insert_with(|| json!({}));
            path[method] = told.into();
        });
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Focus Squad",
            "version": env!("CARGO_PKG_VERSION"),
            "description": ABOUT,
            "license": { "name": "MIT OR Apache-2.0", "identifier": env!("CARGO_PKG_LICENSE") },
        },
        "servers": [{ "url": "/" }],
        "paths": paths,
        "components": {
            "schemas": schemas.into_components(),
            "headers": headers(),
            "securitySchemes": {
                "bearer": {
                    "type": "http",
                    "scheme": "bearer",
                    "bearerFormat": "JWT",
                    "description": "A token of an issuer that this server trusts.",
                },
            },
        },
    })
}

fn headers() -> Value {
    let header = |about: &str, schema: Value| json!({ "description": about, "required": true, "schema": schema });
    json!({
        "X-Request-ID": header(
            "The request's `X-Request-ID` if it is sane, else a new one.",
            json!({ "type": "string", "minLength": 1, "maxLength": 128 }),
        ),
        "X-Rules-Version": header(
            "By which rules it was decided.",
            json!({ "const": rulebook::VERSION }),
        ),
        "WWW-Authenticate": header("What is wanted.", json!({ "type": "string" })),
        "Retry-After": header("Seconds to wait.", json!({ "type": "string", "pattern": "^[0-9]+$" })),
    })
}

/// `get_sessions_id_rate` for `GET /api/v1/sessions/{id}/rate`.
fn operation_id(method: &str, path: &str) -> String {
    let words = parts(path).map(|part| part.trim_matches(['{', '}']).replace(['-', '.'], "_"));
    let root = parts(path).next().is_none().then(|| "root".to_owned());
    [method.to_owned()].into_iter().chain(root).chain(words).collect::<Vec<_>>().join("_")
}

/// What a route is about: the first word of its path.
fn tag(path: &str) -> &str {
    match parts(path).next().unwrap_or_default() {
        "" | "docs" | "openapi.json" => "documents",
        "monitoring" => "health",
        tag => tag,
    }
}

fn parts(path: &str) -> impl Iterator<Item = &str> {
    let path = path.strip_prefix("/api/v1").unwrap_or(path);
    path.split('/').filter(|part| !part.is_empty())
}
