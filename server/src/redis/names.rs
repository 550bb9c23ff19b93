//! What keys and channels are called, all of them behind one prefix.
//!
//! Nothing secret stands in a name, since names are seen in logs and monitors: a token or a subject
//! is named by its hash.

/// The revocations, a sorted set by the time at which they were stored.
pub(crate) const REVOCATIONS: &str = "focus:revocations";
/// Written now and then, to see that Redis can be written.
pub(super) const ALIVE: &str = "focus:alive";
/// Where it is told that there are new ones.
pub(crate) const CHANGED_REVOCATIONS: &str = "focus:revocations:changed";

/// A cached value; names within a family have a colon.
pub(crate) fn cached(family: &str, name: &str) -> String {
    format!("focus:{family}:{name}")
}

/// The version of a family of cached values.
pub(crate) fn cache_version(family: &str) -> String {
    format!("focus:{family}:version")
}
