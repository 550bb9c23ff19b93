//! A key set (RFC 7517): the keys that can be used, and why others cannot.

use focus_core::json::{self, Value};
use focus_core::key_set::{KEYS_MAX, is_replacement};

use super::algorithm::Algorithm;
use super::header::Header;
use super::jwk::{self, Key};
use super::refusal::{KeyProblem, Refusal};

/// The keys of an issuer.
#[derive(Debug, Default)]
pub struct KeySet {
    keys: Vec<Key>,
    skipped: Vec<Skipped>,
}

#[derive(Debug)]
struct Skipped {
    kid: Option<String>,
    problem: KeyProblem,
}

/// Why a text is no key set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeySetError {
    /// It is no strict JSON object with an array of keys.
    #[error("it is no key set")]
    Malformed,
    /// It holds more keys than are looked at.
    #[error("it holds more than {KEYS_MAX} keys")]
    TooMany,
}

impl KeySet {
    /// Reads a set for an issuer who signs by `allowed` alone. Keys that cannot be used are left
    /// out; the set may be left without any.
    ///
    /// # Errors
    /// When the text is no key set, or too large a one.
    pub fn read(text: &str, allowed: &[Algorithm]) -> Result<Self, KeySetError> {
        let document = json::read(text).map_err(|_| KeySetError::Malformed)?;
        Self::of(document.root(), allowed)
    }

    /// The same of a value that was read before.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn of(set: Value<'_>, allowed: &[Algorithm]) -> Result<Self, KeySetError> {
        let entries = set.member("keys").and_then(Value::as_array);
        let entries = entries.ok_or(KeySetError::Malformed)?;
        if entries.len() > KEYS_MAX {
            return Err(KeySetError::TooMany);
        }
        Ok(Self::of_entries(entries, allowed))
    }

    /// A set of one key.
    #[must_use]
    pub fn of_one(key: Value<'_>, allowed: &[Algorithm]) -> Self {
        Self::of_entries([key].into_iter(), allowed)
    }

    fn of_entries<'a>(
        entries: impl Iterator<Item = Value<'a>> + Clone,
        allowed: &[Algorithm],
    ) -> Self {
        // Twins are judged first: an unusable twin must not make the other one trusted.
        let kids: Vec<_> = entries.clone().map(jwk::kid).collect();
        let is_twin = |own: Option<&str>| {
            own.is_some() && kids.iter().filter(|other| **other == own).count() > 1
        };
        let (mut keys, mut skipped) = (Vec::new(), Vec::new());
        for entry in entries {
            let kid = jwk::kid(entry);
            let key = if is_twin(kid) { Err(KeyProblem::Twin) } else { Key::read(entry, allowed) };
            match key {
                Ok(key) => keys.push(key),
                Err(problem) => skipped.push(Skipped { kid: kid.map(str::to_owned), problem }),
            }
        }
        Self { keys, skipped }
    }

    /// How many keys can be used.
    #[must_use]
    pub fn usable(&self) -> usize {
        self.keys.len()
    }

    /// Why keys were left out, in their order.
    pub fn skipped(&self) -> impl ExactSizeIterator<Item = KeyProblem> {
        self.skipped.iter().map(|skipped| skipped.problem)
    }

    /// Whether an answer of this status and size may take the place of the keys that are held.
    pub(super) fn may_replace(&self, status: u16, bytes: usize) -> bool {
        is_replacement(status, bytes, self.keys.len() + self.skipped.len(), self.keys.len())
    }

    /// The key for a token: the one with its `kid` and no other; without a `kid` the only key
    /// that fits its algorithm.
    pub(super) fn find(&self, header: &Header) -> Result<&Key, Refusal> {
        let Some(kid) = header.kid.as_deref() else {
            let mut fitting = self.keys.iter().filter(|key| key.fits(header.algorithm));
            return match (fitting.next(), fitting.next()) {
                (Some(only), None) => Ok(only),
                (Some(_), Some(_)) => Err(Refusal::KeyAmbiguous),
                (None, _) => Err(self.nameless().unwrap_or(Refusal::KeyMissing)),
            };
        };
        if let Some(key) = self.named(kid) {
            return if key.fits(header.algorithm) { Ok(key) } else { Err(Refusal::KeyAlgorithm) };
        }
        let skipped = self.skipped.iter().find(|skipped| skipped.kid.as_deref() == Some(kid));
        Err(skipped.map_or(Refusal::KeyUnknown, |it| Refusal::KeyUnusable(it.problem)))
    }

    /// Whether a key has this `kid` that can be used.
    pub(super) fn knows(&self, kid: &str) -> bool {
        self.named(kid).is_some()
    }

    /// Whether the other has the same keys, in any order.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        let is_in = |key: &Key, set: &Self| set.keys.iter().any(|other| key.is_same(other));
        self.keys.len() == other.keys.len()
            && self.keys.iter().all(|key| is_in(key, other))
            && other.keys.iter().all(|key| is_in(key, self))
    }

    /// Whether a key went by the same `kid` in the other set but was another one.
    pub(super) fn has_new_material(&self, old: &Self) -> bool {
        let is_new = |key: &Key| {
            let before = key.kid.as_deref().and_then(|kid| old.named(kid));
            before.is_some_and(|before| !key.has_same_numbers(before))
        };
        self.keys.iter().any(is_new)
    }

    fn named(&self, kid: &str) -> Option<&Key> {
        self.keys.iter().find(|key| key.kid.as_deref() == Some(kid))
    }

    /// Why the only key of the set cannot be used.
    fn nameless(&self) -> Option<Refusal> {
        match self.skipped.as_slice() {
            [only] if self.keys.is_empty() => Some(Refusal::KeyUnusable(only.problem)),
            _ => None,
        }
    }
}
