//! Finding a table: the oldest that fits, or a new one.

use async_trait::async_trait;
use axum::extract::State;
use focus_core::json::Document;
use focus_core::matching::{self, QuickMatch};
use focus_core::session::{Language, TOPIC_MAX_LENGTH, TableMode};
use focus_core::{Code, Timestamp, seat, slot};
use schemars::JsonSchema;

use super::owed;
use super::seating::{Facts, Matched, Newcomer};
use crate::error::ApiError;
use crate::extract::{AuthUser, IdempotencyKey, JsonBody};
use crate::ids;
use crate::openapi::{About, STORABLE, maybe_instant};
use crate::state::AppState;
use crate::store::{
    Answered, Lock, OpenTable, StoreError, TableRow, Transaction, Work, WriteError,
};

pub(super) const ABOUT: About = About {
    summary: "Finds a table at a slot, or sets a new one, and sits down there",
    refusals: &[
        Code::AccountBanned,
        Code::InvalidSlot,
        Code::PendingRatings,
        Code::InsufficientCredits,
        Code::CreditNotFound,
        Code::AlreadyInSession,
        Code::SessionFull,
        Code::SessionPhaseError,
    ],
};

/// What is looked for.
#[derive(JsonSchema)]
#[schemars(rename = "QuickMatch")]
#[expect(dead_code, reason = "the core reads the body")]
pub(super) struct Body {
    filters: Option<Wanted>,
    /// A slot; the next one unless it says otherwise.
    #[schemars(schema_with = "maybe_instant", default)]
    target_slot_time: Option<Timestamp>,
}

/// What somebody wants of a table; nothing said, any table will do.
#[derive(JsonSchema)]
#[schemars(rename = "QuickMatchFilters")]
#[expect(dead_code, reason = "the core reads the body")]
struct Wanted {
    #[schemars(length(max = TOPIC_MAX_LENGTH), regex(pattern = STORABLE))]
    topic: Option<String>,
    mode: Option<TableMode>,
    language: Option<Language>,
}

pub(super) async fn quick_match(
    State(state): State<AppState>,
    user: AuthUser,
    key: IdempotencyKey,
    JsonBody(body, _): JsonBody<Body>,
) -> Result<Answered<Matched>, ApiError> {
    let request = key.request(user.id, Some(&body));
    let body = Document::of(&body);
    let asked = QuickMatch::read(body.root())?;
    owed::keep(&state, user.id).await?;
    let work = Match { newcomer: Newcomer::new(&state, user.id), asked };
    Ok(state.store.once(&request, &work).await?)
}

struct Match<'a> {
    newcomer: Newcomer<'a>,
    asked: QuickMatch<'a>,
}

#[async_trait]
impl Work for Match<'_> {
    type Output = Matched;

    async fn run(&self, transaction: &mut Transaction) -> Result<Matched, WriteError> {
        let Self { newcomer, asked } = self;
        let (user, now) = (newcomer.user, transaction.now());
        let start = asked.start_time(now);
        // Whoever looks for a table at this slot waits, so nobody makes a second one beside this.
        transaction.lock([Lock::Slot(start), Lock::User(user)]).await?;
        // At what is no slot there are no tables, and it may be an instant that no row can have.
        let at = slot::check(start, now).is_ok().then_some(start);
        let facts = Facts::read(transaction, user, asked.slot, at).await?;
        let found = match at {
            Some(slot) => self.find(transaction, slot).await?,
            None => None,
        };
        let joined = match &found {
            Some(table) => Some(seat::join(user, start, table.max_seats, &table.seats(), now)?),
            None => None,
        };
        facts.refuse(&matching::reasons_at_seat(&facts.applicant, joined, now))?;
        let table = match found {
            Some(table) => table,
            None => self.set(transaction).await?,
        };
        let joined = match joined {
            Some(joined) => joined,
            None => seat::join(user, start, table.max_seats, &table.seats(), now)?,
        };
        facts.sit(transaction, *newcomer, &table, joined).await
    }
}

impl Match<'_> {
    /// The table that fits, with its seats.
    async fn find(
        &self,
        transaction: &mut Transaction,
        slot: Timestamp,
    ) -> Result<Option<TableRow>, StoreError> {
        let open = transaction.open_tables(slot).await?;
        let tables: Vec<_> = open.iter().map(OpenTable::view).collect();
        match matching::choose(&tables, slot, &self.asked.filters, transaction.now()) {
            Some(id) => transaction.seats_at(id).await,
            None => Ok(None),
        }
    }

    /// A new table.
    async fn set(&self, transaction: &mut Transaction) -> Result<TableRow, StoreError> {
        let start = self.asked.start_time(transaction.now());
        let (room, number) = (ids::room_bytes(), ids::any());
        let table = matching::new_session(start, &self.asked.filters, room, number);
        let id = ids::session_id();
        transaction.add_table(id, &table).await?;
        transaction.seats_at(id).await?.ok_or(StoreError::Corrupt("new table"))
    }
}
