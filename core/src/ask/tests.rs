//! What holds for every rule that is asked by its number.

use super::*;
use crate::code::Code;
use crate::json;

#[test]
fn facts_that_are_no_object_are_refused_before_a_rule_sees_them() {
    let document = json::read(r#"["no facts", "2026-05-01T09:30:00Z"]"#).unwrap();
    let mut items = document.root().as_array().unwrap();
    let (facts, now) = (items.next().unwrap(), items.next().unwrap());
    for (number, rule) in rules().enumerate() {
        // A webhook's body may be anything: what is no event changes nothing.
        if rule.name == "livekit.change" {
            continue;
        }
        let told = ask(number, Asked { facts, now }).unwrap().unwrap_err();
        let codes: Vec<_> = told.iter().map(Problem::code).collect();
        assert_eq!(codes, [Code::WrongType], "{}", rule.name);
    }
}

#[test]
fn a_number_asks_the_rule_of_that_place() {
    for (rule, ask) in rules().zip(ASKS) {
        assert!(core::ptr::fn_addr_eq(rule.ask, ask), "{}", rule.name);
    }
    assert_eq!(rules().count(), ASKS.len());
}
