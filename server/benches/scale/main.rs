//! How the server does under load, and how that grows with what is stored: the executable on either
//! engine, its database filled behind its back, and clients over kept connections on the same
//! machine.
//!
//! `cargo bench -p focus-server --bench scale [-- sqlite|postgres]`
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a run that fails has failed")]
#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "this measures and tells")]

mod fill;
mod load;
mod server;

use std::time::Duration;

use fill::Fill;
use load::{Measured, Target};
use server::Server;

const CONNECTIONS: [usize; 4] = [1, 8, 64, 512];
/// Ratings that are stored while connections are counted up.
const STORED: usize = 100_000;
/// Ratings that are stored while those are counted up.
const GROWTH: [usize; 4] = [1_000, 10_000, 100_000, 1_000_000];
const GROWTH_CONNECTIONS: usize = 8;
const ROUND: Duration = Duration::from_secs(4);

#[tokio::main]
async fn main() {
    let only = std::env::args().skip(1).find(|arg| !arg.starts_with('-'));
    for engine in ["sqlite", "postgres"] {
        if only.as_ref().is_some_and(|only| only != engine) {
            continue;
        }
        println!("\n{engine}: {STORED} stored ratings\n");
        println!("| connections | what | requests/s | p50 ms | p99 ms | memory MB |");
        println!("|---|---|---|---|---|---|");
        let fill = Fill::of(STORED);
        let server = Server::start(engine, &fill).await;
        let mut rated = 0;
        for connections in CONNECTIONS {
            for target in [Target::Session, Target::Rate { first: rated }] {
                let measured = load::run(&server, &fill, target, connections, ROUND).await;
                if let Target::Rate { .. } = target {
                    rated += measured.requests;
                }
                row(&connections.to_string(), target, &measured, server.memory_mb());
            }
        }
        drop(server);

        println!("\n{engine}: {GROWTH_CONNECTIONS} connections\n");
        println!("| stored ratings | what | requests/s | p50 ms | p99 ms | memory MB |");
        println!("|---|---|---|---|---|---|");
        for stored in GROWTH {
            let fill = Fill::of(stored);
            let server = Server::start(engine, &fill).await;
            for target in [Target::Session, Target::History, Target::Rate { first: 0 }] {
                let measured = load::run(&server, &fill, target, GROWTH_CONNECTIONS, ROUND).await;
                row(&stored.to_string(), target, &measured, server.memory_mb());
            }
        }
    }
}

fn row(first: &str, target: Target, measured: &Measured, memory_mb: u64) {
    let per_second = measured.requests as f64 / measured.seconds;
    println!(
        "| {first} | {} | {per_second:.0} | {:.2} | {:.2} | {memory_mb} |",
        target.name(),
        measured.percentile_ms(0.50),
        measured.percentile_ms(0.99),
    );
}
