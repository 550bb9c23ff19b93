//! Sound as a sign of somebody: a level, and a baseline that it must rise above.
//!
//! Levels are whole millionths of full scale, so that sums do not depend on the order of what is
//! summed.

use crate::code::Code;
use crate::json::Shape;
use crate::problem::{Expected, Field, Params, Path, Problem};
use crate::time::Timestamp;

/// What full scale is, in the unit of levels.
pub const FULL_SCALE: u32 = 1_000_000;
/// Milliseconds of listening that make the baseline.
pub const CALIBRATION_MS: i64 = 3_000;
/// How many times the baseline a sound must be above to be heard.
pub const SOUND_FACTOR: u64 = 2;
/// The lowest threshold, however quiet the baseline was, in the unit of levels.
pub const SOUND_FLOOR: u32 = 10_000;
/// The longest list of samples that is looked at.
pub const SAMPLES_MAX: u32 = 32_768;

/// Reads samples, which are cut to single precision. What is no number is no sample.
///
/// # Errors
/// `MISSING`, `WRONG_TYPE` or `TOO_MANY` at `samples`.
pub fn samples<'a>(shape: Shape<'a>) -> Result<impl Iterator<Item = f32> + 'a, Problem> {
    let path = Path::of(Field::Samples);
    match shape {
        Shape::Array(items) if items.len() <= SAMPLES_MAX as usize => {
            Ok(items.map(|item| match item.shape() {
                Shape::Number(number) => number.value as f32,
                _ => f32::NAN,
            }))
        }
        Shape::Array(_) => Err(Problem::at(Code::TooMany, path).with(Params::Max(SAMPLES_MAX))),
        Shape::Absent => Err(Problem::at(Code::Missing, path)),
        _ => Err(Problem::wrong_type(path, Expected::Array)),
    }
}

/// The level of samples: the root of the mean of their squares, rounded down, and full scale at most.
/// Samples that are not finite, as broken drivers deliver them, are left out; without any it is 0.
#[must_use]
pub fn level(samples: impl Iterator<Item = f32>) -> u32 {
    let (mut sum, mut count) = (0.0, 0.0);
    for sample in samples.filter(|sample| sample.is_finite()) {
        let sample = f64::from(sample);
        sum += sample * sample;
        count += 1.0;
    }
    let scale = f64::from(FULL_SCALE);
    // The cast saturates, and makes nothing of no samples.
    root((sum / count * scale * scale) as u64).min(FULL_SCALE)
}

/// The level that a host tells as a part of full scale, to the nearest millionth; full scale at most.
#[must_use]
pub fn level_of_number(level: f64) -> u32 {
    let millionths = (level * f64::from(FULL_SCALE) + 0.5) as u32;
    millionths.min(FULL_SCALE)
}

/// The square root, rounded down, by Newton's method. Whole numbers alone, since no platform's own may
/// be asked.
const fn root(square: u64) -> u32 {
    let mut root = u32::MAX as u64;
    while root > 0 && root > square / root {
        root = (root + square / root) / 2;
    }
    root as u32
}

/// Listening: first to what is always there, then for what rises above it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Calibration {
    /// When listening began.
    pub since: Timestamp,
    /// The levels of the baseline in sum.
    pub sum: u32,
    /// How many they are; at least one.
    pub count: u32,
    /// What a sound must be above; none while the baseline is made.
    pub threshold: Option<u32>,
}

/// What was heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heard {
    /// What is remembered from now on.
    pub calibration: Calibration,
    /// Whether the level counts as a sound.
    pub is_heard: bool,
}

/// Takes the level of a moment. Levels of the first three seconds make the baseline, and none of them
/// is heard; the threshold is then twice their mean, or a hundredth of full scale if that is more.
/// Listening that was to begin later, as before a clock was set back, begins anew.
#[must_use]
pub fn hear(before: Option<Calibration>, level: u32, now: Timestamp) -> Heard {
    let level = level.min(FULL_SCALE);
    let begun = Calibration { since: now, sum: level, count: 1, threshold: None };
    let Some(mut calibration) = before else {
        return Heard { calibration: begun, is_heard: false };
    };
    let elapsed = now.unix_millis() - calibration.since.unix_millis();
    if let Some(threshold) = calibration.threshold {
        return Heard { calibration, is_heard: level > threshold };
    }
    if elapsed < 0 || calibration.count == 0 {
        return Heard { calibration: begun, is_heard: false };
    }
    if elapsed < CALIBRATION_MS {
        calibration.sum = calibration.sum.saturating_add(level);
        calibration.count = calibration.count.saturating_add(1);
        return Heard { calibration, is_heard: false };
    }
    let twice = SOUND_FACTOR * u64::from(calibration.sum) / u64::from(calibration.count);
    let threshold = u32::try_from(twice).unwrap_or(u32::MAX).max(SOUND_FLOOR);
    calibration.threshold = Some(threshold);
    Heard { calibration, is_heard: level > threshold }
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec;
    use alloc::vec::Vec;

    use proptest::prelude::*;

    use super::*;
    use crate::json;

    fn at(ms: i64) -> Timestamp {
        Timestamp::from_unix_millis(1_777_627_800_000 + ms)
    }

    fn list(count: usize) -> String {
        let zeros = vec!["0"; count].join(",");
        [r#"{"samples":["#, &zeros, "]}"].concat()
    }

    #[test]
    fn the_longest_list_is_looked_at_and_no_longer_one() {
        let most = SAMPLES_MAX as usize;
        let text = list(most);
        let found = json::read(&text).unwrap();
        let taken = samples(found.root().field(Field::Samples)).unwrap().count();
        assert_eq!(taken, most);
        let text = list(most + 1);
        let found = json::read(&text).unwrap();
        let problem = samples(found.root().field(Field::Samples)).err().unwrap();
        assert_eq!((problem.code(), problem.params()), (Code::TooMany, Params::Max(SAMPLES_MAX)));
    }

    #[test]
    fn a_level_without_a_calibration_of_levels_begins_anew() {
        let none = Calibration { since: at(0), sum: 9, count: 0, threshold: None };
        let heard = hear(Some(none), 5, at(10_000));
        assert_eq!(
            heard.calibration,
            Calibration { since: at(10_000), sum: 5, count: 1, threshold: None }
        );
    }

    proptest! {
        #[test]
        fn the_root_is_the_largest_whole_number_below(square: u64) {
            let root = u128::from(root(square));
            prop_assert!(root * root <= u128::from(square));
            prop_assert!((root + 1) * (root + 1) > u128::from(square));
        }

        #[test]
        fn the_root_of_a_square_is_its_number(number: u32) {
            prop_assert_eq!(root(u64::from(number) * u64::from(number)), number);
        }

        #[test]
        fn a_level_is_within_the_loudest_sample(samples in prop::collection::vec(-1.0_f32..1.0, 1..50)) {
            let loudest = samples.iter().fold(0.0_f32, |most, sample| most.max(sample.abs()));
            let level = level(samples.iter().copied());
            prop_assert!(f64::from(level) <= f64::from(loudest) * f64::from(FULL_SCALE) + 1.0);
        }

        #[test]
        fn what_is_no_number_among_samples_changes_nothing(
            samples in prop::collection::vec(-1.0_f32..1.0, 0..20), place in 0_usize..20,
        ) {
            let mut broken = samples.clone();
            broken.insert(place.min(samples.len()), f32::NAN);
            broken.push(f32::INFINITY);
            prop_assert_eq!(level(broken.into_iter()), level(samples.into_iter()));
        }

        #[test]
        fn the_order_of_the_baseline_makes_no_difference(
            levels in prop::collection::vec(0_u32..=FULL_SCALE, 1..30), loud in 0_u32..=FULL_SCALE,
        ) {
            let listen = |levels: &[u32]| {
                let mut before = None;
                for level in levels {
                    before = Some(hear(before, *level, at(0)).calibration);
                }
                hear(before, loud, at(CALIBRATION_MS))
            };
            let mut sorted: Vec<_> = levels.clone();
            sorted.sort_unstable();
            let heard = listen(&levels);
            prop_assert_eq!(heard, listen(&sorted));
            let sum: u64 = levels.iter().copied().map(u64::from).sum();
            let wanted = (2 * sum / levels.len() as u64).max(10_000);
            prop_assert_eq!(heard.calibration.threshold.map(u64::from), Some(wanted));
            prop_assert_eq!(heard.is_heard, u64::from(loud) > wanted);
        }

        #[test]
        fn any_calibration_gives_an_answer(
            since: i64, sum: u32, count: u32, threshold: Option<u32>, level: u32, now: i64,
        ) {
            let since = Timestamp::from_unix_micros(since);
            let before = Calibration { since, sum, count, threshold };
            let heard = hear(Some(before), level, Timestamp::from_unix_micros(now));
            prop_assert!(heard.calibration.count > 0 || threshold.is_some());
        }

        #[test]
        fn any_number_is_a_level(level: f64) {
            prop_assert!(level_of_number(level) <= FULL_SCALE);
        }
    }
}
