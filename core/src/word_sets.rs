//! Every closed set of words that only wide rules know, with the names it goes by outside.

use crate::{countdown, credit, idempotency, reliability, seat, session, settlement, slot};

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
    "ConnectionEvent" "CONNECTION_EVENTS" settlement::ConnectionEvent: "What the room says of somebody.",
    "CreditBadgeStyle" "CREDIT_BADGE_STYLES" credit::badge::BadgeStyle: "How much attention a balance asks for.",
    "CreditTier" "CREDIT_TIERS" credit::CreditTier: "What an account pays for.",
    "CreditTransactionType" "CREDIT_TRANSACTION_TYPES" credit::balance::TransactionType: "Why a balance changed.",
    "DayLabel" "DAY_LABELS" countdown::DayLabel: "What a page says of an instant that is over.",
    "GateReason" "GATE_REASONS" slot::GateReason: "Why a table cannot be looked for.",
    "IdempotencyAttempt" "IDEMPOTENCY_ATTEMPTS" idempotency::Attempt: "What a request with a key is.",
    "JoinOutcome" "JOIN_OUTCOMES" seat::JoinOutcome: "How somebody came to a seat.",
    "Language" "LANGUAGES" session::Language: "What is spoken at a table.",
    "Refund" "REFUNDS" seat::Refund: "What becomes of a credit.",
    "ReliabilityTier" "RELIABILITY_TIERS" reliability::ReliabilityTier: "What a score is called.",
    "RoomType" "ROOM_TYPES" session::RoomType: "What a room looks like.",
    "SettlementTrigger" "SETTLEMENT_TRIGGERS" settlement::SettlementTrigger: "What asks whether a session is to be settled.",
    "TableMode" "TABLE_MODES" session::TableMode: "How people sit at a table.",
    "WayOut" "WAYS_OUT" seat::WayOut: "What to do for who wants to go.",
}
