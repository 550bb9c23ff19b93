//! Secrets: how they are held, and which are too weak to be used. No message repeats one.

use std::fmt;

use focus_core::Problem;
use focus_core::secret::SecretWarning;

/// Passwords and keys that images, guides and tools come with, in lower case.
const DEFAULT_PASSWORDS: [&str; 18] = [
    "123456",
    "12345678",
    "admin",
    "change-me",
    "changeme",
    "default",
    "devkey",
    "devpassword",
    "guest",
    "passw0rd",
    "password",
    "postgres",
    "redis",
    "root",
    "secret",
    "supabase",
    "test",
    "your-super-secret-and-long-postgres-password",
];

/// A text that is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Takes a text that must not be shown.
    #[must_use]
    pub const fn new(text: String) -> Self {
        Self(text)
    }

    /// The text itself, for whoever signs or connects.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Judges a secret that this server signs with, as the core does: what is odd about it, in words that
/// follow its name.
///
/// # Errors
/// Everything that is wrong with it, in sentences.
pub(crate) fn judge(secret: &str) -> Result<Option<&'static str>, Vec<String>> {
    match focus_core::secret::judge(secret) {
        Ok(None) => Ok(None),
        Ok(Some(SecretWarning::RepeatedCharacter)) => Ok(Some("is one character again and again")),
        Err(problems) => Err(problems.iter().map(Problem::message).collect()),
    }
}

/// Whether a password is one that things come with, or the name of its user.
pub(super) fn is_default_password(user: &str, password: &str) -> bool {
    let lower = password.to_lowercase();
    DEFAULT_PASSWORDS.contains(&lower.as_str()) || (!user.is_empty() && user == password)
}
