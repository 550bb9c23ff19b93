//! What people are told of when they are away.

use crate::words::word_set;

word_set! {
    /// Something to be told of, by mail or by push.
    NotificationEvent {
        /// A session of theirs is about to begin.
        SessionStart "session_start",
        /// A table was found.
        MatchFound "match_found",
        /// The week brought credits.
        CreditRefresh "credit_refresh",
        /// Somebody rated them red.
        RedRating "red_rating",
        /// Somebody they know came to the product.
        FriendJoined "friend_joined",
    }
}
