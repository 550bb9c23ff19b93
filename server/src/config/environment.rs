//! `ENVIRONMENT`: unset is production, and for laptop mode development.

use super::reader::Reader;
use super::setting::{Fallback, Kind, Needed, Setting};

pub(super) static ENVIRONMENT: Setting = Setting {
    name: "ENVIRONMENT",
    kind: Kind::Word(&["development", "test", "staging", "production"]),
    default: Fallback::Words("production; for `dev` development"),
    needed: Needed::Never,
    is_secret: false,
    about: "Where this runs; staging has the rules of production",
};

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
    /// Where a command runs unless somebody says.
    #[must_use]
    pub const fn default_of(command: Command) -> Self {
        match command {
            Command::Serve => Self::Production,
            Command::Dev => Self::Development,
        }
    }

    /// Its word in `ENVIRONMENT`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Development => "development",
            Self::Test => "test",
            Self::Staging => "staging",
            Self::Production => "production",
        }
    }

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

/// Comes first: what is needed of the others depends on it.
pub(super) fn read(reader: &mut Reader<'_>) -> Environment {
    let default = Environment::default_of(reader.command);
    let environment = match reader.word(&ENVIRONMENT).as_deref() {
        Some("development") => Environment::Development,
        Some("test") => Environment::Test,
        Some("staging") => Environment::Staging,
        Some("production") => Environment::Production,
        _ => default,
    };
    reader.environment = match reader.command {
        Command::Serve => environment,
        Command::Dev => {
            if environment.has_production_rules() {
                reader.refuse("dev does not run where ENVIRONMENT is staging or production");
            }
            // Whatever is tested, laptop mode has the rules of a laptop.
            Environment::Development
        }
    };
    reader.environment
}
