//! What lies behind an error.

use std::error::Error;

/// An error with everything that caused it, in one line.
pub(crate) fn told(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let words = error.to_string();
        // Some errors tell their cause themselves.
        if !text.contains(&words) {
            text.push_str(": ");
            text.push_str(&words);
        }
        cause = error.source();
    }
    text.replace(['\r', '\n'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("{0}")]
    struct Layer(&'static str, #[source] Option<Box<Self>>);

    #[test]
    fn every_cause_is_told_once_and_in_one_line() {
        let root = Layer("no\nroute", None);
        let middle = Layer("connect", Some(root.into()));
        let same = Layer("cannot send: connect", Some(middle.into()));
        assert_eq!(told(&same), "cannot send: connect: no route");
    }
}
