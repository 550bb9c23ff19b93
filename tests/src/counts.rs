//! How many cases a runner checked, left for the table at the end of `npm test`.

use std::fs;
use std::io;
use std::path::Path;

/// Writes a runner's count below `.cache/counts`.
///
/// # Errors
/// When the file cannot be written.
pub fn leave(runner: &str, cases: usize) -> io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.cache/counts");
    fs::create_dir_all(&folder)?;
    let line = format!("{{\"runner\":\"{runner}\",\"cases\":{cases}}}\n");
    fs::write(folder.join(format!("{runner}.json")), line)
}
