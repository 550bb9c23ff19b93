//! A client's socket that knows whether the client takes what is sent.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::Sleep;

/// What a connection is at.
#[derive(Debug, Default)]
pub(super) struct Busy {
    /// Requests without an answer.
    requests: AtomicUsize,
    /// Whether an answer waits until the client takes more of it.
    is_stuck: AtomicBool,
}

impl Busy {
    /// Whether somebody still is to get an answer, or the rest of one.
    pub(super) fn is_busy(&self) -> bool {
        self.requests.load(Ordering::SeqCst) > 0 || self.is_stuck.load(Ordering::SeqCst)
    }
}

/// Counts a request while it runs.
pub(super) struct Running(Arc<Busy>);

impl Running {
    pub(super) fn begin(busy: &Arc<Busy>) -> Self {
        busy.requests.fetch_add(1, Ordering::SeqCst);
        Self(Arc::clone(busy))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.requests.fetch_sub(1, Ordering::SeqCst);
    }
}

/// A client's socket.
pub(super) struct Socket {
    stream: TcpStream,
    busy: Arc<Busy>,
    /// How long a client may take nothing at all of an answer that waits for it.
    deadline: Duration,
    /// Runs while the client takes nothing.
    patience: Option<Pin<Box<Sleep>>>,
}

impl Socket {
    pub(super) fn new(stream: TcpStream, busy: Arc<Busy>, deadline: Duration) -> Self {
        Self { stream, busy, deadline, patience: None }
    }

    fn judge(
        &mut self,
        context: &mut Context<'_>,
        written: Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        self.busy.is_stuck.store(written.is_pending(), Ordering::SeqCst);
        if written.is_ready() {
            self.patience = None;
            return written;
        }
        let deadline = self.deadline;
        let patience = self.patience.get_or_insert_with(|| Box::pin(tokio::time::sleep(deadline)));
        match patience.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl AsyncRead for Socket {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, into)
    }
}

impl AsyncWrite for Socket {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.judge(context, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, pieces);
        self.judge(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncWriteExt as _;
    use tokio::net::TcpListener;

    use super::*;

    #[tokio::test]
    async fn a_client_that_takes_nothing_is_let_go_at_last() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (_client, accepted) = tokio::join!(TcpStream::connect(address), listener.accept());
        let busy = Arc::new(Busy::default());
        let patience = Duration::from_millis(20);
        let mut socket = Socket::new(accepted.unwrap().0, Arc::clone(&busy), patience);
        let error = loop {
            if let Err(error) = socket.write_all(&[0; 65_536]).await {
                break error;
            }
        };
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        assert!(busy.is_busy());
    }
}
