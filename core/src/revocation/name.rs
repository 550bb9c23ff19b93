//! What a token and its holder are known by among revocations.

use alloc::vec::Vec;

/// In front of every name, so that its hash is no hash of anything else.
const TAG: &[u8] = b"focus-squad revocation 1";

/// What a token is known by. Never by all of its text: who has a token signed with ES256 can write a
/// second valid signature (`n − s` for `s`) under the same claims, and the revoked one would live on
/// as its twin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenName<'a> {
    /// By the id that its issuer gave it.
    Id {
        /// `iss`
        issuer: &'a str,
        /// `jti`, not empty.
        id: &'a str,
    },
    /// By what was signed.
    Signed {
        /// `iss`
        issuer: &'a str,
        /// Header and claims as they stand in the token, with the dot in between.
        signed: &'a str,
    },
}

impl<'a> TokenName<'a> {
    /// What a token is known by: its `jti`, else what was signed
    /// ([`Compact::signed`](crate::token::Compact::signed)).
    #[must_use]
    pub fn of(issuer: &'a str, jti: Option<&'a str>, signed: &'a str) -> Self {
        match jti {
            Some(id) if !id.is_empty() => Self::Id { issuer, id },
            _ => Self::Signed { issuer, signed },
        }
    }

    /// Bytes to be hashed: other ones for every other name, be it a token's or a holder's.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        match *self {
            Self::Id { issuer, id } => bytes(b't', [issuer, id]),
            Self::Signed { issuer, signed } => bytes(b's', [issuer, signed]),
        }
    }
}

/// Whom tokens are issued to: a subject of an issuer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TokenHolder<'a> {
    /// `iss`
    pub issuer: &'a str,
    /// `sub`
    pub subject: &'a str,
}

impl TokenHolder<'_> {
    /// Bytes to be hashed: other ones for every other name, be it a token's or a holder's.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        bytes(b'u', [self.issuer, self.subject])
    }
}

/// The tag, a letter for the kind, and each part behind its length in eight bytes, the highest first.
fn bytes(kind: u8, parts: [&str; 2]) -> Vec<u8> {
    let mut bytes = Vec::from(TAG);
    bytes.push(kind);
    for part in parts {
        bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
        bytes.extend_from_slice(part.as_bytes());
    }
    bytes
}

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_token_is_known_by_its_id_or_else_by_what_was_signed() {
        let of = |jti| TokenName::of("us", jti, "e30.e30");
        assert_eq!(of(Some("7")), TokenName::Id { issuer: "us", id: "7" });
        for none in [None, Some("")] {
            assert_eq!(of(none), TokenName::Signed { issuer: "us", signed: "e30.e30" });
        }
    }

    #[test]
    fn the_bytes_of_a_name_never_change() {
        let name = TokenName::of("us", Some("id"), "");
        let wanted = b"focus-squad revocation 1t\0\0\0\0\0\0\0\x02us\0\0\0\0\0\0\0\x02id";
        assert_eq!(name.bytes(), wanted);
    }

    #[test]
    fn where_one_part_ends_and_the_next_begins_is_told() {
        let holder = |issuer, subject| TokenHolder { issuer, subject }.bytes();
        assert_ne!(holder("a", "bc"), holder("ab", "c"));
        assert_ne!(holder("", "abc"), holder("abc", ""));
    }

    /// Parts that make mistakes likely: short, of few letters, some with a length inside.
    fn part() -> impl Strategy<Value = String> {
        let length = |count: usize| String::from("\0\0\0\0\0\0\0\u{1}").repeat(count) + "a";
        prop_oneof!["[ab.]{0,3}", any::<String>(), (0_usize..3).prop_map(length)]
    }

    fn name(kind: u8, issuer: &str, part: &str) -> Vec<u8> {
        match kind {
            0 => TokenName::Id { issuer, id: part }.bytes(),
            1 => TokenName::Signed { issuer, signed: part }.bytes(),
            _ => TokenHolder { issuer, subject: part }.bytes(),
        }
    }

    proptest! {
        #[test]
        fn different_names_have_different_bytes(
            one in (0_u8..3, part(), part()), other in (0_u8..3, part(), part()),
        ) {
            let bytes = |(kind, issuer, part): &(u8, String, String)| name(*kind, issuer, part);
            prop_assert_eq!(bytes(&one) == bytes(&other), one == other);
        }

        #[test]
        fn text_that_moves_from_one_part_to_the_other_makes_another_name(
            text in "[a-c\\x00]{1,12}", one in 0_usize..12, other in 0_usize..12, kind in 0_u8..3,
        ) {
            let cut = |at: usize| text.split_at(at % (text.len() + 1));
            let ((issuer, part), (other_issuer, other_part)) = (cut(one), cut(other));
            let is_same = name(kind, issuer, part) == name(kind, other_issuer, other_part);
            prop_assert_eq!(is_same, issuer == other_issuer);
        }
    }
}
