//! What would otherwise be made for the first request is made before the server says it is ready.

use crate::causes;
use crate::lifecycle::Life;
use crate::openapi;
use crate::state::AppState;

/// Makes everything, asks for everything once, and is ready then. What fails is told and does not
/// hold it up: readiness looks for itself whether the database answers and keys are usable.
pub(crate) async fn warm_up(state: &AppState) {
    tokio::join!(beforehand(state), state.verifier.attempted());
    state.life.reach(Life::Ready);
    tracing::info!("everything that can be made beforehand is made");
}

/// What waits for nobody's keys.
pub(crate) async fn beforehand(state: &AppState) {
    // What else is to be there before anybody comes goes here, as a line of its own.
    tokio::join!(documents(), connections(state));
}

/// The document and its page.
async fn documents() {
    // A panic is logged where it happens, and the first request has another go.
    let _ = tokio::task::spawn_blocking(openapi::render).await;
}

/// The connections that are kept at least.
async fn connections(state: &AppState) {
    if let Err(error) = state.store.warm_up().await {
        tracing::warn!(cause = causes::told(&error), "connections could not be opened beforehand");
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::{Request, StatusCode};
    use http_body_util::BodyExt as _;
    use serde_json::Value;
    use tempfile::TempDir;
    use tower::ServiceExt as _;

    use super::*;
    use crate::clock::Clock;
    use crate::config::{Command, Settings, Source};
    use crate::testing::START;
    use crate::{router, start};

    async fn ready(state: &AppState) -> (StatusCode, Value) {
        let request = Request::get("/health/ready").body(Body::empty()).unwrap();
        let answer = router(state.clone()).oneshot(request).await.unwrap();
        let status = answer.status();
        let body = answer.into_body().collect().await.unwrap().to_bytes();
        (status, serde_json::from_slice(&body).unwrap())
    }

    #[tokio::test]
    async fn a_server_is_ready_once_it_is_warm_and_until_it_drains() {
        start::install_cryptography();
        let data = TempDir::new().unwrap();
        let variable = |name: &str| match name {
            "ENVIRONMENT" => Some("development".into()),
            "FOCUS_ADDR" => Some("127.0.0.1:0".into()),
            "FOCUS_DATA_DIR" => Some(data.path().into()),
            _ => None,
        };
        let settings = Settings::load(Command::Serve, &Source::of(variable)).unwrap();
        let server = start::start(&settings, Clock::manual(START), false).await.unwrap();
        let (status, body) = ready(&server.state).await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(
            (&body["code"], &body["detail"]),
            (&"OVERLOADED".into(), &"The server is starting.".into())
        );
        warm_up(&server.state).await;
        assert_eq!(ready(&server.state).await.0, StatusCode::OK);
        server.state.life.reach(Life::Draining);
        let (status, body) = ready(&server.state).await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(body["detail"], "The server is stopping.");
    }
}
