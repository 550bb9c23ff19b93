//! Refusals in the document: by status, each with the codes that it may have.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use focus_core::Code;
use serde_json::{Map, Value, json};

use crate::status::status;

/// What any route may refuse with.
pub(super) const ANYWHERE: &[Code] = &[Code::InternalError, Code::DeadlineExceeded];

/// What a route may refuse with that is not exempt from the limit of requests at once.
pub(super) const WITH_PERMIT: &[Code] = &[Code::Overloaded];

/// What the body of a refusal is called.
const REFUSAL: &str = "#/components/schemas/Refusal";

/// The answers with which these codes are told, by their status.
pub(super) fn by_status(codes: impl IntoIterator<Item = Code>) -> Vec<(u16, Value)> {
    let mut statuses = BTreeMap::<u16, Vec<Code>>::new();
    for code in codes {
        statuses.entry(status(code).as_u16()).or_default().push(code);
    }
    statuses.into_iter().map(|(status, codes)| (status, answer(status, &codes))).collect()
}

/// The headers that an answer always has, by their names in the document.
pub(super) fn headers(status: StatusCode) -> Value {
    let special = match status {
        StatusCode::UNAUTHORIZED => Some("WWW-Authenticate"),
        StatusCode::SERVICE_UNAVAILABLE => Some("Retry-After"),
        _ => None,
    };
    let names = ["X-Request-ID", "X-Rules-Version"].into_iter().chain(special);
    let place = |name| json!({ "$ref": format!("#/components/headers/{name}") });
    names.map(|name| (name.to_owned(), place(name))).collect::<Map<_, _>>().into()
}

fn answer(status: u16, codes: &[Code]) -> Value {
    let told = |code: &Code| format!("- `{code}`: {}", code.template());
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let code = json!({ "code": { "enum": codes } });
    let narrow = if status == StatusCode::UNPROCESSABLE_ENTITY {
        json!({ "properties": code, "required": ["errors"] })
    } else {
        json!({ "properties": code })
    };
    json!({
        "description": codes.iter().map(told).collect::<Vec<_>>().join("\n"),
        "headers": headers(status),
        "content": {
            "application/json": { "schema": { "allOf": [{ "$ref": REFUSAL }, narrow] } },
        },
    })
}
