//! The table of all settings: every section with its rows, in order.

use super::setting::{Fallback, Kind, Needed, Section, Setting};
use super::{auth, database, environment, http, limits, log, providers, redis};

/// What this server reads. The order is that in which missing settings are told.
pub static SECTIONS: [Section; 9] = [
    Section { title: "Environment", settings: &[&environment::ENVIRONMENT] },
    Section {
        title: "Supabase",
        settings: &[
            &providers::SUPABASE_URL,
            &providers::SUPABASE_ANON_KEY,
            &providers::SUPABASE_SERVICE_ROLE_KEY,
        ],
    },
    Section {
        title: "LiveKit",
        settings: &[
            &providers::LIVEKIT_API_KEY,
            &providers::LIVEKIT_API_SECRET,
            &providers::LIVEKIT_URL,
        ],
    },
    Section {
        title: "Database",
        settings: &[
            &database::DATA_DIR,
            &database::DATABASE_URL,
            &database::POSTGRES_SERVER,
            &database::POSTGRES_PORT,
            &database::POSTGRES_USER,
            &database::POSTGRES_PASSWORD,
            &database::POSTGRES_DB,
        ],
    },
    Section { title: "Redis", settings: &[&redis::REDIS_URL, &redis::REDIS_REQUIRED] },
    Section {
        title: "HTTP",
        settings: &[
            &http::ADDRESS,
            &http::CORS_ORIGINS,
            &http::PUBLIC_BASE_URL,
            &http::TRUSTED_PROXIES,
            &http::MAX_CONCURRENT_REQUESTS,
            &http::REQUEST_DEADLINE_SECONDS,
            &http::BODY_DEADLINE_SECONDS,
            &http::DRAIN_DELAY_SECONDS,
            &http::DRAIN_DEADLINE_SECONDS,
        ],
    },
    Section {
        title: "Tokens",
        settings: &[
            &auth::CLERK_ISSUER,
            &auth::CLERK_AUTHORIZED_PARTIES,
            &auth::OIDC_ISSUERS,
            &auth::LEEWAY_SECONDS,
            &auth::NOT_BEFORE_LEEWAY_SECONDS,
            &auth::JWKS_MAX_STALE_SECONDS,
            &auth::REVOCATION_STALE_READS,
            &auth::JWT_SECRET,
        ],
    },
    Section { title: "Limits", settings: &[&limits::RATE_LIMIT_ENABLED, &limits::INSTANCE_COUNT] },
    Section { title: "Logs", settings: &[&log::LOG_FORMAT, &log::DEBUG, &log::MONITORING_URL] },
];

/// What the page takes; the server reads none of it.
pub static PAGE: Section = Section { title: "The page", settings: &[&PORT, &API_URL] };

static PORT: Setting = Setting {
    name: "PORT",
    kind: Kind::Number { min: 1, max: 65_535 },
    default: Fallback::Value("3000"),
    needed: Needed::Never,
    is_secret: false,
    about: "Of the page: where it listens",
};
static API_URL: Setting = Setting {
    name: "FOCUS_API_URL",
    kind: Kind::Url(&["https://", "http://"]),
    default: Fallback::Value("http://127.0.0.1:8080"),
    needed: Needed::Never,
    is_secret: false,
    about: "Of the page: where this server is, read at each request",
};

/// All settings of the server, in order.
pub fn settings() -> impl Iterator<Item = &'static Setting> {
    SECTIONS.iter().flat_map(|section| section.settings.iter().copied())
}

/// The setting of a name.
pub(super) fn find(name: &str) -> Option<&'static Setting> {
    settings().find(|setting| setting.name == name)
}
