//! Speaks HTTP on a socket of our own: deadlines for headers and for taking answers, and a shutdown
//! that waits for running requests and for nobody else.

mod socket;

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::HeaderValue;
use axum::http::header::CONNECTION;
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tower::ServiceExt as _;

use crate::config::Drain;
use crate::lifecycle::{Life, Lifecycle};
use socket::{Busy, Running, Socket};

/// How long a client may take over a request's header, the first one included.
const HEADER_DEADLINE: Duration = Duration::from_secs(5);
/// How long a client may take nothing at all of an answer that waits for it.
const TAKE_DEADLINE: Duration = Duration::from_secs(30);
/// How long a connection without a running request may take to say goodbye.
const GOODBYE_DEADLINE: Duration = Duration::from_millis(250);
/// How long to wait when the machine has no socket to give.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Serves until `stop` comes and the drain's delay is over, then lets running requests finish.
pub async fn serve(
    listener: TcpListener,
    app: Router,
    life: Lifecycle,
    drain: Drain,
    stop: impl Future<Output = ()>,
) {
    let mut connections = JoinSet::new();
    let stop = async {
        stop.await;
        life.reach(Life::Draining);
        let delay_ms = u64::try_from(drain.delay.as_millis()).unwrap_or(u64::MAX);
        tracing::info!(delay_ms, "asked to stop: not ready any more");
        tokio::time::sleep(drain.delay).await;
    };
    let mut stop = pin!(stop);
    loop {
        tokio::select! {
            () = &mut stop => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(connection(stream, app.clone(), life.clone()));
                }
                Err(error) => {
                    // One client's trouble, or too many open files: the others are served on.
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            },
            Some(_) = connections.join_next() => {}
        }
    }
    drop(listener);
    tracing::info!(connections = connections.len(), "stopping");
    life.reach(Life::Stopping);
    let drained = async { while connections.join_next().await.is_some() {} };
    if tokio::time::timeout(drain.deadline, drained).await.is_err() {
        tracing::warn!(connections = connections.len(), "requests were cut off");
    }
    connections.shutdown().await;
}

async fn connection(stream: TcpStream, app: Router, life: Lifecycle) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "a connection keeps its delay");
    }
    let busy = Arc::new(Busy::default());
    let (counter, lived) = (Arc::clone(&busy), life.clone());
    let service = hyper::service::service_fn(move |request: hyper::Request<Incoming>| {
        let guard = Running::begin(&counter);
        let answer = app.clone().oneshot(request.map(axum::body::Body::new) as Request);
        let life = lived.clone();
        async move {
            let mut answer = answer.await;
            if let (Ok(answer), Life::Draining | Life::Stopping) = (&mut answer, life.now()) {
                // The next request had better go to another server.
                answer.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
            }
            drop(guard);
            answer
        }
    });
    // Browsers and proxies speak HTTP/1.1 to a plain socket. Telling versions apart would wait
    // for a client's first bytes without a deadline.
    let mut builder = Builder::new(TokioExecutor::new()).http1_only();
    // Who has said everything and closed that half still waits for the answer.
    let mut http = builder.http1();
    http.keep_alive(true).half_close(true).timer(TokioTimer::new());
    http.header_read_timeout(HEADER_DEADLINE);
    let socket = TokioIo::new(Socket::new(stream, Arc::clone(&busy), TAKE_DEADLINE));
    let mut connection = pin!(builder.serve_connection(socket, service));
    tokio::select! {
        ended = connection.as_mut() => return note(ended),
        () = life.reached(Life::Stopping) => {}
    }
    connection.as_mut().graceful_shutdown();
    loop {
        // Looks again now and then; the answer of the last request ends the connection itself.
        if let Ok(ended) = tokio::time::timeout(GOODBYE_DEADLINE, connection.as_mut()).await {
            return note(ended);
        }
        if !busy.is_busy() {
            return;
        }
    }
}

fn note(ended: Result<(), Box<dyn std::error::Error + Send + Sync>>) {
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection broke");
    }
}
