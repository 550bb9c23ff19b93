//! What is known to be revoked.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use focus_core::Timestamp;
use focus_core::revocation::Revocation as Core;

use crate::clock::Stopwatch;
use crate::shared::{Name, Revocation, Revoked, Stamp};

/// Up to where the store was read.
#[derive(Default)]
pub(super) struct Place {
    /// By which connection.
    pub(super) generation: u64,
    /// The last one that was seen; it must be there when it is read on from it.
    pub(super) last: Option<(Stamp, Revocation)>,
}

/// When the store was read.
#[derive(Clone, Copy)]
pub(super) struct Read {
    pub(super) at: Timestamp,
    /// Started then: a clock that is set back makes nothing new.
    pub(super) since: Stopwatch,
}

/// The two lists, and how old they are.
#[derive(Default)]
pub(super) struct Lists {
    read: Option<Read>,
    /// Until when a token is to be remembered.
    tokens: HashMap<Name, Timestamp>,
    holders: HashMap<Name, Holder>,
}

#[derive(Clone, Copy)]
struct Holder {
    not_before: Timestamp,
    until: Timestamp,
}

impl Lists {
    /// When the store was last read, by a clock that tells `now`; none when it never was.
    pub(super) fn read_at(&self, now: Timestamp) -> Option<Timestamp> {
        self.read.map(|read| {
            let age_ms = i64::try_from(read.since.elapsed().as_millis()).unwrap_or(i64::MAX);
            read.at.min(now.plus_millis(-age_ms))
        })
    }

    /// It was read, with everything that was found.
    pub(super) const fn note(&mut self, read: Read) {
        self.read = Some(read);
    }

    pub(super) fn is_listed(&self, token: &Name) -> bool {
        self.tokens.contains_key(token)
    }

    pub(super) fn not_before(&self, holder: &Name) -> Option<Timestamp> {
        self.holders.get(holder).map(|holder| holder.not_before)
    }

    /// Adds one; of several for the same holder the latest counts. Whether it changed anything.
    pub(super) fn add(&mut self, revocation: Revocation) -> bool {
        let Revocation { name, what, until } = revocation;
        match what {
            Revoked::Token => match self.tokens.entry(name) {
                Entry::Vacant(place) => {
                    place.insert(until);
                    true
                }
                Entry::Occupied(mut known) => {
                    known.insert(until.max(*known.get()));
                    false
                }
            },
            Revoked::User { not_before } => match self.holders.entry(name) {
                Entry::Vacant(place) => {
                    place.insert(Holder { not_before, until });
                    true
                }
                Entry::Occupied(mut known) => {
                    let Holder { not_before: last, until: longest } = *known.get();
                    let [one, other] = [(not_before, until), (last, longest)]
                        .map(|(at, kept_until)| Core { not_before: Some(at), kept_until });
                    let Core { not_before: latest, kept_until: until } = one.joined(other);
                    known.insert(Holder { not_before: latest.unwrap_or(last), until });
                    not_before > last
                }
            },
        }
    }

    /// Drops what nobody needs any more.
    pub(super) fn drop_over(&mut self, now: Timestamp) {
        self.tokens.retain(|_, until| *until > now);
        self.holders.retain(|_, holder| holder.until > now);
    }

    /// Those that are known here and not stored there.
    pub(super) fn missing_in(&self, there: &Stored) -> Vec<Revocation> {
        let lost_tokens = self.tokens.iter().filter(|(name, _)| !there.tokens.contains(name));
        let lost_holders = self.holders.iter().filter(|(name, holder)| {
            there.holders.get(name).is_none_or(|not_before| *not_before < holder.not_before)
        });
        let token = |(name, until): (&Name, &Timestamp)| Revocation {
            name: *name,
            what: Revoked::Token,
            until: *until,
        };
        let holder = |(name, holder): (&Name, &Holder)| Revocation {
            name: *name,
            what: Revoked::User { not_before: holder.not_before },
            until: holder.until,
        };
        lost_tokens.map(token).chain(lost_holders.map(holder)).collect()
    }
}

/// What a store holds.
#[derive(Default)]
pub(super) struct Stored {
    tokens: HashSet<Name>,
    /// The latest instant of each.
    holders: HashMap<Name, Timestamp>,
}

impl Stored {
    pub(super) fn of<'a>(revocations: impl Iterator<Item = &'a Revocation>) -> Self {
        let mut stored = Self::default();
        for Revocation { name, what, .. } in revocations {
            match what {
                Revoked::Token => {
                    stored.tokens.insert(*name);
                }
                Revoked::User { not_before } => {
                    let known = stored.holders.entry(*name).or_insert(*not_before);
                    *known = (*not_before).max(*known);
                }
            }
        }
        stored
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(seconds: i64) -> Timestamp {
        Timestamp::from_unix_millis(seconds * 1_000)
    }

    fn token(name: &str, until: i64) -> Revocation {
        Revocation { name: Name::of(name.as_bytes()), what: Revoked::Token, until: at(until) }
    }

    fn holder(name: &str, not_before: i64, until: i64) -> Revocation {
        let what = Revoked::User { not_before: at(not_before) };
        Revocation { name: Name::of(name.as_bytes()), what, until: at(until) }
    }

    #[test]
    fn of_several_for_the_same_the_latest_counts_in_any_order() {
        let all = [holder("a", 5, 9), holder("a", 7, 8), holder("a", 6, 7), token("t", 3)];
        for order in [all, [all[2], all[1], all[3], all[0]]] {
            let mut lists = Lists::default();
            order.into_iter().for_each(|it| {
                lists.add(it);
            });
            assert_eq!(lists.not_before(&Name::of(b"a")), Some(at(7)));
            assert!(lists.is_listed(&Name::of(b"t")) && !lists.is_listed(&Name::of(b"a")));
        }
    }

    #[test]
    fn what_is_over_is_dropped_at_its_time_and_not_before() {
        let mut lists = Lists::default();
        assert!(lists.add(token("t", 3)) && lists.add(holder("a", 1, 3)));
        assert!(!lists.add(token("t", 3)) && !lists.add(holder("a", 1, 3)));
        lists.drop_over(at(2));
        assert!(lists.is_listed(&Name::of(b"t")) && lists.not_before(&Name::of(b"a")).is_some());
        lists.drop_over(at(3));
        assert!(!lists.is_listed(&Name::of(b"t")) && lists.not_before(&Name::of(b"a")).is_none());
    }

    #[test]
    fn what_a_store_lost_is_what_it_has_not_or_not_as_late() {
        let mut lists = Lists::default();
        let (lost, kept) = (token("t", 9), token("u", 9));
        let (late, early) = (holder("a", 7, 9), holder("a", 6, 9));
        assert!(lists.add(lost) && lists.add(kept) && lists.add(late));
        assert_eq!(lists.missing_in(&Stored::of([kept, early].iter())), [lost, late]);
        assert_eq!(lists.missing_in(&Stored::of([lost, kept, late, early].iter())), []);
    }
}
