//! Values that are cached: what they are called, how long they are good, and under which version.

use std::time::Duration;

use focus_core::Timestamp;
use focus_core::session::TableMode;
use serde_json::Value;

/// Values that become stale together.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Family {
    /// How many people hold seats at the next slots.
    SlotCounts,
}

impl Family {
    /// What it is called in keys and logs.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::SlotCounts => "slot_counts",
        }
    }

    /// How long a value is good at most. This is also how long an instance that cannot say that
    /// something was written may leave others with what was before.
    pub(crate) const fn lifetime(self) -> Duration {
        match self {
            Self::SlotCounts => Duration::from_secs(15),
        }
    }
}

/// What a value is called within its family, and the family.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) struct CacheKey {
    pub(crate) family: Family,
    pub(crate) name: String,
}

impl CacheKey {
    /// The counts at these slots, of tables of one mode or of any.
    pub(crate) fn slot_counts(slots: &[Timestamp], mode: Option<TableMode>) -> Self {
        let mut slots = slots.to_vec();
        slots.sort_unstable();
        let times: Vec<_> = slots.into_iter().map(String::from).collect();
        let mode = mode.map_or("all", TableMode::as_str);
        let name = format!("{mode}:{}", short_hash(&times.join("|")));
        Self { family: Family::SlotCounts, name }
    }
}

/// The first twelve hexadecimal digits of the SHA-256.
fn short_hash(text: &str) -> String {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, text.as_bytes());
    let mut hex = String::with_capacity(12);
    for byte in digest.as_ref().iter().take(6) {
        hex.push_str(&format!("{byte:02x}"));
    }
    hex
}

/// Another one each time that something was written. A value is cached under the version that held
/// before it was fetched, and is good for as long as that version holds: whoever fetched it before
/// something was written caches it in vain.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Version(pub(super) u64);

/// What a cache knows.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Cached {
    /// The version that holds.
    pub(crate) version: Version,
    /// The value, if one was cached under it and is not too old.
    pub(crate) value: Option<Value>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_named_by_the_mode_and_by_the_slots_in_whichever_order() {
        let slots = [1_777_629_600_000, 1_777_631_400_000].map(Timestamp::from_unix_millis);
        let name = |slots: &[Timestamp], mode| CacheKey::slot_counts(slots, mode).name;
        // sha256sum of 2026-05-01T10:00:00Z|2026-05-01T10:30:00Z
        assert_eq!(name(&slots, None), "all:f5e0bfa6bc66");
        assert_eq!(name(&slots, Some(TableMode::Quiet)), "quiet:f5e0bfa6bc66");
        let [one, other] = slots;
        assert_eq!(name(&[other, one], None), name(&slots, None));
        assert_ne!(name(&[one], None), name(&slots, None));
    }
}
