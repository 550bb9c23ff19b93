//! Versions of the rulebook.

use fastrand::Rng;
use serde_json::{Value, json};

use super::basics::{junk, pick, text};

const PRINTS: &[&str] = &["9f86d081884c7d65", "60303ae22b998861", "fd61a03af4f77d87"];

pub(super) fn version(rng: &mut Rng) -> Value {
    let (beginning, present) = (pick(rng, PRINTS), pick(rng, PRINTS));
    let mut version = format!("{}-{beginning}.{}-{present}", rng.u8(1..3), rng.u8(0..12));
    match rng.u8(..12) {
        0 => return text(rng),
        1 => return json!(""),
        2 => {
            let at = rng.usize(..version.len());
            let piece: &&str = pick(rng, &[".", "-", "0", "g", "A", "é", ""]);
            version.replace_range(at..=at, piece);
        }
        _ => {}
    }
    json!(version)
}

/// A version, or what a host may hold that is none.
pub(super) fn told(rng: &mut Rng) -> Value {
    if rng.u8(..8) == 0 { junk(rng) } else { version(rng) }
}
