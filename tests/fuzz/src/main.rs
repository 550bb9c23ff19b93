//! libFuzzer around one of the targets, named by `FOCUS_FUZZ_TARGET`.

#![no_main]

use std::sync::OnceLock;

use focus_conformance::fuzz::TARGETS;
use libfuzzer_sys::fuzz_target;

static RUN: OnceLock<fn(&[u8])> = OnceLock::new();

fuzz_target!(
    init: {
        let name = std::env::var("FOCUS_FUZZ_TARGET").unwrap_or_default();
        let rules = TARGETS.iter().map(|target| (target.name, target.run));
        let mut targets = rules.chain(focus_server::fuzz::TARGETS.iter().copied());
        let target = targets.find(|(known, _)| *known == name);
        RUN.get_or_init(|| target.unwrap_or_else(|| panic!("no fuzz target `{name}`")).1);
    },
    |bytes: &[u8]| {
        if let Some(run) = RUN.get() {
            run(bytes);
        }
    }
);
