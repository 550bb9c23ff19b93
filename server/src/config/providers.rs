//! Who does what this server does not: Supabase keeps the accounts, LiveKit carries voice and video.

use focus_core::livekit::is_configured;
use focus_core::secret::is_placeholder;
use url::Url;

use super::reader::Reader;
use super::secret::{Secret, is_default_password};
use super::setting::{Fallback, Kind, Needed, Setting};

/// Another issuer takes Supabase's place.
const UNLESS_ISSUED: Needed = Needed::OutsideDevelopmentUnless(&["CLERK_ISSUER", "OIDC_ISSUERS"]);

pub(super) static SUPABASE_URL: Setting = Setting {
    name: "SUPABASE_URL",
    kind: Kind::Url(&["https://", "http://"]),
    default: Fallback::Nothing,
    needed: UNLESS_ISSUED,
    is_secret: false,
    about: "The project, `https://…`; the issuer of its tokens is its `/auth/v1`",
};
pub(super) static SUPABASE_ANON_KEY: Setting = Setting {
    name: "SUPABASE_ANON_KEY",
    kind: Kind::Text,
    default: Fallback::Nothing,
    needed: UNLESS_ISSUED,
    is_secret: true,
    about: "The project's key for pages; not used yet",
};
pub(super) static SUPABASE_SERVICE_ROLE_KEY: Setting = Setting {
    name: "SUPABASE_SERVICE_ROLE_KEY",
    kind: Kind::Text,
    default: Fallback::Nothing,
    needed: UNLESS_ISSUED,
    is_secret: true,
    about: "The project's key for servers; not used yet",
};
pub(super) static LIVEKIT_API_KEY: Setting = Setting {
    name: "LIVEKIT_API_KEY",
    kind: Kind::Text,
    default: Fallback::Nothing,
    needed: Needed::OutsideDevelopment,
    is_secret: true,
    about: "Names the key that LiveKit knows; signs tokens for its rooms",
};
pub(super) static LIVEKIT_API_SECRET: Setting = Setting {
    name: "LIVEKIT_API_SECRET",
    kind: Kind::Text,
    default: Fallback::Nothing,
    needed: Needed::OutsideDevelopment,
    is_secret: true,
    about: "The key itself, as LiveKit gave it; without it there are no rooms",
};
pub(super) static LIVEKIT_URL: Setting = Setting {
    name: "LIVEKIT_URL",
    kind: Kind::Url(&["wss://", "ws://", "https://", "http://"]),
    default: Fallback::Nothing,
    needed: Needed::OutsideDevelopment,
    is_secret: false,
    about: "Where LiveKit is, `wss://…`; not used yet",
};

/// The Supabase project. Its keys are not used yet.
#[derive(Clone, Debug)]
pub struct SupabaseSettings {
    /// `SUPABASE_URL`, as it was written.
    pub url: String,
    /// `SUPABASE_ANON_KEY`
    pub anon_key: Option<Secret>,
    /// `SUPABASE_SERVICE_ROLE_KEY`
    pub service_role_key: Option<Secret>,
}

/// The LiveKit server. Tokens for its rooms are signed; it is not asked anything yet.
#[derive(Clone, Debug)]
pub struct LiveKitSettings {
    /// `LIVEKIT_URL`
    pub url: Url,
    /// `LIVEKIT_API_KEY`
    pub api_key: Secret,
    /// `LIVEKIT_API_SECRET`
    pub api_secret: Secret,
}

pub(super) fn supabase(reader: &mut Reader<'_>) -> Option<SupabaseSettings> {
    // Whose tokens are taken is judged with the other issuers, by the very text.
    let url = reader.text(&SUPABASE_URL);
    let anon_key = reader.text(&SUPABASE_ANON_KEY).map(Secret::new);
    let service_role_key = reader.text(&SUPABASE_SERVICE_ROLE_KEY).map(Secret::new);
    // In development the address alone is enough to take tokens.
    if reader.environment.has_production_rules() {
        complete(reader, [&SUPABASE_URL, &SUPABASE_ANON_KEY, &SUPABASE_SERVICE_ROLE_KEY]);
    }
    Some(SupabaseSettings { url: url?, anon_key, service_role_key })
}

pub(super) fn livekit(reader: &mut Reader<'_>) -> Option<LiveKitSettings> {
    let api_key = reader.text(&LIVEKIT_API_KEY);
    let api_secret = reader.text(&LIVEKIT_API_SECRET);
    let url = reader.url(&LIVEKIT_URL);
    complete(reader, [&LIVEKIT_API_KEY, &LIVEKIT_API_SECRET, &LIVEKIT_URL]);
    if reader.environment.has_production_rules() {
        for (setting, value) in [(&LIVEKIT_API_KEY, &api_key), (&LIVEKIT_API_SECRET, &api_secret)] {
            if value.as_ref().is_some_and(|value| is_default_password("", value)) {
                reader.problem(setting, "is one that LiveKit comes with");
            }
        }
        // The length is LiveKit's business, which made it.
        let is_left = |secret: &String| is_placeholder(secret) && !is_default_password("", secret);
        if api_secret.as_ref().is_some_and(is_left) {
            reader.problem(&LIVEKIT_API_SECRET, "holds a well-known placeholder");
        }
        if api_key.as_ref().is_some_and(|key| !is_configured(key, true, true)) {
            reader.problem(&LIVEKIT_API_KEY, "is a placeholder");
        }
    }
    let (api_key, api_secret) = (Secret::new(api_key?), Secret::new(api_secret?));
    Some(LiveKitSettings { url: url?, api_key, api_secret })
}

/// Notes what is missing of settings that are of use together only.
fn complete(reader: &mut Reader<'_>, settings: [&'static Setting; 3]) {
    if settings.iter().any(|setting| reader.is_set(setting.name)) {
        for setting in settings {
            if !reader.is_set(setting.name) {
                reader.missing(setting);
            }
        }
    }
}
