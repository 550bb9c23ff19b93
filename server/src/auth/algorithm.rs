//! Signature algorithms (RFC 7518, section 3; RFC 8037; RFC 9864).

use aws_lc_rs::hmac;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ECDSA_P521_SHA512_FIXED,
    EcdsaVerificationAlgorithm, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384,
    RSA_PKCS1_2048_8192_SHA512, RSA_PSS_2048_8192_SHA256, RSA_PSS_2048_8192_SHA384,
    RSA_PSS_2048_8192_SHA512, RsaParameters,
};

/// How a token is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// RSA PKCS #1 v1.5 with SHA-256.
    Rs256,
    /// RSA PKCS #1 v1.5 with SHA-384.
    Rs384,
    /// RSA PKCS #1 v1.5 with SHA-512.
    Rs512,
    /// RSA PSS with SHA-256.
    Ps256,
    /// RSA PSS with SHA-384.
    Ps384,
    /// RSA PSS with SHA-512.
    Ps512,
    /// ECDSA on P-256 with SHA-256.
    Es256,
    /// ECDSA on P-384 with SHA-384.
    Es384,
    /// ECDSA on P-521 with SHA-512.
    Es512,
    /// Ed25519 by its older name, which other curves share.
    EdDsa,
    /// Ed25519 by its own name.
    Ed25519,
    /// HMAC with SHA-256.
    Hs256,
    /// HMAC with SHA-384.
    Hs384,
    /// HMAC with SHA-512.
    Hs512,
}

/// What an algorithm needs of a key.
pub(super) enum Needs {
    /// A modulus and an exponent.
    Rsa(&'static RsaParameters),
    /// A point of this curve, whose coordinates have so many bytes.
    Ec(&'static EcdsaVerificationAlgorithm, usize),
    /// A point of Ed25519.
    Okp,
    /// A secret of at least so many bytes (RFC 7518, section 3.2).
    Oct(hmac::Algorithm, usize),
}

impl Algorithm {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::Rs256,
        Self::Rs384,
        Self::Rs512,
        Self::Ps256,
        Self::Ps384,
        Self::Ps512,
        Self::Es256,
        Self::Es384,
        Self::Es512,
        Self::EdDsa,
        Self::Ed25519,
        Self::Hs256,
        Self::Hs384,
        Self::Hs512,
    ];

    /// What a foreign issuer may use unless its settings say otherwise.
    pub const FOREIGN: [Self; 2] = [Self::Rs256, Self::Es256];

    /// The name in headers and key sets.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Rs384 => "RS384",
            Self::Rs512 => "RS512",
            Self::Ps256 => "PS256",
            Self::Ps384 => "PS384",
            Self::Ps512 => "PS512",
            Self::Es256 => "ES256",
            Self::Es384 => "ES384",
            Self::Es512 => "ES512",
            Self::EdDsa => "EdDSA",
            Self::Ed25519 => "Ed25519",
            Self::Hs256 => "HS256",
            Self::Hs384 => "HS384",
            Self::Hs512 => "HS512",
        }
    }

    /// What a name stands for; names are compared byte by byte.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.as_str() == name)
    }

    /// Whether whoever verifies could sign too. Such keys are never published.
    #[must_use]
    pub const fn is_symmetric(self) -> bool {
        matches!(self, Self::Hs256 | Self::Hs384 | Self::Hs512)
    }

    pub(super) fn needs(self) -> Needs {
        match self {
            Self::Rs256 => Needs::Rsa(&RSA_PKCS1_2048_8192_SHA256),
            Self::Rs384 => Needs::Rsa(&RSA_PKCS1_2048_8192_SHA384),
            Self::Rs512 => Needs::Rsa(&RSA_PKCS1_2048_8192_SHA512),
            Self::Ps256 => Needs::Rsa(&RSA_PSS_2048_8192_SHA256),
            Self::Ps384 => Needs::Rsa(&RSA_PSS_2048_8192_SHA384),
            Self::Ps512 => Needs::Rsa(&RSA_PSS_2048_8192_SHA512),
            Self::Es256 => Needs::Ec(&ECDSA_P256_SHA256_FIXED, 32),
            Self::Es384 => Needs::Ec(&ECDSA_P384_SHA384_FIXED, 48),
            Self::Es512 => Needs::Ec(&ECDSA_P521_SHA512_FIXED, 66),
            Self::EdDsa | Self::Ed25519 => Needs::Okp,
            Self::Hs256 => Needs::Oct(hmac::HMAC_SHA256, 32),
            Self::Hs384 => Needs::Oct(hmac::HMAC_SHA384, 48),
            Self::Hs512 => Needs::Oct(hmac::HMAC_SHA512, 64),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_for_one_algorithm_and_case_counts() {
        for algorithm in Algorithm::ALL {
            assert_eq!(Algorithm::parse(algorithm.as_str()), Some(algorithm));
        }
        for name in ["none", "None", "rs256", "RS256 ", "ES256K", "ES521", "Ed448", "RSA-OAEP", ""]
        {
            assert_eq!(Algorithm::parse(name), None, "{name}");
        }
    }
}
