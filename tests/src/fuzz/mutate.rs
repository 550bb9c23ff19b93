//! Small changes to bytes, from a seed.

use fastrand::Rng;

/// What a blind change would hardly ever hit.
const PIECES: &[&[u8]] = &[
    b"\"",
    b"\\",
    b"\\u",
    b"\\ud83e\\udd8a",
    b"\\ud800",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b".",
    b"null",
    b"true",
    b"-",
    b"0",
    b"1e309",
    b"9007199254740993",
    b"5e-324",
    b"0.1",
    b"-0",
    b"e",
    b"[[[[[[[[",
    b"]]]]]]]]",
    b"{\"a\":1,\"a\":1}",
    b"\xf0\x9f\xa6\x8a",
    b"\xff",
    b"\0",
    b"\xef\xbb\xbf",
    b"other",
    b"green",
    b"red",
    b"skip",
    b"ratings",
    b"ratee_id",
    b"reasons",
    b"session_id",
    b"exp",
    b"aud",
    b"issuers",
    b"leewaySeconds",
    b"0190f4a0-0000-7000-8000-00000000000a",
    b"bearer ",
    b"\n",
    b"+23:59",
    b"2026-02-29T23:59:59.999999Z",
    b"\xff\xff\xff\xff",
    b"\0\0\0\0",
];

/// A variant of `bytes`, maybe continued with the end of `other`.
#[must_use]
pub fn mutant(bytes: &[u8], other: &[u8], rng: &mut Rng) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..rng.usize(1..5) {
        change(&mut bytes, other, rng);
    }
    bytes
}

fn change(bytes: &mut Vec<u8>, other: &[u8], rng: &mut Rng) {
    let at = rng.usize(..=bytes.len());
    match rng.u8(..7) {
        0 => bytes.insert(at, rng.u8(..)),
        1 => bytes.truncate(at),
        2 => {
            let end = at + rng.usize(..=(bytes.len() - at).min(8));
            bytes.drain(at..end);
        }
        3 => {
            let end = at + rng.usize(..=(bytes.len() - at).min(16));
            bytes.extend_from_within(at..end);
        }
        4 => {
            let tail = other.get(rng.usize(..=other.len())..).unwrap_or_default();
            bytes.truncate(at);
            bytes.extend_from_slice(tail);
        }
        5 => {
            let piece = PIECES.get(rng.usize(..PIECES.len())).copied().unwrap_or_default();
            bytes.splice(at..at, piece.iter().copied());
        }
        _ => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << rng.u8(..8);
            }
        }
    }
}
