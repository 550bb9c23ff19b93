//! Requests with an `X-Idempotency-Key`: what moved something moves it once, and is answered the
//! same, to the last byte, whenever it comes again.

use std::marker::PhantomData;

use async_trait::async_trait;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use focus_core::idempotency::{Attempt, Stored, judge};
use focus_core::{Code, UserId, Uuid};
use schemars::JsonSchema;
use serde::Serialize;

use crate::openapi::{Operation, Output};

use super::{Lock, Snapshot, Store, StoreError, Transaction, Work, WriteError, values};

/// A request that may come again.
#[derive(Debug)]
pub(crate) struct KeyedRequest {
    /// Whose it is.
    pub(crate) user: UserId,
    /// Its key; without one it is always the first.
    pub(crate) key: Option<Uuid>,
    /// The template of its route.
    pub(crate) route: String,
    /// A hash of everything else that tells it from others.
    pub(crate) body_hash: String,
}

/// The JSON text of a `T` that a request was answered.
#[derive(Debug)]
pub(crate) struct Answered<T>(String, PhantomData<fn() -> T>);

impl<T: Serialize> Answered<T> {
    fn of(answer: &T) -> Result<Self, WriteError> {
        let text = serde_json::to_string(answer);
        text.map(|text| Self(text, PhantomData)).map_err(|error| {
            tracing::error!(%error, "an answer could not be written");
            Code::InternalError.into()
        })
    }
}

impl<T: JsonSchema> Output for Answered<T> {
    fn describe(operation: &mut Operation<'_>) {
        operation.answers::<T>(StatusCode::OK);
    }
}

impl<T> IntoResponse for Answered<T> {
    fn into_response(self) -> Response {
        let kind = HeaderValue::from_static("application/json");
        ([(header::CONTENT_TYPE, kind)], self.0).into_response()
    }
}

impl Store {
    /// Does a piece of work, unless this very request was done within a day: then it tells what
    /// was answered.
    ///
    /// # Errors
    /// `IDEMPOTENCY_KEY_REUSED`, and what the work is refused with, which is not kept: the next
    /// request with this key is judged anew.
    pub(crate) async fn once<W>(
        &self,
        request: &KeyedRequest,
        work: &W,
    ) -> Result<Answered<W::Output>, WriteError>
    where
        W: Work<Output: Serialize>,
    {
        match request.key {
            Some(key) => self.write(&Once { request, key, work }).await,
            None => Answered::of(&self.write(work).await?),
        }
    }
}

struct Once<'a, W> {
    request: &'a KeyedRequest,
    key: Uuid,
    work: &'a W,
}

#[async_trait]
impl<W> Work for Once<'_, W>
where
    W: Work<Output: Serialize>,
{
    type Output = Answered<W::Output>;

    async fn run(&self, transaction: &mut Transaction) -> Result<Self::Output, WriteError> {
        let Self { request, key, work } = *self;
        transaction.lock([Lock::Request(key)]).await?;
        let (kept, now) = (transaction.kept(request, key).await?, transaction.now());
        let stored = kept.as_ref().map(|(stored, _)| Stored {
            key,
            body_hash: &stored.body_hash,
            stored_at: stored.created_at,
        });
        match (judge(Some(key), &request.body_hash, stored, now)?, kept) {
            (Attempt::Replay, Some((_, answer))) => Ok(Answered(answer, PhantomData)),
            (Attempt::First | Attempt::Replay, _) => {
                let answer = Answered::of(&work.run(transaction).await?)?;
                transaction.keep(request, key, &answer.0).await?;
                Ok(answer)
            }
        }
    }
}

struct Kept {
    body_hash: String,
    created_at: focus_core::Timestamp,
}

impl Snapshot {
    async fn kept(
        &mut self,
        request: &KeyedRequest,
        key: Uuid,
    ) -> Result<Option<(Kept, String)>, StoreError> {
        let sql = "SELECT body_hash, answer, created_at FROM idempotency_keys
             WHERE user_id = $1 AND route = $2 AND key = $3";
        let row = self.maybe_row(sql, values![request.user, &request.route, key]).await?;
        let kept = row.map(|row| {
            let (body_hash, created_at) = (row.text("body_hash")?, row.instant("created_at")?);
            Ok((Kept { body_hash, created_at }, row.text("answer")?))
        });
        kept.transpose()
    }
}

impl Transaction {
    async fn keep(
        &mut self,
        request: &KeyedRequest,
        key: Uuid,
        answer: &str,
    ) -> Result<(), StoreError> {
        let now = self.now();
        // One that is older than a day gives its place.
        let sql =
            "INSERT INTO idempotency_keys (user_id, route, key, body_hash, answer, created_at)
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (user_id, route, key) DO UPDATE
             SET body_hash = excluded.body_hash, answer = excluded.answer,
                 created_at = excluded.created_at";
        let KeyedRequest { user, route, body_hash, .. } = request;
        self.execute(sql, values![*user, route, key, body_hash, answer, now]).await?;
        Ok(())
    }
}
