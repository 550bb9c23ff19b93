//! Scores of made-up histories, as one number: what every side must get alike, however it computes
//! the power that age weighs by.
//!
//! `node/scores.mjs` makes up the same histories and hashes the package's answers the same way.

use focus_core::rating::RatingValue;
use focus_core::reliability::score::{ReceivedRating, Score, score};
use focus_core::{Hundredths, Timestamp};
use serde::Deserialize;

/// What every side must find.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recorded {
    /// What the histories are made up from.
    pub seed: u32,
    /// A short run, and a long one for those who have a minute.
    pub runs: Vec<Run>,
}

/// What a run must find.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// How many histories.
    pub histories: u32,
    /// The hash. That of the short run was found by a third implementation too: exact fractions,
    /// the power with fifty digits.
    pub hash: String,
}

/// What `tests/scores.json` says.
///
/// # Errors
/// When it is broken.
pub fn recorded() -> serde_json::Result<Recorded> {
    serde_json::from_str(include_str!("../scores.json"))
}

/// The hash of the scores of so many histories: FNV-1a over their texts.
#[must_use]
pub fn hash(histories: u32, seed: u32) -> String {
    let mut random = Xorshift(seed);
    let mut hash = Fnv1a(0x811c_9dc5);
    for _ in 0..histories {
        let ratings = random.history();
        let Score { score, count } = score(&ratings, NOW);
        hash.write(&format!("{score} {count}\n"));
    }
    format!("{:08x}", hash.0)
}

const NOW: Timestamp = Timestamp::from_unix_millis(20_000_000_000);

/// Marsaglia's generator of 32 bits, which any language has in three lines.
struct Xorshift(u32);

impl Xorshift {
    fn below(&mut self, end: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        self.0 % end
    }

    fn history(&mut self) -> Vec<ReceivedRating> {
        let length = self.below(25);
        (0..length).map(|_| self.rating()).collect()
    }

    fn rating(&mut self) -> ReceivedRating {
        let value = match self.below(16) {
            0 => RatingValue::Skip,
            1..=5 => RatingValue::Red,
            _ => RatingValue::Green,
        };
        // Up to 182 days, in eighths of a millisecond: exact as a number of milliseconds too.
        let millis = u64::from(self.below(15_725)) * 1_000_000 + u64::from(self.below(1_000_000));
        let micros = millis * 1_000 + u64::from(self.below(8)) * 125;
        let created_at = NOW.unix_micros().saturating_sub_unsigned(micros);
        let rater_reliability = match self.below(8) {
            0 => None,
            1 => Some(Hundredths(0)),
            _ => Some(Hundredths(self.below(10_001))),
        };
        let created_at = Timestamp::from_unix_micros(created_at);
        ReceivedRating { value, created_at, rater_reliability }
    }
}

struct Fnv1a(u32);

impl Fnv1a {
    fn write(&mut self, text: &str) {
        for byte in text.bytes() {
            self.0 = (self.0 ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
    }
}
