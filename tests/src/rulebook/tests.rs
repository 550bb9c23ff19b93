use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use focus_core::rulebook::{Skew, compare};
use serde_json::json;

use super::*;
use crate::vectors::{self, Expect};

fn book(things: &[(&str, &str, i32)]) -> Contents {
    let mut contents = Contents::new();
    for (section, name, value) in things {
        contents.entry((*section).into()).or_default().insert((*name).into(), json!(value));
    }
    contents
}

fn first(things: &[(&str, &str, i32)]) -> Register {
    Register::next(None, book(things)).unwrap().0
}

fn after(before: &Register, things: &[(&str, &str, i32)]) -> (Register, Vec<String>) {
    let (register, changes) = Register::next(Some(before), book(things)).unwrap();
    (register, changes.iter().map(Change::to_string).collect())
}

/// Generation and additions.
fn numbers(register: &Register) -> (&str, &str) {
    let (generation, additions) = register.version.split_once('.').unwrap();
    (generation.split_once('-').unwrap().0, additions.split_once('-').unwrap().0)
}

#[test]
fn the_first_register_begins_the_first_generation() {
    let register = first(&[("codes", "A", 1)]);
    let print = fingerprint(&register.fingerprints);
    assert_eq!(register.version, format!("1-{print}.0-{print}"));
}

#[test]
fn without_a_change_the_version_stays() {
    let before = first(&[("codes", "A", 1), ("rule", "p", 1)]);
    let (register, changes) = after(&before, &[("rule", "p", 1), ("codes", "A", 1)]);
    assert_eq!((register, changes), (before, Vec::new()));
}

#[test]
fn what_is_only_added_counts_as_one_addition_and_is_compatible() {
    let before = first(&[("codes", "A", 1)]);
    let (grown, changes) = after(&before, &[("codes", "A", 1), ("codes", "B", 1), ("new", "p", 1)]);
    assert_eq!(changes, ["added codes: B", "added new: p"]);
    assert_eq!(numbers(&grown), ("1", "1"));
    assert_eq!(compare(&before.version, Some(&grown.version)), Skew::Compatible);
    let things = [("codes", "A", 1), ("codes", "B", 1), ("new", "p", 1), ("new", "q", 1)];
    let (again, _) = after(&grown, &things);
    assert_eq!(numbers(&again), ("1", "2"));
    assert_eq!(compare(&before.version, Some(&again.version)), Skew::Compatible);
}

#[test]
fn what_changed_or_went_begins_a_generation_and_is_different() {
    let before = first(&[("codes", "A", 1), ("codes", "B", 1)]);
    let (grown, _) = after(&before, &[("codes", "A", 1), ("codes", "B", 1), ("codes", "C", 1)]);
    let things = [("codes", "A", 1), ("codes", "B", 2), ("codes", "C", 1), ("codes", "D", 1)];
    let (changed, changes) = after(&grown, &things);
    assert_eq!(changes, ["changed codes: B", "added codes: D"]);
    assert_eq!(numbers(&changed), ("2", "0"));
    let (shrunk, changes) = after(&grown, &[("codes", "A", 1), ("codes", "C", 1)]);
    assert_eq!(changes, ["removed codes: B"]);
    assert_eq!(numbers(&shrunk), ("2", "0"));
    for different in [&changed, &shrunk] {
        assert_eq!(compare(&grown.version, Some(&different.version)), Skew::Different);
    }
    // Two branches, each of which began its second generation.
    assert_eq!(compare(&changed.version, Some(&shrunk.version)), Skew::Different);
}

#[test]
fn a_register_is_read_as_it_was_written_and_has_a_line_for_each_thing() {
    let register = first(&[("codes", "A", 1), ("codes", "B", 2), ("rule", "a \"probe\"", 3)]);
    let text = register.to_text();
    assert_eq!(serde_json::from_str::<Register>(&text).unwrap(), register);
    assert!(text.contains("\n      \"B\": 2\n"), "{text}");
    assert!(text.contains("\n      \"a \\\"probe\\\"\": 3\n"), "{text}");
}

#[test]
fn a_version_that_cannot_be_read_is_told() {
    for text in ["", "1", "1-a", "1-a.0", "1-a.0-b.c", "01-a.0-b", "1.a-0.b", "x-a.0-b"] {
        assert!(text.parse::<Version>().is_err(), "{text}");
    }
}

fn checked_in() -> Register {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("rulebook/register.json");
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn the_register_says_what_the_rules_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rulebook/probes");
    let contents = contents(&probes(&folder).unwrap()).unwrap();
    let changes = changes(&checked_in().contents, &contents);
    let changes: Vec<_> = changes.iter().map(Change::to_string).collect();
    let fix = "run `cargo run -p focus-conformance --bin rulebook`";
    assert!(changes.is_empty(), "{fix}:\n{}", changes.join("\n"));
}

#[test]
fn the_probes_reach_every_code_of_the_golden_cases() {
    let register = checked_in();
    for verb in vectors::all() {
        let told = canonical(&json!(register.contents[&verb.rule]));
        let mut codes = BTreeSet::new();
        for case in &verb.cases {
            if let Expect::Error(places) = &case.expect {
                codes.extend(places.iter().map(|place| &place.code));
            }
        }
        for code in codes {
            assert!(told.contains(&format!("\"code\":\"{code}\"")), "{} {code}", verb.rule);
        }
    }
}

#[test]
fn every_public_constant_of_the_core_is_in_the_register() {
    let known = checked_in().contents["constants"].keys().cloned().collect::<Vec<_>>();
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/src"), &mut files);
    let mut found = 0;
    for file in files.iter().filter(|file| !file.ends_with("rulebook/generated.rs")) {
        let text = fs::read_to_string(file).unwrap();
        for line in text.lines().filter_map(|line| line.strip_prefix("pub const ")) {
            let Some((name, _)) = line.split_once(':') else { continue };
            let is_known = known.iter().any(|known| known == name);
            assert!(is_known || line.starts_with("fn "), "{name} of {}", file.display());
            found += usize::from(is_known);
        }
    }
    assert_eq!(found, known.len(), "a constant of the register is not in the core");
}

fn sources(folder: &Path, files: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, files);
        } else {
            files.push(path);
        }
    }
}
