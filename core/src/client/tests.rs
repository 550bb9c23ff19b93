use alloc::string::ToString;
use alloc::vec::Vec;

use proptest::prelude::*;

use super::*;

fn networks(texts: &[&str]) -> Vec<Network> {
    texts.iter().map(|text| Network::parse(text).unwrap()).collect()
}

fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}

fn told(peer: &str, lines: &[&str], trusted: &[&str]) -> String {
    address(ip(peer), lines.iter().copied(), &networks(trusted)).to_string()
}

proptest! {
    #[test]
    fn nothing_a_client_writes_changes_its_address(forged in ".{0,40}", client: u32) {
        let client = IpAddr::V4(Ipv4Addr::from_bits(client));
        let trusted = networks(&["10.0.0.0/8"]);
        prop_assume!(!trusted[0].contains(client));
        prop_assert_eq!(address(client, [forged.as_str()].into_iter(), &trusted), client);
        let passed_on = format!("{forged}, {client}, 10.0.0.2");
        prop_assert_eq!(address(ip("10.0.0.1"), [passed_on.as_str()].into_iter(), &trusted), client);
        let line = client.to_string();
        let lines = [forged.as_str(), line.as_str()];
        prop_assert_eq!(address(ip("10.0.0.1"), lines.into_iter(), &trusted), client);
    }

    #[test]
    fn a_network_holds_what_shares_its_first_bits(
        base: u128, other: u128, prefix in 0_u32..129, small in 0_u32..33,
    ) {
        let mask = u128::MAX.checked_shl(128 - prefix).unwrap_or(0);
        let (base6, other6) = (Ipv6Addr::from_bits(base), Ipv6Addr::from_bits(other));
        prop_assume!(base6.to_ipv4_mapped().is_none() && other6.to_ipv4_mapped().is_none());
        let network = Network::parse(&format!("{base6}/{prefix}")).unwrap();
        prop_assert_eq!(network.contains(other6.into()), base & mask == other & mask);
        let near = Ipv6Addr::from_bits(base & mask | other & !mask);
        prop_assert!(near.to_ipv4_mapped().is_some() || network.contains(near.into()));
        let (base, other) = (base as u32, other as u32);
        let mask = u32::MAX.checked_shl(32 - small).unwrap_or(0);
        let (base4, other4) = (Ipv4Addr::from_bits(base), Ipv4Addr::from_bits(other));
        let near = Ipv4Addr::from_bits(base & mask | other & !mask);
        for text in [format!("{base4}/{small}"), format!("::ffff:{base4}/{}", small + 96)] {
            let network = Network::parse(&text).unwrap();
            prop_assert_eq!(network.contains(other4.into()), base & mask == other & mask);
            prop_assert!(network.contains(near.to_ipv6_mapped().into()));
        }
    }

    #[test]
    fn an_address_is_read_with_a_port_and_without(v4: u32, v6: u128, port: u16) {
        let v4 = IpAddr::V4(Ipv4Addr::from_bits(v4));
        let v6 = Ipv6Addr::from_bits(v6);
        for text in [format!("{v4}"), format!(" {v4}:{port}\t"), format!("::ffff:{v4}")] {
            prop_assert_eq!(parse(&text), Some(v4));
        }
        for text in [format!("{v6}"), format!("[{v6}]"), format!("[{v6}]:{port}")] {
            prop_assert_eq!(parse(&text), Some(IpAddr::V6(v6).to_canonical()));
        }
    }

    #[test]
    fn two_users_never_share_a_key(a in "[a:%{}]{0,4}", b in "[a:%{}]{0,4}", c in "[a:%{}]{0,4}", d in "[a:%{}]{0,4}") {
        let same = (&a, &b) == (&c, &d);
        prop_assert_eq!(user_key(&a, &b) == user_key(&c, &d), same);
        let key = user_key(&a, &b);
        let tagged = key.contains('{') || key.contains('}');
        prop_assert!(!tagged);
    }

    #[test]
    fn addresses_of_one_half_share_a_key(high: u64, low: u64, other: u64) {
        let key = |low: u64| {
            address_key(Ipv6Addr::from_bits(u128::from(high) << 64 | u128::from(low)).into())
        };
        prop_assume!(high != 0);
        prop_assert_eq!(key(low), key(other));
        let next = Ipv6Addr::from_bits(u128::from(high ^ 1) << 64 | u128::from(low));
        prop_assert_ne!(key(low), address_key(next.into()));
    }
}

#[test]
fn what_is_no_address_is_none() {
    for text in [
        "",
        "unknown",
        "_hidden",
        "1.2.3",
        "1.2.3.4.5",
        "01.2.3.4",
        "256.1.1.1",
        "1.2.3.4:",
        "1.2.3.4:65536",
        "1.2.3.4:+1",
        "1.2.3.4/32",
        "[1.2.3.4]",
        "[::1",
        "[::1]x",
        "[::1]:",
        "[::1]:x",
        "::1]",
        "fe80::1%eth0",
        "\"1.2.3.4\"",
    ] {
        assert_eq!(parse(text), None, "{text}");
    }
}

#[test]
fn what_is_no_network_is_none() {
    for text in
        ["", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/08", "10.0.0.0/+8", "::/129", "x/8"]
    {
        assert_eq!(Network::parse(text), None, "{text}");
    }
}

#[test]
fn the_walk_ends_at_the_first_hop_nobody_trusts() {
    let trusted = &["10.0.0.0/8", "::1"];
    assert_eq!(told("203.0.113.7", &["198.51.100.1"], trusted), "203.0.113.7");
    assert_eq!(told("10.0.0.1", &["198.51.100.1, 203.0.113.7, 10.9.9.9"], trusted), "203.0.113.7");
    assert_eq!(told("10.0.0.1", &["198.51.100.1", "203.0.113.7"], trusted), "203.0.113.7");
    assert_eq!(told("10.0.0.1", &["203.0.113.7, x, 10.0.0.2"], trusted), "10.0.0.2");
    assert_eq!(told("10.0.0.1", &["10.0.0.3, 10.0.0.2"], trusted), "10.0.0.3");
    assert_eq!(told("10.0.0.1", &[], trusted), "10.0.0.1");
    assert_eq!(told("::ffff:10.0.0.1", &["::ffff:203.0.113.7"], trusted), "203.0.113.7");
    assert_eq!(told("10.0.0.1", &["203.0.113.7"], &[]), "10.0.0.1");
}

#[test]
fn the_clothes_of_ipv4_are_a_network_of_ipv6_when_more_than_ipv4_wears_them() {
    let wide = Network::parse("::ffff:0:0/95").unwrap();
    assert!(wide.contains(ip("::fffe:0:1")) && !wide.contains(ip("10.0.0.1")));
    let all = Network::parse("::ffff:0:0/96").unwrap();
    assert!(all.contains(ip("10.0.0.1")) && !all.contains(ip("::fffe:0:1")));
    assert!(!Network::parse("::/0").unwrap().contains(ip("10.0.0.1")));
    assert!(!Network::parse("0.0.0.0/0").unwrap().contains(ip("::1")));
}

#[test]
fn half_a_user_is_nobody() {
    let address = ip("2001:db8:1:2:3:4:5:6");
    let key = "address:2001:db8:1:2::/64";
    for (issuer, subject) in
        [(None, None), (Some("i"), None), (None, Some("s")), (Some("i"), Some(" "))]
    {
        assert_eq!(limit_key(issuer, subject, address), key);
    }
    assert_eq!(limit_key(Some("https://id"), Some("s%"), address), "user:https%3A//id:s%25");
    assert_eq!(address_key(ip("::ffff:203.0.113.7")), "address:203.0.113.7");
}
