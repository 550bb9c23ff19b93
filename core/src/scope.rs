//! Scopes: what a token may be used for.
//!
//! A scope is a word, compared as it stands. A set of them is a text with spaces in between, or a
//! list of such texts, as claims have it.

use alloc::vec::Vec;

/// Adds the scopes of a text to others, each once, in their order.
pub fn split_into<'a>(scopes: &mut Vec<&'a str>, text: &'a str) {
    for scope in text.split(' ') {
        if !scope.is_empty() && !scopes.contains(&scope) {
            scopes.push(scope);
        }
    }
}

/// The scopes that are granted: those that are asked for and allowed, in the order of asking. Who
/// asks for none is granted none.
#[must_use]
pub fn grant<'a>(asked: &[&'a str], allowed: &[&str]) -> Vec<&'a str> {
    asked.iter().copied().filter(|scope| allowed.contains(scope)).collect()
}

/// Whether scopes hold all that are needed.
#[must_use]
pub fn has(scopes: &[&str], needed: &[&str]) -> bool {
    needed.iter().all(|scope| scopes.contains(scope))
}

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_granted_was_asked_for_and_allowed_and_nothing_of_that_is_missing(
            asked in "[abc ]{0,8}",
            allowed in "[abc ]{0,8}",
        ) {
            let (mut wanted, mut may) = (Vec::new(), Vec::new());
            split_into(&mut wanted, &asked);
            split_into(&mut may, &allowed);
            let granted = grant(&wanted, &may);
            for scope in &wanted {
                prop_assert_eq!(granted.contains(scope), may.contains(scope));
            }
            prop_assert!(has(&wanted, &granted) && has(&may, &granted));
            prop_assert_eq!(has(&granted, &wanted), granted.len() == wanted.len());
        }
    }

    #[test]
    fn a_scope_stands_once_and_is_compared_as_it_stands() {
        let text = String::from("read  write read\twrite ");
        let mut scopes = Vec::new();
        split_into(&mut scopes, &text);
        assert_eq!(scopes, ["read", "write", "read\twrite"]);
        assert!(!has(&scopes, &["Read"]) && has(&scopes, &["write", "read"]));
        assert!(!has(&scopes, &["write", "delete"]));
    }
}
