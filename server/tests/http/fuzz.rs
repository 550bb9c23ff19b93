//! The fuzz targets of the server, replayed: every file of the corpus, then mutants of them from a
//! fixed seed.

use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;

use fastrand::Rng;
use focus_conformance::fuzz::mutant;
use focus_server::fuzz::TARGETS;

/// Mutants a target, unless `FOCUS_FUZZ_MUTANTS` says how many.
const MUTANTS: u32 = 1_000;

#[test]
fn no_promise_is_broken_by_the_corpus_or_by_mutants_of_it() {
    focus_server::start::install_cryptography();
    let wanted = std::env::var("FOCUS_FUZZ_MUTANTS").ok();
    let wanted = wanted.map_or(MUTANTS, |number| number.parse().unwrap());
    for (name, run) in TARGETS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(name);
        let mut files: Vec<_> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        let corpus: Vec<Vec<u8>> = files.iter().map(|file| fs::read(file).unwrap()).collect();
        assert!(!corpus.is_empty());
        let check = |bytes: &[u8], what: &str| {
            let outcome = panic::catch_unwind(AssertUnwindSafe(|| run(bytes)));
            assert!(outcome.is_ok(), "{name} breaks on {what}: \"{}\"", bytes.escape_ascii());
        };
        for (file, bytes) in files.iter().zip(&corpus) {
            check(bytes, &file.display().to_string());
        }
        let mut rng = Rng::with_seed(1);
        for number in 0..wanted {
            let (one, other) = (rng.usize(..corpus.len()), rng.usize(..corpus.len()));
            check(&mutant(&corpus[one], &corpus[other], &mut rng), &format!("mutant {number}"));
        }
    }
}
