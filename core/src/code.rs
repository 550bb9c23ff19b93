//! Every stable code of the project, in one closed list.
//!
//! A code never changes its name. Its message is one template, filled from the problem's
//! [`Params`](crate::Params), so that both sides say the same words.

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident $text:literal $message:literal;)+) => {
        /// What went wrong, as a name that never changes.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Code {
            $($(#[$doc])* #[doc = concat!("`", $text, "`")] $variant,)+
        }

        impl Code {
            /// Every code, in the order of the list.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The code as it stands on the wire.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }

            /// The message with its placeholders (`{max}`, `{allowed}`, …) unfilled.
            #[must_use]
            pub const fn template(self) -> &'static str {
                match self { $(Self::$variant => $message,)+ }
            }
        }
    };
}

codes! {
    // What the package's main entry tells, up to `RulesTrapped`: single fields first.
    Missing "MISSING" "This field is required.";
    WrongType "WRONG_TYPE" "This must be {expected}.";
    UnknownValue "UNKNOWN_VALUE" "This must be one of: {allowed}.";
    TooFew "TOO_FEW" "At least {min} required.";
    TooMany "TOO_MANY" "At most {max} allowed.";
    TooLong "TOO_LONG" "This must have at most {max} characters.";
    InvalidId "INVALID_ID" "This is not a well-formed id.";
    InvalidText "INVALID_TEXT" "This text holds characters that cannot be stored.";
    InvalidTimestamp "INVALID_TIMESTAMP" "This is not an instant: RFC 3339 text with a zone, or milliseconds.";

    // Sessions and ratings.
    InvalidSessionId "INVALID_SESSION_ID" "The session id is not a UUID.";
    SessionMismatch "SESSION_MISMATCH" "Session mismatch: cannot rate a different session";
    RedReasonRequired "RED_REASON_REQUIRED" "Red ratings require at least one reason.";
    ReasonsNotAllowed "REASONS_NOT_ALLOWED" "Only red ratings have reasons.";
    OtherTextWithoutOther "OTHER_TEXT_WITHOUT_OTHER" "A text needs the reason `other`.";
    DuplicateRatee "DUPLICATE_RATEE" "This person is rated twice.";
    SelfRating "SELF_RATING" "You cannot rate yourself.";

    // Tokens.
    TokenMalformed "TOKEN_MALFORMED" "Authentication failed: the token is malformed";
    TokenExpired "TOKEN_EXPIRED" "Authentication failed: the token has expired";
    TokenNotYetValid "TOKEN_NOT_YET_VALID" "Authentication failed: the token is not valid yet";
    TokenIssuer "TOKEN_ISSUER" "Authentication failed: the token has another issuer";
    TokenAudience "TOKEN_AUDIENCE" "Authentication failed: the token is for another audience";
    TokenParty "TOKEN_PARTY" "Authentication failed: the token was issued to another party";
    TokenType "TOKEN_TYPE" "Authentication failed: the token is of another type";
    TokenSubject "TOKEN_SUBJECT" "Authentication failed: the token has no subject";
    TokenRole "TOKEN_ROLE" "Authentication failed: the token has another role";
    InvalidPolicy "INVALID_POLICY" "The claims policy is not usable.";

    // The WebAssembly module.
    RulesUnavailable "RULES_UNAVAILABLE" "WebAssembly cannot run here: allow 'wasm-unsafe-eval' in the script-src of the Content-Security-Policy.";
    RulesTrapped "RULES_TRAPPED" "The rules stopped on this input and were started afresh.";

    // Requests as a whole.
    ValidationError "VALIDATION_ERROR" "The request has several problems.";
    MalformedJson "MALFORMED_JSON" "The body is not valid JSON: see line {line}, column {column}.";
    UnsupportedMediaType "UNSUPPORTED_MEDIA_TYPE" "The body must be application/json.";
    BodyTooLarge "BODY_TOO_LARGE" "The body is larger than {max} bytes.";
    NotFound "NOT_FOUND" "There is nothing at this address.";
    MethodNotAllowed "METHOD_NOT_ALLOWED" "This address does not answer this method.";
    InternalError "INTERNAL_ERROR" "Internal server error.";
    Overloaded "OVERLOADED" "The server cannot answer right now.";
    DeadlineExceeded "DEADLINE_EXCEEDED" "The request took too long.";

    // Sessions, people and ratings.
    SessionNotFound "SESSION_NOT_FOUND" "Session not found";
    NotParticipant "NOT_PARTICIPANT" "You are not a participant in this session";
    UserNotFound "USER_NOT_FOUND" "User not found";
    SessionNotRatable "SESSION_NOT_RATABLE" "This session is not in a ratable state.";
    InvalidRatingTarget "INVALID_RATING_TARGET" "Invalid rating target.";
    RatingAlreadyExists "RATING_ALREADY_EXISTS" "You have already rated participants in this session.";
    NoPendingRatings "NO_PENDING_RATINGS" "No pending ratings found for this session.";

    // Slots, matching and seats.
    AccountBanned "ACCOUNT_BANNED" "Your account is temporarily suspended. Please try again later.";
    InvalidSlot "INVALID_SLOT" "Target slot must be at :00 or :30, at least 3 minutes and at most 7 days away.";
    PendingRatings "PENDING_RATINGS" "Please rate your last session before joining another one.";
    InsufficientCredits "INSUFFICIENT_CREDITS" "Insufficient credits.";
    AlreadyInSession "ALREADY_IN_SESSION" "You are already in a session at this time slot.";
    SessionFull "SESSION_FULL" "No available sessions found.";
    SessionPhaseError "SESSION_PHASE_ERROR" "Session is in {current} phase, requires setup.";
    SessionAlreadyStarted "SESSION_ALREADY_STARTED" "Session has already started. Use /leave endpoint instead.";

    // Tokens that only a server judges.
    TokenMissing "TOKEN_MISSING" "Authentication required";
    TokenInvalid "TOKEN_INVALID" "Authentication failed: the token is not valid";
    TokenRevoked "TOKEN_REVOKED" "Authentication failed: the token was revoked";
    AuthUnavailable "AUTH_UNAVAILABLE" "Tokens cannot be checked right now.";

    // Credits, and requests that move something.
    CreditNotFound "CREDIT_NOT_FOUND" "Credit record not found.";
    SelfGift "SELF_GIFT" "You cannot give credits to yourself.";
    GiftNotAllowed "GIFT_NOT_ALLOWED" "Gifting not allowed for this tier. Upgrade to Pro or Elite.";
    GiftLimitExceeded "GIFT_LIMIT_EXCEEDED" "Weekly gift limit reached. Resets on your refresh date.";
    ReferralAlreadyApplied "REFERRAL_ALREADY_APPLIED" "You have already used a referral code.";
    SelfReferral "SELF_REFERRAL" "Cannot use your own referral code.";
    InvalidReferralCode "INVALID_REFERRAL_CODE" "Invalid referral code.";
    IdempotencyKeyInvalid "IDEMPOTENCY_KEY_INVALID" "The idempotency key is not a UUID.";
    IdempotencyKeyReused "IDEMPOTENCY_KEY_REUSED" "This idempotency key came with another request before.";

    // Addresses.
    InvalidAddress "INVALID_ADDRESS" "This is not an IP address.";
    // Settings, sign-in and background work.
    TooShort "TOO_SHORT" "This must have at least {min} characters.";
    SecretPlaceholder "SECRET_PLACEHOLDER" "The secret holds a well-known placeholder.";
    PasswordNeedsUpper "PASSWORD_NEEDS_UPPER" "The password needs an upper-case letter.";
    PasswordNeedsLower "PASSWORD_NEEDS_LOWER" "The password needs a lower-case letter.";
    PasswordNeedsDigit "PASSWORD_NEEDS_DIGIT" "The password needs a digit.";
    PasswordNeedsSpecial "PASSWORD_NEEDS_SPECIAL" "The password needs a character that is no letter and no digit.";
    PasswordCommon "PASSWORD_COMMON" "Many people have this password.";
    PasswordTooLong "PASSWORD_TOO_LONG" "The password must have at most {max} bytes.";
    UnknownStage "UNKNOWN_STAGE" "There is no such stage.";
    // People, what they write down, and rooms.
    InvalidUsername "INVALID_USERNAME" "Username can only contain letters, numbers, and underscores";
    UsernameConflict "USERNAME_CONFLICT" "This username is already taken";
    AccountDeletionScheduled "ACCOUNT_DELETION_SCHEDULED" "This account is scheduled for deletion.";
    InvalidDateFrom "INVALID_DATE_FROM" "Invalid date_from format";
    InvalidDateTo "INVALID_DATE_TO" "Invalid date_to format";
    SelfReport "SELF_REPORT" "You cannot report yourself.";
    DuplicateReport "DUPLICATE_REPORT" "You have already reported this person for this session.";
    ReportLimitExceeded "REPORT_LIMIT_EXCEEDED" "You have made too many reports for this session.";
    InvalidWebhookSignature "INVALID_WEBHOOK_SIGNATURE" "Invalid webhook signature";
}

impl core::fmt::Display for Code {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::Code;

    #[test]
    fn a_code_prints_as_it_stands_on_the_wire() {
        assert_eq!(Code::TooLong.to_string(), "TOO_LONG");
    }

    #[test]
    fn codes_are_upper_snake_case_and_unique() {
        let mut seen = alloc::vec::Vec::new();
        for code in Code::ALL {
            let text = code.as_str();
            assert!(text.bytes().all(|b| b.is_ascii_uppercase() || b == b'_'), "{text}");
            assert!(!seen.contains(&text), "{text} stands twice");
            seen.push(text);
        }
    }
}
