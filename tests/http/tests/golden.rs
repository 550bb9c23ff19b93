//! The golden cases against the server, as far as HTTP can say them: on a real socket, from the
//! outside.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "an absent member of a document reads as null, and a test that cannot go on has failed"
)]

use focus_conformance::vectors::{Case, Expect, Verb};
use focus_conformance::{counts, vectors};
use focus_core::Timestamp;
use focus_core::phase::Phase;
use focus_server::testing::TestServer;
use reqwest::header::HeaderValue;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

/// A person of laptop mode, and a session that nobody has.
const AMARA: &str = "5eed0000-0000-4000-8000-000000000001";
const NO_SESSION: &str = "0190f4a0-0000-7000-8000-0000000000ab";

struct Api {
    server: TestServer,
    http: reqwest::Client,
    token: String,
}

struct Answer {
    status: u16,
    body: Value,
}

impl Answer {
    fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }
}

impl Api {
    async fn start() -> Self {
        let server = TestServer::start().await;
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let mut api = Self { server, http, token: String::new() };
        api.sign_in().await;
        api
    }

    async fn sign_in(&mut self) {
        let request = self.request(Method::POST, "/dev/token");
        let answer = send(json_body(request, &json!({ "user": AMARA }))).await;
        self.token = answer.body["access_token"].as_str().unwrap().to_owned();
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, self.server.url(path))
    }

    async fn get(&self, path: &str) -> Answer {
        send(self.request(Method::GET, path).bearer_auth(&self.token)).await
    }
}

fn json_body(request: RequestBuilder, body: &Value) -> RequestBuilder {
    request.header("content-type", "application/json").body(body.to_string())
}

async fn send(request: RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    let body = serde_json::from_slice(&response.bytes().await.unwrap()).unwrap_or(Value::Null);
    Answer { status, body }
}

/// What is wrong with the answer to a case; none when all is well, and none for what HTTP cannot
/// say, which is not counted.
type Outcome = Option<Result<(), String>>;

#[tokio::test]
async fn the_server_answers_what_http_can_say() {
    let mut api = Api::start().await;
    let (mut checked, mut failures) = (0, Vec::new());
    for Verb { rule, cases } in vectors::all() {
        for case in &cases {
            let outcome = match rule.as_str() {
                "session.parseId" => session_id(&api, case).await,
                "rating.validate" => rating_body(&api, case).await,
                "token.parseBearer" => bearer(&api, case).await,
                "phase.info" => phase(&mut api, case).await,
                _ => None,
            };
            match outcome {
                None => continue,
                Some(Ok(())) => {}
                Some(Err(difference)) => {
                    failures.push(format!("{rule}: {}\n  {difference}", case.name));
                }
            }
            checked += 1;
        }
    }
    assert!(failures.is_empty(), "{} cases fail:\n{}", failures.len(), failures.join("\n"));
    assert!(checked >= 150, "only {checked} cases were asked");
    counts::leave("http", checked).unwrap();
}

/// An id stands in the path.
async fn session_id(api: &Api, case: &Case) -> Outcome {
    let text = case.input["text"].as_str().filter(|text| !text.is_empty())?;
    let encoded: String = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let answer = api.get(&format!("/api/v1/sessions/{encoded}")).await;
    let wanted = match case.expect {
        Expect::Ok(_) => (404, "SESSION_NOT_FOUND"),
        Expect::Error(_) => (422, "INVALID_SESSION_ID"),
    };
    Some(same(&wanted, &(answer.status, answer.code())))
}

/// A body is judged before the session is looked for.
async fn rating_body(api: &Api, case: &Case) -> Outcome {
    // The server knows who rates from the token and judges that later.
    if case.input.get("raterId").is_some() {
        return None;
    }
    let request = api.request(Method::POST, &format!("/api/v1/sessions/{NO_SESSION}/rate"));
    let answer = send(json_body(request.bearer_auth(&api.token), &case.input["batch"])).await;
    Some(match &case.expect {
        Expect::Ok(_) => {
            let named = case.input["batch"].get("session_id").filter(|id| !id.is_null());
            let wanted = named.map_or((404, "SESSION_NOT_FOUND"), |_| (409, "SESSION_MISMATCH"));
            same(&wanted, &(answer.status, answer.code()))
        }
        Expect::Error(_) if answer.status == 422 => {
            vectors::compare(&case.expect, &json!({ "error": answer.body["errors"] }))
        }
        Expect::Error(_) => Err(format!("wanted 422, found {} {}", answer.status, answer.body)),
    })
}

/// A header that is anonymous lacks a token; any other is judged as one, and none of these is.
async fn bearer(api: &Api, case: &Case) -> Outcome {
    let mut request = api.request(Method::GET, "/api/v1/users/me");
    for header in case.input["headers"].as_array()? {
        let value = HeaderValue::from_bytes(header.as_str()?.as_bytes()).ok()?;
        request = request.header("authorization", value);
    }
    let answer = send(request).await;
    let wanted = match &case.expect {
        Expect::Ok(Value::Null) => (401, "TOKEN_MISSING"),
        _ => (401, "TOKEN_MALFORMED"),
    };
    Some(same(&wanted, &(answer.status, answer.code())))
}

/// The phase of a stored session at the server's clock.
async fn phase(api: &mut Api, case: &Case) -> Outcome {
    let Expect::Ok(wanted) = &case.expect else { return None };
    let (start, now) = (instant(&case.input["start"])?, instant(&case.input["now"])?);
    // Tokens cannot name the years before 1970, nor does anybody sit at a table then.
    if now.unix_micros() < 0 {
        return None;
    }
    let wanted = Phase::from_word(wanted["phase"].as_str()?).ok()?;
    api.server.clock.set_real(now);
    api.sign_in().await;
    let id = begin_at(&api.server, start).await;
    let answer = api.get(&format!("/api/v1/sessions/{id}")).await;
    let wanted = (Some(wanted.to_api()), Some(wanted != Phase::NotStarted));
    let found = (answer.body["current_phase"].as_str(), answer.body["has_started"].as_bool());
    Some(same(&wanted, &found))
}

fn instant(value: &Value) -> Option<Timestamp> {
    match value {
        Value::String(text) => Timestamp::parse(text),
        number => Timestamp::from_unix_ms_number(number.as_f64()?),
    }
}

/// Moves the seeded table to another start, behind the server's back.
async fn begin_at(server: &TestServer, start: Timestamp) -> String {
    let start = server.database().instant(start);
    let moved = format!("UPDATE sessions SET start_time = {start} RETURNING CAST(id AS TEXT)");
    let rows = server.database().rows(&moved).await;
    rows.into_iter().flatten().next().flatten().unwrap()
}

fn same<T: PartialEq + std::fmt::Debug>(wanted: &T, found: &T) -> Result<(), String> {
    if wanted == found { Ok(()) } else { Err(format!("wanted {wanted:?}, found {found:?}")) }
}
