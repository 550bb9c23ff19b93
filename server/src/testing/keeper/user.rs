//! Who runs a server.

use std::fs;
use std::os::unix::fs::{MetadataExt, chown};
use std::path::Path;
use std::process::{Command, Stdio};

const ROOT: u32 = 0;

/// Who runs a server.
pub(in crate::testing) enum User {
    /// Whoever runs the tests.
    Same,
    /// Somebody without rights, through a program that hands over to them.
    Other { uid: u32, gid: u32, through: Vec<String> },
}

impl User {
    /// For a server that refuses to be run by root, as PostgreSQL does. Finds out who runs this from
    /// a folder that was just made.
    ///
    /// # Errors
    /// What root would need to hand over to somebody.
    pub(in crate::testing) fn unprivileged(folder: &Path) -> Result<Self, String> {
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
    pub(in crate::testing) fn command(&self, program: &str) -> Command {
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
    pub(in crate::testing) fn take(&self, folder: &Path) -> std::io::Result<()> {
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
