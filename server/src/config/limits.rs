//! How much one client may ask, and among how many servers that is shared. Not used yet.

use super::reader::Reader;
use super::setting::{Fallback, Kind, Needed, Setting};

pub(super) static RATE_LIMIT_ENABLED: Setting = Setting {
    name: "RATE_LIMIT_ENABLED",
    kind: Kind::Flag,
    default: Fallback::Value("true"),
    needed: Needed::Never,
    is_secret: false,
    about: "Whether requests are limited; not used yet",
};
pub(super) static INSTANCE_COUNT: Setting = Setting {
    name: "INSTANCE_COUNT",
    kind: Kind::Number { min: 1, max: 10_000 },
    default: Fallback::Value("1"),
    needed: Needed::Never,
    is_secret: false,
    about: "How many servers share the limits while Redis is away; not used yet",
};

/// Limits. Not used yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LimitSettings {
    /// `RATE_LIMIT_ENABLED`
    pub enabled: bool,
    /// `INSTANCE_COUNT`, from 1.
    pub instance_count: u32,
}

pub(super) fn read(reader: &mut Reader<'_>) -> LimitSettings {
    let enabled = reader.flag(&RATE_LIMIT_ENABLED);
    LimitSettings { enabled, instance_count: reader.number(&INSTANCE_COUNT).unwrap_or(1) }
}
