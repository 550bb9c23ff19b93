//! Keys of an identity provider, and tokens signed as a test likes.

use std::sync::LazyLock;

use aws_lc_rs::hmac;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING,
    ECDSA_P521_SHA512_FIXED_SIGNING, EcdsaKeyPair, EcdsaSigningAlgorithm, Ed25519KeyPair,
    KeyPair as _, RSA_PKCS1_SHA256, RSA_PKCS1_SHA384, RSA_PKCS1_SHA512, RSA_PSS_SHA256,
    RSA_PSS_SHA384, RSA_PSS_SHA512, RsaKeyPair, RsaSignatureEncoding,
};
use base64ct::{Base64UrlUnpadded, Encoding as _};
use focus_server::testing::START;
use serde_json::{Value, json};

pub(crate) const ISSUER: &str = "https://id.example.com";

/// One pair for all: to make one takes long.
static RSA: LazyLock<RsaKeyPair> =
    LazyLock::new(|| RsaKeyPair::generate(KeySize::Rsa2048).unwrap());

/// A signing key with its public half.
pub(crate) struct Key {
    pair: Pair,
    pub(crate) algorithm: &'static str,
    pub(crate) jwk: Value,
}

enum Pair {
    Ec(EcdsaKeyPair),
    Rsa(&'static RsaSignatureEncoding),
    Ed(Ed25519KeyPair),
    Hmac(Box<hmac::Key>),
}

/// Every algorithm that the server knows.
pub(crate) const ALGORITHMS: [&str; 14] = [
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA",
    "Ed25519", "HS256", "HS384", "HS512",
];

impl Key {
    pub(crate) fn ec(kid: Option<&str>) -> Self {
        Self::of("ES256", kid)
    }

    /// The one RSA key that there is.
    pub(crate) fn rsa(kid: Option<&str>) -> Self {
        Self::of("RS256", kid)
    }

    /// A key whose JWK does not name its algorithm.
    pub(crate) fn of(algorithm: &'static str, kid: Option<&str>) -> Self {
        let (pair, jwk) = match algorithm {
            "RS256" => rsa_pair(&RSA_PKCS1_SHA256),
            "RS384" => rsa_pair(&RSA_PKCS1_SHA384),
            "RS512" => rsa_pair(&RSA_PKCS1_SHA512),
            "PS256" => rsa_pair(&RSA_PSS_SHA256),
            "PS384" => rsa_pair(&RSA_PSS_SHA384),
            "PS512" => rsa_pair(&RSA_PSS_SHA512),
            "ES256" => ec_pair(&ECDSA_P256_SHA256_FIXED_SIGNING, "P-256"),
            "ES384" => ec_pair(&ECDSA_P384_SHA384_FIXED_SIGNING, "P-384"),
            "ES512" => ec_pair(&ECDSA_P521_SHA512_FIXED_SIGNING, "P-521"),
            "EdDSA" | "Ed25519" => {
                let pair = Ed25519KeyPair::generate().unwrap();
                let x = encode(pair.public_key().as_ref());
                (Pair::Ed(pair), json!({"kty": "OKP", "crv": "Ed25519", "x": x}))
            }
            "HS256" => secret(hmac::HMAC_SHA256, 32),
            "HS384" => secret(hmac::HMAC_SHA384, 48),
            "HS512" => secret(hmac::HMAC_SHA512, 64),
            other => unreachable!("no key for {other}"),
        };
        let mut jwk = jwk;
        if let Some(kid) = kid {
            jwk["kid"] = kid.into();
        }
        Self { pair, algorithm, jwk }
    }

    /// The JWK with one member more, or another one.
    pub(crate) fn jwk_with(&self, name: &str, value: Value) -> Value {
        let mut jwk = self.jwk.clone();
        jwk[name] = value;
        jwk
    }

    /// A token with the key's own `kid` and these claims.
    pub(crate) fn sign(&self, claims: &Value) -> String {
        let header = match self.jwk.get("kid") {
            Some(kid) => json!({"typ": "JWT", "alg": self.algorithm, "kid": kid}),
            None => json!({"typ": "JWT", "alg": self.algorithm}),
        };
        self.sign_with_header(&header, claims)
    }

    /// A token whose header is this one.
    pub(crate) fn sign_with_header(&self, header: &Value, claims: &Value) -> String {
        self.sign_text(&header.to_string(), claims.to_string().as_bytes())
    }

    /// A token of any header and any payload.
    pub(crate) fn sign_text(&self, header: &str, payload: &[u8]) -> String {
        let message = format!("{}.{}", encode(header.as_bytes()), encode(payload));
        format!("{message}.{}", encode(&self.signature(message.as_bytes())))
    }

    pub(crate) fn signature(&self, message: &[u8]) -> Vec<u8> {
        let rng = SystemRandom::new();
        match &self.pair {
            Pair::Ec(pair) => pair.sign(&rng, message).unwrap().as_ref().to_vec(),
            Pair::Rsa(encoding) => {
                let mut signature = vec![0; RSA.public_modulus_len()];
                RSA.sign(*encoding, &rng, message, &mut signature).unwrap();
                signature
            }
            Pair::Ed(pair) => pair.sign(message).as_ref().to_vec(),
            Pair::Hmac(key) => hmac::sign(key, message).as_ref().to_vec(),
        }
    }
}

fn rsa_pair(encoding: &'static RsaSignatureEncoding) -> (Pair, Value) {
    let public = RSA.public_key();
    let n = public.modulus().big_endian_without_leading_zero();
    let e = public.exponent().big_endian_without_leading_zero();
    (Pair::Rsa(encoding), json!({"kty": "RSA", "n": encode(n), "e": encode(e)}))
}

fn ec_pair(algorithm: &'static EcdsaSigningAlgorithm, curve: &str) -> (Pair, Value) {
    #[expect(clippy::disallowed_methods, reason = "a test's key")]
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(algorithm, &SystemRandom::new()).unwrap();
    let pair = EcdsaKeyPair::from_pkcs8(algorithm, pkcs8.as_ref()).unwrap();
    let point = pair.public_key().as_ref();
    let (x, y) = point[1..].split_at(point.len() / 2);
    let jwk = json!({"kty": "EC", "crv": curve, "x": encode(x), "y": encode(y)});
    (Pair::Ec(pair), jwk)
}

fn secret(algorithm: hmac::Algorithm, bytes: usize) -> (Pair, Value) {
    let k: Vec<u8> = (0..bytes).map(|at| at as u8).collect();
    (Pair::Hmac(Box::new(hmac::Key::new(algorithm, &k))), json!({"kty": "oct", "k": encode(&k)}))
}

pub(crate) fn encode(bytes: &[u8]) -> String {
    Base64UrlUnpadded::encode_string(bytes)
}

pub(crate) fn part(value: &Value) -> String {
    encode(value.to_string().as_bytes())
}

/// Good claims, an hour long.
pub(crate) fn claims() -> Value {
    let now = START.unix_millis() / 1_000;
    json!({"iss": ISSUER, "aud": "focus", "sub": "user-1", "email": "Jo.Doe@example.com",
        "iat": now, "exp": now + 3_600})
}
