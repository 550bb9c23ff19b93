//! The header of a token, read strictly. It chooses a key and decides nothing else: what it says
//! of keys itself (`jwk`, `jku`, `x5u`, `x5c`) is not looked at.

use focus_core::json::{self, Value};

use super::algorithm::Algorithm;
use super::refusal::Refusal;

/// What a token says about its signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) algorithm: Algorithm,
    pub(super) kid: Option<String>,
    /// Whether `typ` is that of a token for us; only those who read claims care.
    pub(super) is_token: bool,
}

impl Header {
    /// Reads a header.
    ///
    /// # Errors
    /// The first reason for which nothing here could verify the token.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Refusal> {
        let text = std::str::from_utf8(bytes).map_err(|_| Refusal::HeaderJson)?;
        let document = json::read(text).map_err(|_| Refusal::HeaderJson)?;
        let header = document.root();
        header.as_object().ok_or(Refusal::HeaderJson)?;
        let name = text_of(header, "alg")?.ok_or(Refusal::AlgorithmMissing)?;
        let algorithm = Algorithm::parse(name).ok_or(Refusal::AlgorithmUnknown)?;
        if header.member("crit").is_some() {
            return Err(Refusal::CriticalExtension);
        }
        let kid = text_of(header, "kid")?.map(str::to_owned);
        let is_token = text_of(header, "typ")?.is_none_or(is_token_type);
        Ok(Self { algorithm, kid, is_token })
    }
}

/// A member that is a text if it is there.
fn text_of<'a>(header: Value<'a>, name: &str) -> Result<Option<&'a str>, Refusal> {
    let member = header.member(name);
    member.map(|member| member.as_text().ok_or(Refusal::HeaderMember)).transpose()
}

/// `JWT` or `at+jwt`, in any case, with `application/` before it or not.
fn is_token_type(typ: &str) -> bool {
    const PREFIX: &str = "application/";
    let start = typ.get(..PREFIX.len()).filter(|start| start.eq_ignore_ascii_case(PREFIX));
    let name = start.and_then(|start| typ.get(start.len()..)).unwrap_or(typ);
    ["jwt", "at+jwt"].iter().any(|known| name.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(header: &str) -> Result<Header, Refusal> {
        Header::read(header.as_bytes())
    }

    #[test]
    fn a_plain_header_names_an_algorithm_and_maybe_a_key() {
        let header = told(r#"{"alg": "ES256", "kid": "k", "typ": "application/JWT"}"#).unwrap();
        let kid = Some("k".into());
        assert_eq!(header, Header { algorithm: Algorithm::Es256, kid, is_token: true });
        assert_eq!(told(r#"{"alg": "RS256"}"#).unwrap().kid, None);
    }

    #[test]
    fn types_are_compared_without_case_and_without_their_prefix() {
        let typ = |typ: &str| told(&format!(r#"{{"alg":"ES256","typ":"{typ}"}}"#)).unwrap();
        for good in ["JWT", "jwt", "at+jwt", "AT+JWT", "application/at+jwt", "Application/Jwt"] {
            assert!(typ(good).is_token, "{good}");
        }
        for bad in ["", "JOSE", "dpop+jwt", "application/", "application/application/jwt", "é"] {
            assert!(!typ(bad).is_token, "{bad}");
        }
    }

    #[test]
    fn what_nobody_here_could_verify_is_told_why() {
        use Refusal::{AlgorithmMissing, AlgorithmUnknown, CriticalExtension, HeaderMember};
        for (header, refusal) in [
            (r#"{"alg": "none"}"#, AlgorithmUnknown),
            (r#"{"alg": "nOnE"}"#, AlgorithmUnknown),
            (r#"{"alg": ""}"#, AlgorithmUnknown),
            (r#"{"alg": "rs256"}"#, AlgorithmUnknown),
            (r#"{"kid": "k"}"#, AlgorithmMissing),
            (r#"{"alg": 7}"#, HeaderMember),
            (r#"{"alg": ["ES256"]}"#, HeaderMember),
            (r#"{"alg": null}"#, HeaderMember),
            (r#"{"alg": "ES256", "crit": []}"#, CriticalExtension),
            (r#"{"alg": "ES256", "crit": null}"#, CriticalExtension),
            (r#"{"alg": "ES256", "crit": ["b64"], "b64": false}"#, CriticalExtension),
            (r#"{"alg": "ES256", "kid": 7}"#, HeaderMember),
            (r#"{"alg": "ES256", "typ": 7}"#, HeaderMember),
        ] {
            assert_eq!(told(header), Err(refusal), "{header}");
        }
    }

    #[test]
    fn what_is_no_object_is_no_header() {
        for header in ["[]", "", "7", "null", r#"{"alg": "ES256", "alg": "none"}"#, "{", "{}{}"] {
            assert_eq!(told(header), Err(Refusal::HeaderJson), "{header}");
        }
        assert_eq!(Header::read(b"\xff"), Err(Refusal::HeaderJson));
    }
}
