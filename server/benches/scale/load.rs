//! Clients that ask as fast as they are answered.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::fill::Fill;
use crate::server::Server;

/// Users whose tokens are used to read.
const READERS: usize = 64;

#[derive(Clone, Copy)]
pub(crate) enum Target {
    /// A session with its seats.
    Session,
    /// The first page of received ratings.
    History,
    /// Three ratings, each at a session and by somebody who did not rate there before.
    Rate { first: usize },
}

impl Target {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Session => "read a session",
            Self::History => "read the history",
            Self::Rate { .. } => "rate",
        }
    }
}

/// What was measured.
pub(crate) struct Measured {
    pub(crate) requests: usize,
    pub(crate) seconds: f64,
    sorted: Vec<Duration>,
}

impl Measured {
    pub(crate) fn percentile_ms(&self, part: f64) -> f64 {
        let place = (self.sorted.len() as f64 * part) as usize;
        self.sorted[place.min(self.sorted.len() - 1)].as_secs_f64() * 1_000.0
    }
}

/// Asks over so many connections until the time is over, or until there is nothing left to rate.
pub(crate) async fn run(
    server: &Server,
    fill: &Fill,
    target: Target,
    connections: usize,
    time: Duration,
) -> Measured {
    let requests = Arc::new(requests(server, fill, target));
    let next = Arc::new(AtomicUsize::new(0));
    let mut clients = tokio::task::JoinSet::new();
    let mut streams = Vec::new();
    for _ in 0..connections {
        streams.push(TcpStream::connect(server.address).await.unwrap());
    }
    let start = Instant::now();
    for mut stream in streams {
        let (requests, next) = (Arc::clone(&requests), Arc::clone(&next));
        let is_once = matches!(target, Target::Rate { .. });
        clients.spawn(async move {
            let mut times = Vec::new();
            let mut answer = vec![0; 16_384];
            while start.elapsed() < time {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if is_once && number >= requests.len() {
                    break;
                }
                let asked = Instant::now();
                stream.write_all(requests[number % requests.len()].as_bytes()).await.unwrap();
                read(&mut stream, &mut answer).await;
                times.push(asked.elapsed());
            }
            times
        });
    }
    let mut sorted: Vec<Duration> = clients.join_all().await.into_iter().flatten().collect();
    let seconds = start.elapsed().as_secs_f64();
    sorted.sort_unstable();
    Measured { requests: sorted.len(), seconds, sorted }
}

/// One whole answer, which must be a good one.
async fn read(stream: &mut TcpStream, answer: &mut [u8]) {
    let mut length = 0;
    loop {
        let count = stream.read(&mut answer[length..]).await.unwrap();
        assert_ne!(count, 0, "the server hung up");
        length += count;
        let text = std::str::from_utf8(&answer[..length]).unwrap();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        assert!(head.starts_with("HTTP/1.1 200"), "{text}");
        let announced = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        if body.len() >= announced.unwrap().parse().unwrap() {
            return;
        }
    }
}

fn requests(server: &Server, fill: &Fill, target: Target) -> Vec<String> {
    let get = |path: String, user: usize| {
        let token = server.token(user);
        format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n")
    };
    let readers = READERS.min(fill.rates() / 4);
    match target {
        Target::Session => {
            let path = |n| format!("/api/v1/sessions/{}", Fill::waiting_id(n));
            (0..readers).map(|n| get(path(n), fill.user(n, 0))).collect()
        }
        Target::History => {
            let path = "/api/v1/sessions/rating-history";
            (0..readers).map(|n| get(path.to_owned(), fill.user(n, 0))).collect()
        }
        Target::Rate { first } => {
            let tokens: Vec<_> =
                (0..fill.users.min(fill.rates())).map(|n| server.token(n)).collect();
            let sessions = fill.rates() / 4;
            // Neighbours in this order share no session, so that they do not wait for each other.
            let one = |number: usize| {
                let (session, seat) = (number % sessions, number / sessions);
                let token = &tokens[fill.user(session, seat)];
                let ratees = (1..4).map(|step| fill.user(session, (seat + step) % 4));
                let ratings: Vec<_> = ratees
                    .map(|user| {
                        format!(r#"{{"ratee_id":"{}","rating":"green"}}"#, Fill::user_id(user))
                    })
                    .collect();
                let body = format!(r#"{{"ratings":[{}]}}"#, ratings.join(","));
                format!(
                    "POST /api/v1/sessions/{}/rate HTTP/1.1\r\nHost: localhost\r\n\
                     Authorization: Bearer {token}\r\nContent-Type: application/json\r\n\
                     Content-Length: {}\r\n\r\n{body}",
                    Fill::waiting_id(session),
                    body.len(),
                )
            };
            (first..fill.rates()).map(one).collect()
        }
    }
}
