//! Every closed set of words that only wide rules know, with the names it goes by outside.

use crate::{
    backoff, breaker, countdown, credit, diary, health, idempotency, key_set, limit, livekit,
    processing, reflection, reliability, revocation, seat, secret, session, settlement, slot, user,
};

/// A closed set of words.
#[derive(Clone, Copy, Debug)]
pub struct WordSet {
    /// What one of its words is, as a type: `RoomType`.
    pub name: &'static str,
    /// What all of them are, as a constant: `ROOM_TYPES`.
    pub list: &'static str,
    /// One sentence.
    pub about: &'static str,
    /// The words, in order.
    pub words: &'static [&'static str],
}

macro_rules! sets {
    ($($name:literal $list:literal $from:ty: $about:literal,)+) => {
        /// All of them, by name.
        pub const WORD_SETS: &[WordSet] = &[
            $(WordSet { name: $name, list: $list, about: $about, words: <$from>::WORDS },)+
        ];
    };
}

sets! {
    "BackoffSchedule" "BACKOFF_SCHEDULES" backoff::BackoffSchedule: "A schedule of back-off that has a name.",
    "BreakerEvent" "BREAKER_EVENTS" breaker::BreakerEvent: "What happens to a circuit breaker.",
    "BreakerPolicy" "BREAKER_POLICIES" breaker::BreakerPolicy: "A policy of a circuit breaker that has a name.",
    "BreakerState" "BREAKER_STATES" breaker::BreakerState: "What a circuit breaker is.",
    "AccountAction" "ACCOUNT_ACTIONS" user::AccountAction: "What an account wants to do.",
    "ConnectionEvent" "CONNECTION_EVENTS" settlement::ConnectionEvent: "What the room says of somebody.",
    "CreditBadgeStyle" "CREDIT_BADGE_STYLES" credit::badge::BadgeStyle: "How much attention a balance asks for.",
    "CreditTier" "CREDIT_TIERS" credit::CreditTier: "What an account pays for.",
    "CreditTransactionType" "CREDIT_TRANSACTION_TYPES" credit::balance::TransactionType: "Why a balance changed.",
    "FailureKind" "FAILURE_KINDS" backoff::FailureKind: "Who says how something failed.",
    "DeletionEvent" "DELETION_EVENTS" user::DeletionEvent: "What somebody wants with the deletion of their account.",
    "DiaryTag" "DIARY_TAGS" diary::DiaryTag: "How a session was.",
    "DayLabel" "DAY_LABELS" countdown::DayLabel: "What a page says of an instant that is over.",
    "GateReason" "GATE_REASONS" slot::GateReason: "Why a table cannot be looked for.",
    "Health" "HEALTHS" health::Health: "How well something is.",
    "IdempotencyAttempt" "IDEMPOTENCY_ATTEMPTS" idempotency::Attempt: "What a request with a key is.",
    "JoinOutcome" "JOIN_OUTCOMES" seat::JoinOutcome: "How somebody came to a seat.",
    "KeySetAge" "KEY_SET_AGES" key_set::KeySetAge: "How old an issuer's keys are.",
    "KeySetEvent" "KEY_SET_EVENTS" key_set::KeySetEvent: "What happens to a cache of an issuer's keys.",
    "Language" "LANGUAGES" session::Language: "What is spoken at a table.",
    "RateTier" "RATE_TIERS" limit::RateTier: "How often somebody may ask.",
    "LookupAction" "LOOKUP_ACTIONS" key_set::LookupAction: "What to do for a token that names a key.",
    "ProcessingStatus" "PROCESSING_STATUSES" processing::ProcessingStatus: "How far a stage is, or all of them.",
    "Mood" "MOODS" diary::Mood: "How it has been going.",
    "PixelAvatar" "PIXEL_AVATARS" user::PixelAvatar: "A character that stands for somebody.",
    "ReflectionPhase" "REFLECTION_PHASES" reflection::ReflectionPhase: "The phases that people write in.",
    "Refund" "REFUNDS" seat::Refund: "What becomes of a credit.",
    "ReliabilityTier" "RELIABILITY_TIERS" reliability::ReliabilityTier: "What a score is called.",
    "RevocationScope" "REVOCATION_SCOPES" revocation::RevocationScope: "Which tokens are revoked.",
    "RoomType" "ROOM_TYPES" session::RoomType: "What a room looks like.",
    "SecretWarning" "SECRET_WARNINGS" secret::SecretWarning: "What is odd about a secret that is taken.",
    "SettlementTrigger" "SETTLEMENT_TRIGGERS" settlement::SettlementTrigger: "What asks whether a session is to be settled.",
    "StaleReads" "STALE_READS" revocation::StaleReads: "What becomes of requests that only read while revocations are unknown.",
    "TableMode" "TABLE_MODES" session::TableMode: "How people sit at a table.",
    "WayOut" "WAYS_OUT" seat::WayOut: "What to do for who wants to go.",
    "WebhookAuth" "WEBHOOK_AUTHS" livekit::WebhookAuth: "Why a webhook is believed.",
}
