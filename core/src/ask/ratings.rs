//! Ratings: what is owed, and what was received.

use super::{Answer, Asked, Outcome, Rule, object};
use crate::problem::Field;
use crate::rating::{history, pending};
use crate::time::Timestamp;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "rating.pendingRecords",
        export: "pendingRecords",
        about: "Who owes ratings for a session: nobody before minute 50.",
        ask: pending_records,
    },
    Rule {
        name: "rating.pendingOpen",
        export: "isPendingOpen",
        about: "Whether a pending record is open: not completed, and not lapsed.",
        ask: |asked| judge_pending(asked, pending::is_open),
    },
    Rule {
        name: "rating.pendingDeletable",
        export: "isPendingDeletable",
        about: "Whether a pending record may be deleted: not completed, and lapsed for good.",
        ask: |asked| judge_pending(asked, pending::is_deletable),
    },
    Rule {
        name: "rating.historySummary",
        export: "historySummary",
        about: "The sum of received ratings, with the share of green.",
        ask: history_summary,
    },
];

fn pending_records(asked: Asked<'_>) -> Outcome {
    let session = pending::SessionSeats::read(asked.facts)?;
    let records = pending::records(session.start_time, &session.seats, asked.now()?);
    let tell = |record: pending::PendingRecord| {
        object! {
            "userId": record.user_id,
            "rateableUserIds": record.rateable_user_ids,
            "expiresAt": record.expires_at,
        }
    };
    Ok(Answer::list(records.into_iter().map(tell)))
}

fn judge_pending(
    asked: Asked<'_>,
    judge: fn(Option<Timestamp>, Timestamp, Timestamp) -> bool,
) -> Outcome {
    let state = pending::PendingState::read(asked.facts)?;
    Ok(judge(state.completed_at, state.expires_at, asked.now()?).into())
}

fn history_summary(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let (green, red) = (facts.count(Field::Green, u32::MAX), facts.count(Field::Red, u32::MAX));
    facts.done()?;
    let sum = history::summary(green, red);
    Ok(object! {
        "total_received": sum.total_received,
        "green_count": sum.green_count,
        "red_count": sum.red_count,
        "green_percentage": sum.green_percentage,
    })
}
