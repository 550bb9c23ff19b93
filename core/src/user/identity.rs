//! What a token says of somebody who has no account yet, as it may be kept.

use crate::code::Code;
use crate::problem::Problem;
use crate::text;

/// The longest subject of a token, in code points.
const SUBJECT_MAX_LENGTH: u32 = 255;
/// The longest address that is kept, in code points.
const EMAIL_MAX_LENGTH: u32 = 320;

/// Refuses a subject that no account can be kept under: one with NUL, or of more
/// than 255 code points.
///
/// # Errors
/// `TOKEN_SUBJECT`.
pub fn check_subject(subject: &str) -> Result<(), Problem> {
    let is_long = text::length(subject) > SUBJECT_MAX_LENGTH as usize;
    if is_long || holds_nul(subject) {
        return Err(Problem::new(Code::TokenSubject));
    }
    Ok(())
}

/// The address that is kept for a new account, trimmed: empty when the token has none, and for one
/// that holds NUL or has more than 320 code points.
#[must_use]
pub fn kept_email(claim: Option<&str>) -> &str {
    let email = text::trim(claim.unwrap_or_default());
    let is_good = text::length(email) <= EMAIL_MAX_LENGTH as usize && !holds_nul(email);
    if is_good { email } else { "" }
}

fn holds_nul(text: &str) -> bool {
    text.bytes().any(|byte| byte == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_is_bounded_and_has_no_nul() {
        let refused = Err(Problem::new(Code::TokenSubject));
        assert_eq!(check_subject(&"é".repeat(255)), Ok(()));
        assert_eq!(check_subject(&"é".repeat(256)), refused);
        assert_eq!(check_subject("a\0"), refused);
    }

    #[test]
    fn an_address_that_cannot_be_kept_is_none() {
        assert_eq!(kept_email(Some(" Jo@example.com ")), "Jo@example.com");
        assert_eq!(kept_email(None), "");
        assert_eq!(kept_email(Some("a\0@example.com")), "");
        assert_eq!(kept_email(Some(&"a".repeat(320))).len(), 320);
        assert_eq!(kept_email(Some(&"a".repeat(321))), "");
    }
}
