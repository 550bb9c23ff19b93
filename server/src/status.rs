//! The HTTP status of every code.

use axum::http::StatusCode;
use focus_core::Code;

/// The status that a code is answered with.
pub(crate) const fn status(code: Code) -> StatusCode {
    match code {
        Code::MalformedJson
        | Code::InvalidRatingTarget
        | Code::InvalidSlot
        | Code::SessionAlreadyStarted
        | Code::SelfGift
        | Code::SelfReferral
        | Code::IdempotencyKeyInvalid
        | Code::InvalidDateFrom
        | Code::InvalidDateTo
        | Code::SelfReport => StatusCode::BAD_REQUEST,

        Code::TokenMissing
        | Code::TokenMalformed
        | Code::TokenInvalid
        | Code::TokenRevoked
        | Code::TokenExpired
        | Code::TokenNotYetValid
        | Code::TokenIssuer
        | Code::TokenAudience
        | Code::TokenParty
        | Code::TokenType
        | Code::TokenSubject
        | Code::TokenRole
        | Code::InvalidWebhookSignature => StatusCode::UNAUTHORIZED,

        Code::NotParticipant
        | Code::SessionNotRatable
        | Code::AccountBanned
        | Code::PendingRatings
        | Code::GiftNotAllowed
        | Code::AccountDeletionScheduled => StatusCode::FORBIDDEN,
        Code::InsufficientCredits => StatusCode::PAYMENT_REQUIRED,

        Code::NotFound
        | Code::SessionNotFound
        | Code::UserNotFound
        | Code::NoPendingRatings
        | Code::CreditNotFound
        | Code::InvalidReferralCode => StatusCode::NOT_FOUND,

        Code::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,

        Code::SessionMismatch
        | Code::RatingAlreadyExists
        | Code::AlreadyInSession
        | Code::SessionFull
        | Code::SessionPhaseError
        | Code::ReferralAlreadyApplied
        | Code::UsernameConflict
        | Code::DuplicateReport => StatusCode::CONFLICT,

        Code::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Code::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,

        Code::ValidationError
        | Code::Missing
        | Code::WrongType
        | Code::UnknownValue
        | Code::TooFew
        | Code::TooMany
        | Code::TooLong
        | Code::TooShort
        | Code::InvalidId
        | Code::InvalidText
        | Code::InvalidTimestamp
        | Code::InvalidUsername
        | Code::InvalidSessionId
        | Code::RedReasonRequired
        | Code::ReasonsNotAllowed
        | Code::OtherTextWithoutOther
        | Code::DuplicateRatee
        | Code::SelfRating
        | Code::IdempotencyKeyReused
        | Code::InvalidAddress
        | Code::SecretPlaceholder
        | Code::PasswordNeedsUpper
        | Code::PasswordNeedsLower
        | Code::PasswordNeedsDigit
        | Code::PasswordNeedsSpecial
        | Code::PasswordCommon
        | Code::PasswordTooLong
        | Code::UnknownStage => StatusCode::UNPROCESSABLE_ENTITY,

        Code::GiftLimitExceeded | Code::ReportLimitExceeded => StatusCode::TOO_MANY_REQUESTS,

        Code::InternalError | Code::InvalidPolicy | Code::RulesUnavailable | Code::RulesTrapped => {
            StatusCode::INTERNAL_SERVER_ERROR
        }

        Code::AuthUnavailable | Code::Overloaded => StatusCode::SERVICE_UNAVAILABLE,
        Code::DeadlineExceeded => StatusCode::GATEWAY_TIMEOUT,
    }
}
