//! Reads settings by their rows and collects what is wrong with them.

use std::fmt;

use url::Url;

use super::setting::{Kind, Setting, alternatives};
use super::source::{Origin, Source};
use super::{Command, Environment, table};

/// What is wrong with the settings: one sentence a problem, never a value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct ConfigError {
    /// What must be set and is not, in the order of the table.
    pub missing: Vec<&'static str>,
    /// Everything else, in the order of the sections.
    pub problems: Vec<String>,
}

impl ConfigError {
    /// One sentence for everything that is missing.
    #[must_use]
    pub fn missing_told(&self) -> Option<String> {
        (!self.missing.is_empty()).then(|| {
            let names = self.missing.join(", ");
            format!("Missing required secrets: {names}. Set them in the environment or in .env before starting the server.")
        })
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let problems = self.problems.join("; ");
        match self.missing_told() {
            Some(missing) if problems.is_empty() => f.write_str(&missing),
            Some(missing) => write!(f, "{missing} Further problems: {problems}"),
            None => write!(f, "the settings are not usable: {problems}"),
        }
    }
}

pub(super) struct Reader<'a> {
    source: &'a Source<'a>,
    pub(super) command: Command,
    /// Known once it is read.
    pub(super) environment: Environment,
    /// Why nothing else matters.
    refused: Option<&'static str>,
    missing: Vec<&'static str>,
    problems: Vec<String>,
    warnings: Vec<String>,
    /// The settings that have a problem.
    broken: Vec<&'static str>,
    /// The settings that were read, and so judged.
    read: Vec<&'static str>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(command: Command, source: &'a Source<'a>) -> Self {
        let environment = Environment::default_of(command);
        let problems = source.file.problems.clone();
        let (missing, warnings, broken, read) = Default::default();
        let refused = None;
        Self { source, command, environment, refused, missing, problems, warnings, broken, read }
    }

    /// Whether a setting has a text that is not blank.
    pub(super) fn is_set(&self, name: &str) -> bool {
        let found = self.source.find(name);
        found.is_some_and(|(value, _)| value.to_str().is_none_or(|text| !text.trim().is_empty()))
    }

    /// Where a setting comes from.
    pub(super) fn origin(&self, setting: &Setting) -> Origin {
        match self.source.find(setting.name) {
            Some((_, origin)) if self.is_set(setting.name) => origin,
            _ if setting.default.value(self.environment).is_some() => Origin::Default,
            _ => Origin::Unset,
        }
    }

    /// The text of a setting just as it was found.
    pub(super) fn raw(&self, setting: &Setting) -> String {
        let found = self.source.find(setting.name).map(|(value, _)| value);
        found.and_then(|value| value.into_string().ok()).unwrap_or_default()
    }

    /// The text of a setting or its default; empty and blank are missing. Blank ends and NUL are a
    /// problem, and so is a user or a password in an address that anybody may see.
    pub(super) fn text(&mut self, setting: &'static Setting) -> Option<String> {
        self.read.push(setting.name);
        let default = setting.default.value(self.environment).map(str::to_owned);
        if !self.is_set(setting.name) {
            let is_set = |name: &str| self.is_set(name);
            if setting.needed.holds(self.command, self.environment, is_set) {
                self.missing(setting);
            }
            return default;
        }
        let (value, _) = self.source.find(setting.name)?;
        let Ok(text) = value.into_string() else {
            self.problem(setting, "is not UTF-8");
            return default;
        };
        let told = if text.contains('\0') {
            "holds a NUL character"
        } else if text.trim() != text {
            "has white space at its ends"
        } else if !setting.is_secret && holds_login(&text) {
            NO_PASSWORDS
        } else {
            return Some(text);
        };
        self.problem(setting, told);
        default
    }

    /// The text of a setting that is one of its words.
    pub(super) fn word(&mut self, setting: &'static Setting) -> Option<String> {
        let text = self.text(setting)?;
        if setting.kind.takes_word(&text) {
            return Some(text);
        }
        self.not_of_its_kind(setting);
        setting.default.value(self.environment).map(str::to_owned)
    }

    /// A yes or no; no if nothing says otherwise.
    pub(super) fn flag(&mut self, setting: &'static Setting) -> bool {
        let Some(text) = self.text(setting) else { return false };
        match text.to_ascii_lowercase().as_str() {
            "true" | "1" | "yes" | "on" => true,
            "false" | "0" | "no" | "off" => false,
            _ => {
                self.not_of_its_kind(setting);
                false
            }
        }
    }

    /// A whole number in its range, or nothing.
    pub(super) fn number(&mut self, setting: &'static Setting) -> Option<u32> {
        let text = self.text(setting)?;
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        let number =
            text.parse().ok().filter(|number| digits && setting.kind.takes_number(*number));
        if number.is_none() {
            self.not_of_its_kind(setting);
        }
        number
    }

    /// An address with a host, of one of its schemes.
    pub(super) fn url(&mut self, setting: &'static Setting) -> Option<Url> {
        let text = self.text(setting)?;
        let url = Url::parse(&text).ok().filter(Url::has_host);
        let url = url.filter(|url| setting.kind.takes_scheme(url.scheme()));
        if url.is_none() {
            self.not_of_its_kind(setting);
        }
        url
    }

    /// A JSON array of texts, or texts with commas between.
    pub(super) fn list(&mut self, setting: &'static Setting) -> Option<Vec<String>> {
        let text = self.text(setting)?;
        let listed: Vec<String> = if text.starts_with('[') {
            let Ok(listed) = serde_json::from_str(&text) else {
                self.problem(setting, "is not a JSON array of texts");
                return None;
            };
            listed
        } else {
            let trimmed = text.split(',').map(|entry| entry.trim().to_owned());
            trimmed.filter(|entry| !entry.is_empty()).collect()
        };
        if listed.is_empty() {
            self.problem(setting, "lists nothing");
            return None;
        }
        // Neither an origin nor a network holds an @: what stands before it would be a login.
        if listed.iter().any(|entry| entry.contains('@')) {
            self.problem(setting, NO_PASSWORDS);
            return None;
        }
        Some(listed)
    }

    /// Whether the setting was read, whatever was found.
    pub(super) fn is_read(&self, setting: &Setting) -> bool {
        self.read.contains(&setting.name)
    }

    /// Whether the setting was found wanting.
    pub(super) fn is_broken(&self, setting: &Setting) -> bool {
        self.broken.contains(&setting.name)
    }

    /// Notes a setting that must be set.
    pub(super) fn missing(&mut self, setting: &'static Setting) {
        if !self.missing.contains(&setting.name) {
            self.missing.push(setting.name);
        }
    }

    fn not_of_its_kind(&mut self, setting: &'static Setting) {
        let told = match setting.kind {
            Kind::Text | Kind::List | Kind::Json => "is not usable".to_owned(),
            Kind::Word(words) => format!("must be {}", alternatives(words)),
            Kind::Flag => "must be true or false".to_owned(),
            Kind::Number { min, max } => format!("must be a whole number from {min} to {max}"),
            Kind::Address => {
                "must be an address and a port, like 127.0.0.1:8080 or [::1]:8080".to_owned()
            }
            Kind::Url(schemes) => {
                format!("must be an address that begins with {}", alternatives(schemes))
            }
        };
        self.problem(setting, &told);
    }

    /// Notes a problem; `told` follows the name.
    pub(super) fn problem(&mut self, setting: &'static Setting, told: &str) {
        self.broken.push(setting.name);
        self.problems.push(format!("{} {told}", setting.name));
    }

    /// Notes that a setting does not look like what its row says.
    pub(super) fn malformed<T>(&mut self, setting: &'static Setting) -> Option<T> {
        self.not_of_its_kind(setting);
        None
    }

    /// Notes a setting of another name that somebody may expect to be read.
    pub(super) fn stranger(&mut self, name: &str, told: &str) {
        if self.is_set(name) {
            self.problems.push(format!("{name} {told}"));
        }
    }

    /// Notes what is odd but usable; `told` follows the name.
    pub(super) fn warning(&mut self, name: &str, told: &str) {
        self.warnings.push(format!("{name} {told}"));
    }

    /// Notes why nothing else matters.
    pub(super) fn refuse(&mut self, told: &'static str) {
        self.refused = Some(told);
    }

    /// What was found wrong, and what is odd.
    pub(super) fn finish(&mut self) -> (Option<ConfigError>, Vec<String>) {
        for (line, name) in self.source.file.names() {
            if table::find(name).is_none() {
                // Not by name: the tail of a text of many lines may look like one.
                let warning = format!(".env line {line} sets what is no setting of this server");
                self.warnings.push(warning);
            }
        }
        let warnings = std::mem::take(&mut self.warnings);
        if let Some(refused) = self.refused {
            let error = ConfigError { missing: Vec::new(), problems: vec![refused.to_owned()] };
            return (Some(error), warnings);
        }
        // In the order of the table, whoever noticed first.
        let missing = table::settings().map(|setting| setting.name);
        let missing: Vec<_> = missing.filter(|name| self.missing.contains(name)).collect();
        let problems = std::mem::take(&mut self.problems);
        let is_fine = missing.is_empty() && problems.is_empty();
        ((!is_fine).then_some(ConfigError { missing, problems }), warnings)
    }
}

/// Whether a user or a password stands in an address, or may stand in what is nearly one: these
/// would go where addresses go.
pub(super) fn holds_login(address: &str) -> bool {
    match Url::parse(address) {
        Ok(url) => !url.username().is_empty() || url.password().is_some(),
        Err(_) => address.split_once("://").is_some_and(|(_, rest)| rest.contains('@')),
    }
}

/// Follows the name of a setting whose addresses are told and logged.
pub(super) const NO_PASSWORDS: &str = "must not have a user or a password in its addresses";
