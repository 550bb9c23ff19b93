//! When a connection is worn out.

use super::error::RedisFailure;

/// So many commands in a row without an answer in time are no accident.
const MAX_TIMEOUTS: u32 = 2;

/// How a connection did so far.
#[derive(Debug, Default)]
pub(super) struct Wear {
    timeouts: u32,
}

/// How a command ended, as far as the connection goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It was answered, be it with an error.
    Answered,
    /// Not in time.
    TimedOut,
    /// By a server that only reads, as a master does that became a replica.
    ReadOnly,
    /// The connection is gone.
    Broken,
}

impl Outcome {
    pub(super) fn of<T>(result: &Result<T, RedisFailure>) -> Self {
        match result {
            Err(error) if error.is_read_only() => Self::ReadOnly,
            Err(error) if error.is_timeout() => Self::TimedOut,
            Err(error) if error.is_broken() => Self::Broken,
            Ok(_) | Err(_) => Self::Answered,
        }
    }
}

impl Wear {
    /// Whether the connection has to be replaced now.
    pub(super) fn is_over(&mut self, outcome: Outcome) -> bool {
        match outcome {
            Outcome::Answered => {
                self.timeouts = 0;
                false
            }
            Outcome::TimedOut => {
                self.timeouts += 1;
                self.timeouts >= MAX_TIMEOUTS
            }
            Outcome::ReadOnly | Outcome::Broken => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Outcome::{Answered, Broken, ReadOnly, TimedOut};
    use super::*;

    #[test]
    fn a_connection_is_over_after_two_timeouts_in_a_row_or_one_read_only_answer() {
        for (outcomes, is_over) in [
            (vec![TimedOut], false),
            (vec![TimedOut, TimedOut], true),
            (vec![TimedOut, Answered, TimedOut], false),
            (vec![Answered, ReadOnly], true),
            (vec![Broken], true),
        ] {
            let mut wear = Wear::default();
            let told: Vec<_> = outcomes.iter().map(|outcome| wear.is_over(*outcome)).collect();
            assert_eq!(told.last(), Some(&is_over), "{outcomes:?}");
        }
    }
}
