//! libFuzzer around one of the targets, named by `FOCUS_FUZZ_TARGET`.

#![no_main]

use std::sync::OnceLock;

use focus_conformance::fuzz::TARGETS;
use libfuzzer_sys::fuzz_target;

static RUN: OnceLock<fn(&[u8])> = OnceLock::new();

fuzz_target!(
    init: {
        let name = std::env::var("FOCUS_FUZZ_TARGET").unwrap_or_default();
        let target = TARGETS.iter().find(|target| target.name == name);
        RUN.get_or_init(|| target.unwrap_or_else(|| panic!("no fuzz target `{name}`")).run);
    },
    |bytes: &[u8]| {
        if let Some(run) = RUN.get() {
            run(bytes);
        }
    }
);
