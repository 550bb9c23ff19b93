//! The root, for whoever looks whether somebody is there.

use axum::Json;
use schemars::JsonSchema;
use serde::Serialize;

use crate::openapi::About;

pub(super) const ABOUT: About = About { summary: "Says hello", refusals: &[] };

#[derive(Serialize, JsonSchema)]
pub(super) struct Welcome {
    message: &'static str,
    /// Where every route is described.
    docs: &'static str,
}

pub(super) async fn root() -> Json<Welcome> {
    Json(Welcome { message: "Welcome to Focus Squad API", docs: "/docs" })
}
