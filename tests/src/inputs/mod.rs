//! Inputs made up from a seed: plausible ones, ones at the edges, and broken ones.

mod basics;
mod clients;
mod credits;
mod diary;
mod limits;
mod live;
mod livekit;
mod matching;
mod operations;
mod ratings;
mod reliability;
mod revocations;
mod seats;
mod settlement;
mod slots;
mod streak;
mod times;
mod tokens;
mod users;
mod versions;

use basics::{id, number, optional, word};
use fastrand::Rng;
use ratings::{event, facts, form, form_id, good_batch, minute, rating_input, seat_with_leave};
use serde_json::{Value, json};
use times::instant;
use tokens::{claims_now, compact, header, policy, token};
use versions::{told, version};

use basics::list;
pub(crate) use tokens::base64url;

/// An input of a verb. The same seed gives the same inputs.
#[must_use]
pub fn make(rule: &str, rng: &mut Rng) -> Value {
    match rule {
        "session.parseId" => json!({ "text": id(rng) }),
        "session.guard" => json!({ "pending": optional(rng, id), "sessionId": id(rng) }),
        "phase.info" | "phase.nextChange" => json!({ "start": instant(rng), "now": instant(rng) }),
        "phase.fromApi" => json!({ "code": word(rng, API_PHASES), "hasStarted": rng.bool() }),
        "phase.opensEndModal" => {
            json!({ "previous": word(rng, PHASES), "next": word(rng, PHASES) })
        }
        "phase.formatTime" => json!({ "seconds": number(rng) }),
        "rating.entries" => {
            json!({ "userIds": list(rng, 0..4, form_id), "events": list(rng, 0..6, event) })
        }
        "rating.payload" | "rating.readiness" => {
            json!({ "entries": form(rng), "submitting": rng.bool() })
        }
        "rating.validate" => rating_input(rng),
        "rating.eligibility" => {
            json!({ "batch": good_batch(rng), "facts": facts(rng), "now": minute(rng) })
        }
        "rating.skip" => json!({ "facts": facts(rng), "now": minute(rng) }),
        "rating.pendingRecords" => {
            json!({ "startTime": 0, "seats": list(rng, 0..6, seat_with_leave), "now": minute(rng) })
        }
        "rating.pendingOpen" | "rating.pendingDeletable" => json!({
            "completedAt": optional(rng, minute), "expiresAt": minute(rng), "now": minute(rng),
        }),
        "rating.historySummary" => {
            json!({ "green": number(rng), "red": rng.u32(0..5_000) })
        }
        "token.parseBearer" => json!({ "headers": list(rng, 0..3, header) }),
        "token.readUnverifiedClaims" => json!({ "token": compact(rng) }),
        "token.checkClaims" => {
            json!({ "token": token(rng), "policy": policy(rng), "now": claims_now(rng) })
        }
        rule if rule.starts_with("slot.") => slots::make(rule, rng),
        rule if rule.starts_with("matching.") => matching::make(rule, rng),
        rule if rule.starts_with("seat.") => seats::make(rule, rng),
        rule if rule.starts_with("settlement.") => settlement::make(rule, rng),
        rule if rule.starts_with("user.") => users::make(rule, rng),
        rule if rule.starts_with("livekit.") => livekit::make(rule, rng),
        rule if rule == "streak.recordDay"
            || rule.starts_with("reflection.")
            || rule.starts_with("diary.")
            || rule.starts_with("report.") =>
        {
            diary::make(rule, rng)
        }
        rule if rule.starts_with("streak.") => streak::make(rule, rng),
        "rulebook.compare" => json!({ "ours": version(rng), "theirs": told(rng) }),
        rule if rule.starts_with("credit.") || rule.starts_with("idempotency.") => {
            credits::make(rule, rng)
        }
        rule if rule.starts_with("limit.") => limits::make(rule, rng),
        "client.address" | "client.limitKey" | "path.isPublic" | "scope.grant" | "scope.has" => {
            clients::make(rule, rng)
        }
        rule if rule.starts_with("countdown.") || rule.starts_with("presence.") => {
            live::make(rule, rng)
        }
        rule if rule.starts_with("reliability.") => reliability::make(rule, rng),
        rule if rule.starts_with("revocation.") => revocations::make(rule, rng),
        rule if operations::RULES.contains(&rule) => operations::make(rule, rng),
        // The verbs that take one phase.
        _ => json!({ "phase": word(rng, PHASES) }),
    }
}

const PHASES: &[&str] =
    &["idle", "setup", "work1", "break", "work2", "social", "completed", "work_1", "", "Idle"];
const API_PHASES: &[&str] =
    &["setup", "work_1", "break", "work_2", "social", "ended", "idle", "", "SETUP"];
