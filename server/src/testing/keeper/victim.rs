//! A process that is to be killed: the test that asks for it, run once more.

use std::env;
use std::io::{self, BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// Set in the process that is to be killed.
const VICTIM: &str = "FOCUS_TEST_VICTIM";

/// A process with a server of its own.
pub(crate) struct Victim {
    child: Child,
    /// The server's folder.
    pub(crate) folder: PathBuf,
    /// The server's address.
    pub(crate) url: String,
}

impl Victim {
    /// Runs the test of this name as a process of its own; none in that process, which holds what `start`
    /// gives, with its folder and address, for as long as it lives.
    pub(crate) fn of<T>(test: &str, start: impl FnOnce() -> (T, PathBuf, String)) -> Option<Self> {
        if env::var_os(VICTIM).is_some() {
            let (_held, folder, url) = start();
            println!("\n{} {url}", folder.display());
            io::stdin().read_line(&mut String::new()).unwrap();
            return None;
        }
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["--exact", test, "--nocapture"])
            .env(VICTIM, "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let line = lines.map(Result::unwrap).find(|line| line.starts_with('/')).unwrap();
        let (folder, url) = line.split_once(' ').unwrap();
        Some(Self { child, folder: Path::new(folder).to_owned(), url: url.to_owned() })
    }

    /// Kills it, so that nothing of its own runs any more.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}
