//! A key set (RFC 7517): the keys that can be used, and a count of those that cannot.

use base64ct::{Base64UrlUnpadded, Encoding as _};
use focus_core::json::{self, Value};
use jsonwebtoken::DecodingKey;

use super::header::algorithm;
use crate::config::Algorithm;

/// Keys of a set that are looked at.
const MAX_KEYS: usize = 64;
const MIN_RSA_BITS: usize = 2_048;
const P256_COORDINATE_BYTES: usize = 32;
/// Members that only private and symmetric keys have.
const SECRETS: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/// The usable keys of an issuer.
pub(super) struct KeySet {
    keys: Vec<Key>,
    /// Keys that were left out.
    pub(super) skipped: usize,
}

struct Key {
    kid: Option<String>,
    algorithm: Algorithm,
    key: DecodingKey,
}

impl KeySet {
    /// Reads a set; none when the text is no key set or has no usable key.
    pub(super) fn read(text: &str) -> Option<Self> {
        let document = json::read(text).ok()?;
        let entries = document.root().member("keys")?.as_array()?;
        if entries.len() > MAX_KEYS {
            return None;
        }
        // Twins are judged first: an unusable twin must not make the other one trusted.
        let kids: Vec<_> = entries.map(kid).collect();
        let is_twin = |entry: &Value<'_>| {
            let own = kid(*entry);
            own.is_some() && kids.iter().filter(|other| **other == own).count() > 1
        };
        let usable = entries.filter(|entry| !is_twin(entry)).filter_map(read_key);
        let keys: Vec<_> = usable.collect();
        let skipped = entries.len() - keys.len();
        (!keys.is_empty()).then_some(Self { keys, skipped })
    }

    /// The key for a token: the one with its `kid` and no other; without a `kid` the only key
    /// that fits its algorithm.
    pub(super) fn find(&self, kid: Option<&str>, algorithm: Algorithm) -> Option<&DecodingKey> {
        let mut fitting = self.keys.iter().filter(|key| key.algorithm == algorithm);
        match kid {
            Some(kid) => fitting.find(|key| key.kid.as_deref() == Some(kid)).map(|key| &key.key),
            None => match (fitting.next(), fitting.next()) {
                (Some(only), None) => Some(&only.key),
                _ => None,
            },
        }
    }

    /// Whether a key has this `kid`.
    pub(super) fn knows(&self, kid: &str) -> bool {
        self.keys.iter().any(|key| key.kid.as_deref() == Some(kid))
    }
}

fn kid(entry: Value<'_>) -> Option<&str> {
    entry.member("kid")?.as_text()
}

fn read_key(entry: Value<'_>) -> Option<Key> {
    entry.as_object()?;
    let kid = match entry.member("kid") {
        None => None,
        Some(kid) => Some(kid.as_text()?.to_owned()),
    };
    if SECRETS.iter().any(|name| entry.member(name).is_some()) || !may_verify(entry)? {
        return None;
    }
    let stated = match entry.member("alg") {
        None => None,
        Some(name) => Some(algorithm(name.as_text()?)?),
    };
    let (algorithm, key) = match entry.member("kty")?.as_text()? {
        "RSA" => (Algorithm::Rs256, rsa(entry)?),
        "EC" => (Algorithm::Es256, ec(entry)?),
        _ => return None,
    };
    stated.is_none_or(|stated| stated == algorithm).then_some(Key { kid, algorithm, key })
}

/// Whether `use` and `key_ops` allow verifying; none when they are malformed.
fn may_verify(entry: Value<'_>) -> Option<bool> {
    if let Some(usage) = entry.member("use")
        && usage.as_text()? != "sig"
    {
        return Some(false);
    }
    let Some(operations) = entry.member("key_ops") else { return Some(true) };
    Some(operations.as_array()?.any(|operation| operation.as_text() == Some("verify")))
}

fn rsa(entry: Value<'_>) -> Option<DecodingKey> {
    let n = bytes(entry, "n")?;
    let e = bytes(entry, "e")?;
    let leading = n.iter().take_while(|byte| **byte == 0).count();
    let top = n.get(leading)?;
    let bits = (n.len() - leading) * 8 - top.leading_zeros() as usize;
    let is_odd = e.last().is_some_and(|last| last % 2 == 1);
    let is_one = e.iter().rev().skip(1).all(|byte| *byte == 0) && e.last() == Some(&1);
    (bits >= MIN_RSA_BITS && is_odd && !is_one)
        .then(|| DecodingKey::from_rsa_raw_components(&n, &e))
}

fn ec(entry: Value<'_>) -> Option<DecodingKey> {
    if entry.member("crv")?.as_text()? != "P-256" {
        return None;
    }
    let (x, y) = (bytes(entry, "x")?, bytes(entry, "y")?);
    if x.len() != P256_COORDINATE_BYTES || y.len() != P256_COORDINATE_BYTES {
        return None;
    }
    // The uncompressed form of a point.
    let point = [&[0x04], x.as_slice(), y.as_slice()].concat();
    Some(DecodingKey::from_ec_der(&point))
}

fn bytes(entry: Value<'_>, name: &str) -> Option<Vec<u8>> {
    Base64UrlUnpadded::decode_vec(entry.member(name)?.as_text()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ec_key(rest: &str) -> String {
        let coordinate = Base64UrlUnpadded::encode_string(&[7; 32]);
        format!(r#"{{"kty":"EC","crv":"P-256","x":"{coordinate}","y":"{coordinate}"{rest}}}"#)
    }

    fn rsa_key(bytes: usize, e: &[u8]) -> String {
        let n = Base64UrlUnpadded::encode_string(&vec![0xff; bytes]);
        let e = Base64UrlUnpadded::encode_string(e);
        format!(r#"{{"kty":"RSA","n":"{n}","e":"{e}"}}"#)
    }

    fn set(keys: &[String]) -> Option<KeySet> {
        KeySet::read(&format!(r#"{{"keys":[{}]}}"#, keys.join(",")))
    }

    #[test]
    fn a_key_is_found_by_its_kid_and_a_token_without_one_takes_the_only_key() {
        let named = set(&[ec_key(r#","kid":"a""#)]).unwrap();
        assert!(named.find(Some("a"), Algorithm::Es256).is_some());
        assert!(named.find(Some("b"), Algorithm::Es256).is_none());
        assert!(named.find(Some("a"), Algorithm::Rs256).is_none());
        assert!(named.find(None, Algorithm::Es256).is_some());
        let two = set(&[ec_key(r#","kid":"a""#), ec_key(r#","kid":"b""#)]).unwrap();
        assert!(two.find(None, Algorithm::Es256).is_none());
        let nameless = set(&[ec_key("")]).unwrap();
        assert!(nameless.find(None, Algorithm::Es256).is_some());
        assert!(nameless.find(Some("a"), Algorithm::Es256).is_none());
    }

    #[test]
    fn twins_are_refused_both_even_when_one_is_of_no_use() {
        let shadow = r#"{"kty":"oct","k":"AA","kid":"a"}"#.to_owned();
        assert!(set(&[ec_key(r#","kid":"a""#), shadow.clone()]).is_none());
        let rest = set(&[ec_key(r#","kid":"a""#), shadow, ec_key(r#","kid":"b""#)]).unwrap();
        assert_eq!((rest.knows("a"), rest.knows("b"), rest.skipped), (false, true, 2));
    }

    #[test]
    fn a_malformed_key_is_skipped_and_the_rest_serve() {
        for bad in [
            ec_key(r#","kid":7"#),
            ec_key(r#","use":"enc""#),
            ec_key(r#","key_ops":["sign"]"#),
            ec_key(r#","alg":"ES384""#),
            ec_key(r#","alg":"RS256""#),
            ec_key(r#","d":"AA""#),
            rsa_key(255, &[1, 0, 1]),
            rsa_key(256, &[1]),
            rsa_key(256, &[0, 1]),
            rsa_key(256, &[2]),
            "7".to_owned(),
        ] {
            let set = set(&[bad.clone(), ec_key(r#","kid":"good""#)]).unwrap();
            assert_eq!(set.skipped, 1, "{bad}");
        }
        assert_eq!(set(&[rsa_key(256, &[1, 0, 1])]).unwrap().skipped, 0);
    }

    #[test]
    fn a_set_without_a_usable_key_is_none() {
        for text in ["", "<html>", "{}", r#"{"keys":[]}"#, r#"{"keys":{}}"#, r#"{"keys":["#] {
            assert!(KeySet::read(text).is_none(), "{text}");
        }
    }
}
