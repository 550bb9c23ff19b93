//! How full a disk is.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::sync::Semaphore;

/// The disk that a folder is on.
pub(super) struct Disk {
    folder: PathBuf,
    /// A disk that does not answer keeps one thread waiting and no more.
    asking: Arc<Semaphore>,
}

impl Disk {
    pub(super) fn at(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), asking: Arc::new(Semaphore::new(1)) }
    }

    /// How much of what we may use is used, in percent; none where nobody can tell.
    pub(super) async fn used_percent(&self) -> Option<f64> {
        let asking = Arc::clone(&self.asking).try_acquire_owned().ok()?;
        let folder = self.folder.clone();
        let asked = tokio::task::spawn_blocking(move || {
            let _asking = asking;
            used_percent(&folder)
        });
        asked.await.ok()?
    }
}

/// As `df` tells it: what is kept for the system's own use counts neither as used nor as free.
#[cfg(unix)]
fn used_percent(folder: &Path) -> Option<f64> {
    let told = rustix::fs::statvfs(folder).ok()?;
    let used = told.f_blocks.checked_sub(told.f_bfree)? as f64;
    Some(used / (used + told.f_bavail as f64) * 100.0)
}

#[cfg(not(unix))]
fn used_percent(_: &Path) -> Option<f64> {
    None
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_disk_tells_how_full_it_is_and_what_is_none_tells_nothing() {
        let used = Disk::at(&std::env::temp_dir()).used_percent().await.unwrap();
        assert!((0.0..=100.0).contains(&used), "{used}");
        assert_eq!(Disk::at(Path::new("/nowhere/at/all")).used_percent().await, None);
    }
}
