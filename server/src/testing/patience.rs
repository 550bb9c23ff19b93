//! Time as a test has it: a machine that stands still for a while uses none of it up.

use std::time::Duration;

const TICK: Duration = Duration::from_millis(20);

/// What comes of `what`; none when it takes longer than this in which the machine runs.
pub async fn within<T>(patience: Duration, what: impl Future<Output = T>) -> Option<T> {
    let run_out = async {
        // One long sleep would be over after a standstill, whatever came of the rest.
        for _ in 0..patience.as_millis().div_ceil(TICK.as_millis()) {
            tokio::time::sleep(TICK).await;
        }
    };
    tokio::select! {
        biased;
        done = what => Some(done),
        () = run_out => None,
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use super::*;

    #[tokio::test]
    async fn what_never_comes_is_given_up_and_what_is_there_is_taken() {
        assert_eq!(within(Duration::from_millis(30), pending::<()>()).await, None);
        assert_eq!(within(Duration::ZERO, ready(7)).await, Some(7));
    }

    #[tokio::test]
    async fn a_standstill_takes_no_more_than_a_tick() {
        let late = async {
            tokio::task::yield_now().await;
            // Nothing runs meanwhile.
            std::thread::sleep(Duration::from_millis(300));
            tokio::time::sleep(Duration::from_millis(30)).await;
        };
        assert_eq!(within(Duration::from_millis(100), late).await, Some(()));
    }
}
