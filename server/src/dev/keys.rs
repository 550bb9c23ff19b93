//! The key that signs development tokens: made on the first start, kept in the data directory.

use std::io::{ErrorKind, Write as _};
use std::path::Path;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use base64ct::{Base64UrlUnpadded, Encoding as _};
use focus_core::Timestamp;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};

use super::people::Human;
use super::{AUDIENCE, ISSUER};
use crate::ids;
use crate::start::StartError;

const FILE_NAME: &str = "dev-key.p8";
const COORDINATE_BYTES: usize = 32;
/// How long a development token lasts.
const LIFE_MS: i64 = 24 * 3_600_000;

/// The signing key and the key set that shows its public half.
pub(super) struct Keys {
    signing: EncodingKey,
    kid: String,
    jwks: Value,
}

impl Keys {
    pub(super) fn open(data_dir: &Path) -> Result<Self, StartError> {
        let path = data_dir.join(FILE_NAME);
        let pkcs8 = read_or_make(&path)?;
        let damaged =
            || StartError::Development(format!("{} is damaged: delete it", path.display()));
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &pkcs8);
        let pair = pair.map_err(|_| damaged())?;
        // The uncompressed form of a point: 4, x, y.
        let point = pair.public_key().as_ref().get(1..).ok_or_else(damaged)?;
        let (x, y) = point.split_at_checked(COORDINATE_BYTES).ok_or_else(damaged)?;
        let kid = Base64UrlUnpadded::encode_string(digest(&SHA256, point).as_ref());
        let jwks = json!({ "keys": [{
            "kty": "EC",
            "crv": "P-256",
            "alg": "ES256",
            "use": "sig",
            "kid": kid,
            "x": Base64UrlUnpadded::encode_string(x),
            "y": Base64UrlUnpadded::encode_string(y),
        }] });
        Ok(Self { signing: EncodingKey::from_ec_der(&pkcs8), kid, jwks })
    }

    /// The key set.
    pub(super) const fn jwks(&self) -> &Value {
        &self.jwks
    }

    /// A token for one of the four, and when it expires. It lives in the real time.
    pub(super) fn token(
        &self,
        human: &Human,
        real: Timestamp,
    ) -> Result<(String, Timestamp), jsonwebtoken::errors::Error> {
        let issued_at = real.unix_millis().div_euclid(1_000);
        let expires_at = Timestamp::from_unix_millis(issued_at * 1_000).plus_millis(LIFE_MS);
        let mut header = Header::new(Algorithm::ES256);
        header.kid = Some(self.kid.clone());
        let claims = json!({
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": human.id,
            "email": human.email(),
            "role": "authenticated",
            "iat": issued_at,
            "exp": expires_at.unix_millis() / 1_000,
            "jti": ids::uuid().to_string(),
        });
        Ok((encode(&header, &claims, &self.signing)?, expires_at))
    }
}

fn read_or_make(path: &Path) -> Result<Vec<u8>, StartError> {
    match std::fs::read(path) {
        Ok(pkcs8) => return Ok(pkcs8),
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(StartError::file(path)(error)),
    }
    let no_randomness = |_| StartError::Development("no randomness for a key".to_owned());
    let pkcs8 = ids::signing_key().map_err(no_randomness)?;
    write_whole(path, &pkcs8).map_err(StartError::file(path))?;
    Ok(pkcs8)
}

/// Writes a file for its owner only, all of it or nothing.
fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    // What a crash left behind may stand there with other permissions.
    let next = path.with_extension(ids::uuid().to_string());
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&next)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&next, path)
}
