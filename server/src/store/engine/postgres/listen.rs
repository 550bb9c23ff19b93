//! Hears what other instances wrote, by LISTEN and NOTIFY.

use std::sync::{Arc, Weak};
use std::time::Duration;

use focus_core::SessionId;
use focus_core::backoff::{Backoff, Delays, Exponential};
use sqlx::postgres::{PgListener, PgPool};

use crate::causes;
use crate::guard;
use crate::store::changes::Changes;

/// The channel; what is told is a session's id.
pub(super) const CHANNEL: &str = "focus_changes";
const BACKOFF: Backoff<'static> = Backoff {
    delays: Delays::Exponential(Exponential { base_ms: 500, factor: 2, cap_ms: 30_000 }),
    attempts: None,
};

/// Listens for as long as anybody holds the changes.
pub(super) async fn listen(pool: PgPool, changes: Weak<Changes>) {
    let mut attempt = 0;
    while changes.strong_count() > 0 {
        let ended = hear(&pool, &changes, &mut attempt).await;
        let Some(held) = changes.upgrade() else { return };
        held.set_complete(false);
        drop(held);
        if let Err(error) = ended {
            tracing::warn!(
                cause = causes::told(&error),
                "changes by other instances are not heard: they are looked for"
            );
        }
        let delay = BACKOFF.delay_ms(attempt).unwrap_or_default();
        attempt = attempt.saturating_add(1);
        tokio::time::sleep(Duration::from_millis(delay.into())).await;
    }
}

/// Hears until the connection is gone.
async fn hear(
    pool: &PgPool,
    changes: &Weak<Changes>,
    attempt: &mut u32,
) -> Result<(), sqlx::Error> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.listen(CHANNEL).await?;
    *attempt = 0;
    {
        let Some(changes) = changes.upgrade() else { return Ok(()) };
        changes.set_complete(true);
        // What was written meanwhile.
        changes.tell_all();
    }
    while let Some(notification) = listener.try_recv().await? {
        let Some(changes) = changes.upgrade() else { return Ok(()) };
        changes.tell(&told(notification.payload()));
    }
    Ok(())
}

/// Others may use the channel too: what is no id says nothing.
fn told(payload: &str) -> Vec<SessionId> {
    SessionId::parse(payload).into_iter().collect()
}

/// Begins to listen, on a connection of its own.
pub(super) fn spawn(options: sqlx::postgres::PgConnectOptions, changes: &Arc<Changes>) {
    let pool = sqlx::postgres::PgPoolOptions::new()
        .max_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_lazy_with(options);
    let changes = Arc::downgrade(changes);
    let begin = move || listen(pool.clone(), Weak::clone(&changes));
    tokio::spawn(async move { guard::kept("listen", begin).await });
}
