//! Logs: text for people, JSON for machines. Tokens and secrets never stand in them.
//!
//! A thread of its own writes the lines: nobody who logs ever waits for whoever reads.

use std::io::IsTerminal as _;
use std::panic::PanicHookInfo;
use std::sync::mpsc;
use std::time::Duration;

use tracing::level_filters::LevelFilter;
use tracing_appender::non_blocking::{NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::config::{LogFormat, LogSettings};

/// Lines that wait to be written; what comes beyond them is lost.
const MAX_WAITING_LINES: usize = 8_192;
/// How long the last lines may take to be written.
const GOODBYE_DEADLINE: Duration = Duration::from_secs(1);

/// Writes the lines that still wait when it is dropped, unless that takes too long.
pub struct Guard(Option<WorkerGuard>);

impl Drop for Guard {
    fn drop(&mut self) {
        let guard = self.0.take();
        let (written, waiting) = mpsc::channel();
        std::thread::spawn(move || {
            drop(guard);
            // Nobody waits any more when it took too long.
            let _ = written.send(());
        });
        let _ = waiting.recv_timeout(GOODBYE_DEADLINE);
    }
}

/// Starts logging; a second call changes nothing. Panics are logged as errors.
#[must_use = "the last lines are lost without it"]
pub fn init(settings: &LogSettings) -> Guard {
    let builder = NonBlockingBuilder::default().lossy(true);
    let builder = builder.buffered_lines_limit(MAX_WAITING_LINES).thread_name("log");
    let (writer, guard) = builder.finish(std::io::stdout());
    let level = if settings.debug { LevelFilter::DEBUG } else { LevelFilter::INFO };
    let quiet = Targets::new().with_default(LevelFilter::WARN).with_target("focus_server", level);
    let started = match settings.format {
        LogFormat::Text => {
            let colours = std::io::stdout().is_terminal();
            let layer = tracing_subscriber::fmt::layer().with_target(false).with_ansi(colours);
            let layer = layer.with_writer(writer);
            tracing_subscriber::registry().with(layer.with_filter(quiet)).try_init()
        }
        LogFormat::Json => {
            let layer = tracing_subscriber::fmt::layer().json().flatten_event(true);
            let layer = layer.with_writer(writer);
            tracing_subscriber::registry().with(layer.with_filter(quiet)).try_init()
        }
    };
    if started.is_ok() {
        std::panic::set_hook(Box::new(note));
    }
    Guard(Some(guard))
}

/// Logs where a panic was, and for which request, which the span tells. Its words may hold
/// anything.
fn note(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    tracing::error!(place, "a panic");
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::{Arc, Mutex};

    use super::*;

    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_panic_is_logged_with_its_place_and_its_request_and_without_its_words() {
        let kept = Kept::default();
        let writer = kept.clone();
        let layer = tracing_subscriber::fmt::layer().json().with_writer(move || writer.clone());
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(note));
        tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), || {
            let span = tracing::info_span!("request", request_id = "r-1");
            span.in_scope(|| std::panic::catch_unwind(|| panic!("a secret")).unwrap_err());
        });
        std::panic::set_hook(before);
        let text = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
        assert!(text.contains("telemetry.rs") && text.contains("r-1"), "{text}");
        assert!(!text.contains("secret"), "{text}");
    }
}
