//! The rooms that people hear each other in: who may enter, what a room is like, and what it tells.
//!
//! Signing and verifying are a server's; here is what is signed, and what a verified token must say.

mod event;
mod grant;
mod room;
mod webhook;

pub use event::{RoomChange, change};
pub use grant::{DEV_PLACEHOLDER_TOKEN, GRANT_TTL_SECONDS, Grant, grant};
pub use room::{
    DEV_SID_PREFIX, EMPTY_TIMEOUT_SECONDS, ROOM_CREATION_LEAD_TIME_SECONDS, Room, room,
    room_metadata,
};
pub use webhook::{WEBHOOK_LEEWAY_SECONDS, WebhookAuth, WebhookClaims, check_webhook, is_digest};

use crate::text;

/// The API key that an example of a configuration has.
pub const PLACEHOLDER_API_KEY: &str = "your-livekit-api-key";

/// Whether an API key stands for none: a blank one, or the example's.
#[must_use]
pub fn is_placeholder(api_key: &str) -> bool {
    matches!(text::trim(api_key), "" | PLACEHOLDER_API_KEY)
}

/// Whether there are rooms at all: a key of one's own, a secret and an address.
#[must_use]
pub fn is_configured(api_key: &str, has_secret: bool, has_url: bool) -> bool {
    !is_placeholder(api_key) && has_secret && has_url
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_of_ones_own_a_secret_and_an_address_make_rooms() {
        assert!(is_configured("key", true, true));
        assert!(!is_configured("key", false, true) && !is_configured("key", true, false));
        assert!(!is_configured(" ", true, true) && !is_configured(PLACEHOLDER_API_KEY, true, true));
    }
}
