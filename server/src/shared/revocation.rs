//! A revocation as it is stored: what a token or a user is known by, hashed, and until when.

use base64ct::{Base64UrlUnpadded, Encoding as _};
use focus_core::Timestamp;

/// What a token or a user is known by: the SHA-256 of it, so that nobody who looks into the store
/// learns who signed out.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Name([u8; 32]);

/// When it was stored, by the store's own count: every further revocation has a higher one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Stamp(pub(super) u64);

/// What is revoked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Revoked {
    /// One token.
    Token,
    /// All tokens of a user up to an instant.
    User {
        /// The instant.
        not_before: Timestamp,
    },
}

/// A revocation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Revocation {
    /// Of whom.
    pub(crate) name: Name,
    /// Of what.
    pub(crate) what: Revoked,
    /// From when on nobody needs it any more.
    pub(crate) until: Timestamp,
}

impl Name {
    /// The name of what these bytes stand for.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, bytes);
        let mut name = [0; 32];
        for (to, from) in name.iter_mut().zip(digest.as_ref()) {
            *to = *from;
        }
        Self(name)
    }
}

const TOKEN: &str = "token";
const USER: &str = "user";

impl Revocation {
    /// As one text: what it is, the name in base64url, until when, and from when on tokens are good
    /// again; instants in microseconds since the epoch.
    pub(super) fn to_text(self) -> String {
        let name = Base64UrlUnpadded::encode_string(&self.name.0);
        let until = self.until.unix_micros();
        match self.what {
            Revoked::Token => format!("{TOKEN}:{name}:{until}"),
            Revoked::User { not_before } => {
                format!("{USER}:{name}:{until}:{}", not_before.unix_micros())
            }
        }
    }

    /// None of a text that nobody here wrote.
    pub(super) fn of_text(text: &str) -> Option<Self> {
        let mut parts = text.split(':');
        let kind = parts.next()?;
        let mut name = [0; 32];
        let decoded = Base64UrlUnpadded::decode(parts.next()?, &mut name).ok()?;
        let is_whole = decoded.len() == name.len();
        let mut instant = || parts.next()?.parse().ok().map(Timestamp::from_unix_micros);
        let until = instant()?;
        let what = match kind {
            TOKEN => Revoked::Token,
            USER => Revoked::User { not_before: instant()? },
            _ => return None,
        };
        let is_all = parts.next().is_none();
        (is_whole && is_all).then_some(Self { name: Name(name), what, until })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_written_is_read_again(bytes: [u8; 32], until: i64, not_before: Option<i64>) {
            let until = Timestamp::from_unix_micros(until);
            let what = not_before.map_or(Revoked::Token, |micros| Revoked::User {
                not_before: Timestamp::from_unix_micros(micros),
            });
            let revocation = Revocation { name: Name(bytes), what, until };
            prop_assert_eq!(Revocation::of_text(&revocation.to_text()), Some(revocation));
        }

        #[test]
        fn no_text_makes_it_panic(text: String, near in "(token|user):[A-Za-z0-9_-]{42,44}(:-?[0-9]{0,20}){0,3}") {
            let _ = (Revocation::of_text(&text), Revocation::of_text(&near));
        }
    }

    #[test]
    fn what_nobody_here_wrote_is_nothing() {
        let good = Revocation {
            name: Name([7; 32]),
            what: Revoked::Token,
            until: Timestamp::from_unix_micros(9),
        };
        let text = good.to_text();
        assert_eq!(text, "token:BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc:9");
        let (short, more) = (text.replacen("Bw", "", 1), format!("{text}:1"));
        for bad in ["", "token", "token::9", &short, &more, &text.replace("token", "user")] {
            assert_eq!(Revocation::of_text(bad), None, "{bad}");
        }
    }
}
