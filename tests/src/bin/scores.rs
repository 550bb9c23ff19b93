//! Scores of made-up histories, native code against WebAssembly: one hash each.
//!
//! `cargo run -p focus-conformance --bin scores`; `FOCUS_SCORE_HISTORIES` says how many histories.
//! Where the hash of so many is recorded, it must be that one.
//! The package is asked by `tests/node/scores.mjs`.

use std::error::Error;
use std::path::Path;
use std::process::{Command, ExitCode};

use focus_conformance::{counts, scores};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("scores: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let recorded = scores::recorded()?;
    let histories = match std::env::var("FOCUS_SCORE_HISTORIES") {
        Ok(text) => text.parse()?,
        Err(_) => recorded.runs.first().ok_or("no run is recorded")?.histories,
    };
    let ours = scores::hash(histories, recorded.seed);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("node/scores.mjs");
    let asked = [histories.to_string(), recorded.seed.to_string()];
    let told = Command::new("node").arg(script).args(asked).output()?;
    if !told.status.success() {
        return Err(String::from_utf8_lossy(&told.stderr).into());
    }
    let theirs = String::from_utf8(told.stdout)?;
    let theirs = theirs.trim();
    println!("scores: {histories} histories, native {ours}, package {theirs}");
    if ours != theirs {
        return Err("the package's scores differ from the native ones".into());
    }
    if let Some(run) = recorded.runs.iter().find(|run| run.histories == histories)
        && run.hash != ours
    {
        return Err(format!("the recorded hash is {}", run.hash).into());
    }
    counts::leave("scores", usize::try_from(histories)?)?;
    Ok(())
}
