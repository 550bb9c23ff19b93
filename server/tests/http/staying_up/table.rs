//! The table as a whole. Its rows are made side by side.

use std::time::Duration;

use focus_server::testing::document;
use futures_util::future::{FutureExt as _, LocalBoxFuture, join_all};
use tokio::sync::Semaphore;

use super::{deadlines, running, stopping};

/// How many processes run at once, so that none of them is kept waiting by the others for long.
const AT_ONCE: usize = 6;

/// What was done to a process, and what came of it.
pub(super) struct Row {
    pub(super) done: &'static str,
    pub(super) seen: String,
    pub(super) took: String,
    pub(super) code: String,
}

impl Row {
    /// What was done, and what clients saw.
    pub(super) fn new(done: &'static str, seen: impl Into<String>) -> Self {
        let none = || "–".to_owned();
        Self { done, seen: seen.into(), took: none(), code: none() }
    }

    /// How long it took, if that is what it should have.
    pub(super) fn took(self, took: Duration, wanted: Took) -> Self {
        Self { took: wanted.told(took), ..self }
    }

    pub(super) fn left(self, code: impl Into<String>) -> Self {
        Self { code: code.into(), ..self }
    }

    fn told(&self) -> String {
        format!("| {} | {} | {} | {} |\n", self.done, self.seen, self.took, self.code)
    }
}

/// How long something should take, with room for a machine that is busy.
#[derive(Clone, Copy)]
pub(super) enum Took {
    AtOnce,
    Seconds(u64),
}

impl Took {
    fn told(self, took: Duration) -> String {
        let (least, most) = match self {
            Self::AtOnce => (Duration::ZERO, Duration::from_secs(4)),
            // A test that is kept waiting begins to measure late.
            Self::Seconds(seconds) => {
                (Duration::from_millis(seconds * 900), Duration::from_secs(seconds + 4))
            }
        };
        match self {
            _ if !(least..most).contains(&took) => format!("{took:?}"),
            Self::AtOnce => "at once".to_owned(),
            Self::Seconds(seconds) => format!("{seconds} s"),
        }
    }
}

fn rows() -> Vec<LocalBoxFuture<'static, Row>> {
    vec![
        running::without_keys().boxed_local(),
        running::asked_by_many().boxed_local(),
        running::without_a_table().boxed_local(),
        running::with_too_much_to_do().boxed_local(),
        running::panicking().boxed_local(),
        deadlines::of_a_header().boxed_local(),
        deadlines::of_a_body().boxed_local(),
        deadlines::of_a_request().boxed_local(),
        stopping::at_its_start().boxed_local(),
        stopping::with_a_delay().boxed_local(),
        stopping::with_a_running_request().boxed_local(),
        stopping::with_a_request_that_does_not_end().boxed_local(),
        stopping::with_silent_connections().boxed_local(),
        stopping::with_a_slow_reader().boxed_local(),
        stopping::with_a_client_that_never_reads().boxed_local(),
        stopping::with_a_stream_of_events().boxed_local(),
        stopping::twice_while_it_waits().boxed_local(),
        stopping::twice_while_a_request_runs().boxed_local(),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_table_of_staying_up_is_the_one_in_the_documents() {
    let places = Semaphore::new(AT_ONCE);
    let made = rows().into_iter().map(async |row| {
        let _place = places.acquire().await.unwrap();
        row.await.told()
    });
    let mut table = String::from(
        "| what is done to the process | what clients see | how long | exit code |\n\
         |---|---|---|---|\n",
    );
    table.extend(join_all(made).await);
    document::compare("staying-up", &table);
}
