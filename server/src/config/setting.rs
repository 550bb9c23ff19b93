//! What a setting is: one row, from which parsing, the report and the documents come.

use super::{Command, Environment};

/// A setting.
#[derive(Debug)]
pub struct Setting {
    /// The environment variable.
    pub name: &'static str,
    /// What its text must look like.
    pub kind: Kind,
    /// What holds when it is not set.
    pub default: Fallback,
    /// When it must be set.
    pub needed: Needed,
    /// Whether its value may hold a secret: it is never shown then.
    pub is_secret: bool,
    /// What it is for: a sentence without a stop at its end, in one line.
    pub about: &'static str,
}

/// A group of settings.
#[derive(Debug)]
pub struct Section {
    /// Its heading.
    pub title: &'static str,
    /// Its settings, in order.
    pub settings: &'static [&'static Setting],
}

/// What the text of a setting must look like.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// Any text.
    Text,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A yes or no.
    Flag,
    /// A whole number.
    Number {
        /// The least.
        min: u32,
        /// The most.
        max: u32,
    },
    /// An IP address and a port.
    Address,
    /// An address of one of these schemes.
    Url(&'static [&'static str]),
    /// A JSON array of texts, or texts with commas between.
    List,
    /// JSON of a form of its own.
    Json,
}

impl Kind {
    /// What is taken, in words.
    #[must_use]
    pub fn told(self) -> Option<String> {
        match self {
            // What it is for says how it begins.
            Self::Text | Self::Url(_) => None,
            Self::Word(words) => Some(alternatives(words)),
            Self::Flag => Some("true or false".to_owned()),
            Self::Number { min, max } => Some(format!("{min} to {max}")),
            Self::Address => Some("an IP address and a port".to_owned()),
            Self::List => Some("a JSON array or a comma list".to_owned()),
            Self::Json => Some("JSON".to_owned()),
        }
    }

    /// Whether its text is one of the words; of other kinds any is.
    pub(super) fn takes_word(self, text: &str) -> bool {
        !matches!(self, Self::Word(words) if !words.contains(&text))
    }

    /// Whether its number is in range; of other kinds any is.
    pub(super) fn takes_number(self, number: u32) -> bool {
        !matches!(self, Self::Number { min, max } if !(min..=max).contains(&number))
    }

    /// Whether its address may have this scheme; of other kinds any may.
    pub(super) fn takes_scheme(self, scheme: &str) -> bool {
        let begins = |start: &&str| start.split_once(':').is_some_and(|(own, _)| own == scheme);
        !matches!(self, Self::Url(schemes) if !schemes.iter().any(begins))
    }
}

/// `a`, `a or b`, `a, b or c`
pub(super) fn alternatives(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [rest @ .., last] => format!("{} or {last}", rest.join(", ")),
    }
}

/// What holds when a setting is not set.
#[derive(Clone, Copy, Debug)]
pub enum Fallback {
    /// Nothing.
    Nothing,
    /// This text, as if it were set.
    Value(&'static str),
    /// One text in development, another elsewhere.
    ByEnvironment {
        /// In development.
        development: &'static str,
        /// In test, staging and production.
        elsewhere: &'static str,
    },
    /// What its section does, in words.
    Words(&'static str),
}

impl Fallback {
    /// The text that stands for the setting.
    #[must_use]
    pub const fn value(self, environment: Environment) -> Option<&'static str> {
        match self {
            Self::Nothing | Self::Words(_) => None,
            Self::Value(text) => Some(text),
            Self::ByEnvironment { development, elsewhere } => {
                Some(if environment.is_development() { development } else { elsewhere })
            }
        }
    }
}

/// When a setting must be set. Laptop mode needs none.
#[derive(Clone, Copy, Debug)]
pub enum Needed {
    /// Never.
    Never,
    /// In test, staging and production.
    OutsideDevelopment,
    /// In test, staging and production, unless one of these settings is set.
    OutsideDevelopmentUnless(&'static [&'static str]),
    /// In staging and production, unless one of these settings is set, which are its parts.
    ProductionUnless(&'static [&'static str]),
    /// When this setting is set.
    With(&'static str),
    /// When its section says so; in words.
    Words(&'static str),
}

impl Needed {
    /// Whether the setting must be set; `is_set` knows of the others.
    pub(super) fn holds(
        self,
        command: Command,
        environment: Environment,
        is_set: impl Fn(&str) -> bool,
    ) -> bool {
        let serves = command == Command::Serve;
        let none = |others: &[&str]| !others.iter().any(|name| is_set(name));
        match self {
            Self::Never | Self::Words(_) => false,
            Self::OutsideDevelopment => serves && !environment.is_development(),
            Self::OutsideDevelopmentUnless(others) => {
                serves && !environment.is_development() && none(others)
            }
            Self::ProductionUnless(others) => {
                serves && environment.has_production_rules() && none(others)
            }
            Self::With(other) => is_set(other),
        }
    }

    /// The same in words.
    #[must_use]
    pub fn told(self) -> Option<String> {
        match self {
            Self::Never => None,
            Self::OutsideDevelopment => Some("outside development".to_owned()),
            Self::OutsideDevelopmentUnless(others) => {
                Some(format!("outside development, without {}", alternatives(others)))
            }
            Self::ProductionUnless(_) => {
                Some("in staging and production, unless its parts are set".to_owned())
            }
            Self::With(other) => Some(format!("with {other}")),
            Self::Words(words) => Some(words.to_owned()),
        }
    }
}
