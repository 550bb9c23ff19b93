//! The header of a compact token, read strictly. It chooses a key and decides nothing else.

use base64ct::{Base64UrlUnpadded, Encoding as _};
use focus_core::json::{self, Value};
use focus_core::{Code, Problem};

use crate::config::Algorithm;

/// What a token says about its signature.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) algorithm: Algorithm,
    pub(super) kid: Option<String>,
}

/// The three parts of a token whose form was checked before.
pub(super) struct Parts<'a> {
    /// Header and claims as they were signed.
    pub(super) message: &'a str,
    /// The signature in base64url.
    pub(super) signature: &'a str,
}

/// Takes a token apart.
///
/// # Errors
/// `TOKEN_MALFORMED` when the header is no JSON object, `TOKEN_INVALID` when nothing here could
/// verify it: an unknown algorithm, an extension, another type.
pub(super) fn read(token: &str) -> Result<(Header, Parts<'_>), Problem> {
    let malformed = Problem::new(Code::TokenMalformed);
    let (message, signature) = token.rsplit_once('.').ok_or(malformed)?;
    let (encoded, _) = message.split_once('.').ok_or(malformed)?;
    let bytes = Base64UrlUnpadded::decode_vec(encoded).map_err(|_| malformed)?;
    let text = std::str::from_utf8(&bytes).map_err(|_| malformed)?;
    let document = json::read(text).map_err(|_| malformed)?;
    document.root().as_object().ok_or(malformed)?;
    let header = judge(document.root()).ok_or(Problem::new(Code::TokenInvalid))?;
    Ok((header, Parts { message, signature }))
}

fn judge(value: Value<'_>) -> Option<Header> {
    let algorithm = algorithm(value.member("alg")?.as_text()?)?;
    if value.member("crit").is_some() {
        return None;
    }
    if let Some(typ) = value.member("typ") {
        let typ = typ.as_text()?.to_ascii_lowercase();
        let typ = typ.strip_prefix("application/").unwrap_or(&typ);
        if !matches!(typ, "jwt" | "at+jwt") {
            return None;
        }
    }
    let kid = match value.member("kid") {
        None => None,
        Some(kid) => Some(kid.as_text()?.to_owned()),
    };
    Some(Header { algorithm, kid })
}

/// The algorithm of a name that we know.
pub(super) fn algorithm(name: &str) -> Option<Algorithm> {
    match name {
        "RS256" => Some(Algorithm::Rs256),
        "ES256" => Some(Algorithm::Es256),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(header: &str) -> Result<Header, Code> {
        let token = format!("{}.e30.AA", Base64UrlUnpadded::encode_string(header.as_bytes()));
        read(&token).map(|(header, _)| header).map_err(|problem| problem.code())
    }

    #[test]
    fn a_plain_header_names_an_algorithm_and_maybe_a_key() {
        let header = told(r#"{"alg": "ES256", "kid": "k", "typ": "application/JWT"}"#).unwrap();
        assert_eq!(header, Header { algorithm: Algorithm::Es256, kid: Some("k".into()) });
        assert_eq!(told(r#"{"alg": "RS256"}"#).unwrap().kid, None);
    }

    #[test]
    fn what_nobody_here_could_verify_is_invalid() {
        for header in [
            r#"{"alg": "none"}"#,
            r#"{"alg": "HS256"}"#,
            r#"{"kid": "k"}"#,
            r#"{"alg": 7}"#,
            r#"{"alg": "ES256", "crit": []}"#,
            r#"{"alg": "ES256", "typ": "dpop+jwt"}"#,
            r#"{"alg": "ES256", "kid": 7}"#,
        ] {
            assert_eq!(told(header), Err(Code::TokenInvalid), "{header}");
        }
    }

    #[test]
    fn what_is_no_object_is_malformed() {
        for header in ["[]", "", r#"{"alg": "ES256", "alg": "none"}"#, "{"] {
            assert_eq!(told(header), Err(Code::TokenMalformed), "{header}");
        }
    }
}
