//! Reading an address.

use alloc::string::String;
use alloc::vec::Vec;
use core::num::NonZeroU16;

use super::{AddressError, DatabaseAddress, MEMORY, PostgresAddress};
use crate::percent;

pub(super) fn parse(text: &str) -> Result<DatabaseAddress, AddressError> {
    let (scheme, rest) = text.split_once(':').ok_or(AddressError::NoScheme)?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
    if !is_scheme {
        return Err(AddressError::NoScheme);
    }
    if rest.contains(|c: char| c == '#' || c.is_control()) {
        return Err(AddressError::BadCharacter);
    }
    match scheme.to_ascii_lowercase().as_str() {
        "postgres"
        | "postgresql"
        | "postgres+asyncpg"
        | "postgresql+asyncpg"
        | "postgres+psycopg2"
        | "postgresql+psycopg2" => {
            let rest = rest.strip_prefix("//").ok_or(AddressError::NoScheme)?;
            postgres(rest).map(DatabaseAddress::Postgres)
        }
        "sqlite" | "sqlite+aiosqlite" => sqlite(rest),
        // Else it may be something that is not to be told.
        scheme if rest.starts_with("//") => {
            Err(AddressError::Unsupported { scheme: scheme.into() })
        }
        _ => Err(AddressError::NoScheme),
    }
}

fn sqlite(rest: &str) -> Result<DatabaseAddress, AddressError> {
    let path = rest.strip_prefix("///").or_else(|| rest.strip_prefix("//")).unwrap_or(rest);
    match path {
        MEMORY => Ok(DatabaseAddress::SqliteMemory),
        "" => Err(AddressError::NoFile),
        _ if path.contains('?') => Err(AddressError::SqliteOptions),
        _ => decoded(path).map(DatabaseAddress::SqliteFile),
    }
}

fn postgres(rest: &str) -> Result<PostgresAddress, AddressError> {
    let (rest, options) = rest.split_once('?').unwrap_or((rest, ""));
    let (authority, database) = rest.split_once('/').unwrap_or((rest, ""));
    // A password may hold an @ that somebody forgot to encode, a host may not.
    let (login, place) = authority.rsplit_once('@').unwrap_or(("", authority));
    let (user, password) = login.split_once(':').unwrap_or((login, ""));
    let (host, port) = host_and_port(place)?;
    Ok(PostgresAddress {
        user: decoded(user)?,
        password: decoded(password)?,
        host: decoded(host)?,
        port,
        database: decoded(database)?,
        options: options_of(options)?,
    })
}

fn host_and_port(place: &str) -> Result<(&str, Option<NonZeroU16>), AddressError> {
    let (host, behind) = match place.strip_prefix('[') {
        Some(inside) => inside.split_once(']').ok_or(AddressError::BadHost)?,
        None => place.split_at_checked(place.find(':').unwrap_or(place.len())).unwrap_or_default(),
    };
    if host.contains(['[', ']']) || behind.contains(['[', ']']) {
        return Err(AddressError::BadHost);
    }
    match behind.strip_prefix(':') {
        None if behind.is_empty() => Ok((host, None)),
        None => Err(AddressError::BadHost),
        Some("") => Ok((host, None)),
        Some(port) => {
            let is_plain = port.bytes().all(|b| b.is_ascii_digit());
            let number = port.parse().ok().filter(|_| is_plain);
            Ok((host, Some(number.ok_or(AddressError::BadPort)?)))
        }
    }
}

fn options_of(text: &str) -> Result<Vec<(String, String)>, AddressError> {
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    pairs.map(|(name, value)| Ok((decoded(name)?, decoded(value)?))).collect()
}

fn decoded(text: &str) -> Result<String, AddressError> {
    percent::decode(text).ok_or(AddressError::BadEscape)
}
