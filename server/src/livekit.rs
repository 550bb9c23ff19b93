//! LiveKit's rooms: tokens to enter them.

use focus_core::livekit::{DEV_PLACEHOLDER_TOKEN, Grant, grant};
use focus_core::session::TableMode;
use focus_core::{Timestamp, UserId};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde::Serialize;

use crate::config::LiveKitSettings;

/// What signs tokens for rooms.
pub(crate) struct LiveKit {
    api_key: String,
    signing: EncodingKey,
}

/// Who enters which room.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Guest<'a> {
    pub(crate) user_id: UserId,
    pub(crate) display_name: Option<&'a str>,
    pub(crate) username: &'a str,
    pub(crate) room: &'a str,
    pub(crate) mode: TableMode,
}

impl LiveKit {
    /// By the settings of a LiveKit server.
    pub(crate) fn new(settings: &LiveKitSettings) -> Self {
        Self {
            api_key: settings.api_key.expose().to_owned(),
            signing: EncodingKey::from_secret(settings.api_secret.expose().as_bytes()),
        }
    }

    /// A token for a guest, from the real clock's now on: LiveKit judges it by a clock of its own.
    /// Without rooms it is the core's placeholder, which opens none.
    ///
    /// # Errors
    /// When it cannot be signed.
    pub(crate) fn token(
        rooms: Option<&Self>,
        guest: &Guest<'_>,
        real: Timestamp,
    ) -> Result<String, jsonwebtoken::errors::Error> {
        let signed = rooms.and_then(|rooms| {
            let name = (guest.display_name, guest.username);
            let grant = grant(&rooms.api_key, guest.user_id, name, guest.room, guest.mode, real)?;
            Some(encode(&Header::new(Algorithm::HS256), &Claims::of(&grant), &rooms.signing))
        });
        signed.unwrap_or_else(|| Ok(DEV_PLACEHOLDER_TOKEN.to_owned()))
    }
}

/// The claims in LiveKit's spelling.
#[derive(Serialize)]
struct Claims<'a> {
    iss: &'a str,
    sub: UserId,
    name: &'a str,
    nbf: i64,
    exp: i64,
    video: Video<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Video<'a> {
    room: &'a str,
    room_join: bool,
    can_publish: bool,
    can_subscribe: bool,
    can_publish_data: bool,
}

impl<'a> Claims<'a> {
    fn of(grant: &Grant<'a>) -> Self {
        Self {
            iss: grant.issuer,
            sub: grant.identity,
            name: grant.name,
            nbf: grant.not_before,
            exp: grant.expires_at,
            video: Video {
                room: grant.room,
                room_join: true,
                can_publish: grant.can_publish,
                can_subscribe: true,
                can_publish_data: true,
            },
        }
    }
}
