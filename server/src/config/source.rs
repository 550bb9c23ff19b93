//! Where settings come from: the process's environment, then the file `.env`.

use std::ffi::OsString;
use std::fmt;
use std::path::Path;

use super::env_file::EnvFile;

/// The file in the working directory that is read beside the environment.
pub(super) const ENV_FILE: &str = ".env";

/// Gives the value of an environment variable.
type Variable<'a> = Box<dyn Fn(&str) -> Option<OsString> + 'a>;

/// Where settings come from. What is in the environment wins, even when it is empty.
pub struct Source<'a> {
    variable: Variable<'a>,
    pub(super) file: EnvFile,
}

/// Where a setting came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The process's environment.
    Environment,
    /// The file `.env`.
    File,
    /// Its default.
    Default,
    /// Nowhere.
    Unset,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Environment => "environment",
            Self::File => ENV_FILE,
            Self::Default => "default",
            Self::Unset => "-",
        })
    }
}

impl Source<'static> {
    /// The environment of this process and the file `.env` of its working directory.
    #[must_use]
    pub fn of_process() -> Self {
        let variable: Variable<'static> = Box::new(|name| std::env::var_os(name));
        Self { variable, file: EnvFile::read(Path::new(ENV_FILE)) }
    }
}

impl<'a> Source<'a> {
    /// Variables from elsewhere, and no file.
    pub fn of(variable: impl Fn(&str) -> Option<OsString> + 'a) -> Self {
        Self { variable: Box::new(variable), file: EnvFile::default() }
    }

    /// The same with the text of a `.env` file.
    #[must_use]
    pub fn with_file(mut self, text: &str) -> Self {
        self.file = EnvFile::parse(text);
        self
    }

    /// What is there, and where.
    pub(super) fn find(&self, name: &str) -> Option<(OsString, Origin)> {
        if let Some(value) = (self.variable)(name) {
            return Some((value, Origin::Environment));
        }
        self.file.value(name).map(|value| (value.into(), Origin::File))
    }
}
