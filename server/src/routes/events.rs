//! A live table: server-sent events for who sits at it.
//!
//! `seat` tells a participant as the session does, `phase` where the session stands, `presence`
//! whether somebody is in the room. At first all of it is told, then what changed. Each event tells
//! how things are and not what happened, so one that is missed or told twice does no harm.

mod feed;

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName};
use axum::response::{IntoResponse, Response};
use focus_core::phase::{self, Phase};
use focus_core::session::check_access;
use focus_core::{Code, SessionId, UserId};
use futures_util::stream;
use tokio::time::Instant;

use crate::auth::{Bearer, News};
use crate::causes;
use crate::error::ApiError;
use crate::extract::{AuthUser, SessionPath};
use crate::lifecycle::Life;
use crate::middleware::Identity;
use crate::openapi::{About, Operation, Output};
use crate::state::AppState;
use crate::store::{SessionRow, Watch};
use feed::Feed;

/// What keeps the connection open where others close silent ones.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// How often it is looked again while other instances' changes are not told, and while they are:
/// then only what a connection that broke unnoticed would have hidden.
const LOOK: Duration = Duration::from_secs(2);
const LOOK_ANYWAY: Duration = Duration::from_secs(30);

/// Told to proxies that would keep events back.
const X_ACCEL_BUFFERING: HeaderName = HeaderName::from_static("x-accel-buffering");

pub(super) const ABOUT: About = About {
    summary: "Tells who sits at a live table what changes: `seat`, `phase` and `presence`, each as \
              things are; nothing once the session has ended",
    refusals: &[Code::SessionNotFound, Code::NotParticipant],
};

pub(super) async fn events(
    State(state): State<AppState>,
    user: AuthUser,
    Extension(identity): Extension<Identity>,
    SessionPath(id): SessionPath,
) -> Result<Events, ApiError> {
    let bearer = Arc::clone(identity.required()?);
    // Followed before it is read, so that no change falls between.
    let watch = state.store.changes().watch(id);
    let row = state.store.read().await?.session(id).await?.ok_or(Code::SessionNotFound)?;
    check(&row, user.id)?;
    if phase::at(row.start_time, state.clock.now()) == Phase::Ended {
        // An answer that tells clients not to come again.
        return Ok(Events(StatusCode::NO_CONTENT.into_response()));
    }
    let revoked = state.verifier.revocations().news();
    let table = Table {
        state,
        id,
        user: user.id,
        bearer,
        watch,
        revoked,
        feed: Feed::default(),
        looked_at: Instant::now(),
    };
    let first = Some(row);
    let events = stream::unfold((table, first), |(mut table, row)| async move {
        let events = match row {
            Some(row) => table.tell(row),
            None => table.next().await?,
        };
        Some((Ok::<_, std::convert::Infallible>(Bytes::from(events)), (table, None)))
    });
    let headers = [
        (CONTENT_TYPE, "text/event-stream"),
        (CACHE_CONTROL, "no-store"),
        (X_ACCEL_BUFFERING, "no"),
    ];
    Ok(Events((headers, Body::from_stream(events)).into_response()))
}

/// A stream of events, or nothing where there will be none.
pub(super) struct Events(Response);

impl IntoResponse for Events {
    fn into_response(self) -> Response {
        self.0
    }
}

impl Output for Events {
    fn describe(operation: &mut Operation<'_>) {
        operation.streams("text/event-stream");
        operation.keeps_fresh();
        operation.answers_nothing(StatusCode::NO_CONTENT);
    }
}

fn check(row: &SessionRow, user: UserId) -> Result<(), focus_core::Problem> {
    let active = row.participants.iter().filter(|participant| participant.is_active());
    check_access(active.filter_map(|participant| participant.user_id), user)
}

/// Somebody who looks at a table.
struct Table {
    state: AppState,
    id: SessionId,
    user: UserId,
    bearer: Arc<Bearer>,
    watch: Watch,
    revoked: News,
    feed: Feed,
    /// When the session was read last.
    looked_at: Instant,
}

/// Why it is worth looking again.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Why {
    /// Something about the table may be new.
    Table,
    /// Somebody's token was revoked.
    Revocation,
}

impl Table {
    /// What is new, once there is something; none when there will be nothing any more.
    async fn next(&mut self) -> Option<String> {
        let mut quiet = pin!(tokio::time::sleep(KEEP_ALIVE));
        let life = self.state.life.clone();
        let mut stopping = pin!(life.reached(Life::Stopping));
        loop {
            // Looked at with every event and every sign of life.
            if self.feed.is_over() || !self.state.verifier.may_stay(&self.bearer) {
                return None;
            }
            tokio::select! {
                // Whose token was revoked is looked at above.
                why = self.wait() => if why == Why::Revocation { continue },
                // Whoever looks comes again, to another server.
                () = &mut stopping => return None,
                () = &mut quiet => return Some(":\n\n".to_owned()),
            }
            self.looked_at = Instant::now();
            let read = async { self.state.store.read().await?.session(self.id).await };
            match read.await {
                // Who may not stay by now is told nothing of it.
                Ok(Some(_)) if !self.state.verifier.may_stay(&self.bearer) => return None,
                Ok(Some(row)) => {
                    let events = self.tell(row);
                    if !events.is_empty() {
                        return Some(events);
                    }
                }
                Ok(None) => return None,
                Err(error) => {
                    // It is read again with the next change, or when it is time to look.
                    tracing::warn!(cause = causes::told(&error), "a table cannot be read");
                }
            }
        }
    }

    /// Waits until it is worth looking again.
    async fn wait(&mut self) -> Why {
        let look = if self.state.store.changes().is_complete() { LOOK_ANYWAY } else { LOOK };
        let clock = &self.state.clock;
        let phase = async {
            match self.feed.next_change(clock.now()) {
                Some(change) => clock.wait_until_now(change).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = self.watch.changed() => Why::Table,
            () = self.revoked.changed() => Why::Revocation,
            () = phase => Why::Table,
            () = tokio::time::sleep_until(self.looked_at + look) => Why::Table,
        }
    }

    fn tell(&mut self, row: SessionRow) -> String {
        let may_look = check(&row, self.user).is_ok();
        self.feed.tell(row, may_look, self.state.clock.now())
    }
}
