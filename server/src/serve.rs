//! Speaks HTTP on a socket of our own: a deadline for headers, and a shutdown that waits for
//! running requests and for nobody else.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tower::ServiceExt as _;

/// How long a client may take over a request's header, the first one included.
const HEADER_DEADLINE: Duration = Duration::from_secs(5);
/// How long running requests may take once the server is asked to stop.
const DRAIN_DEADLINE: Duration = Duration::from_secs(25);
/// How long a connection without a running request may take to say goodbye.
const GOODBYE_DEADLINE: Duration = Duration::from_millis(250);
/// How long to wait when the machine has no socket to give.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Serves until `stop` comes, then lets running requests finish.
pub async fn serve(listener: TcpListener, app: Router, stop: impl Future<Output = ()>) {
    let (stopping, stopped) = watch::channel(false);
    let mut connections = JoinSet::new();
    let mut stop = pin!(stop);
    loop {
        tokio::select! {
            () = &mut stop => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(connection(stream, app.clone(), stopped.clone()));
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
    // Nobody listens when every connection is gone already.
    let _ = stopping.send(true);
    let drained = async { while connections.join_next().await.is_some() {} };
    if tokio::time::timeout(DRAIN_DEADLINE, drained).await.is_err() {
        tracing::warn!(connections = connections.len(), "requests were cut off");
    }
    connections.shutdown().await;
}

async fn connection(stream: TcpStream, app: Router, mut stopped: watch::Receiver<bool>) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "a connection keeps its delay");
    }
    let running = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&running);
    let service = hyper::service::service_fn(move |request: hyper::Request<Incoming>| {
        let guard = Running::begin(&counter);
        let answer = app.clone().oneshot(request.map(axum::body::Body::new) as Request);
        async move {
            let answer = answer.await;
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
    let mut connection = pin!(builder.serve_connection(TokioIo::new(stream), service));
    tokio::select! {
        ended = connection.as_mut() => return note(ended),
        _ = stopped.wait_for(|stopped| *stopped) => {}
    }
    connection.as_mut().graceful_shutdown();
    while running.load(Ordering::SeqCst) > 0 {
        // Looks again now and then; the answer of the last request ends the connection itself.
        if let Ok(ended) = tokio::time::timeout(GOODBYE_DEADLINE, connection.as_mut()).await {
            return note(ended);
        }
    }
    if let Ok(ended) = tokio::time::timeout(GOODBYE_DEADLINE, connection.as_mut()).await {
        note(ended);
    }
}

fn note(ended: Result<(), Box<dyn std::error::Error + Send + Sync>>) {
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection broke");
    }
}

/// Counts a request while it runs.
struct Running(Arc<AtomicUsize>);

impl Running {
    fn begin(counter: &Arc<AtomicUsize>) -> Self {
        counter.fetch_add(1, Ordering::SeqCst);
        Self(Arc::clone(counter))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}
