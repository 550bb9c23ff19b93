//! Ratings.

use focus_core::rating::{RatingBatch, RatingValue, Verdict};
use focus_core::{Hundredths, Page, SessionId, UserId};
use serde_json::{Value as Json, json};

use super::{History, HistoryItem, Result, Row, Snapshot, Transaction, values};
use crate::ids;

/// The weight of a rating that is not red.
const FULL_WEIGHT: Hundredths = Hundredths(100);

impl Snapshot {
    /// What a user received: the counts, and one page of green and red ratings, newest first.
    pub(crate) async fn history(&mut self, user: UserId, page: Page) -> Result<History> {
        let sql = "SELECT COUNT(*) FILTER (WHERE rating = 'green') AS green,
                COUNT(*) FILTER (WHERE rating = 'red') AS red
             FROM ratings WHERE ratee_id = $1";
        let counts = self.row(sql, values![user]).await?;
        let sql = "SELECT id, session_id, rating, created_at FROM ratings
             WHERE ratee_id = $1 AND rating <> 'skip'
             ORDER BY created_at DESC, id DESC LIMIT $2 OFFSET $3";
        let offset = i64::try_from(page.offset()).unwrap_or(i64::MAX);
        let rows = self.rows(sql, values![user, page.per_page, offset]).await?;
        let item = |row: &Row| {
            Ok(HistoryItem {
                id: row.id("id")?,
                session_id: row.session_id("session_id")?,
                rating: row.rating_value("rating")?,
                created_at: row.instant("created_at")?,
            })
        };
        Ok(History {
            green: counts.count("green")?,
            red: counts.count("red")?,
            items: rows.iter().map(item).collect::<Result<_>>()?,
        })
    }

    /// Whether the rater has rated in this session.
    pub(crate) async fn has_rated(&mut self, rater: UserId, session: SessionId) -> Result<bool> {
        let sql = "SELECT 1 FROM ratings WHERE session_id = $1 AND rater_id = $2 LIMIT 1";
        Ok(self.maybe_row(sql, values![session, rater]).await?.is_some())
    }
}

impl Transaction {
    /// Keeps ratings with the rater's score, and with what a red one counts towards a ban.
    pub(crate) async fn add_ratings(
        &mut self,
        session: SessionId,
        rater: UserId,
        reliability: Hundredths,
        red_weight: Hundredths,
        batch: &RatingBatch<'_>,
    ) -> Result<()> {
        let now = self.now();
        for rating in batch.ratings() {
            let is_red = rating.verdict.value() == RatingValue::Red;
            let weight = if is_red { red_weight } else { FULL_WEIGHT };
            self.execute(
                "INSERT INTO ratings (id, session_id, rater_id, ratee_id, rating,
                     rater_reliability_at_time, weight, reason, created_at, updated_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)",
                values![
                    ids::uuid(),
                    session,
                    rater,
                    rating.ratee,
                    rating.verdict.value().as_str(),
                    reliability,
                    weight,
                    reason(&rating.verdict),
                    now,
                ],
            )
            .await?;
        }
        Ok(())
    }
}

/// `{"reasons": […], "other_text"?: …}` for a red rating, nothing for others.
fn reason(verdict: &Verdict<'_>) -> Option<Json> {
    let Verdict::Red { reasons, other_text } = verdict else { return None };
    let reasons: Vec<_> = reasons.iter().collect();
    Some(match other_text {
        Some(text) => json!({ "reasons": reasons, "other_text": text }),
        None => json!({ "reasons": reasons }),
    })
}
