//! The address of a PostgreSQL database.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::escape::Escaped;

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
        format!("{}", Url { address: self, with_password: true })
    }
}

/// Without the password.
impl fmt::Display for PostgresAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Url { address: self, with_password: false })
    }
}

/// Without the password.
impl fmt::Debug for PostgresAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PostgresAddress({self})")
    }
}

struct Url<'a> {
    address: &'a PostgresAddress,
    with_password: bool,
}

impl fmt::Display for Url<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let PostgresAddress { user, password, host, port, database, options } = self.address;
        let has_password = self.with_password && !password.is_empty();
        write!(f, "postgresql://{}", Escaped(user, ""))?;
        if has_password {
            write!(f, ":{}", Escaped(password, ""))?;
        }
        if has_password || !user.is_empty() {
            f.write_str("@")?;
        }
        if host.contains(':') {
            write!(f, "[{}]", Escaped(host, ":"))?;
        } else {
            write!(f, "{}", Escaped(host, ""))?;
        }
        if let Some(port) = port {
            write!(f, ":{port}")?;
        }
        if !database.is_empty() {
            write!(f, "/{}", Escaped(database, ""))?;
        }
        let is_shown = |name: &str| {
            let is_secret = SECRET_OPTIONS.iter().any(|known| name.eq_ignore_ascii_case(known));
            self.with_password || !is_secret
        };
        let mut before = "?";
        for (name, value) in options.iter().filter(|(name, _)| is_shown(name)) {
            write!(f, "{before}{}={}", Escaped(name, ""), Escaped(value, ""))?;
            before = "&";
        }
        Ok(())
    }
}
