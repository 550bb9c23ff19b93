//! Where PostgreSQL's programs are.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

const PROGRAMS: [&str; 3] = ["postgres", "initdb", "pg_ctl"];
const DEBIAN: &str = "/usr/lib/postgresql";

/// The folder of PostgreSQL's programs: the one that is set, the one in the PATH, Debian's newest.
///
/// # Errors
/// What is missing, and what to run.
pub(super) fn programs() -> Result<PathBuf, String> {
    if let Some(set) = env::var_os("FOCUS_POSTGRES_BIN").filter(|set| !set.is_empty()) {
        let folder = PathBuf::from(set);
        let Some(missing) = missing_in(&folder) else { return Ok(folder) };
        return Err(format!(
            "FOCUS_POSTGRES_BIN is {}, where {missing} is missing",
            folder.display()
        ));
    }
    let path = env::var_os("PATH").unwrap_or_default();
    // A link in the PATH leads to the folder where the others are as well.
    let linked = env::split_paths(&path).filter_map(|folder| {
        Some(fs::canonicalize(folder.join("postgres")).ok()?.parent()?.to_owned())
    });
    let found = linked.chain(debian()).find(|folder| missing_in(folder).is_none());
    found.ok_or_else(|| {
        "PostgreSQL is missing: run sudo apt-get install postgresql (Debian) or brew install \
         postgresql (macOS), or set FOCUS_POSTGRES_BIN to the folder of postgres, initdb and pg_ctl"
            .to_owned()
    })
}

fn missing_in(folder: &Path) -> Option<&'static str> {
    PROGRAMS.into_iter().find(|program| !folder.join(program).is_file())
}

/// Debian's folders, the newest version first.
fn debian() -> Vec<PathBuf> {
    let folders = fs::read_dir(DEBIAN).into_iter().flatten().flatten();
    let mut versions: Vec<(u32, PathBuf)> = folders
        .filter_map(|folder| {
            let version = folder.file_name().to_str()?.parse().ok()?;
            Some((version, folder.path().join("bin")))
        })
        .collect();
    versions.sort_by(|a, b| b.cmp(a));
    versions.into_iter().map(|(_, folder)| folder).collect()
}
