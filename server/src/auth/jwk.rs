//! One key of a key set (RFC 7517), parsed once and verifying ever after.

use aws_lc_rs::digest::{self, SHA256};
use aws_lc_rs::hmac;
use aws_lc_rs::signature::{ED25519, ParsedPublicKey, RsaPublicKeyComponents};
use base64ct::{Base64UrlUnpadded, Encoding as _};
use focus_core::json::Value;
use focus_core::token::Texts;

use super::algorithm::{Algorithm, Needs};
use super::refusal::KeyProblem;
use super::roca::is_factorable;

const MIN_RSA_BITS: usize = 2_048;
const MAX_RSA_BITS: usize = 8_192;
/// The largest exponent that the library takes, so that nobody can make it work for long.
const MAX_RSA_EXPONENT: u64 = (1 << 33) - 1;
/// Members that only private keys have.
const PRIVATE: [&str; 7] = ["d", "p", "q", "dp", "dq", "qi", "oth"];

/// A key that can be used.
#[derive(Debug)]
pub(super) struct Key {
    pub(super) kid: Option<String>,
    algorithm: Algorithm,
    /// Whether the key itself says so. One that does not goes by both names of its curve.
    is_stated: bool,
    material: Material,
    /// Of the key's numbers alone.
    fingerprint: digest::Digest,
}

#[derive(Debug)]
enum Material {
    Public(ParsedPublicKey),
    Secret(Box<hmac::Key>),
}

/// The text of `kid`, whatever else the key is.
pub(super) fn kid(entry: Value<'_>) -> Option<&str> {
    entry.member("kid")?.as_text()
}

impl Key {
    /// Reads a key for an issuer who signs by `allowed` alone. Secrets are keys only where an
    /// algorithm of them may be used that needs one.
    pub(super) fn read(entry: Value<'_>, allowed: &[Algorithm]) -> Result<Self, KeyProblem> {
        entry.as_object().ok_or(KeyProblem::Malformed)?;
        let kid = text(entry, "kid")?.map(str::to_owned);
        let kty = text(entry, "kty")?.ok_or(KeyProblem::Malformed)?;
        let stated = text(entry, "alg")?;
        let is_secret = kty == "oct" || entry.member("k").is_some();
        let may_be_secret = kty == "oct" && allowed.iter().any(|it| it.is_symmetric());
        let is_private = PRIVATE.iter().any(|name| entry.member(name).is_some());
        if is_private || is_secret && !may_be_secret {
            return Err(KeyProblem::Secret);
        }
        if !may_verify(entry)? {
            return Err(KeyProblem::Purpose);
        }
        let algorithm = match stated {
            Some(name) => Algorithm::parse(name).ok_or(KeyProblem::Algorithm)?,
            None => implied(kty, text(entry, "crv")?, allowed)?,
        };
        let by_other_name = stated.is_none()
            && algorithm == Algorithm::EdDsa
            && allowed.contains(&Algorithm::Ed25519);
        if !allowed.contains(&algorithm) && !by_other_name {
            return Err(KeyProblem::Algorithm);
        }
        let (material, fingerprint) = material(entry, kty, algorithm)?;
        Ok(Self { kid, algorithm, is_stated: stated.is_some(), material, fingerprint })
    }

    /// Whether tokens that are signed so may be verified with this key.
    pub(super) fn fits(&self, algorithm: Algorithm) -> bool {
        let by_other_name = !self.is_stated
            && self.algorithm == Algorithm::EdDsa
            && algorithm == Algorithm::Ed25519;
        self.algorithm == algorithm || by_other_name
    }

    /// Whether this is the signature of this key's owner.
    pub(super) fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        match &self.material {
            Material::Public(key) => key.verify_sig(message, signature).is_ok(),
            Material::Secret(key) => hmac::verify(key, message, signature).is_ok(),
        }
    }

    /// Whether the other is the same key under the same name.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.kid == other.kid
            && self.algorithm == other.algorithm
            && self.is_stated == other.is_stated
            && self.has_same_numbers(other)
    }

    pub(super) fn has_same_numbers(&self, other: &Self) -> bool {
        self.fingerprint.as_ref() == other.fingerprint.as_ref()
    }
}

/// A member that is a text if it is there.
fn text<'a>(entry: Value<'a>, name: &str) -> Result<Option<&'a str>, KeyProblem> {
    let member = entry.member(name);
    member.map(|member| member.as_text().ok_or(KeyProblem::Malformed)).transpose()
}

/// Whether `use` and `key_ops` allow verifying.
fn may_verify(entry: Value<'_>) -> Result<bool, KeyProblem> {
    let for_signatures = text(entry, "use")?.is_none_or(|usage| usage == "sig");
    let Some(operations) = entry.member("key_ops") else { return Ok(for_signatures) };
    let operations = Texts::of(operations.shape()).ok_or(KeyProblem::Malformed)?;
    Ok(for_signatures && operations.contain("verify"))
}

/// The algorithm of a key that names none: its curve's, the issuer's only one for RSA, else RS256.
fn implied(kty: &str, curve: Option<&str>, allowed: &[Algorithm]) -> Result<Algorithm, KeyProblem> {
    let only = |is_one: fn(&Needs) -> bool| {
        let mut fitting = allowed.iter().copied().filter(|it| is_one(&it.needs()));
        fitting.next().filter(|_| fitting.next().is_none())
    };
    match (kty, curve) {
        ("RSA", _) => Ok(only(|it| matches!(it, Needs::Rsa(_))).unwrap_or(Algorithm::Rs256)),
        ("oct", _) => Ok(only(|it| matches!(it, Needs::Oct(..))).unwrap_or(Algorithm::Hs256)),
        ("EC", Some("P-256")) => Ok(Algorithm::Es256),
        ("EC", Some("P-384")) => Ok(Algorithm::Es384),
        ("EC", Some("P-521")) => Ok(Algorithm::Es512),
        ("OKP", Some("Ed25519")) => Ok(Algorithm::EdDsa),
        ("EC" | "OKP", None) => Err(KeyProblem::Malformed),
        _ => Err(KeyProblem::Algorithm),
    }
}

fn material(
    entry: Value<'_>,
    kty: &str,
    algorithm: Algorithm,
) -> Result<(Material, digest::Digest), KeyProblem> {
    let curve = text(entry, "crv")?;
    let no_key = |_| KeyProblem::Numbers;
    match (kty, curve, algorithm.needs()) {
        ("RSA", _, Needs::Rsa(parameters)) => {
            let components = rsa(entry)?;
            let whole = [components.n.as_slice(), components.e.as_slice()].concat();
            let key = components.to_parsed_public_key(parameters).map_err(no_key)?;
            Ok((Material::Public(key), digest::digest(&SHA256, &whole)))
        }
        ("EC", Some(curve), Needs::Ec(parameters, size)) if curve == name_of(size) => {
            let (x, y) = (bytes(entry, "x")?, bytes(entry, "y")?);
            if x.len() != size || y.len() != size {
                return Err(KeyProblem::Malformed);
            }
            // The uncompressed form of a point.
            let point = [&[0x04], x.as_slice(), y.as_slice()].concat();
            let key = ParsedPublicKey::new(parameters, &point).map_err(no_key)?;
            Ok((Material::Public(key), digest::digest(&SHA256, &point)))
        }
        ("OKP", Some("Ed25519"), Needs::Okp) => {
            let x = bytes(entry, "x")?;
            if x.len() != 32 {
                return Err(KeyProblem::Malformed);
            }
            if is_small_order(&x) {
                return Err(KeyProblem::Weak);
            }
            let key = ParsedPublicKey::new(&ED25519, &x).map_err(no_key)?;
            Ok((Material::Public(key), digest::digest(&SHA256, &x)))
        }
        ("oct", _, Needs::Oct(parameters, least)) => {
            let k = bytes(entry, "k")?;
            if k.len() < least {
                return Err(KeyProblem::Weak);
            }
            let key = Box::new(hmac::Key::new(parameters, &k));
            Ok((Material::Secret(key), digest::digest(&SHA256, &k)))
        }
        ("EC" | "OKP", None, _) => Err(KeyProblem::Malformed),
        _ => Err(KeyProblem::Algorithm),
    }
}

/// The curve whose coordinates have so many bytes.
const fn name_of(size: usize) -> &'static str {
    match size {
        32 => "P-256",
        48 => "P-384",
        _ => "P-521",
    }
}

/// A modulus of 2048 to 8192 bits and an odd exponent above 1, both odd and without leading zeros.
fn rsa(entry: Value<'_>) -> Result<RsaPublicKeyComponents<Vec<u8>>, KeyProblem> {
    let (n, e) = (bytes(entry, "n")?, bytes(entry, "e")?);
    let (Some(top @ 1..), Some(1..)) = (n.first(), e.first()) else {
        return Err(KeyProblem::Malformed);
    };
    let bits = n.len() * 8 - top.leading_zeros() as usize;
    let exponent = e
        .iter()
        .try_fold(0_u64, |sum, byte| sum.checked_mul(256).map(|sum| sum + u64::from(*byte)));
    let is_odd = n.last().is_some_and(|last| last % 2 == 1);
    let is_safe = exponent.is_some_and(|e| e % 2 == 1 && e > 1 && e <= MAX_RSA_EXPONENT);
    let has_size = (MIN_RSA_BITS..=MAX_RSA_BITS).contains(&bits);
    if !has_size || !is_odd || !is_safe || is_factorable(&n) {
        return Err(KeyProblem::Weak);
    }
    Ok(RsaPublicKeyComponents { n, e })
}

fn bytes(entry: Value<'_>, name: &str) -> Result<Vec<u8>, KeyProblem> {
    let text = text(entry, name)?.ok_or(KeyProblem::Malformed)?;
    Base64UrlUnpadded::decode_vec(text).map_err(|_| KeyProblem::Malformed)
}

/// Whether a point of Ed25519 is one of the eight for which signatures can be made up. The sign
/// bit is not looked at, and neither are coordinates beyond the field, which no key has.
fn is_small_order(x: &[u8]) -> bool {
    const ORDER_8: [[u8; 32]; 2] = [
        [
            0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef,
            0x98, 0xf0, 0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88,
            0x6d, 0x53, 0xfc, 0x05,
        ],
        [
            0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10,
            0x67, 0x0f, 0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77,
            0x92, 0xac, 0x03, 0x7a,
        ],
    ];
    let Some((last, rest)) = x.split_last() else { return false };
    let last = last & 0x7f;
    // y = 0 and 1, then -1, 0 and 1 as p - 1, p and p + 1.
    let is_tiny = rest.first().is_some_and(|first| *first <= 1)
        && rest.iter().skip(1).all(|byte| *byte == 0)
        && last == 0;
    let is_near_p = rest.first().is_some_and(|first| (0xec..=0xee).contains(first))
        && rest.iter().skip(1).all(|byte| *byte == 0xff)
        && last == 0x7f;
    let is_order_8 = ORDER_8
        .iter()
        .any(|y| y.split_last().is_some_and(|(top, low)| low == rest && *top == last));
    is_tiny || is_near_p || is_order_8
}
