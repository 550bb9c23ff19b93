//! A refusal: what is wrong, where, and the numbers its message needs. One file, because a path and a
//! problem are packed into words whose layout both sides of it share.

use core::fmt;

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::code::Code;
use crate::phase::Phase;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($variant:ident $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u16)]
        pub enum $name { $(#[doc = concat!("`", $text, "`")] $variant,)+ }

        impl $name {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word as it stands in paths and messages.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

words! {
    /// The name of a field that a path can hold.
    Field {
        Ratings "ratings",
        RateeId "ratee_id",
        Rating "rating",
        Reasons "reasons",
        OtherReasonText "other_reason_text",
        SessionId "session_id",
        RaterId "raterId",
        Entries "entries",
        UserIds "userIds",
        UserId "userId",
        Value "value",
        Reason "reason",
        Text "text",
        OtherText "otherReasonText",
        Start "start",
        Now "now",
        Phase "phase",
        Code "code",
        HasStarted "hasStarted",
        Seconds "seconds",
        Facts "facts",
        Green "green",
        Red "red",
        Policy "policy",
        Issuers "issuers",
        Audiences "audiences",
        AuthorizedParties "authorizedParties",
        Roles "roles",
        TokenType "tokenType",
        LeewaySeconds "leewaySeconds",
        NotBeforeLeewaySeconds "notBeforeLeewaySeconds",
        Exp "exp",
        Nbf "nbf",
        Iat "iat",
        Iss "iss",
        Aud "aud",
        Azp "azp",
        Type "type",
        Sub "sub",
        Role "role",
        Email "email",
        Jti "jti",
        SessionClaim "session_id",
        Sid "sid",
        Scope "scope",
        Scopes "scopes",
        Tier "tier",
        BannedUntil "bannedUntil",
        Event "event",
        PresenceState "presenceState",
        Page "page",
        PerPage "per_page",
        User "user",
        AdvanceMs "advance_ms",
        SessionFact "sessionId",
        StartTime "startTime",
        Seats "seats",
        ParticipantType "participantType",
        AlreadyRated "alreadyRated",
        Pending "pending",
        LeftAt "leftAt",
        CompletedAt "completedAt",
        ExpiresAt "expiresAt",
        Slot "slot",
        Count "count",
        HasPending "hasPending",
        Credits "credits",
        IsJoining "isJoining",
        Filters "filters",
        Topic "topic",
        Mode "mode",
        Language "language",
        Tables "tables",
        Slots "slots",
        Id "id",
        CreatedAt "createdAt",
        IsPrivate "isPrivate",
        MaxSeats "maxSeats",
        ActiveParticipants "activeParticipants",
        RoomBytes "roomBytes",
        RoomNumber "roomNumber",
        SeatNumber "seatNumber",
        CreditDeductedAt "creditDeductedAt",
        CreditRefundedAt "creditRefundedAt",
        FillAi "fillAi",
        SettledAt "settledAt",
        Trigger "trigger",
        Connection "connection",
        ActiveMs "activeMs",
        ConnectedAt "connectedAt",
        DisconnectedAt "disconnectedAt",
        Disconnects "disconnects",
        TotalActiveMinutes "totalActiveMinutes",
        EssenceEarned "essenceEarned",
        SessionCount "sessionCount",
        Awarded "awarded",
        Amount "amount",
        Capped "capped",
        CreditsRemaining "creditsRemaining",
        CycleStart "cycleStart",
        GiftsSentThisWeek "giftsSentThisWeek",
        SenderId "senderId",
        RecipientId "recipientId",
        Sender "sender",
        Recipient "recipient",
        Seed "seed",
        BaseUrl "baseUrl",
        ReferralCode "referralCode",
        ReferredBy "referredBy",
        ReferrerId "referrerId",
        Referrer "referrer",
        ReferralsCompleted "referralsCompleted",
        Account "account",
        Completed "completed",
        CompletedBefore "completedBefore",
        Key "key",
        BodyHash "bodyHash",
        Stored "stored",
        StoredAt "storedAt",
        RaterReliability "raterReliability",
        Score "score",
        Weight "weight",
        Limits "limits",
        Name "name",
        Quota "quota",
        WindowSeconds "windowSeconds",
        Times "times",
        Counts "counts",
        Cost "cost",
        Remaining "remaining",
        ResetAt "resetAt",
        RetryAt "retryAt",
        Instances "instances",
        Route "route",
        RetryAfter "retryAfter",
        RateLimit "rateLimit",
        RateLimitPolicy "rateLimitPolicy",
        Limit "limit",
        Reset "reset",
        Date "date",
        Asked "asked",
        Allowed "allowed",
        Needed "needed",
        Issuer "issuer",
        Subject "subject",
        Address "address",
        Peer "peer",
        ForwardedFor "forwardedFor",
        TrustedProxies "trustedProxies",
        Path "path",
        Schedule "schedule",
        Table "table",
        Attempt "attempt",
        Attempts "attempts",
        BaseMs "baseMs",
        Factor "factor",
        CapMs "capMs",
        JitterPercent "jitterPercent",
        Random "random",
        Failure "failure",
        ThresholdPercent "thresholdPercent",
        MinimumCalls "minimumCalls",
        Failures "failures",
        OpenMs "openMs",
        ProbeMs "probeMs",
        Breaker "breaker",
        State "state",
        Since "since",
        Generation "generation",
        Outcomes "outcomes",
        At "at",
        Calls "calls",
        Ticket "ticket",
        Record "record",
        Stage "stage",
        Stages "stages",
        Status "status",
        ErrorMessage "errorMessage",
        ErrorAt "errorAt",
        UpdatedAt "updatedAt",
        IsStrict "isStrict",
        Parts "parts",
        IsCritical "isCritical",
        Health "health",
        UsedPercent "usedPercent",
        Taken "taken",
        Size "size",
        KeySet "keySet",
        FetchedAt "fetchedAt",
        AttemptedAt "attemptedAt",
        StartedAt "startedAt",
        DueAt "dueAt",
        IsKnown "isKnown",
        MaxStaleSeconds "maxStaleSeconds",
        Secret "secret",
        Password "password",
        Username "username",
        DisplayName "display_name",
        Bio "bio",
        AvatarConfig "avatar_config",
        SocialLinks "social_links",
        StudyInterests "study_interests",
        PreferredLanguage "preferred_language",
        PixelAvatarId "pixel_avatar_id",
        IsOnboarded "is_onboarded",
        DefaultTableMode "default_table_mode",
        ActivityTrackingEnabled "activity_tracking_enabled",
        EmailNotificationsEnabled "email_notifications_enabled",
        PushNotificationsEnabled "push_notifications_enabled",
        CurrentUsername "currentUsername",
        IsUsernameTaken "isUsernameTaken",
        DeletedAt "deletedAt",
        DeletionScheduledAt "deletionScheduledAt",
        Action "action",
        Content "content",
        Note "note",
        Tags "tags",
        Notes "notes",
        Reflections "reflections",
        Sessions "sessions",
        Search "search",
        DateFrom "date_from",
        DateTo "date_to",
        CurrentStreak "currentStreak",
        LongestStreak "longestStreak",
        LastSessionDate "lastSessionDate",
        JoinedAt "joinedAt",
        ReporterId "reporterId",
        ReportedUserId "reported_user_id",
        ReportedUserIds "reportedUserIds",
        Category "category",
        Description "description",
        DisplayNameFact "displayName",
        RoomName "roomName",
        ApiKey "apiKey",
        HasSecret "hasSecret",
        HasUrl "hasUrl",
        IsDevelopment "isDevelopment",
        Claims "claims",
        Digest "digest",
        Sha256 "sha256",
        Room "room",
        Participant "participant",
        Identity "identity",
        Samples "samples",
        IsTyping "isTyping",
        IsVisible "isVisible",
        ElapsedMs "elapsedMs",
        IsWaiting "isWaiting",
        Timestamp "timestamp",
        Level "level",
        Calibration "calibration",
        Sum "sum",
        Threshold "threshold",
        TargetSlotTime "target_slot_time",
    }
}

words! {
    /// What a value should have been.
    Expected {
        Object "an object",
        Array "an array",
        Text "text",
        Number "a finite number",
        WholeNumber "a whole number",
        Boolean "true or false",
        Decimal "a decimal with two places, as text",
    }
}

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
        }
    }
}

/// The values that fill a message's placeholders.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Params {
    /// The message has no placeholder.
    #[default]
    None,
    /// `{min}`
    Min(u32),
    /// `{max}`
    Max(u32),
    /// `{expected}`
    Expected(Expected),
    /// `{allowed}`
    Allowed(Allowed),
    /// `{line}` and `{column}`, both counted from 1.
    At {
        /// The line.
        line: u32,
        /// The column, in characters.
        column: u32,
    },
    /// `{current}`, by the API's code.
    Phase(Phase),
}

impl Params {
    /// Kind and numbers, as [`Problem::numbers`] has them.
    const fn numbers(self) -> (u8, u32, u32) {
        match self {
            Self::None => (0, 0, 0),
            Self::Min(min) => (1, min, 0),
            Self::Max(max) => (2, max, 0),
            Self::Expected(expected) => (3, expected as u32, 0),
            Self::Allowed(allowed) => (4, allowed as u32, 0),
            Self::At { line, column } => (5, line, column),
            Self::Phase(phase) => (6, phase.api_place() as u32, 0),
        }
    }
}

const fn capped(number: u32) -> u64 {
    const MOST: u32 = 0xff_ffff;
    if number > MOST { MOST as u64 } else { number as u64 }
}

/// Where in the input a problem stands: `ratings[1].reasons[0]`, `breaker.outcomes[0].at`, `exp`, or
/// empty for the whole.
///
/// Five pieces in one word, because every refusal carries one: three names of twelve bits, an index
/// of sixteen behind the first and one of twelve behind the second; all ones where there is none.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Path(u64);

/// Where a piece stands in the word, and as many ones as it has bits.
type Piece = (u32, u64);
const HEAD: Piece = (0, 0xfff);
const INDEX: Piece = (12, 0xffff);
const MEMBER: Piece = (28, 0xfff);
const ITEM: Piece = (40, 0xfff);
const LAST: Piece = (52, 0xfff);

impl Path {
    /// The whole input.
    pub const ROOT: Self = Self(u64::MAX);

    /// `head`
    #[must_use]
    pub const fn of(head: Field) -> Self {
        Self::ROOT.put(HEAD, head as u64)
    }

    /// `…[index]` behind the first name.
    #[must_use]
    pub const fn at(self, index: u32) -> Self {
        self.put(INDEX, index as u64)
    }

    /// `….member`, the second name.
    #[must_use]
    pub const fn member(self, member: Field) -> Self {
        self.put(MEMBER, member as u64)
    }

    /// `…[item]` behind the second name.
    #[must_use]
    pub const fn item(self, item: u32) -> Self {
        self.put(ITEM, item as u64)
    }

    /// `….name` behind all that is there: the second name or the third. A fourth takes its place.
    #[must_use]
    pub const fn then(self, name: Field) -> Self {
        self.put(if self.has(MEMBER) { LAST } else { MEMBER }, name as u64)
    }

    /// `…[place]` behind the first or the second name, whichever is the last.
    #[must_use]
    pub const fn nth(self, place: u32) -> Self {
        self.put(if self.has(MEMBER) { ITEM } else { INDEX }, place as u64)
    }

    /// The pieces as numbers, in the order in which they are read: the first name's place among
    /// all fields, the index behind it, the second name's place, the index behind that, the third's.
    #[must_use]
    pub fn pieces(self) -> [Option<u32>; 5] {
        [HEAD, INDEX, MEMBER, ITEM, LAST].map(|(at, ones)| {
            let found = self.0 >> at & ones;
            (found != ones).then_some(found as u32)
        })
    }

    const fn has(self, (at, ones): Piece) -> bool {
        self.0 >> at & ones != ones
    }

    /// No rule counts further than its indices reach.
    const fn put(self, (at, ones): Piece, piece: u64) -> Self {
        Self(self.0 & !(ones << at) | (piece & ones) << at)
    }
}

impl Default for Path {
    fn default() -> Self {
        Self::ROOT
    }
}

impl fmt::Debug for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Path({self})")
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [head, index, member, item, last] = self.pieces();
        let name = |place: u32| Field::ALL.get(place as usize).map_or("", |field| field.as_str());
        if let Some(head) = head {
            f.write_str(name(head))?;
        }
        if let Some(index) = index {
            write!(f, "[{index}]")?;
        }
        if let Some(member) = member {
            f.write_str(if head.is_some() { "." } else { "" })?;
            f.write_str(name(member))?;
        }
        if let Some(item) = item {
            write!(f, "[{item}]")?;
        }
        if let Some(last) = last {
            write!(f, ".{}", name(last))?;
        }
        Ok(())
    }
}

/// One thing that is wrong with an input.
///
/// Two words, so that refusing costs a rule little code: the place, and the code with the numbers
/// of its message.
#[derive(Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[error("{}", self.message())]
pub struct Problem {
    /// Where.
    pub path: Path,
    what: What,
}

/// Eight bits of code, eight of the kind of [`Params`], and two numbers of 24 bits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct What(u64);

impl Problem {
    /// A problem of the whole input.
    #[must_use]
    pub const fn new(code: Code) -> Self {
        Self::at(code, Path::ROOT)
    }

    /// A problem at a place.
    #[must_use]
    pub const fn at(code: Code, path: Path) -> Self {
        Self { path, what: What(code as u64) }
    }

    /// The same with the values of its message; numbers beyond 2^24 − 1 are told as that.
    #[must_use]
    #[inline(never)]
    pub const fn with(self, params: Params) -> Self {
        let (kind, first, second) = params.numbers();
        let (first, second) = (capped(first) << 16, capped(second) << 40);
        let what = What(self.what.0 & 0xff | (kind as u64) << 8 | first | second);
        Self { path: self.path, what }
    }

    /// `WRONG_TYPE` at a place.
    #[must_use]
    pub const fn wrong_type(path: Path, expected: Expected) -> Self {
        Self::at(Code::WrongType, path).with(Params::Expected(expected))
    }

    /// `UNKNOWN_VALUE` at a place.
    #[must_use]
    pub const fn unknown_value(path: Path, allowed: Allowed) -> Self {
        Self::at(Code::UnknownValue, path).with(Params::Allowed(allowed))
    }

    /// What.
    #[must_use]
    pub fn code(&self) -> Code {
        let place = (self.what.0 & 0xff) as usize;
        Code::ALL.get(place).copied().unwrap_or(Code::InternalError)
    }

    /// What the message says beside.
    #[must_use]
    pub fn params(&self) -> Params {
        let [_, kind, first, second] = self.numbers();
        match kind {
            1 => Params::Min(first),
            2 => Params::Max(first),
            3 => Expected::ALL.get(first as usize).map_or(Params::None, |e| Params::Expected(*e)),
            4 => Allowed::ALL.get(first as usize).map_or(Params::None, |a| Params::Allowed(*a)),
            5 => Params::At { line: first, column: second },
            6 => {
                let phase = Phase::from_api_place(Some(first as usize), true);
                phase.map_or(Params::None, Params::Phase)
            }
            _ => Params::None,
        }
    }

    /// The code's place in [`Code::ALL`], and the [`Params`] as numbers: their kind in the order
    /// of the enum and the two that it may hold, words by their place among all.
    #[must_use]
    pub const fn numbers(&self) -> [u32; 4] {
        let what = self.what.0;
        let (code, kind) = (what & 0xff, what >> 8 & 0xff);
        [code as u32, kind as u32, (what >> 16 & 0xff_ffff) as u32, (what >> 40) as u32]
    }

    /// The message in the words that every side shows.
    #[must_use]
    pub fn message(&self) -> String {
        let template = self.code().template();
        match self.params() {
            Params::None => template.to_string(),
            Params::Min(min) => template.replace("{min}", &min.to_string()),
            Params::Max(max) => template.replace("{max}", &max.to_string()),
            Params::Expected(expected) => template.replace("{expected}", expected.as_str()),
            Params::Allowed(allowed) => template.replace("{allowed}", &allowed.words().join(", ")),
            Params::At { line, column } => template
                .replace("{line}", &line.to_string())
                .replace("{column}", &column.to_string()),
            Params::Phase(phase) => template.replace("{current}", phase.to_api()),
        }
    }
}

impl fmt::Debug for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at `{}`", self.code(), self.path)
    }
}

/// The one code that stands for a list of problems: their own when all share it.
#[must_use]
pub fn summary_code(problems: &[Problem]) -> Code {
    match problems {
        [first, rest @ ..] if rest.iter().all(|p| p.code() == first.code()) => first.code(),
        _ => Code::ValidationError,
    }
}

impl From<Problem> for Vec<Problem> {
    fn from(problem: Problem) -> Self {
        [problem].into()
    }
}

#[cfg(feature = "serde")]
#[path = "problem_wire.rs"]
mod wire;

#[cfg(test)]
#[path = "problem_tests.rs"]
mod tests;
