//! One load run: requests with a warm token beside the same router and layers without
//! authentication, in turn, over kept connections.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a run that fails has failed")]
#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "this measures and tells")]

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use focus_server::config::Drain;
use focus_server::lifecycle::Lifecycle;
use focus_server::serve;
use focus_server::testing::{Options, TestServer, probe};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

const CONNECTIONS: usize = 16;
const ROUND: Duration = Duration::from_millis(500);
const ROUNDS: usize = 20;

/// Requests that were answered in one round.
async fn round(address: SocketAddr, token: &str) -> u64 {
    let request =
        format!("GET /probe HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n");
    let until = Instant::now() + ROUND;
    let mut clients = tokio::task::JoinSet::new();
    for _ in 0..CONNECTIONS {
        let request = request.clone();
        clients.spawn(async move {
            let mut stream = TcpStream::connect(address).await.unwrap();
            let (mut answer, mut count) = ([0; 2_048], 0);
            while Instant::now() < until {
                stream.write_all(request.as_bytes()).await.unwrap();
                let read = stream.read(&mut answer).await.unwrap();
                assert!(answer[..read].starts_with(b"HTTP/1.1 200"));
                count += 1;
            }
            count
        });
    }
    clients.join_all().await.into_iter().sum()
}

#[tokio::main]
async fn main() {
    let server = TestServer::start_with(Options::default()).await;
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let body = r#"{"user": "5eed0000-0000-4000-8000-000000000001"}"#;
    let request = http.post(server.url("/dev/token")).header("content-type", "application/json");
    let answer = request.body(body).send().await.unwrap().text().await.unwrap();
    let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
    let token = answer["access_token"].as_str().unwrap();
    let mut addresses = Vec::new();
    for asks_who in [false, true] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        addresses.push(listener.local_addr().unwrap());
        let app = probe(&server.state, asks_who);
        tokio::spawn(serve::serve(
            listener,
            app,
            Lifecycle::default(),
            Drain::default(),
            std::future::pending(),
        ));
    }
    let mut ratios = Vec::new();
    for number in 0..ROUNDS {
        // In turn, each first as often as the other.
        let first = number % 2;
        let mut counts = [0; 2];
        for which in [first, 1 - first] {
            counts[which] = round(addresses[which], token).await;
        }
        let ratio = counts[1] as f64 / counts[0] as f64;
        println!("without {} with {} ratio {ratio:.3}", counts[0], counts[1]);
        ratios.push(ratio);
    }
    ratios.sort_by(f64::total_cmp);
    println!("median ratio {:.3}", ratios[ROUNDS / 2]);
}
