//! Sorting, the same wherever it runs: equal items stay in the order that they had.

use alloc::vec::Vec;

/// Sorts a list by a key.
///
/// The standard library's sort is three times as large as the largest rule, so the modules that
/// browsers load put in their few items one by one.
pub(crate) fn sort_by_key<T, K: Ord>(items: &mut Vec<T>, key: impl Fn(&T) -> K) {
    if cfg!(target_family = "wasm") {
        insert_by_key(items, key);
    } else {
        items.sort_by_key(key);
    }
}

fn insert_by_key<T, K: Ord>(items: &mut Vec<T>, key: impl Fn(&T) -> K) {
    let mut sorted = Vec::with_capacity(items.len());
    for item in items.drain(..) {
        let own = key(&item);
        let place = sorted.iter().rposition(|other| key(other) <= own);
        sorted.insert(place.map_or(0, |before| before + 1), item);
    }
    *items = sorted;
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn both_ways_to_sort_are_one(keys in prop::collection::vec(0_u8..8, 0..40)) {
            let mut items: Vec<_> = keys.into_iter().enumerate().collect();
            let mut inserted = items.clone();
            sort_by_key(&mut items, |(_, key)| *key);
            insert_by_key(&mut inserted, |(_, key)| *key);
            prop_assert_eq!(inserted, items);
        }
    }
}
