//! How our types stand in columns.

use focus_core::session::ParticipantType;
use focus_core::{Hundredths, SessionId, Timestamp, UserId};
use serde_json::Value;
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;

use super::super::{Result, StoreError};

/// Reads a row's columns into our types; an error names the column.
pub(super) trait Columns {
    fn text(&self, column: &'static str) -> Result<String>;
    fn maybe_text(&self, column: &'static str) -> Result<Option<String>>;
    fn integer(&self, column: &'static str) -> Result<i64>;
    fn flag(&self, column: &'static str) -> Result<bool>;
    fn maybe_instant(&self, column: &'static str) -> Result<Option<Timestamp>>;
    fn instant(&self, column: &'static str) -> Result<Timestamp>;
    fn hundredths(&self, column: &'static str) -> Result<Hundredths>;
    fn user_id(&self, column: &'static str) -> Result<UserId>;
    fn maybe_user_id(&self, column: &'static str) -> Result<Option<UserId>>;
    fn session_id(&self, column: &'static str) -> Result<SessionId>;
    fn participant_type(&self, column: &'static str) -> Result<ParticipantType>;
    fn json(&self, column: &'static str) -> Result<Value>;
}

impl Columns for SqliteRow {
    fn text(&self, column: &'static str) -> Result<String> {
        Ok(self.try_get(column)?)
    }

    fn maybe_text(&self, column: &'static str) -> Result<Option<String>> {
        Ok(self.try_get(column)?)
    }

    fn integer(&self, column: &'static str) -> Result<i64> {
        Ok(self.try_get(column)?)
    }

    fn flag(&self, column: &'static str) -> Result<bool> {
        Ok(self.integer(column)? != 0)
    }

    fn maybe_instant(&self, column: &'static str) -> Result<Option<Timestamp>> {
        let micros: Option<i64> = self.try_get(column)?;
        Ok(micros.map(Timestamp::from_unix_micros))
    }

    fn instant(&self, column: &'static str) -> Result<Timestamp> {
        Ok(Timestamp::from_unix_micros(self.integer(column)?))
    }

    fn hundredths(&self, column: &'static str) -> Result<Hundredths> {
        let number = u32::try_from(self.integer(column)?);
        number.map(Hundredths).map_err(|_| StoreError::Corrupt(column))
    }

    fn user_id(&self, column: &'static str) -> Result<UserId> {
        UserId::parse(&self.text(column)?).ok_or(StoreError::Corrupt(column))
    }

    fn maybe_user_id(&self, column: &'static str) -> Result<Option<UserId>> {
        let Some(text) = self.maybe_text(column)? else { return Ok(None) };
        UserId::parse(&text).map(Some).ok_or(StoreError::Corrupt(column))
    }

    fn session_id(&self, column: &'static str) -> Result<SessionId> {
        SessionId::parse(&self.text(column)?).ok_or(StoreError::Corrupt(column))
    }

    fn participant_type(&self, column: &'static str) -> Result<ParticipantType> {
        ParticipantType::parse(&self.text(column)?).ok_or(StoreError::Corrupt(column))
    }

    fn json(&self, column: &'static str) -> Result<Value> {
        serde_json::from_str(&self.text(column)?).map_err(|_| StoreError::Corrupt(column))
    }
}
