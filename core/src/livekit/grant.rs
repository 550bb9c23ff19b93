//! What a token for a room says.

use crate::id::UserId;
use crate::session::TableMode;
use crate::time::Timestamp;
use crate::time::units::SECOND_MILLIS;
use crate::user::shown_name;

/// Seconds that a token for a room holds.
pub const GRANT_TTL_SECONDS: i64 = 7_200;
/// What is given out instead of a token where there are no rooms.
pub const DEV_PLACEHOLDER_TOKEN: &str = "dev-placeholder-token";

/// The claims of a token for a room, to be signed with HS256.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grant<'a> {
    /// Who issues it: the API key.
    pub issuer: &'a str,
    /// Who enters.
    pub identity: UserId,
    /// What they are called there: the display name, or without one the username.
    pub name: &'a str,
    /// The room, which they may join and listen in.
    pub room: &'a str,
    /// Whether they are heard: where everybody is, and not where nobody is. Data may be sent in
    /// either.
    pub can_publish: bool,
    /// From when on it holds, in seconds since the epoch.
    pub not_before: i64,
    /// From when on it does not, in seconds since the epoch.
    pub expires_at: i64,
}

/// The claims for somebody who has a seat; none with an API key that stands for none: then
/// [`DEV_PLACEHOLDER_TOKEN`] is given out.
#[must_use]
pub fn grant<'a>(
    api_key: &'a str,
    user_id: UserId,
    (display_name, username): (Option<&'a str>, &'a str),
    room: &'a str,
    mode: TableMode,
    now: Timestamp,
) -> Option<Grant<'a>> {
    let not_before = now.unix_millis().div_euclid(SECOND_MILLIS);
    (!super::is_placeholder(api_key)).then(|| Grant {
        issuer: api_key,
        identity: user_id,
        name: shown_name(display_name, username),
        room,
        can_publish: mode == TableMode::ForcedAudio,
        not_before,
        expires_at: not_before + GRANT_TTL_SECONDS,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::id::Uuid;

    proptest! {
        #[test]
        fn a_grant_holds_two_hours_from_now_on(now: i64) {
            let now = Timestamp::from_unix_micros(now);
            let user = UserId::new(Uuid::from_bytes([1; 16]).unwrap());
            let grant = |key, mode| grant(key, user, (None, "ann"), "room", mode, now);
            let heard = grant("key", TableMode::ForcedAudio).unwrap();
            prop_assert_eq!(heard.expires_at - heard.not_before, 2 * 60 * 60);
            let since = now.unix_micros() as i128 - heard.not_before as i128 * 1_000_000;
            prop_assert!((0..1_000_000).contains(&since));
            prop_assert!(heard.can_publish);
            prop_assert!(!grant("key", TableMode::Quiet).unwrap().can_publish);
            prop_assert_eq!(grant("", TableMode::ForcedAudio), None);
        }
    }
}
