//! The fuzz targets, replayed: every file of the corpus, then mutants of them from a fixed seed.

use std::fs;
use std::panic::{self, AssertUnwindSafe};

use fastrand::Rng;
use focus_conformance::fuzz::{self, TARGETS, Target};

/// Mutants a target, unless `FOCUS_FUZZ_MUTANTS` says how many.
const MUTANTS: u32 = 2_000;

#[test]
fn no_promise_is_broken_by_the_corpus_or_by_mutants_of_it() {
    let wanted = std::env::var("FOCUS_FUZZ_MUTANTS").ok();
    let wanted = wanted.map_or(MUTANTS, |number| number.parse().unwrap());
    for target in TARGETS {
        let files = fuzz::corpus(target.name).unwrap();
        let corpus: Vec<Vec<u8>> = files.iter().map(|file| fs::read(file).unwrap()).collect();
        assert!(!corpus.is_empty(), "tests/corpus/{} is empty", target.name);
        for (file, bytes) in files.iter().zip(&corpus) {
            check(target, bytes, &file.display().to_string());
        }
        let mut rng = Rng::with_seed(1);
        for number in 0..wanted {
            let (one, other) = (rng.usize(..corpus.len()), rng.usize(..corpus.len()));
            let bytes = fuzz::mutant(&corpus[one], &corpus[other], &mut rng);
            check(target, &bytes, &format!("mutant {number}"));
        }
    }
}

fn check(target: &Target, bytes: &[u8], what: &str) {
    let outcome = panic::catch_unwind(AssertUnwindSafe(|| (target.run)(bytes)));
    assert!(outcome.is_ok(), "{} breaks on {what}: \"{}\"", target.name, bytes.escape_ascii());
}

#[test]
fn every_corpus_has_a_target() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus");
    for entry in fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name();
        assert!(TARGETS.iter().any(|target| name == target.name), "no target for {name:?}");
    }
}
