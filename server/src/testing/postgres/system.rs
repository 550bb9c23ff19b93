//! What the machine has: PostgreSQL's programs, and a user who may run them.

use std::env;
use std::fs;
use std::os::unix::fs::{MetadataExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const PROGRAMS: [&str; 3] = ["postgres", "initdb", "pg_ctl"];
const DEBIAN: &str = "/usr/lib/postgresql";
const ROOT: u32 = 0;

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

/// Who runs the server: PostgreSQL refuses to be run by root.
pub(super) enum User {
    /// Whoever runs the tests.
    Same,
    /// Somebody without rights, through a program that hands over to them.
    Other { uid: u32, gid: u32, through: Vec<String> },
}

impl User {
    /// Finds out from a folder that was just made.
    ///
    /// # Errors
    /// What root would need to hand over to somebody.
    pub(super) fn for_owner_of(folder: &Path) -> Result<Self, String> {
        let owner =
            fs::metadata(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        if owner.uid() != ROOT {
            return Ok(Self::Same);
        }
        for name in ["postgres", "nobody"] {
            let (Some(uid), Some(gid)) = (id("-u", name), id("-g", name)) else { continue };
            let [reuid, regid] = [format!("--reuid={uid}"), format!("--regid={gid}")];
            let ways: [&[&str]; 2] = [
                &["setpriv", &reuid, &regid, "--clear-groups", "--"],
                &["runuser", "-u", name, "--"],
            ];
            for way in ways {
                let through: Vec<String> = way.iter().map(|&word| word.to_owned()).collect();
                let user = Self::Other { uid, gid, through };
                if user
                    .command("true")
                    .stderr(Stdio::null())
                    .status()
                    .is_ok_and(|end| end.success())
                {
                    return Ok(user);
                }
            }
        }
        Err("PostgreSQL refuses to be run by root, and neither setpriv nor runuser hands over to \
             the user postgres or nobody: run apt-get install util-linux (Debian), or the tests as \
             another user"
            .to_owned())
    }

    /// A program, to be run by this user.
    pub(super) fn command(&self, program: &str) -> Command {
        let through = match self {
            Self::Same => &[][..],
            Self::Other { through, .. } => through,
        };
        let mut words = through.iter().map(String::as_str).chain([program]);
        let mut command = Command::new(words.next().unwrap_or(program));
        command.args(words);
        command
    }

    /// Gives a folder to this user.
    ///
    /// # Errors
    /// What the system says.
    pub(super) fn take(&self, folder: &Path) -> std::io::Result<()> {
        match self {
            Self::Same => Ok(()),
            Self::Other { uid, gid, .. } => chown(folder, Some(*uid), Some(*gid)),
        }
    }
}

fn id(flag: &str, name: &str) -> Option<u32> {
    let output = Command::new("id").args([flag, name]).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8(output.stdout).ok()?.trim().parse().ok())?
}

/// Where a server's folder is made: open to every user, and short, since a socket's path may not
/// have more than some hundred bytes.
pub(super) fn parent() -> PathBuf {
    let short = PathBuf::from("/tmp");
    if short.is_dir() { short } else { env::temp_dir() }
}
