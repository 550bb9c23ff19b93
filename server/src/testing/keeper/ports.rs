//! Ports for the servers of tests.

use std::net::{Ipv4Addr, TcpListener};
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

/// Below the ports that systems hand out by themselves, so that a server that was stopped finds its
/// port free again.
const FIRST_PORT: u32 = 10_000;
const PORTS: u32 = 20_000;
const ATTEMPTS: u32 = 20;

/// A port that is free just now, and that this process has not been given lately.
pub(in crate::testing) fn free() -> Option<u16> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    for _ in 0..PORTS {
        let next = NEXT.fetch_add(1, Ordering::Relaxed);
        let number = process::id().wrapping_mul(31).wrapping_add(next);
        let port = u16::try_from(FIRST_PORT + number % PORTS).unwrap_or(u16::MAX);
        if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return Some(port);
        }
    }
    None
}

/// Starts something on a free port. Another process may take it between the look and the start, so
/// another one is tried.
///
/// # Errors
/// What starting it says, unless that is that the port was taken.
pub(in crate::testing) fn start_on_free<T>(
    mut start: impl FnMut(u16) -> Result<T, String>,
) -> Result<T, String> {
    let mut reason = "no port is free".to_owned();
    for _ in 0..ATTEMPTS {
        let Some(port) = free() else { break };
        match start(port) {
            Err(error) if error.contains("Address already in use") => reason = error,
            result => return result,
        }
    }
    Err(reason)
}
