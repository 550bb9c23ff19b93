//! A row that came back, read into our own types; an error names the column.

use focus_core::rating::RatingValue;
use focus_core::session::ParticipantType;
use focus_core::{Hundredths, SessionId, Timestamp, UserId, Uuid};
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::types::chrono::{DateTime, Utc};
use sqlx::types::{Decimal, Uuid as PgUuid};
use sqlx::{Column as _, Row as _, TypeInfo as _};

use super::super::{Result, StoreError};

/// One row of an answer.
#[derive(Debug)]
pub(crate) enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

impl Row {
    pub(crate) fn maybe_text(&self, column: &'static str) -> Result<Option<String>> {
        Ok(match self {
            Self::Sqlite(row) => row.try_get(column)?,
            Self::Postgres(row) => row.try_get(column)?,
        })
    }

    pub(crate) fn text(&self, column: &'static str) -> Result<String> {
        present(self.maybe_text(column)?, column)
    }

    pub(crate) fn maybe_integer(&self, column: &'static str) -> Result<Option<i64>> {
        Ok(match self {
            Self::Sqlite(row) => row.try_get(column)?,
            Self::Postgres(row) => match row.try_column(column)?.type_info().name() {
                "INT4" => row.try_get::<Option<i32>, _>(column)?.map(i64::from),
                _ => row.try_get(column)?,
            },
        })
    }

    pub(crate) fn integer(&self, column: &'static str) -> Result<i64> {
        present(self.maybe_integer(column)?, column)
    }

    /// A number that is never below 0.
    pub(crate) fn count(&self, column: &'static str) -> Result<u32> {
        u32::try_from(self.integer(column)?).map_err(|_| StoreError::Corrupt(column))
    }

    pub(crate) fn flag(&self, column: &'static str) -> Result<bool> {
        Ok(match self {
            Self::Sqlite(row) => row.try_get::<i64, _>(column)? != 0,
            Self::Postgres(row) => row.try_get(column)?,
        })
    }

    pub(crate) fn maybe_instant(&self, column: &'static str) -> Result<Option<Timestamp>> {
        let micros = match self {
            Self::Sqlite(row) => row.try_get(column)?,
            Self::Postgres(row) => {
                let instant: Option<DateTime<Utc>> = row.try_get(column)?;
                instant.map(|instant| instant.timestamp_micros())
            }
        };
        Ok(micros.map(Timestamp::from_unix_micros))
    }

    pub(crate) fn instant(&self, column: &'static str) -> Result<Timestamp> {
        present(self.maybe_instant(column)?, column)
    }

    pub(crate) fn hundredths(&self, column: &'static str) -> Result<Hundredths> {
        let number = match self {
            Self::Sqlite(_) => u32::try_from(self.integer(column)?).ok(),
            Self::Postgres(row) => {
                let number: Decimal = row.try_get(column)?;
                let number = number.checked_mul(Decimal::ONE_HUNDRED).map(|n| n.normalize());
                let whole = number.filter(|number| number.scale() == 0);
                whole.and_then(|number| u32::try_from(number.mantissa()).ok())
            }
        };
        number.map(Hundredths).ok_or(StoreError::Corrupt(column))
    }

    pub(crate) fn maybe_id(&self, column: &'static str) -> Result<Option<Uuid>> {
        let id = match self {
            Self::Sqlite(_) => self.maybe_text(column)?.map(|text| Uuid::parse(&text)),
            Self::Postgres(row) => {
                let id: Option<PgUuid> = row.try_get(column)?;
                id.map(|id| Uuid::from_bytes(id.into_bytes()))
            }
        };
        id.map(|id| id.ok_or(StoreError::Corrupt(column))).transpose()
    }

    pub(crate) fn id(&self, column: &'static str) -> Result<Uuid> {
        present(self.maybe_id(column)?, column)
    }

    pub(crate) fn user_id(&self, column: &'static str) -> Result<UserId> {
        self.id(column).map(UserId::new)
    }

    pub(crate) fn maybe_user_id(&self, column: &'static str) -> Result<Option<UserId>> {
        Ok(self.maybe_id(column)?.map(UserId::new))
    }

    pub(crate) fn session_id(&self, column: &'static str) -> Result<SessionId> {
        self.id(column).map(SessionId::new)
    }

    pub(crate) fn user_ids(&self, column: &'static str) -> Result<Vec<UserId>> {
        match self {
            Self::Sqlite(_) => self.list(column),
            Self::Postgres(row) => {
                let ids: Vec<PgUuid> = row.try_get(column)?;
                let id = |id: PgUuid| Uuid::from_bytes(id.into_bytes()).map(UserId::new);
                ids.into_iter().map(|one| id(one).ok_or(StoreError::Corrupt(column))).collect()
            }
        }
    }

    pub(crate) fn participant_type(&self, column: &'static str) -> Result<ParticipantType> {
        self.word(column, ParticipantType::parse)
    }

    pub(crate) fn rating_value(&self, column: &'static str) -> Result<RatingValue> {
        self.word(column, RatingValue::parse)
    }

    /// A word out of a closed set.
    pub(crate) fn word<T>(
        &self,
        column: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T> {
        parse(&self.text(column)?).ok_or(StoreError::Corrupt(column))
    }

    pub(crate) fn json(&self, column: &'static str) -> Result<Json> {
        match self {
            Self::Sqlite(row) => {
                let text: &str = row.try_get(column)?;
                serde_json::from_str(text).map_err(|_| StoreError::Corrupt(column))
            }
            Self::Postgres(row) => Ok(row.try_get(column)?),
        }
    }

    /// A list that is kept as JSON.
    pub(crate) fn list<T: DeserializeOwned>(&self, column: &'static str) -> Result<Vec<T>> {
        serde_json::from_value(self.json(column)?).map_err(|_| StoreError::Corrupt(column))
    }
}

fn present<T>(value: Option<T>, column: &'static str) -> Result<T> {
    value.ok_or(StoreError::Corrupt(column))
}
