//! The deletion of an account: asked for, taken back, and what is open to it until then.

use alloc::string::String;

use crate::code::Code;
use crate::digits;
use crate::problem::Problem;
use crate::time::Timestamp;
use crate::time::units::DAY_MILLIS;
use crate::words::word_set;

/// Days between asking for an account's deletion and the deletion.
pub const DELETION_GRACE_DAYS: i64 = 30;

word_set! {
    /// What somebody wants with the deletion of their account.
    DeletionEvent {
        /// To be deleted.
        Requested "requested",
        /// To stay after all.
        Cancelled "cancelled",
    }
}

word_set! {
    /// What an account wants to do.
    AccountAction {
        /// To see its own profile.
        SeeSelf "see_self",
        /// To stay after all.
        CancelDeletion "cancel_deletion",
        /// To end its sign-ins.
        RevokeTokens "revoke_tokens",
        /// Anything else.
        Other "other",
    }
}

/// Whether, and when, an account is deleted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Deletion {
    /// When that was asked for.
    pub deleted_at: Option<Timestamp>,
    /// From when on its rows are deleted.
    pub deletion_scheduled_at: Option<Timestamp>,
}

impl Deletion {
    /// What it is after an event at `now`: 30 days from the first request on, or not at all. To ask
    /// again moves nothing, and as long as there is an account it can stay.
    #[must_use]
    pub const fn apply(self, event: DeletionEvent, now: Timestamp) -> Self {
        match (event, self.deletion_scheduled_at) {
            (DeletionEvent::Requested, Some(_)) => self,
            (DeletionEvent::Requested, None) => Self {
                deleted_at: Some(now),
                deletion_scheduled_at: Some(now.plus_millis(DELETION_GRACE_DAYS * DAY_MILLIS)),
            },
            (DeletionEvent::Cancelled, _) => Self { deleted_at: None, deletion_scheduled_at: None },
        }
    }
}

/// Lets an account that is going to be deleted see itself, stay after all and end its sign-ins, and
/// nothing else. A ban is no matter of this one.
///
/// # Errors
/// `ACCOUNT_DELETION_SCHEDULED`.
pub const fn check_access(
    deletion_scheduled_at: Option<Timestamp>,
    action: AccountAction,
) -> Result<(), Problem> {
    match (deletion_scheduled_at, action) {
        (Some(_), AccountAction::Other) => Err(Problem::new(Code::AccountDeletionScheduled)),
        _ => Ok(()),
    }
}

/// Whether an account's rows are to be deleted now.
#[must_use]
pub fn is_purge_due(deletion_scheduled_at: Option<Timestamp>, now: Timestamp) -> bool {
    deletion_scheduled_at.is_some_and(|scheduled_at| scheduled_at <= now)
}

/// What an account is called once nothing is known of it any more: `deleted_` and 22 digits that
/// the host draws.
#[must_use]
pub fn anonymous_username(random: [u8; 11]) -> String {
    let mut digits = String::new();
    for byte in random {
        digits::push_hex(&mut digits, byte);
    }
    digits.make_ascii_lowercase();
    String::from("deleted_") + &digits
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::DeletionEvent::{Cancelled, Requested};
    use super::*;
    use crate::time::units::DAY_MICROS;

    proptest! {
        #[test]
        fn asking_again_moves_nothing_and_staying_leaves_nothing(
            first in -1_i64 << 50..1 << 50, later in 0..1_i64 << 50,
        ) {
            let now = Timestamp::from_unix_micros(first);
            let then = Timestamp::from_unix_micros(first + later);
            let asked = Deletion::default().apply(Requested, now);
            prop_assert_eq!(asked.apply(Requested, then), asked);
            prop_assert_eq!(asked.apply(Cancelled, then), Deletion::default());
            let is_due = later >= 30 * DAY_MICROS;
            prop_assert_eq!(is_purge_due(asked.deletion_scheduled_at, then), is_due);
        }
    }

    #[test]
    fn an_anonymous_name_is_a_username_like_any_other() {
        for random in [[0; 11], [0xff; 11], [0xa5; 11]] {
            let name = anonymous_username(random);
            assert_eq!(crate::user::filter(&name), (name.clone(), true));
            assert!(name.len() <= crate::user::USERNAME_MAX_LENGTH as usize);
        }
        assert_eq!(anonymous_username([0xab; 11]), "deleted_ababababababababababab");
    }

    #[test]
    fn only_an_account_that_is_to_be_deleted_is_held_back() {
        let scheduled = Some(Timestamp::from_unix_micros(0));
        for action in AccountAction::ALL {
            assert_eq!(check_access(None, *action), Ok(()));
            let is_free = check_access(scheduled, *action).is_ok();
            assert_eq!(is_free, *action != AccountAction::Other);
        }
    }
}
