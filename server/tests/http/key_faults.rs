//! What becomes of requests while a key server misbehaves, as a table: the one in
//! `docs/reliability.md`.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use focus_server::testing::{START, document};
use serde_json::json;

use crate::issuers::{Key, claims, encode};
use crate::provider::{Answer, Provider};
use crate::support::Client;

const REQUESTS: usize = 100;
/// Nothing that a person or a machine would call waiting, on a machine that is busy.
const AT_ONCE: Duration = Duration::from_millis(400);
/// The bound of waiting for a key that is not known, and what a busy machine adds.
const A_SECOND: Duration = Duration::from_millis(1_900);

fn faults() -> Vec<(&'static str, Answer)> {
    let key = |index: usize| json!({"kty": "EC", "kid": format!("{index}"), "x": encode(&[7; 32])});
    let many: Vec<_> = (0..65).map(key).collect();
    let body = |text: &str| Answer::Body(text.to_owned());
    vec![
        ("hangs", Answer::Hang),
        ("resets the connection", Answer::Reset),
        ("sends a body that never ends, a byte at a time", Answer::SlowBody),
        ("breaks off in the body", Answer::CutBody),
        ("status 500", Answer::Status(500)),
        ("status 429", Answer::Status(429)),
        ("HTML with status 200", body("<html><body>Sign in</body></html>")),
        ("`{\"keys\": []}`", body(r#"{"keys": []}"#)),
        ("no usable key", body(r#"{"keys": [{"kty": "oct", "k": "c2VjcmV0"}]}"#)),
        ("65 keys", Answer::Body(json!({ "keys": many }).to_string())),
        ("10 MB", Answer::Body(" ".repeat(10_000_000))),
        ("redirects to another origin", Answer::Redirect("http://127.0.0.1:9/jwks".to_owned())),
    ]
}

/// What so many requests got, and how long the slowest took.
async fn burst(client: &Client, tokens: &[String]) -> (String, Duration) {
    let mut answers = tokio::task::JoinSet::new();
    for token in tokens {
        let request =
            client.request(reqwest::Method::GET, "/api/v1/sessions/upcoming").bearer_auth(token);
        answers.spawn(async move {
            #[expect(clippy::disallowed_methods, reason = "a test that measures")]
            let start = Instant::now();
            let status = request.send().await.unwrap().status().as_u16();
            (status, start.elapsed())
        });
    }
    let answers = answers.join_all().await;
    let slowest = answers.iter().map(|(_, took)| *took).max().unwrap_or_default();
    let count = |wanted: u16| answers.iter().filter(|(status, _)| *status == wanted).count();
    let told = match [count(404), count(401), count(503)] {
        [REQUESTS, 0, 0] => "100 let in".to_owned(),
        [0, REQUESTS, 0] => "100 × 401".to_owned(),
        [0, 0, REQUESTS] => "100 × 503".to_owned(),
        counts => format!("{counts:?}"),
    };
    (told, slowest)
}

fn wait(slowest: Duration) -> &'static str {
    match slowest {
        _ if slowest < AT_ONCE => "none",
        _ if slowest < A_SECOND => "at most 1 s",
        _ => "longer",
    }
}

/// Tokens that nobody has seen before.
fn tokens(key: &Key, series: &str) -> Vec<String> {
    let token = |number: usize| {
        let mut claims = claims();
        claims["jti"] = json!(format!("{series} {number}"));
        key.sign(&claims)
    };
    (0..REQUESTS).map(token).collect()
}

async fn row(name: &str, fault: Answer) -> String {
    let (provider, client, key) = Provider::with_key().await;
    let stranger = Key::ec(Some("two"));
    let (known, unknown) = (tokens(&key, "then"), tokens(&stranger, "then"));
    let (_, usual) = burst(&client, &tokens(&key, "before")).await;
    provider.answer(fault.clone());
    // Long enough since the last fetch for an unknown key to lead to another one.
    client.server.clock.set_real(START.plus_millis(10_000));
    let before = provider.fetches();
    let (waiting, held) = tokio::join!(burst(&client, &unknown), burst(&client, &known));
    let fetched = provider.fetches() - before;
    let added = held.1.saturating_sub(usual);
    let (cold, slowest) = {
        let provider = Provider::default();
        provider.answer(fault);
        let client = provider.client().await;
        burst(&client, &known).await
    };
    println!(
        "{name}: known {:?} (usually {usual:?}), unknown {:?}, cold {slowest:?}",
        held.1, waiting.1
    );
    format!(
        "| {name} | {} | {} | {} | {} | {cold} | {} | {fetched} |",
        held.0,
        wait(added),
        waiting.0,
        wait(waiting.1),
        wait(slowest),
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_table_of_faults_is_the_one_in_the_documents() {
    let mut table = String::from(
        "| the key server | known key | added wait | unknown key | its wait | no keys yet | its wait | fetches |\n\
         | --- | --- | --- | --- | --- | --- | --- | --- |\n",
    );
    for (name, fault) in faults() {
        writeln!(table, "{}", row(name, fault).await).unwrap();
    }
    document::compare("key-faults", &table);
}
