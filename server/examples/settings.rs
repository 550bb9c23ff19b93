//! Writes what the documents say of the settings: the README's table and `.env.example`.
//!
//! `cargo run -p focus-server --example settings` writes them, with `-- --check` it only tells whether
//! they are current.

use std::io::{Error, Result};
use std::path::Path;
use std::process::ExitCode;

use focus_server::config::documents;

fn main() -> ExitCode {
    let check = std::env::args().any(|argument| argument == "--check");
    match run(check) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Whether everything is current now.
fn run(check: bool) -> Result<bool> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let readme = std::fs::read_to_string(root.join("README.md"))?;
    let readme = documents::with_table(&readme).map_err(Error::other)?;
    let mut is_current = true;
    for (name, wanted) in [("README.md", readme), (".env.example", documents::env_example())] {
        let path = root.join(name);
        if !check {
            std::fs::write(&path, wanted)?;
        } else if std::fs::read_to_string(&path).is_ok_and(|found| found == wanted) {
            println!("{name} is current");
        } else {
            eprintln!("{name} is stale: run `cargo run -p focus-server --example settings`");
            is_current = false;
        }
    }
    Ok(is_current)
}
