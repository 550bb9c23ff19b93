//! The address of a PostgreSQL database.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::{digits, percent};

/// The parts of the address of a PostgreSQL database, as they are: nothing is encoded. An empty
/// text is none.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct PostgresAddress {
    /// Who connects.
    pub user: String,
    /// Their password.
    pub password: String,
    /// A name, an address (of IPv6 without brackets) or the folder of a socket.
    pub host: String,
    /// The port, where it is not the usual one.
    pub port: Option<core::num::NonZeroU16>,
    /// The name of the database.
    pub database: String,
    /// Options by name, in their order: `sslmode`, `require`.
    pub options: Vec<(String, String)>,
}

/// Options that hold a password.
const SECRET_OPTIONS: &[&str] = &["password", "sslpassword"];

impl PostgresAddress {
    /// Whether it names a user and a database, so that nothing needs to be filled in.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        !self.user.is_empty() && !self.database.is_empty()
    }

    pub(super) fn to_secret_url(&self) -> String {
        self.url(true)
    }

    fn url(&self, with_password: bool) -> String {
        let mut url = String::from("postgresql://");
        let mut push = |before: &str, text: &str, plain: &str| {
            url.push_str(before);
            percent::push_encoded(&mut url, text, plain);
        };
        let has_password = with_password && !self.password.is_empty();
        push("", &self.user, "");
        if has_password {
            push(":", &self.password, "");
        }
        if has_password || !self.user.is_empty() {
            push("@", "", "");
        }
        if self.host.contains(':') {
            push("[", &self.host, ":");
            push("]", "", "");
        } else {
            push("", &self.host, "");
        }
        if let Some(port) = self.port {
            push(":", &digits::text(port.get().into()), "");
        }
        if !self.database.is_empty() {
            push("/", &self.database, "");
        }
        let is_secret =
            |name: &str| SECRET_OPTIONS.iter().any(|known| name.eq_ignore_ascii_case(known));
        let mut before = "?";
        for (name, value) in &self.options {
            if with_password || !is_secret(name) {
                push(before, name, "");
                push("=", value, "");
                before = "&";
            }
        }
        url
    }
}

/// Without the password.
impl fmt::Display for PostgresAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.url(false))
    }
}

/// Without the password.
impl fmt::Debug for PostgresAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PostgresAddress({self})")
    }
}
