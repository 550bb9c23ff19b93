//! Logs: text for people, JSON for machines. Tokens and secrets never stand in them.

use std::io::IsTerminal as _;

use tracing::level_filters::LevelFilter;
use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::config::{LogFormat, LogSettings};

/// Starts logging; a second call changes nothing. Panics are logged as errors.
pub fn init(settings: &LogSettings) {
    let level = if settings.debug { LevelFilter::DEBUG } else { LevelFilter::INFO };
    let quiet = Targets::new().with_default(LevelFilter::WARN).with_target("focus_server", level);
    let started = match settings.format {
        LogFormat::Text => {
            let colours = std::io::stdout().is_terminal();
            let layer = tracing_subscriber::fmt::layer().with_target(false).with_ansi(colours);
            tracing_subscriber::registry().with(layer.with_filter(quiet)).try_init()
        }
        LogFormat::Json => {
            let layer = tracing_subscriber::fmt::layer().json().flatten_event(true);
            tracing_subscriber::registry().with(layer.with_filter(quiet)).try_init()
        }
    };
    if started.is_ok() {
        std::panic::set_hook(Box::new(|panic| {
            let place = panic.location().map(ToString::to_string).unwrap_or_default();
            tracing::error!(place, "a panic: {}", panic.payload_as_str().unwrap_or("no words"));
        }));
    }
}
