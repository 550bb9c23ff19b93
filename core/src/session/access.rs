//! Who may look into a session.

use crate::code::Code;
use crate::id::UserId;
use crate::problem::Problem;

/// Lets in who holds a seat now; who left is out. `active` are the users on seats nobody left.
///
/// # Errors
/// `NOT_PARTICIPANT`.
pub fn check_access(
    active: impl IntoIterator<Item = UserId>,
    user_id: UserId,
) -> Result<(), Problem> {
    let holds_a_seat = active.into_iter().any(|user| user == user_id);
    if holds_a_seat { Ok(()) } else { Err(Problem::new(Code::NotParticipant)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Uuid;

    #[test]
    fn only_who_holds_a_seat_may_look_into_a_session() {
        let user = |n| UserId::new(Uuid::from_bytes([n; 16]).unwrap());
        assert_eq!(check_access([user(1), user(2)], user(2)), Ok(()));
        let refused = Err(Problem::new(Code::NotParticipant));
        assert_eq!(check_access([user(1)], user(2)), refused);
        assert_eq!(check_access([], user(2)), refused);
    }
}
