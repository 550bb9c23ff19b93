//! Slow clients and the end of the server.

use std::time::Duration;

use focus_server::testing::Options;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::support::{Client, send};

#[tokio::test]
async fn idle_silent_and_half_spoken_connections_do_not_hold_the_exit() {
    let client = Client::start().await;
    let address = client.server.base_url.trim_start_matches("http://").to_owned();
    let _silent = TcpStream::connect(&address).await.unwrap();
    let mut half = TcpStream::connect(&address).await.unwrap();
    half.write_all(b"GET /api/v1/time HTTP/1.1\r\nHost: x\r\n").await.unwrap();
    let mut idle = TcpStream::connect(&address).await.unwrap();
    idle.write_all(b"GET /api/v1/time HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
    assert!(idle.read(&mut [0; 1024]).await.unwrap() > 0);
    let restarted = client.server.restart_with(Options::default());
    let restarted = tokio::time::timeout(Duration::from_secs(3), restarted).await;
    let client = Client::of(restarted.expect("the exit waits for nobody"));
    let live = send(client.request(reqwest::Method::GET, "/health/live")).await;
    assert_eq!(live.status, 200);
}

#[tokio::test]
async fn a_client_that_has_said_everything_and_closed_its_half_is_answered() {
    let client = Client::start().await;
    let address = client.server.base_url.trim_start_matches("http://").to_owned();
    for _ in 0..20 {
        let mut half = TcpStream::connect(&address).await.unwrap();
        half.write_all(b"GET /health/ready HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
        half.shutdown().await.unwrap();
        let mut answer = String::new();
        let read = half.read_to_string(&mut answer);
        tokio::time::timeout(Duration::from_secs(5), read).await.unwrap().unwrap();
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    }
}
