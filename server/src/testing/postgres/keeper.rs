//! One server's folder and the process that keeps it (`keeper.sh`).
//!
//! A static is never dropped, and a process that is killed runs nothing any more. So the server
//! belongs to a shell that reads a pipe from this process: when the pipe closes, the shell ends the
//! server and removes the folder. A lock on a file in the folder tells others that it is in use.

use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use super::system::{self, User};

const SCRIPT: &str = include_str!("keeper.sh");
const PREFIX: &str = "focus-squad-postgres-";
const LOCK: &str = "lock";
/// How many lines of the log a failure shows.
const SHOWN: usize = 20;

/// A server, running or stopped. Dropping it ends the server and removes its files.
pub(super) struct Keeper {
    folder: PathBuf,
    shell: Child,
    orders: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    /// Held for as long as this process lives.
    _lock: File,
}

impl Keeper {
    /// Makes the files of a server whose superuser has this password; it does not run yet.
    ///
    /// # Errors
    /// What is missing, or what PostgreSQL says.
    pub(super) fn initialize(password: &str, settings: &str) -> Result<Self, String> {
        let programs = system::programs()?;
        let parent = system::parent();
        let folder = tempfile::Builder::new().prefix(PREFIX).tempdir_in(&parent);
        let folder = folder.map_err(told(&parent))?;
        let user = User::for_owner_of(folder.path())?;
        remove_leftovers(&parent, &programs, &user);
        let lock =
            prepare(folder.path(), &user, password, settings).map_err(told(folder.path()))?;
        let mut shell = shell(&programs, folder.path(), &user);
        let shell = shell.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut shell = shell.map_err(|error| format!("sh: {error}"))?;
        let (Some(orders), Some(answers)) = (shell.stdin.take(), shell.stdout.take()) else {
            return Err("sh: has no pipes".to_owned());
        };
        let answers = BufReader::new(answers);
        // From here on the shell removes it.
        let folder = folder.keep();
        let mut keeper = Self { folder, shell, orders: Some(orders), answers, _lock: lock };
        keeper.order("initialize")?;
        Ok(keeper)
    }

    /// Has the shell do something and waits until it is done.
    ///
    /// # Errors
    /// What could not be done, and the end of the server's log.
    pub(super) fn order(&mut self, order: &str) -> Result<(), String> {
        match self.ask(order) {
            Ok(answer) if answer == "done\n" => Ok(()),
            Ok(_) => Err(format!("{}\nPostgreSQL: cannot {order}", self.log())),
            Err(error) => Err(format!("{}\nPostgreSQL: cannot {order}: {error}", self.log())),
        }
    }

    fn ask(&mut self, order: &str) -> io::Result<String> {
        let orders = self.orders.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        orders.write_all(format!("{order}\n").as_bytes())?;
        let mut answer = String::new();
        self.answers.read_line(&mut answer)?;
        Ok(answer)
    }

    fn log(&self) -> String {
        let log = fs::read(self.folder.join("log")).unwrap_or_default();
        let log = String::from_utf8_lossy(&log);
        let lines: Vec<&str> = log.lines().collect();
        lines.get(lines.len().saturating_sub(SHOWN)..).unwrap_or_default().join("\n")
    }

    /// Ends the shell alone, so that the server is left behind.
    #[cfg(test)]
    pub(super) fn kill(&mut self) {
        self.shell.kill().expect("the shell runs");
    }

    #[cfg(test)]
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.orders = None;
        let _ = self.shell.wait();
    }
}

/// What the shell finds in the folder, and the lock on it.
fn prepare(folder: &Path, user: &User, password: &str, settings: &str) -> io::Result<File> {
    fs::write(folder.join("password"), password)?;
    fs::write(folder.join("settings"), settings)?;
    // Under its name it is always locked, or left behind.
    let new = folder.join("lock.new");
    let lock = File::create(&new)?;
    lock.lock()?;
    fs::rename(new, folder.join(LOCK))?;
    user.take(folder)?;
    Ok(lock)
}

fn shell(programs: &Path, folder: &Path, user: &User) -> Command {
    let mut shell = user.command("sh");
    shell.args(["-c", SCRIPT, "keeper"]).args([programs, folder]).current_dir(folder);
    shell.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    // Messages that can be searched, and none of what this process may have been told about servers.
    shell.env("LC_ALL", "C");
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("PG") {
            shell.env_remove(name);
        }
    }
    // Ctrl-C in a terminal is not for it: it has to clean up.
    shell.process_group(0);
    shell
}

/// Removes what a machine that went down, or a shell that was killed, has left behind.
pub(super) fn remove_leftovers(parent: &Path, programs: &Path, user: &User) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let folder = entry.path();
        let is_ours = entry.file_name().to_string_lossy().starts_with(PREFIX)
            && entry.file_type().is_ok_and(|kind| kind.is_dir());
        let Some(lock) = is_ours.then(|| File::open(folder.join(LOCK)).ok()).flatten() else {
            continue;
        };
        if lock.try_lock().is_ok() {
            // Without orders the shell does what it does at the end. Another user's stay.
            let _ = shell(programs, &folder, user).status();
        }
    }
}

fn told(path: &Path) -> impl Fn(io::Error) -> String {
    move |error| format!("{}: {error}", path.display())
}
