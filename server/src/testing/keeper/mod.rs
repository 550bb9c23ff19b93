//! One server's folder and the process that keeps it (`keeper.sh`).
//!
//! A static is never dropped, and a process that is killed runs nothing any more. So the server
//! belongs to a shell that reads a pipe from this process: when the pipe closes, the shell ends the
//! server and removes the folder. A lock on a file in the folder tells others that it is in use.

pub(super) mod ports;
pub(super) mod user;
#[cfg(test)]
pub(super) mod victim;

use std::env;
use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use user::User;

const SCRIPT: &str = include_str!("keeper.sh");
const LOCK: &str = "lock";
/// How many lines of the log a failure shows.
const SHOWN: usize = 20;

/// A kind of server.
pub(super) struct Program {
    /// What it is called where it fails.
    pub(super) name: &'static str,
    /// How the names of its folders begin.
    pub(super) prefix: &'static str,
    /// What follows `keeper.sh`.
    pub(super) script: &'static str,
    /// Where it is.
    pub(super) path: PathBuf,
    /// Who runs it, by a folder that was just made.
    pub(super) user: fn(&Path) -> Result<User, String>,
}

/// A server, running or stopped. Dropping it ends the server and removes its files.
pub(super) struct Keeper {
    name: &'static str,
    folder: PathBuf,
    shell: Child,
    orders: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    /// Held for as long as this process lives.
    _lock: File,
}

impl Keeper {
    /// Makes the folder of a server, with these files in it; the server does not run yet.
    ///
    /// # Errors
    /// What is missing, or what the server says.
    pub(super) fn initialize(program: &Program, files: &[(&str, &str)]) -> Result<Self, String> {
        let parent = parent();
        let folder = tempfile::Builder::new().prefix(program.prefix).tempdir_in(&parent);
        let folder = folder.map_err(told(&parent))?;
        let user = (program.user)(folder.path())?;
        remove_leftovers(&parent, program, &user);
        let lock = prepare(folder.path(), &user, files).map_err(told(folder.path()))?;
        let mut shell = shell(program, folder.path(), &user);
        let shell = shell.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut shell = shell.map_err(|error| format!("sh: {error}"))?;
        let (Some(orders), Some(answers)) = (shell.stdin.take(), shell.stdout.take()) else {
            return Err("sh: has no pipes".to_owned());
        };
        let answers = BufReader::new(answers);
        // From here on the shell removes it.
        let folder = folder.keep();
        let orders = Some(orders);
        let mut keeper = Self { name: program.name, folder, shell, orders, answers, _lock: lock };
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
            Ok(_) => Err(self.failure(&format!("cannot {order}"))),
            Err(error) => Err(self.failure(&format!("cannot {order}: {error}"))),
        }
    }

    fn ask(&mut self, order: &str) -> io::Result<String> {
        let orders = self.orders.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        orders.write_all(format!("{order}\n").as_bytes())?;
        let mut answer = String::new();
        self.answers.read_line(&mut answer)?;
        Ok(answer)
    }

    /// What failed, after the end of the server's log.
    pub(super) fn failure(&self, what: &str) -> String {
        let log = fs::read(self.folder.join("log")).unwrap_or_default();
        let log = String::from_utf8_lossy(&log);
        let lines: Vec<&str> = log.lines().collect();
        let end = lines.get(lines.len().saturating_sub(SHOWN)..).unwrap_or_default().join("\n");
        format!("{end}\n{}: {what}", self.name)
    }

    /// The server's files.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Ends the shell alone, so that the server is left behind.
    #[cfg(test)]
    pub(super) fn kill(&mut self) {
        self.shell.kill().expect("the shell runs");
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.orders = None;
        let _ = self.shell.wait();
    }
}

/// What the shell finds in the folder, and the lock on it.
fn prepare(folder: &Path, user: &User, files: &[(&str, &str)]) -> io::Result<File> {
    for (name, text) in files {
        fs::write(folder.join(name), text)?;
    }
    // Under its name it is always locked, or left behind.
    let new = folder.join("lock.new");
    let lock = File::create(&new)?;
    lock.lock()?;
    fs::rename(new, folder.join(LOCK))?;
    user.take(folder)?;
    Ok(lock)
}

fn shell(program: &Program, folder: &Path, user: &User) -> Command {
    let mut shell = user.command("sh");
    let script = format!("{SCRIPT}\n{}", program.script);
    shell
        .args(["-c", &script, "keeper"])
        .args([folder, program.path.as_path()])
        .current_dir(folder);
    shell.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    // Messages that can be searched, and none of what this process may have been told about servers.
    shell.env("LC_ALL", "C");
    for (name, _) in env::vars_os() {
        if name.to_string_lossy().starts_with("PG") {
            shell.env_remove(name);
        }
    }
    // Ctrl-C in a terminal is not for it: it has to clean up.
    shell.process_group(0);
    shell
}

/// Removes what a machine that went down, or a shell that was killed, has left behind.
pub(super) fn remove_leftovers(parent: &Path, program: &Program, user: &User) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let folder = entry.path();
        let is_ours = entry.file_name().to_string_lossy().starts_with(program.prefix)
            && entry.file_type().is_ok_and(|kind| kind.is_dir());
        let Some(lock) = is_ours.then(|| File::open(folder.join(LOCK)).ok()).flatten() else {
            continue;
        };
        if lock.try_lock().is_ok() {
            // Without orders the shell does what it does at the end. Another user's stay.
            let _ = shell(program, &folder, user).status();
        }
    }
}

/// Where a server's folder is made: open to every user, and short, since a socket's path may not
/// have more than some hundred bytes.
pub(super) fn parent() -> PathBuf {
    let short = PathBuf::from("/tmp");
    if short.is_dir() { short } else { env::temp_dir() }
}

fn told(path: &Path) -> impl Fn(io::Error) -> String {
    move |error| format!("{}: {error}", path.display())
}

/// What was done, or the end of the test: one that cannot start has failed.
///
/// # Panics
/// When it was not done.
#[track_caller]
pub(super) fn done<T>(result: Result<T, String>) -> T {
    match result {
        Ok(value) => value,
        Err(reason) => panic!("{reason}"),
    }
}
