//! What a handler's types tell of its route.

use std::collections::{BTreeMap, BTreeSet};

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use focus_core::Code;
use schemars::JsonSchema;
use serde_json::{Map, Value, json};

use super::refusals;
use super::schemas::Schemas;
use crate::error::ApiError;
use crate::state::AppState;

/// What no type tells of a route.
#[derive(Debug)]
pub(crate) struct About {
    /// A few words: what it does.
    pub(crate) summary: &'static str,
    /// What it refuses with, beside what every route and what its inputs refuse with.
    pub(crate) refusals: &'static [Code],
}

/// Something that a handler takes in.
pub(crate) trait Input {
    /// Tells which part of a request it reads, and what it refuses with.
    fn describe(operation: &mut Operation<'_>);
}

/// Something that a handler answers.
pub(crate) trait Output {
    /// Tells status and schema.
    fn describe(operation: &mut Operation<'_>);
}

/// A handler all of whose types are described; `T` is what axum tells handlers apart by.
pub(crate) trait Described<T> {
    /// Tells everything that its types know.
    fn describe(operation: &mut Operation<'_>);
}

macro_rules! described {
    ($kinds:ty; $($input:ident)*; $($kind:ident)?) => {
        impl<H, Answering, $($kind,)? $($input,)*> Described<$kinds> for H
        where
            H: FnOnce($($input,)*) -> Answering,
            Answering: Future,
            Answering::Output: Output,
            $($input: Input,)*
        {
            fn describe(operation: &mut Operation<'_>) {
                $($input::describe(operation);)*
                Answering::Output::describe(operation);
            }
        }
    };
}

described!(((),);;);
described!((Kind, A); A; Kind);
described!((Kind, A, B); A B; Kind);
described!((Kind, A, B, C); A B C; Kind);
described!((Kind, A, B, C, D); A B C D; Kind);
described!((Kind, A, B, C, D, E); A B C D E; Kind);
described!((Kind, A, B, C, D, E, F); A B C D E F; Kind);

/// A route, as far as it is told.
pub(crate) struct Operation<'a> {
    schemas: &'a mut Schemas,
    parameters: Vec<Value>,
    body: Option<Value>,
    answers: BTreeMap<u16, Value>,
    codes: BTreeSet<Code>,
    asks_who: bool,
    summary: &'static str,
}

impl<'a> Operation<'a> {
    pub(super) fn new(schemas: &'a mut Schemas, about: &About, needs_permit: bool) -> Self {
        let full = if needs_permit { refusals::WITH_PERMIT } else { &[] };
        let codes = refusals::ANYWHERE.iter().chain(full).chain(about.refusals);
        Self {
            schemas,
            parameters: Vec::new(),
            body: None,
            answers: BTreeMap::new(),
            codes: codes.copied().collect(),
            asks_who: false,
            summary: about.summary,
        }
    }

    /// It may refuse with these, each by its status.
    pub(crate) fn refuses(&mut self, codes: &[Code]) {
        self.codes.extend(codes);
    }

    /// It wants a bearer token.
    pub(crate) fn asks_who(&mut self) {
        self.asks_who = true;
    }

    /// A `{name}` of its path.
    pub(crate) fn path<T: JsonSchema>(&mut self, name: &str, about: &str) {
        let schema = self.schemas.taken::<T>();
        self.parameters.push(json!({
            "in": "path", "name": name, "required": true, "description": about, "schema": schema,
        }));
    }

    /// A header of the request.
    pub(crate) fn header<T: JsonSchema>(&mut self, name: &str, about: &str) {
        let schema = self.schemas.taken::<T>();
        self.parameters
            .push(json!({ "in": "header", "name": name, "description": about, "schema": schema }));
    }

    /// The parameters of its query: the members of `T`, each with its doc comment. What is an
    /// `Option` or has a default may be absent.
    pub(crate) fn query<T: JsonSchema>(&mut self) {
        let members = self.schemas.members::<T>();
        self.parameters.extend(members.into_iter().map(|(name, mut schema, required)| {
            let about = schema.as_object_mut().and_then(|schema| schema.remove("description"));
            json!({
                "in": "query", "name": name, "required": required,
                "description": about.unwrap_or_default(), "schema": schema,
            })
        }));
    }

    /// A body of JSON.
    pub(crate) fn body<T: JsonSchema>(&mut self, required: bool) {
        let schema = self.schemas.taken::<T>();
        self.body = Some(json!({
            "required": required, "content": { "application/json": { "schema": schema } },
        }));
    }

    /// It answers JSON with this status.
    pub(crate) fn answers<T: JsonSchema>(&mut self, status: StatusCode) {
        let schema = self.schemas.given::<T>();
        self.answers_as("application/json", schema, status);
    }

    /// It answers something of a type with this status.
    pub(super) fn answers_as(&mut self, kind: &str, schema: Value, status: StatusCode) {
        let answer = json!({
            "description": status.canonical_reason(),
            "headers": refusals::headers(status),
            "content": { kind: { "schema": schema } },
        });
        self.answers.insert(status.as_u16(), answer);
    }

    /// It answers texts, one after the other, for as long as there are any.
    pub(crate) fn streams(&mut self, kind: &str) {
        self.answers_as(kind, json!({ "type": "string" }), StatusCode::OK);
    }

    /// It answers nothing but this status.
    pub(crate) fn answers_nothing(&mut self, status: StatusCode) {
        let answer = json!({
            "description": status.canonical_reason(),
            "headers": refusals::headers(status),
        });
        self.answers.insert(status.as_u16(), answer);
    }

    /// Nobody may keep the answers that were told so far.
    pub(crate) fn keeps_fresh(&mut self) {
        for answer in self.answers.values_mut() {
            if let Some(headers) = answer.get_mut("headers").and_then(Value::as_object_mut) {
                let schema = json!({ "schema": { "const": "no-store" }, "required": true });
                headers.insert("Cache-Control".to_owned(), schema);
            }
        }
    }

    pub(super) fn into_json(self) -> Map<String, Value> {
        let refusals = refusals::by_status(self.codes);
        let answers = self.answers.into_iter().chain(refusals);
        let answers: Map<_, _> = answers.map(|(status, it)| (status.to_string(), it)).collect();
        let mut told = Map::new();
        told.insert("summary".to_owned(), self.summary.into());
        if !self.parameters.is_empty() {
            told.insert("parameters".to_owned(), self.parameters.into());
        }
        told.extend(self.body.map(|body| ("requestBody".to_owned(), body)));
        told.insert("responses".to_owned(), answers.into());
        let security = if self.asks_who { json!([{ "bearer": [] }]) } else { json!([]) };
        told.insert("security".to_owned(), security);
        told
    }
}

impl Input for State<AppState> {
    fn describe(_: &mut Operation<'_>) {}
}

impl<T: JsonSchema> Output for Json<T> {
    fn describe(operation: &mut Operation<'_>) {
        operation.answers::<T>(StatusCode::OK);
    }
}

impl<T: Output> Output for Result<T, ApiError> {
    fn describe(operation: &mut Operation<'_>) {
        T::describe(operation);
    }
}
