//! The executable as a process of a test's own, with what it logs.
#![expect(clippy::panic, reason = "a test that waits in vain has failed")]

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use reqwest::{Method, RequestBuilder};
use serde_json::Value;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::executable::{command, signal};
use crate::support::{Answer, PEOPLE, send};

/// How long anything may take before the test has failed.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running process. Dropping it kills it and removes its files.
pub(super) struct Process {
    child: Child,
    log: Arc<Mutex<Vec<String>>>,
    http: reqwest::Client,
    data: TempDir,
    address: String,
}

/// When it is now, to measure how long something takes.
#[expect(clippy::disallowed_methods, reason = "a test that measures")]
pub(super) fn now() -> Instant {
    Instant::now()
}

/// Looks again and again until there is something.
pub(super) async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let begun = now();
    loop {
        if let Some(found) = look().await {
            return found;
        }
        assert!(begun.elapsed() < PATIENCE, "waited in vain: {what}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

impl Process {
    /// Laptop mode on a free port, once it is ready.
    pub(super) async fn dev(variables: &[(&str, &str)]) -> Self {
        let mut process = Self::spawn("dev", variables);
        process.listening().await;
        until("ready", async || (process.get("/health/ready").await.status == 200).then_some(()))
            .await;
        process
    }

    /// A process that has just been started.
    pub(super) fn spawn(argument: &str, variables: &[(&str, &str)]) -> Self {
        let data = TempDir::new().unwrap();
        let own = [
            ("ENVIRONMENT", "development"),
            ("FOCUS_ADDR", "127.0.0.1:0"),
            ("FOCUS_DATA_DIR", data.path().to_str().unwrap()),
            ("LOG_FORMAT", "json"),
        ];
        let mut command = command(&[argument], &own);
        command.envs(variables.iter().copied()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let log = Arc::<Mutex<Vec<String>>>::default();
        let kept = Arc::clone(&log);
        std::thread::spawn(move || {
            lines.map_while(Result::ok).for_each(|line| kept.lock().unwrap().push(line));
        });
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        Self { child, log, http, data, address: String::new() }
    }

    /// Waits until it listens.
    pub(super) async fn listening(&mut self) {
        let line = self.logged("listening").await;
        let line: Value = serde_json::from_str(&line).unwrap();
        self.address = line["address"].as_str().unwrap().to_owned();
    }

    /// The first line of its log with these words, once there is one.
    pub(super) async fn logged(&self, words: &str) -> String {
        until(words, async || self.lines(words).into_iter().next()).await
    }

    /// The lines of its log with these words.
    pub(super) fn lines(&self, words: &str) -> Vec<String> {
        let log = self.log.lock().unwrap();
        log.iter().filter(|line| line.contains(words)).cloned().collect()
    }

    /// Its database.
    pub(super) fn sqlite(&self) -> String {
        self.data.path().join("focus.sqlite3").to_str().unwrap().to_owned()
    }

    pub(super) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(super) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, self.url(path))
    }

    pub(super) async fn get(&self, path: &str) -> Answer {
        send(self.request(Method::GET, path)).await
    }

    pub(super) fn posting(&self, path: &str, body: &Value) -> RequestBuilder {
        let request = self.request(Method::POST, path).header("content-type", "application/json");
        request.body(body.to_string())
    }

    /// A token of one of the four.
    pub(super) async fn token(&self, person: usize) -> String {
        let body = serde_json::json!({ "user": PEOPLE[person] });
        let answer = send(self.posting("/dev/token", &body)).await;
        answer.body["access_token"].as_str().unwrap().to_owned()
    }

    pub(super) async fn connect(&self) -> Connection {
        Connection(TcpStream::connect(&self.address).await.unwrap())
    }

    /// Whether somebody accepts connections.
    pub(super) async fn accepts(&self) -> bool {
        TcpStream::connect(&self.address).await.is_ok()
    }

    /// Waits until nobody accepts connections any more.
    pub(super) async fn refuses(&self) {
        until("nobody listens", async || (!self.accepts().await).then_some(())).await;
    }

    /// SIGTERM.
    pub(super) fn stop(&self) {
        signal(&self.child, "-TERM");
    }

    /// Asks it to stop, and tells how long it took to leave and what it left with.
    pub(super) async fn stopped(&mut self) -> (Duration, String) {
        let begun = now();
        self.stop();
        let code = self.left().await;
        (begun.elapsed(), code)
    }

    /// What it leaves with, once it has left.
    pub(super) async fn left(&mut self) -> String {
        let status = until("the exit", async || self.child.try_wait().unwrap()).await;
        status.code().map_or_else(|| status.to_string(), |code| code.to_string())
    }

    /// Whether it still runs.
    pub(super) fn runs(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have left.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A client that says and hears every byte itself.
pub(super) struct Connection(TcpStream);

impl Connection {
    pub(super) async fn say(&mut self, text: &str) {
        self.0.write_all(text.as_bytes()).await.unwrap();
    }

    /// Asks for something, without waiting for the answer.
    pub(super) async fn ask(&mut self, path: &str) {
        self.say(&format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n")).await;
    }

    /// Begins a request whose handler waits for a body of so many bytes, and waits until it does.
    pub(super) async fn begin(&mut self, path: &str, length: usize) {
        self.say(&format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n\
             Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
        ))
        .await;
        let told = self.head().await;
        assert!(told.starts_with("HTTP/1.1 100 "), "{told}");
    }

    /// Whatever comes next, up to an empty line; nothing when the server has closed.
    async fn head(&mut self) -> String {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            match tokio::time::timeout(PATIENCE, self.0.read_u8()).await {
                Ok(Ok(byte)) => head.push(byte),
                Ok(Err(_)) => break,
                Err(_) => panic!("waited in vain for an answer"),
            }
        }
        String::from_utf8(head).unwrap()
    }

    /// The next answer, to its last byte: its head in small letters, and its body. None when the
    /// server has closed, also in its midst.
    pub(super) async fn answer(&mut self) -> Option<(String, String)> {
        let head = self.head().await.to_ascii_lowercase();
        let length = head.split_once("content-length: ")?.1.split_once("\r\n")?.0;
        let mut body = vec![0; length.parse().unwrap()];
        let read = tokio::time::timeout(PATIENCE, self.0.read_exact(&mut body)).await;
        read.unwrap().ok()?;
        Some((head, String::from_utf8(body).unwrap()))
    }

    /// Waits until the server has closed, and gives what it said before.
    pub(super) async fn closed(&mut self) -> String {
        let mut rest = String::new();
        // A connection that was cut has nothing more to say either.
        let _ = tokio::time::timeout(PATIENCE, self.0.read_to_string(&mut rest)).await.unwrap();
        rest
    }
}
