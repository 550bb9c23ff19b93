use std::time::Duration;

use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Client, RedisError};
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};

use super::Proxy;
use crate::testing::redis::RedisServer;

const LONG: Duration = Duration::from_secs(5);
const SHORT: Duration = Duration::from_millis(150);

async fn behind_a_proxy() -> (RedisServer, Proxy) {
    let server = RedisServer::start();
    let proxy = Proxy::to(server.port()).await;
    (server, proxy)
}

async fn try_connect(
    server: &RedisServer,
    proxy: &Proxy,
) -> Result<MultiplexedConnection, RedisError> {
    let client = Client::open(server.url_at(proxy.port())).unwrap();
    // The tests wait themselves.
    let config =
        AsyncConnectionConfig::new().set_response_timeout(None).set_connection_timeout(None);
    client.get_multiplexed_async_connection_with_config(&config).await
}

async fn connect(server: &RedisServer, proxy: &Proxy) -> MultiplexedConnection {
    timeout(LONG, try_connect(server, proxy)).await.unwrap().unwrap()
}

async fn ping(connection: &mut MultiplexedConnection) -> Result<String, RedisError> {
    redis::cmd("PING").query_async(connection).await
}

#[tokio::test]
async fn it_passes_on_what_is_said_and_counts_connections() {
    let (server, proxy) = behind_a_proxy().await;
    let mut connections = [connect(&server, &proxy).await, connect(&server, &proxy).await];
    let long = "x".repeat(3_000_000);
    let mut set = redis::cmd("SET");
    set.arg("long").arg(&long).query_async::<()>(&mut connections[0]).await.unwrap();
    let mut get = redis::cmd("GET");
    let got = get.arg("long").query_async::<String>(&mut connections[1]);
    assert!(got.await.unwrap() == long);
    assert_eq!(proxy.accepted(), 2);
}

#[tokio::test]
async fn connections_hang_while_new_ones_pass_and_go_on_when_it_resumes() {
    let (server, proxy) = behind_a_proxy().await;
    let mut old = connect(&server, &proxy).await;
    proxy.hang();
    let mut answer = Box::pin(ping(&mut old));
    assert!(timeout(SHORT, &mut answer).await.is_err(), "it answered");
    let mut new = connect(&server, &proxy).await;
    assert_eq!(ping(&mut new).await.unwrap(), "PONG");
    assert!(timeout(SHORT, &mut answer).await.is_err(), "it answered");
    proxy.resume();
    assert_eq!(timeout(LONG, answer).await.unwrap().unwrap(), "PONG");
}

#[tokio::test]
async fn every_connection_hangs_and_new_ones_are_taken() {
    let (server, proxy) = behind_a_proxy().await;
    let mut old = connect(&server, &proxy).await;
    proxy.hang_all();
    let mut new = Box::pin(try_connect(&server, &proxy));
    assert!(timeout(SHORT, &mut new).await.is_err(), "it answered");
    assert!(timeout(SHORT, ping(&mut old)).await.is_err(), "it answered");
    assert_eq!(proxy.accepted(), 2);
    proxy.resume();
    let mut new = timeout(LONG, new).await.unwrap().unwrap();
    assert_eq!(ping(&mut new).await.unwrap(), "PONG");
}

#[tokio::test]
async fn connections_are_cut_hanging_ones_too_while_new_ones_pass() {
    let (server, proxy) = behind_a_proxy().await;
    let mut first = connect(&server, &proxy).await;
    let mut second = connect(&server, &proxy).await;
    proxy.hang();
    proxy.cut();
    for connection in [&mut first, &mut second] {
        let error = timeout(LONG, ping(connection)).await.unwrap().unwrap_err();
        assert!(error.is_unrecoverable_error(), "{error}");
    }
    assert_eq!(ping(&mut connect(&server, &proxy).await).await.unwrap(), "PONG");
}

#[tokio::test]
async fn new_connections_are_refused_while_others_pass() {
    let (server, proxy) = behind_a_proxy().await;
    let mut old = connect(&server, &proxy).await;
    proxy.refuse(true);
    timeout(LONG, try_connect(&server, &proxy)).await.unwrap().unwrap_err();
    assert_eq!(ping(&mut old).await.unwrap(), "PONG");
    assert_eq!(proxy.accepted(), 1);
    proxy.refuse(false);
    assert_eq!(ping(&mut connect(&server, &proxy).await).await.unwrap(), "PONG");
}

#[tokio::test]
async fn what_is_said_comes_later_in_each_direction() {
    let (server, proxy) = behind_a_proxy().await;
    let mut connection = connect(&server, &proxy).await;
    proxy.delay(SHORT);
    let asked = Instant::now();
    assert_eq!(ping(&mut connection).await.unwrap(), "PONG");
    assert!(asked.elapsed() >= 2 * SHORT);
}

#[tokio::test]
async fn a_server_that_is_away_and_a_dropped_proxy_close_connections() {
    let (server, proxy) = behind_a_proxy().await;
    let open = connect(&server, &proxy).await;
    server.kill();
    let mut connection = TcpStream::connect(("127.0.0.1", proxy.port())).await.unwrap();
    let end = timeout(LONG, connection.read(&mut [0])).await.unwrap();
    assert!(matches!(end, Ok(0) | Err(_)), "{end:?}");

    server.start_again();
    let mut open_again = connect(&server, &proxy).await;
    let port = proxy.port();
    drop((open, proxy));
    timeout(LONG, ping(&mut open_again)).await.unwrap().unwrap_err();
    TcpStream::connect(("127.0.0.1", port)).await.unwrap_err();
}
