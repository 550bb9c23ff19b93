//! Who asks: the address of a client behind proxies, and the key that its requests count under.

mod network;

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use alloc::string::{String, ToString};

pub use network::Network;

use crate::text;

/// The longest address or network that is looked at, in code points.
pub const ADDRESS_MAX_LENGTH: u32 = 64;

/// Reads an address, with a port behind it or without: `203.0.113.7`, `203.0.113.7:443`,
/// `2001:db8::1`, `[2001:db8::1]`, `[2001:db8::1]:443`. An IPv4 address in IPv6 clothes
/// (`::ffff:203.0.113.7`) is an IPv4 address.
#[must_use]
pub fn parse(text: &str) -> Option<IpAddr> {
    let text = text::trim(text);
    let address = match text.strip_prefix('[') {
        Some(rest) => {
            let (address, port) = rest.split_once(']')?;
            let is_whole = port.is_empty() || port.strip_prefix(':').is_some_and(is_port);
            IpAddr::V6(address.parse::<Ipv6Addr>().ok().filter(|_| is_whole)?)
        }
        None => match text.parse() {
            Ok(address) => address,
            Err(_) => {
                let (address, port) = text.split_once(':')?;
                IpAddr::V4(address.parse::<Ipv4Addr>().ok().filter(|_| is_port(port))?)
            }
        },
    };
    Some(address.to_canonical())
}

fn is_port(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit()) && text.parse::<u16>().is_ok()
}

/// The address of a client.
///
/// It is the peer, unless that is a trusted proxy. Then it is the right-most address of
/// `X-Forwarded-For` that no trusted proxy has: what stands left of it a client may have written
/// itself. Something that is no address ends the walk at the last good one, and when all are
/// trusted it is the left-most. A header in several lines is given as those lines, in their order.
#[must_use]
pub fn address<'a>(
    peer: IpAddr,
    forwarded_for: impl DoubleEndedIterator<Item = &'a str>,
    trusted: &[Network],
) -> IpAddr {
    let is_trusted = |address| trusted.iter().any(|network| network.contains(address));
    let mut client = peer.to_canonical();
    let mut hops = forwarded_for.rev().flat_map(|line| line.rsplit(','));
    while is_trusted(client) {
        match hops.next().and_then(parse) {
            Some(hop) => client = hop,
            None => break,
        }
    }
    client
}

/// The key of a user's requests: issuer and subject, which name somebody together only. Both are
/// encoded, so that no two users have one key.
#[must_use]
pub fn user_key(issuer: &str, subject: &str) -> String {
    let mut key = String::from("user:");
    push_encoded(&mut key, issuer);
    key.push(':');
    push_encoded(&mut key, subject);
    key
}

/// The key of an address's requests. Of IPv6 the first half counts: a site has one network of that
/// size at least, with more addresses than could be counted.
#[must_use]
pub fn address_key(address: IpAddr) -> String {
    let mut key = String::from("address:");
    match address.to_canonical() {
        IpAddr::V4(address) => key += &address.to_string(),
        IpAddr::V6(address) => {
            key += &Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).to_string();
            key.push_str("/64");
        }
    }
    key
}

/// The key of a request: the user's, or without one the address's. Half of a user, or a blank one,
/// is none.
#[must_use]
pub fn limit_key(issuer: Option<&str>, subject: Option<&str>, address: IpAddr) -> String {
    let said = |text: &&str| !text::trim(text).is_empty();
    match (issuer.filter(said), subject.filter(said)) {
        (Some(issuer), Some(subject)) => user_key(issuer, subject),
        _ => address_key(address),
    }
}

/// Adds a text without the characters that divide a key, or that a store of keys gives a meaning.
fn push_encoded(key: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '%' => key.push_str("%25"),
            ':' => key.push_str("%3A"),
            '{' => key.push_str("%7B"),
            '}' => key.push_str("%7D"),
            c => key.push(c),
        }
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
