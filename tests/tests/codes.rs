//! Every code has a golden case, or cannot have one and is reached by a test elsewhere.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use focus_conformance::vectors::{self, Expect};
use focus_core::Code;

/// Codes that no verb can answer: why, and the test that reaches each.
const ELSEWHERE: &[(Code, &str, &str)] = &[
    (Code::ValidationError, "sums up a list of problems", "server/tests/http/rate_order.rs"),
    (Code::MalformedJson, "only a request has a body", "server/tests/http/bodies.rs"),
    (Code::UnsupportedMediaType, "only a request has a body", "server/tests/http/bodies.rs"),
    (Code::BodyTooLarge, "only a request has a body", "server/tests/http/bodies.rs"),
    (Code::NotFound, "only a server has addresses", "server/tests/http/conventions.rs"),
    (Code::MethodNotAllowed, "only a server has addresses", "server/tests/http/conventions.rs"),
    (Code::InternalError, "a broken server", "server/src/middleware/tests.rs"),
    (Code::DeadlineExceeded, "a stalled server", "server/src/middleware/tests.rs"),
    (Code::Overloaded, "a stalled database", "server/src/error.rs"),
    (Code::SessionNotFound, "known to who stores sessions", "server/tests/http/sessions.rs"),
    (Code::TokenMissing, "an anonymous request, which some may be", "server/tests/http/tokens.rs"),
    (Code::TokenInvalid, "who verifies signatures knows", "server/tests/http/tokens.rs"),
    (Code::RulesUnavailable, "a page without WebAssembly", "tests/packaging/node.test.mjs"),
    (Code::RulesTrapped, "a module that stopped", "tests/packaging/node.test.mjs"),
];

/// The codes of all golden cases that expect problems.
fn golden() -> BTreeSet<String> {
    let cases = vectors::all().into_iter().flat_map(|verb| verb.cases);
    let problems = cases.flat_map(|case| match case.expect {
        Expect::Error(problems) => problems,
        Expect::Ok(_) => Vec::new(),
    });
    problems.map(|problem| problem.code).collect()
}

#[test]
fn every_code_has_a_golden_case_or_is_tested_elsewhere() {
    let golden = golden();
    let elsewhere = |code| ELSEWHERE.iter().any(|(known, ..)| *known == code);
    for code in Code::ALL {
        let has_case = golden.contains(code.as_str());
        assert!(has_case || elsewhere(*code), "{code} has no golden case in tests/vectors");
        assert!(!has_case || !elsewhere(*code), "{code} has golden cases: take it off the list");
    }
}

#[test]
fn golden_cases_know_no_other_codes() {
    for code in golden() {
        assert!(Code::ALL.iter().any(|known| known.as_str() == code), "there is no code {code}");
    }
}

#[test]
fn what_is_tested_elsewhere_is_named_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for (code, reason, file) in ELSEWHERE {
        let text = fs::read_to_string(root.join(file)).unwrap();
        let mut words = text.split(|c: char| c != '_' && !c.is_alphanumeric());
        let is_named = words.any(|word| word == code.as_str());
        assert!(is_named, "{file} does not test {code} ({reason})");
    }
}
