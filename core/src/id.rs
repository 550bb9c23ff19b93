//! UUIDs as the contract takes them: 8-4-4-4-12, any case in, lower case out, never nil.

use core::fmt;

use alloc::string::String;

use crate::digits;

/// A UUID that is well-formed and not nil.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uuid([u8; 16]);

impl Uuid {
    /// The one of all ones.
    pub(crate) const MAX: Self = Self([u8::MAX; 16]);
    /// Length of the canonical text.
    pub const TEXT_LENGTH: usize = 36;

    /// Reads the 8-4-4-4-12 form. Braces, URNs, missing hyphens and the nil UUID are refused.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != Self::TEXT_LENGTH {
            return None;
        }
        // The digits of either half: sixteen stand before the third hyphen.
        let (mut high, mut low) = (0_u64, 0_u64);
        for (at, byte) in text.bytes().enumerate() {
            if matches!(at, 8 | 13 | 18 | 23) {
                if byte != b'-' {
                    return None;
                }
                continue;
            }
            let digit = u64::from(digits::hex(byte)?);
            if at < 19 {
                high = high * 16 + digit;
            } else {
                low = low * 16 + digit;
            }
        }
        let mut bytes = [0_u8; 16];
        for (place, byte) in
            bytes.iter_mut().zip(high.to_be_bytes().into_iter().chain(low.to_be_bytes()))
        {
            *place = byte;
        }
        Self::from_bytes(bytes)
    }

    /// The UUID of sixteen bytes, unless they are all zero.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 16]) -> Option<Self> {
        (bytes != [0; 16]).then_some(Self(bytes))
    }

    /// The sixteen bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// The canonical text as ASCII bytes.
    #[must_use]
    pub fn to_ascii(&self) -> [u8; Self::TEXT_LENGTH] {
        const HEX: [u8; 16] = *b"0123456789abcdef";
        let mut text = [b'-'; Self::TEXT_LENGTH];
        for (byte, at) in self.0.into_iter().zip(PLACES) {
            for (place, digit) in text.iter_mut().skip(at).zip([byte >> 4, byte & 15]) {
                *place = HEX.get(usize::from(digit)).copied().unwrap_or_default();
            }
        }
        text
    }
}

/// Where the digits of each byte stand.
const PLACES: [usize; 16] = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];

impl fmt::Display for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(core::str::from_utf8(&self.to_ascii()).unwrap_or_default())
    }
}

impl fmt::Debug for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The canonical text.
impl From<Uuid> for String {
    fn from(uuid: Uuid) -> Self {
        uuid.to_ascii().into_iter().map(char::from).collect()
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Uuid {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident,)+) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl $name {
            /// Reads the 8-4-4-4-12 form, any case.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                Uuid::parse(text).map(Self)
            }

            /// Takes a UUID as this kind of id.
            #[must_use]
            pub const fn new(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The UUID.
            #[must_use]
            pub const fn uuid(&self) -> &Uuid {
                &self.0
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        #[cfg(feature = "serde")]
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        #[cfg(feature = "serde")]
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = alloc::borrow::Cow::<'_, str>::deserialize(deserializer)?;
                Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not a well-formed id"))
            }
        }
    )+ };
}

ids! {
    /// A session's id.
    SessionId,
    /// A user's id (not the identity provider's subject).
    UserId,
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_the_hyphenated_form_is_a_uuid() {
        let good = "0190F4A0-0000-7000-8000-0000000000Ab";
        assert_eq!(Uuid::parse(good).unwrap().to_string(), "0190f4a0-0000-7000-8000-0000000000ab");
        for bad in [
            "",
            "0190f4a000007000800000000000000a",
            "{0190f4a0-0000-7000-8000-0000000000ab}",
            "urn:uuid:0190f4a0-0000-7000-8000-0000000000ab",
            "0190f4a0-0000-7000-8000-0000000000a",
            "0190f4a0-0000-7000-8000-0000000000ag",
            "0190f4a0-0000-7000-80000-000000000ab",
            "0190f4a0-0000-7000-8000-0000000000ab\n",
            "00000000-0000-0000-0000-000000000000",
        ] {
            assert_eq!(Uuid::parse(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn an_id_shows_itself_when_debugged() {
        let text = "0190f4a0-0000-7000-8000-0000000000ab";
        let uuid = Uuid::parse(text).unwrap();
        assert_eq!(
            alloc::format!("{uuid:?} {:?}", UserId::new(uuid)),
            alloc::format!("{text} {text}")
        );
    }

    proptest! {
        #[test]
        fn printing_then_parsing_gives_the_same_uuid(bytes: [u8; 16]) {
            prop_assume!(bytes != [0; 16]);
            let uuid = Uuid::from_bytes(bytes).unwrap();
            prop_assert_eq!(Uuid::parse(&uuid.to_string()), Some(uuid));
        }

        #[test]
        fn no_text_makes_the_parser_panic(text: String) {
            let _ = Uuid::parse(&text);
        }
    }
}
