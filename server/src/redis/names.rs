//! What keys and channels are called, all of them behind one prefix.
//!
//! Nothing secret stands in a name, since names are seen in logs and monitors: a token or a subject
//! is named by its hash.

/// The revocations, a sorted set by the time at which they were stored.
pub(crate) const REVOCATIONS: &str = "focus:revocations";
/// Where it is told that there are new ones.
pub(crate) const CHANGED_REVOCATIONS: &str = "focus:revocations:changed";
