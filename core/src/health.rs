//! Health: what the state of its parts makes of a whole.

use crate::words::word_set;

word_set! {
    /// How well something is.
    Health {
        /// As it should be.
        Healthy "healthy",
        /// It works, and somebody should look.
        Degraded "degraded",
        /// It does not work.
        Unhealthy "unhealthy",
        /// Nobody can tell.
        Unknown "unknown",
    }
}

/// A part of the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Whether the whole cannot work without it.
    pub is_critical: bool,
    /// How well it is.
    pub health: Health,
}

/// How well the whole is: unhealthy when a critical part is, or when nobody can tell of one; degraded
/// when anything else is not healthy. Without parts it is healthy. Never unknown.
#[must_use]
pub fn overall(parts: impl IntoIterator<Item = Part>) -> Health {
    let mut whole = Health::Healthy;
    for part in parts {
        match part.health {
            Health::Healthy => {}
            Health::Unhealthy | Health::Unknown if part.is_critical => return Health::Unhealthy,
            Health::Unhealthy | Health::Unknown | Health::Degraded => whole = Health::Degraded,
        }
    }
    whole
}

/// The HTTP status that a probe of the whole is answered with: 503 when it is unhealthy or nobody
/// can tell, else 200.
#[must_use]
pub const fn http_status(whole: Health) -> u16 {
    match whole {
        Health::Healthy | Health::Degraded => 200,
        Health::Unhealthy | Health::Unknown => 503,
    }
}

/// How well a disk is, by how full it is: degraded above 80 percent, unhealthy above 90, unknown
/// when that is no number or an infinite one. A disk is no critical part.
#[must_use]
pub fn disk(used_percent: f64) -> Health {
    const DEGRADED_ABOVE: f64 = 80.0;
    const UNHEALTHY_ABOVE: f64 = 90.0;
    match used_percent {
        percent if !percent.is_finite() => Health::Unknown,
        percent if percent > UNHEALTHY_ABOVE => Health::Unhealthy,
        percent if percent > DEGRADED_ABOVE => Health::Degraded,
        _ => Health::Healthy,
    }
}

/// How well a pool of connections is, by how many are taken: degraded from 80 percent on, unhealthy
/// from 95. Of a pool that holds none nobody can tell.
#[must_use]
pub const fn pool(taken: u32, size: u32) -> Health {
    const DEGRADED_FROM: u64 = 80;
    const UNHEALTHY_FROM: u64 = 95;
    let (taken, size) = (taken as u64 * 100, size as u64);
    match size {
        0 => Health::Unknown,
        _ if taken >= size * UNHEALTHY_FROM => Health::Unhealthy,
        _ if taken >= size * DEGRADED_FROM => Health::Degraded,
        _ => Health::Healthy,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn part() -> impl Strategy<Value = Part> {
        let of = |(is_critical, at): (bool, usize)| Part { is_critical, health: Health::ALL[at] };
        (any::<bool>(), 0..Health::ALL.len()).prop_map(of)
    }

    #[test]
    fn a_pool_is_judged_at_its_very_edges() {
        assert_eq!([pool(79, 100), pool(80, 100)], [Health::Healthy, Health::Degraded]);
        assert_eq!([pool(94, 100), pool(95, 100)], [Health::Degraded, Health::Unhealthy]);
        assert_eq!(pool(u32::MAX, u32::MAX), Health::Unhealthy);
        assert_eq!(pool(0, 0), Health::Unknown);
    }

    #[test]
    fn a_disk_is_judged_just_above_its_edges() {
        assert_eq!([disk(80.0), disk(80.01)], [Health::Healthy, Health::Degraded]);
        assert_eq!([disk(90.0), disk(90.01)], [Health::Degraded, Health::Unhealthy]);
        for none in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(disk(none), Health::Unknown);
        }
    }

    proptest! {
        #[test]
        fn the_whole_is_what_the_worst_part_makes_of_it(
            mut parts in prop::collection::vec(part(), 0..6),
        ) {
            let whole = overall(parts.clone());
            let lost = |part: &Part| matches!(part.health, Health::Unhealthy | Health::Unknown);
            let is_down = parts.iter().any(|part| part.is_critical && lost(part));
            let is_well = parts.iter().all(|part| part.health == Health::Healthy);
            prop_assert_eq!(whole == Health::Unhealthy, is_down);
            prop_assert_eq!(whole == Health::Healthy, is_well);
            prop_assert_eq!(http_status(whole) == 503, is_down);
            parts.reverse();
            prop_assert_eq!(overall(parts), whole);
        }

        #[test]
        fn one_more_connection_never_makes_a_pool_better(taken in 0_u32..=1_000, size in 1_u32..1_000) {
            let rank = |health| [Health::Healthy, Health::Degraded, Health::Unhealthy]
                .iter().position(|known| *known == health);
            prop_assert!(rank(pool(taken, size)) <= rank(pool(taken + 1, size)));
        }
    }
}
