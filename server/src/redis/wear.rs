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
            Err(RedisFailure::TimedOut) => Self::TimedOut,
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
    fn a_connection_outlives_whatever_it_is_answered_but_for_a_server_that_only_reads() {
        let replica_of_6 = "ERR Error running script (call to f_0): @user_script:8: \
            @user_script: 8: -READONLY You can't write against a read only replica.";
        for (line, outcome) in [
            ("READONLY You can't write against a read only replica.", ReadOnly),
            ("MASTERDOWN Link with MASTER is down", ReadOnly),
            (replica_of_6, ReadOnly),
            ("ERR unknown command", Answered),
            ("LOADING Redis is loading the dataset in memory", Answered),
            ("CLUSTERDOWN The cluster is down", Answered),
            ("TRYAGAIN Multiple keys request during rehashing of slot", Answered),
            ("MOVED 3999 127.0.0.1:6381", Answered),
            ("BUSY Redis is busy running a script", Answered),
            ("NOREPLICAS Not enough good replicas to write.", Answered),
            ("MISCONF Errors writing to the AOF file", Answered),
            ("OOM command not allowed when used memory > 'maxmemory'.", Answered),
            ("WRONGTYPE Operation against a key", Answered),
            ("NOPERM this user has no permissions", Answered),
        ] {
            let answer = ::redis::parse_redis_value(format!("-{line}\r\n").as_bytes()).unwrap();
            let answer = answer.extract_error().map_err(RedisFailure::from);
            assert_eq!(Outcome::of(&answer), outcome, "{line}");
        }
    }

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
            let last = outcomes.iter().fold(false, |_, outcome| wear.is_over(*outcome));
            assert_eq!(last, is_over, "{outcomes:?}");
        }
    }
}
