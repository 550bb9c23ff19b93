//! Why a token is refused: finer than a client is told, since it helps an operator and a forger.

use focus_core::token::CompactError;
use focus_core::{Code, Problem};

/// Why a token is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Longer than 8 KiB.
    TooLong,
    /// Not exactly three parts, or an empty one.
    Parts,
    /// A part is not strict base64url.
    Encoding,
    /// The header is no JSON object, or has a member twice.
    HeaderJson,
    /// A member of the header has the wrong type.
    HeaderMember,
    /// The header names no algorithm.
    AlgorithmMissing,
    /// The header names an algorithm that nobody here knows.
    AlgorithmUnknown,
    /// The issuer does not sign so.
    AlgorithmNotAllowed,
    /// The header has `crit`: no extension is supported.
    CriticalExtension,
    /// The header's `typ` is that of something else.
    HeaderType,
    /// The claims are no JSON object, or have a member twice.
    ClaimsJson,
    /// No key has this `kid`.
    KeyUnknown,
    /// The token names no key and none fits.
    KeyMissing,
    /// The token names no key and several fit.
    KeyAmbiguous,
    /// The key with this `kid` is for another algorithm.
    KeyAlgorithm,
    /// The key with this `kid` cannot be used.
    KeyUnusable(KeyProblem),
    /// The signature is not that of this key over this token.
    Signature,
    /// The claims do not say what they must.
    Claims(Problem),
    /// It was revoked, or nobody can tell whether it was.
    Revocation(Problem),
    /// Nobody can judge right now.
    Unavailable,
}

/// Why a key of a set is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyProblem {
    /// A member is missing, of a wrong type, or not what it must be.
    Malformed,
    /// Another key of the set has the same `kid`.
    Twin,
    /// It is symmetric, or has private members: everybody who reads the set could sign.
    Secret,
    /// `use` or `key_ops` are for something else.
    Purpose,
    /// Its `alg`, or that of its type, is unknown, not the issuer's, or does not fit its type.
    Algorithm,
    /// Too small to be safe, or with an exponent that is not.
    Weak,
    /// Its numbers are no key: a point that is not on its curve, for example.
    Numbers,
}

impl Refusal {
    /// The stable code, as `verify-token` tells it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::TooLong => "TOKEN_TOO_LONG",
            Self::Parts => "TOKEN_PARTS",
            Self::Encoding => "TOKEN_ENCODING",
            Self::HeaderJson => "HEADER_JSON",
            Self::HeaderMember => "HEADER_MEMBER",
            Self::AlgorithmMissing => "ALGORITHM_MISSING",
            Self::AlgorithmUnknown => "ALGORITHM_UNKNOWN",
            Self::AlgorithmNotAllowed => "ALGORITHM_NOT_ALLOWED",
            Self::CriticalExtension => "CRITICAL_EXTENSION",
            Self::HeaderType => "HEADER_TYPE",
            Self::ClaimsJson => "CLAIMS_JSON",
            Self::KeyUnknown => "KEY_UNKNOWN",
            Self::KeyMissing => "KEY_MISSING",
            Self::KeyAmbiguous => "KEY_AMBIGUOUS",
            Self::KeyAlgorithm => "KEY_ALGORITHM",
            Self::KeyUnusable(problem) => problem.code(),
            Self::Signature => "SIGNATURE_INVALID",
            Self::Claims(problem) | Self::Revocation(problem) => problem.code().as_str(),
            Self::Unavailable => Code::AuthUnavailable.as_str(),
        }
    }

    /// What a client is told.
    #[must_use]
    pub const fn problem(self) -> Problem {
        match self {
            Self::TooLong | Self::Parts | Self::Encoding | Self::HeaderJson | Self::ClaimsJson => {
                Problem::new(Code::TokenMalformed)
            }
            Self::HeaderMember
            | Self::AlgorithmMissing
            | Self::AlgorithmUnknown
            | Self::AlgorithmNotAllowed
            | Self::CriticalExtension
            | Self::HeaderType
            | Self::KeyUnknown
            | Self::KeyMissing
            | Self::KeyAmbiguous
            | Self::KeyAlgorithm
            | Self::KeyUnusable(_)
            | Self::Signature => Problem::new(Code::TokenInvalid),
            Self::Claims(problem) | Self::Revocation(problem) => problem,
            Self::Unavailable => Problem::new(Code::AuthUnavailable),
        }
    }
}

impl KeyProblem {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Malformed => "KEY_MALFORMED",
            Self::Twin => "KEY_TWIN",
            Self::Secret => "KEY_SECRET",
            Self::Purpose => "KEY_PURPOSE",
            Self::Algorithm => "KEY_ALGORITHM_UNUSABLE",
            Self::Weak => "KEY_WEAK",
            Self::Numbers => "KEY_NUMBERS",
        }
    }
}

impl From<CompactError> for Refusal {
    fn from(error: CompactError) -> Self {
        match error {
            CompactError::TooLong => Self::TooLong,
            CompactError::Parts => Self::Parts,
            CompactError::Encoding => Self::Encoding,
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        refusal.problem()
    }
}
