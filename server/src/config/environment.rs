//! `ENVIRONMENT`: unset is production, and for laptop mode development.

use super::reader::{ConfigError, Reader};

/// What the executable was asked to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Serve, with the issuers that the settings name.
    Serve,
    /// Laptop mode: everything in one process, loopback only.
    Dev,
}

/// Where this runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Environment {
    /// On a laptop.
    Development,
    /// Under tests.
    Test,
    /// Like production, with other data.
    Staging,
    /// For real.
    Production,
}

impl Environment {
    /// Whether settings may be left out because somebody is only trying things.
    #[must_use]
    pub const fn is_development(self) -> bool {
        matches!(self, Self::Development)
    }

    /// Whether production's rules hold.
    #[must_use]
    pub const fn has_production_rules(self) -> bool {
        matches!(self, Self::Staging | Self::Production)
    }
}

/// # Errors
/// When laptop mode would run for real: nothing else matters then.
pub(super) fn read(command: Command, reader: &mut Reader<'_>) -> Result<Environment, ConfigError> {
    let default = match command {
        Command::Serve => Environment::Production,
        Command::Dev => Environment::Development,
    };
    let environment = match reader.text("ENVIRONMENT").as_deref() {
        None => default,
        Some("development") => Environment::Development,
        Some("test") => Environment::Test,
        Some("staging") => Environment::Staging,
        Some("production") => Environment::Production,
        Some(_) => {
            reader.problem("ENVIRONMENT must be development, test, staging or production");
            default
        }
    };
    match command {
        Command::Serve => Ok(environment),
        Command::Dev if environment.has_production_rules() => {
            let problem = "dev does not run where ENVIRONMENT is staging or production";
            Err(ConfigError { problems: vec![problem.to_owned()] })
        }
        // Whatever is tested, laptop mode has the rules of a laptop.
        Command::Dev => Ok(Environment::Development),
    }
}
