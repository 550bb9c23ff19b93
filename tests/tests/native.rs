//! The golden cases against the core itself.

use focus_conformance::{counts, native, vectors};

#[test]
fn the_core_answers_every_golden_case() {
    let mut checked = 0;
    let mut failures = Vec::new();
    for verb in vectors::all() {
        let mut names = std::collections::HashSet::new();
        for case in &verb.cases {
            assert!(names.insert(&case.name), "{} has two cases `{}`", verb.rule, case.name);
            let answer = native::answer(&verb.rule, &case.input);
            let answer = answer.unwrap_or_else(|| panic!("no verb `{}`", verb.rule));
            if let Err(difference) = vectors::compare(&case.expect, &answer) {
                failures.push(format!("{}: {}\n       {difference}", verb.rule, case.name));
            }
            checked += 1;
        }
    }
    assert!(failures.is_empty(), "{} cases fail:\n{}", failures.len(), failures.join("\n"));
    assert!(checked >= 200, "only {checked} cases were found");
    counts::leave("native", checked).unwrap();
}

#[test]
fn every_verb_has_golden_cases() {
    let files: Vec<_> = vectors::all().into_iter().map(|verb| verb.rule).collect();
    for verb in native::verbs() {
        assert!(files.iter().any(|file| file == verb), "{verb} has no file in tests/vectors");
    }
}
