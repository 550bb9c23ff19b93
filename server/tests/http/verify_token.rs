//! `focus-server verify-token`: lines in, verdicts out.

use std::io::Write as _;
use std::process::{Command, Stdio};

use focus_server::testing::START;
use focus_server::verify_token::{Scope, verdict};
use serde_json::{Value, json};

use crate::issuers::{ALGORITHMS, ISSUER, Key, claims, encode};

fn judged(line: &Value, scope: Scope) -> Value {
    serde_json::from_str(&verdict(line.to_string().as_bytes(), scope, START)).unwrap()
}

fn code(line: &Value) -> String {
    judged(line, Scope::Whole)["code"].as_str().unwrap_or("OK").to_owned()
}

#[test]
fn lines_are_judged_one_by_one_and_broken_ones_too() {
    let key = Key::ec(Some("k"));
    let token = key.sign(&claims());
    let good = json!({"token": token, "keys": {"keys": [key.jwk]}, "issuer": ISSUER,
        "audience": "focus", "now": START.unix_millis()});
    let program = env!("CARGO_BIN_EXE_focus-server");
    let mut child = Command::new(program)
        .arg("verify-token")
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = child.stdin.take().unwrap();
    let long = "x".repeat(1_000_000);
    let written = std::thread::spawn({
        let good = good.to_string();
        move || {
            let broken: [&[u8]; 5] = [b"", b"{", b"\xff", b"7", long.as_bytes()];
            lines.write_all(format!("{good}\n").as_bytes()).unwrap();
            for line in broken {
                lines.write_all(&[line, b"\n"].concat()).unwrap();
            }
            lines.write_all(good.as_bytes()).unwrap();
        }
    });
    let output = child.wait_with_output().unwrap();
    written.join().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let verdicts: Vec<Value> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let codes: Vec<_> =
        verdicts.iter().map(|verdict| verdict["code"].as_str().unwrap_or("OK")).collect();
    let broken = ["LINE_JSON", "LINE_JSON", "LINE_ENCODING", "LINE_MEMBER", "LINE_TOO_LONG"];
    assert_eq!(codes, [&["OK"][..], &broken, &["OK"]].concat());
    assert_eq!(verdicts[0], json!({"ok": true, "claims": claims()}));
    assert_eq!(verdicts[1], json!({"ok": false, "code": "LINE_JSON"}));
}

#[test]
fn issuer_audience_and_now_are_looked_at_where_they_are_said() {
    let key = Key::ec(Some("k"));
    let line = |change: Value| {
        let mut line = json!({"token": key.sign(&claims()), "keys": {"keys": [key.jwk]}});
        for (name, value) in change.as_object().unwrap() {
            line[name] = value.clone();
        }
        code(&line)
    };
    for (change, told) in [
        (json!({}), "OK"),
        (json!({"issuer": ISSUER, "audience": "focus", "comment": "not looked at"}), "OK"),
        (json!({"issuer": null, "audience": null, "now": null}), "OK"),
        (json!({"issuer": "evil"}), "TOKEN_ISSUER"),
        (json!({"audience": "evil"}), "TOKEN_AUDIENCE"),
        (json!({"now": "2026-05-01T10:29:59.999Z"}), "OK"),
        (json!({"now": "2026-05-01T10:30:00Z"}), "TOKEN_EXPIRED"),
        (json!({"now": START.unix_millis() + 3_600_000}), "TOKEN_EXPIRED"),
        (json!({"now": "yesterday"}), "LINE_MEMBER"),
        (json!({"issuer": ""}), "LINE_MEMBER"),
        (json!({"audience": 7}), "LINE_MEMBER"),
        (json!({"token": 7}), "LINE_MEMBER"),
        (json!({"token": ""}), "TOKEN_PARTS"),
        (json!({"keys": 7}), "KEY_SET_MALFORMED"),
        (json!({"keys": {"keys": []}}), "KEY_UNKNOWN"),
        (json!({"keys": {"keys": vec![json!({}); 65]}}), "KEY_SET_TOO_LARGE"),
        (json!({"keys": key.jwk}), "OK"),
        (json!({"algorithms": ["RS256"]}), "ALGORITHM_NOT_ALLOWED"),
        (json!({"algorithms": ["none"]}), "LINE_MEMBER"),
    ] {
        assert_eq!(line(change.clone()), told, "{change}");
    }
    assert_eq!(code(&json!({"keys": []})), "LINE_MEMBER");
}

#[test]
fn the_signature_alone_is_judged_by_every_algorithm_over_any_payload() {
    for algorithm in ALGORITHMS {
        let key = Key::of(algorithm, Some("k"));
        let header = json!({"alg": algorithm, "kid": "k", "typ": "something else"}).to_string();
        let line = |token: &str, jwk: &Value| {
            judged(&json!({"token": token, "keys": jwk}), Scope::Signature)
        };
        for (payload, claims) in [
            (&b"any bytes \xff"[..], Value::Null),
            (b"", Value::Null),
            (b"{\"exp\": 1}", json!({"exp": 1})),
        ] {
            let token = key.sign_text(&header, payload);
            assert_eq!(
                line(&token, &key.jwk),
                json!({"ok": true, "claims": claims}),
                "{algorithm}"
            );
            let other = Key::of(if algorithm == "HS512" { "HS384" } else { "HS512" }, Some("k"));
            assert_eq!(line(&token, &other.jwk)["ok"], false);
            let (message, _) = token.rsplit_once('.').unwrap();
            let signature = key.signature(message.as_bytes());
            let cut = format!("{message}.{}", encode(&signature[1..]));
            assert_eq!(line(&cut, &key.jwk)["code"], "SIGNATURE_INVALID", "{algorithm}");
        }
    }
}

#[test]
fn a_secret_is_a_key_only_where_it_is_asked_for_and_long_enough() {
    let key = Key::of("HS256", None);
    let token = key.sign(&claims());
    let line = |more: Value| {
        let mut line = json!({"token": token, "keys": key.jwk});
        line["algorithms"] = more;
        code(&line)
    };
    assert_eq!(line(Value::Null), "ALGORITHM_NOT_ALLOWED");
    assert_eq!(line(json!(["HS256"])), "OK");
    let short = key.jwk_with("k", json!("AAAA"));
    let told = judged(&json!({"token": token, "keys": short}), Scope::Signature);
    assert_eq!(told, json!({"ok": false, "code": "KEY_WEAK"}));
}
