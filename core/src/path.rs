//! Which addresses are open to those who are not signed in.

use alloc::string::String;
use alloc::vec::Vec;

use crate::percent;

/// What may be asked for without a token: whole paths, nothing below them.
pub const PUBLIC_PATHS: &[&str] = &[
    "/auth/login",
    "/auth/refresh",
    "/auth/google",
    "/auth/google/callback",
    "/auth/github",
    "/auth/github/callback",
    "/docs",
    "/openapi.json",
    "/monitoring/health",
    "/health",
    "/health/live",
    "/health/ready",
    "/api/v1/time",
];

/// Whether the path of a request is public.
///
/// It is compared by whole segments, as it stands on the wire: divided at each `/`, then every
/// segment percent-decoded once, then `.` and `..` taken out. So an encoded slash divides nothing,
/// what is encoded twice stays encoded, capitals are other letters and an empty segment is one.
/// A query or fragment (from the first `?` or `#`) is no part of it. What is no path, is not
/// well-formed or leads above the root is not public.
#[must_use]
pub fn is_public(path: &str) -> bool {
    let end = path.find(['?', '#']).unwrap_or(path.len());
    let Some(segments) = path.get(..end).and_then(segments) else { return false };
    PUBLIC_PATHS
        .iter()
        .any(|public| public.split('/').skip(1).eq(segments.iter().map(String::as_str)))
}

/// The segments behind the first slash, decoded and without dots.
fn segments(path: &str) -> Option<Vec<String>> {
    let mut segments = Vec::new();
    let mut is_folder = false;
    for segment in path.strip_prefix('/')?.split('/') {
        let segment = percent::decode(segment)?;
        is_folder = matches!(segment.as_str(), "." | "..");
        match segment.as_str() {
            "." => {}
            ".." => drop(segments.pop()?),
            _ => segments.push(segment),
        }
    }
    if is_folder {
        // `/a/b/..` is `/a/`.
        segments.push(String::new());
    }
    Some(segments)
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_spelling_of_a_public_path_is_public(
            at in 0..PUBLIC_PATHS.len(),
            encoded in proptest::collection::vec(any::<bool>(), 40),
        ) {
            let path = PUBLIC_PATHS[at];
            let spell = |(c, encoded): (char, &bool)| match *encoded && c != '/' {
                true => format!("%{:02x}", c as u32),
                false => c.into(),
            };
            let spelled: String = path.chars().zip(&encoded).map(spell).collect();
            prop_assert!(is_public(&spelled));
            let detours = [format!("/./%2e{spelled}?/x#"), format!("/x%2F/%2E.{spelled}")];
            prop_assert!(detours.iter().all(|path| is_public(path)));
            let deeper = format!("/x/.{spelled}");
            prop_assert!(!is_public(&deeper));
            prop_assert!(!is_public(&spelled.replace('%', "%25")) || !spelled.contains('%'));
        }

        #[test]
        fn nothing_behind_or_before_a_public_path_is_public(
            at in 0..PUBLIC_PATHS.len(),
            more in "[a-z/%.;]{1,6}",
        ) {
            let path = PUBLIC_PATHS[at];
            let both = [format!("{path}{more}"), format!("{more}{path}")];
            for text in both {
                if is_public(&text) {
                    // Only by way of dots, or by growing into another of the list.
                    let known = PUBLIC_PATHS.contains(&text.as_str());
                    prop_assert!(known || text.contains("/.") || text.starts_with("/./"), "{text}");
                }
            }
        }

        #[test]
        fn no_text_stops_it(text: String) {
            let _ = is_public(&text);
        }
    }

    #[test]
    fn the_traps() {
        for path in [
            "/docsx",
            "/auth/me",
            "/auth/../admin",
            "/AUTH/login",
            "//auth/login",
            "/monitoring/healthz",
            "/docs/",
            "/docs/x",
            "/docs/.",
            "/docs/x/..",
            "/docs%2f",
            "/auth%2Flogin",
            "/auth/%256cogin",
            "/docs%00",
            "/docs%",
            "/docs%4",
            "/doc%7",
            "/doc%g3",
            "/docs%ff",
            "/../docs",
            "/auth/login/%2e%2e/%2e%2e/admin",
            "docs",
            "",
            "/",
            "?/docs",
            "http://x/docs",
        ] {
            assert!(!is_public(path), "{path}");
        }
    }
}
