//! A key server on a socket of its own that answers as badly as a test likes.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use focus_core::key_set::KEYS_MAX_STALE_SECONDS;
use focus_core::token::{Policy, PolicyParts};
use focus_server::config::{Algorithm, Command, IssuerSettings};
use focus_server::testing::{Options, TestServer};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::issuers::{ISSUER, Key};
use crate::support::Client;

/// How the key server answers from now on.
#[derive(Clone)]
pub(crate) enum Answer {
    /// 200 with this body.
    Body(String),
    /// This status, without a body.
    Status(u16),
    /// Nothing, ever.
    Hang,
    /// The connection is reset.
    Reset,
    /// A byte now and then, without an end.
    SlowBody,
    /// Half of what was announced.
    CutBody,
    /// To another address.
    Redirect(String),
    /// The body, once the test says so.
    Held(String, watch::Receiver<bool>),
}

/// Serves a key set, and counts who asks.
#[derive(Clone)]
pub(crate) struct Provider(Arc<Inner>);

struct Inner {
    answer: Mutex<Answer>,
    fetches: AtomicUsize,
    issuer: String,
}

impl Default for Provider {
    fn default() -> Self {
        Self::of(ISSUER)
    }
}

impl Provider {
    pub(crate) fn of(issuer: &str) -> Self {
        let answer = Mutex::new(Answer::Status(500));
        Self(Arc::new(Inner { answer, fetches: AtomicUsize::new(0), issuer: issuer.to_owned() }))
    }

    pub(crate) fn answer(&self, answer: Answer) {
        *self.0.answer.lock().unwrap_or_else(PoisonError::into_inner) = answer;
    }

    pub(crate) fn publish_keys(&self, keys: &[&Key]) {
        self.publish(&keys.iter().map(|key| key.jwk.clone()).collect::<Vec<_>>());
    }

    pub(crate) fn publish(&self, keys: &[Value]) {
        self.answer(Answer::Body(json!({ "keys": keys }).to_string()));
    }

    /// Fetches that began.
    pub(crate) fn fetches(&self) -> usize {
        self.0.fetches.load(Ordering::SeqCst)
    }

    /// Listens, and tells where.
    pub(crate) async fn serve(&self) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let provider = self.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(provider.clone().speak(stream));
            }
        });
        address
    }

    async fn speak(self, mut stream: TcpStream) {
        let mut asked = [0; 4_096];
        // Requests without a body come in one piece on loopback.
        if stream.read(&mut asked).await.unwrap_or(0) == 0 {
            return;
        }
        self.0.fetches.fetch_add(1, Ordering::SeqCst);
        let answer = self.0.answer.lock().unwrap_or_else(PoisonError::into_inner).clone();
        // Whoever asked may have gone: then nothing is left to do.
        let _ = match answer {
            Answer::Body(body) => say(&mut stream, &body, body.len()).await,
            Answer::Status(status) => {
                let head = format!(
                    "HTTP/1.1 {status} So\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                );
                stream.write_all(head.as_bytes()).await
            }
            Answer::Redirect(to) => {
                let head = format!(
                    "HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                );
                stream.write_all(head.as_bytes()).await
            }
            Answer::Hang => std::future::pending().await,
            Answer::Reset => stream.set_zero_linger(),
            Answer::CutBody => say(&mut stream, r#"{"keys":["#, 1_000).await,
            Answer::SlowBody => drip(&mut stream).await,
            Answer::Held(body, mut released) => {
                let _ = released.wait_for(|released| *released).await;
                say(&mut stream, &body, body.len()).await
            }
        };
    }

    /// What a server that trusts this provider has to know.
    pub(crate) fn settings(&self, address: SocketAddr) -> IssuerSettings {
        let parts = PolicyParts {
            issuers: vec![self.0.issuer.clone()],
            audiences: Some(vec!["focus".to_owned()]),
            not_before_leeway_seconds: 30,
            ..PolicyParts::default()
        };
        IssuerSettings {
            policy: Policy::new(parts).unwrap(),
            jwks_url: format!("http://{address}/jwks?secret").parse().unwrap(),
            algorithms: Algorithm::FOREIGN.to_vec(),
        }
    }

    /// A server that trusts this provider alone.
    pub(crate) async fn client(&self) -> Client {
        self.client_with_max_stale(KEYS_MAX_STALE_SECONDS).await
    }

    pub(crate) async fn client_with_max_stale(&self, jwks_max_stale_seconds: u32) -> Client {
        let issuers = vec![self.settings(self.serve().await)];
        let command = Command::Serve;
        let options = Options { command, issuers, jwks_max_stale_seconds, ..Options::default() };
        Client::of(TestServer::start_with(options).await)
    }

    /// A server and the key of the provider that it trusts.
    pub(crate) async fn with_key() -> (Self, Client, Key) {
        let (provider, key) = (Self::default(), Key::ec(Some("one")));
        provider.publish_keys(&[&key]);
        let client = provider.client().await;
        client.fetched(1).await;
        (provider, client, key)
    }
}

async fn say(stream: &mut TcpStream, body: &str, announced: usize) -> std::io::Result<()> {
    let head =
        format!("HTTP/1.1 200 OK\r\nContent-Length: {announced}\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(body.as_bytes()).await?;
    stream.flush().await
}

async fn drip(stream: &mut TcpStream) -> std::io::Result<()> {
    say(stream, "{", 1_000).await?;
    loop {
        tokio::time::sleep(Duration::from_millis(50)).await;
        stream.write_all(b" ").await?;
    }
}
