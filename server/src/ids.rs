//! The only place that draws randomness.

use focus_core::{SessionId, Uuid};

/// A new id.
#[expect(clippy::disallowed_methods, reason = "this is the place")]
pub(crate) fn uuid() -> Uuid {
    loop {
        // A version 4 UUID is never nil, so this ends at once.
        if let Some(uuid) = Uuid::from_bytes(uuid::Uuid::new_v4().into_bytes()) {
            return uuid;
        }
    }
}

/// A new session's id.
pub(crate) fn session_id() -> SessionId {
    SessionId::new(uuid())
}

/// Bytes for a name that nobody has.
pub(crate) fn name_bytes() -> [u8; 11] {
    let id = uuid();
    // Six bits in the middle say what kind of id it is.
    let [a, b, c, d, e, f, _, _, _, g, h, i, j, k, _, _] = *id.as_bytes();
    [a, b, c, d, e, f, g, h, i, j, k]
}

/// A name for a new session's room: `focus-` and twelve hexadecimal digits.
pub(crate) fn room_name() -> String {
    let text = uuid().to_string();
    format!("focus-{}", text.rsplit('-').next().unwrap_or_default())
}

/// A key for hashes that nobody outside can foresee: 122 random bits, drawn anew at each start.
#[expect(clippy::disallowed_methods, reason = "this is the place")]
pub(crate) fn hash_key() -> [u8; 16] {
    uuid::Uuid::new_v4().into_bytes()
}

/// Any number, so that many servers do not all do the same at the same time. 0 when the machine
/// has no randomness to give.
#[expect(clippy::disallowed_methods, reason = "this is the place")]
pub(crate) fn any() -> u32 {
    let mut bytes = [0; 4];
    aws_lc_rs::rand::fill(&mut bytes).map_or(0, |()| u32::from_le_bytes(bytes))
}

/// A new ES256 signing key in PKCS #8 form.
///
/// # Errors
/// When the machine has no randomness to give.
#[expect(clippy::disallowed_methods, reason = "this is the place")]
pub(crate) fn signing_key() -> Result<Vec<u8>, aws_lc_rs::error::Unspecified> {
    use aws_lc_rs::rand::SystemRandom;
    use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
    let document =
        EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new())?;
    Ok(document.as_ref().to_vec())
}

/// A new secret to sign with: 64 characters of base64url, from 48 random bytes.
///
/// # Errors
/// When the machine has no randomness to give.
#[expect(clippy::disallowed_methods, reason = "this is the place")]
pub fn secret() -> Result<String, aws_lc_rs::error::Unspecified> {
    use base64ct::Encoding as _;
    loop {
        let mut bytes = [0; 48];
        aws_lc_rs::rand::fill(&mut bytes)?;
        let secret = base64ct::Base64UrlUnpadded::encode_string(&bytes);
        // Once in a thousand million a word stands in it that a placeholder would have.
        if crate::config::secret::judge(&secret).is_ok() {
            return Ok(secret);
        }
    }
}
