//! The closed sets of words that values come from.

/// A closed set of wire words that a value should have come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Allowed {
    /// `green`, `red`, `skip`.
    RatingValues,
    /// The reasons of a red rating.
    Reasons,
    /// The frontend's phase names.
    Phases,
    /// The API's phase codes.
    ApiPhases,
    /// `true` alone.
    True,
    /// Whether somebody is there.
    PresenceStates,
    /// What presence is told of.
    PresenceEvents,
    /// `human`, `ai_companion`.
    ParticipantTypes,
    /// `forced_audio`, `quiet`.
    TableModes,
    /// `en`, `zh-TW`.
    Languages,
    /// `job`, `room_finished`.
    SettlementTriggers,
    /// `joined`, `left`.
    ConnectionEvents,
    /// The tiers of credits.
    CreditTiers,
    /// The tiers of rate limits.
    RateTiers,
    /// The schedules of back-off.
    BackoffSchedules,
    /// Who says how something failed.
    FailureKinds,
    /// The policies of a circuit breaker.
    BreakerPolicies,
    /// `closed`, `open`, `half_open`.
    BreakerStates,
    /// `asked`, `succeeded`, `failed`.
    BreakerEvents,
    /// How far a stage is.
    ProcessingStatuses,
    /// How well a part is.
    Healths,
    /// What happens to a cache of keys.
    KeySetEvents,
    /// The characters that stand for people.
    PixelAvatars,
    /// `requested`, `cancelled`.
    DeletionEvents,
    /// What an account may want to do.
    AccountActions,
    /// `setup`, `break`, `social`.
    ReflectionPhases,
    /// How a session was.
    DiaryTags,
    /// `token`, `all`.
    RevocationScopes,
    /// `deny`, `allow`.
    StaleReads,
}

impl Allowed {
    /// All of them, in order.
    pub const ALL: &'static [Self] = &[
        Self::RatingValues,
        Self::Reasons,
        Self::Phases,
        Self::ApiPhases,
        Self::True,
        Self::PresenceStates,
        Self::PresenceEvents,
        Self::ParticipantTypes,
        Self::TableModes,
        Self::Languages,
        Self::SettlementTriggers,
        Self::ConnectionEvents,
        Self::CreditTiers,
        Self::RateTiers,
        Self::BackoffSchedules,
        Self::FailureKinds,
        Self::BreakerPolicies,
        Self::BreakerStates,
        Self::BreakerEvents,
        Self::ProcessingStatuses,
        Self::Healths,
        Self::KeySetEvents,
        Self::PixelAvatars,
        Self::DeletionEvents,
        Self::AccountActions,
        Self::ReflectionPhases,
        Self::DiaryTags,
        Self::RevocationScopes,
        Self::StaleReads,
    ];

    /// The words of the set, in order.
    #[must_use]
    pub const fn words(self) -> &'static [&'static str] {
        match self {
            Self::RatingValues => crate::rating::RatingValue::WORDS,
            Self::Reasons => crate::rating::RedReason::WORDS,
            Self::Phases => crate::phase::Phase::WORDS,
            Self::ApiPhases => crate::phase::Phase::API_WORDS,
            Self::True => &["true"],
            Self::PresenceStates => crate::presence::PresenceState::WORDS,
            Self::PresenceEvents => crate::presence::PresenceEvent::WORDS,
            Self::ParticipantTypes => crate::session::ParticipantType::WORDS,
            Self::TableModes => crate::session::TableMode::WORDS,
            Self::Languages => crate::session::Language::WORDS,
            Self::SettlementTriggers => crate::settlement::SettlementTrigger::WORDS,
            Self::ConnectionEvents => crate::settlement::ConnectionEvent::WORDS,
            Self::CreditTiers => crate::credit::CreditTier::WORDS,
            Self::RateTiers => crate::limit::RateTier::WORDS,
            Self::BackoffSchedules => crate::backoff::BackoffSchedule::WORDS,
            Self::FailureKinds => crate::backoff::FailureKind::WORDS,
            Self::BreakerPolicies => crate::breaker::BreakerPolicy::WORDS,
            Self::BreakerStates => crate::breaker::BreakerState::WORDS,
            Self::BreakerEvents => crate::breaker::BreakerEvent::WORDS,
            Self::ProcessingStatuses => crate::processing::ProcessingStatus::WORDS,
            Self::Healths => crate::health::Health::WORDS,
            Self::KeySetEvents => crate::key_set::KeySetEvent::WORDS,
            Self::PixelAvatars => crate::user::PixelAvatar::WORDS,
            Self::DeletionEvents => crate::user::DeletionEvent::WORDS,
            Self::AccountActions => crate::user::AccountAction::WORDS,
            Self::ReflectionPhases => crate::reflection::ReflectionPhase::WORDS,
            Self::DiaryTags => crate::diary::DiaryTag::WORDS,
            Self::RevocationScopes => crate::revocation::RevocationScope::WORDS,
            Self::StaleReads => crate::revocation::StaleReads::WORDS,
        }
    }
}
