//! Networks: the addresses that share their first bits.

use core::net::IpAddr;

use crate::text;

/// An address, or all that begin with the same bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Network {
    address: IpAddr,
    /// Bits that do not count.
    free: u32,
}

impl Network {
    /// Reads `10.0.0.0/8`, `2001:db8::/32`, or an address alone. Bits behind the prefix do not
    /// count. IPv4 in IPv6 clothes is IPv4 here too: `::ffff:10.0.0.0/104` is `10.0.0.0/8`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text::trim(text);
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix_length(prefix)?)),
            None => (text, None),
        };
        let given: IpAddr = address.parse().ok()?;
        let free = match prefix {
            Some(prefix) => width(given).checked_sub(prefix)?,
            None => 0,
        };
        let address = given.to_canonical();
        // A prefix that ends in the clothes covers more than IPv4.
        let address = if free > width(address) { given } else { address };
        Some(Self { address, free })
    }

    /// Whether an address is of the network. One of IPv4 is never of a network of IPv6.
    #[must_use]
    pub fn contains(self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        width(address) == width(self.address)
            && (bits(address) ^ bits(self.address)).checked_shr(self.free).unwrap_or(0) == 0
    }
}

const fn width(address: IpAddr) -> u32 {
    match address {
        IpAddr::V4(_) => 32,
        IpAddr::V6(_) => 128,
    }
}

fn bits(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => address.to_bits().into(),
        IpAddr::V6(address) => address.to_bits(),
    }
}

/// A count of bits, without a sign or zeros in front.
fn prefix_length(text: &str) -> Option<u32> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
    let is_padded = text.len() > 1 && text.starts_with('0');
    if is_plain && !is_padded { text.parse().ok() } else { None }
}
