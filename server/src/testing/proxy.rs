//! A way to a server that a test can block, cut and slow down, as networks do.

#[cfg(test)]
mod tests;

use std::io;
use std::net::Ipv4Addr;
use std::time::Duration;

use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{Instant, sleep_until};

/// How much is read at once, in bytes.
const CHUNK: usize = 16 * 1024;
/// How many chunks of a connection may be on their way.
const CHUNKS: usize = 256;

/// Stands on a port of its own and passes on what comes there to another port of this machine, in
/// tasks of the test's runtime. Dropping it closes everything.
pub struct Proxy {
    port: u16,
    rules: watch::Sender<Rules>,
    accepting: JoinHandle<()>,
}

/// What happens to the connections, which are numbered from 0.
#[derive(Clone, Copy, Default)]
struct Rules {
    /// The next one's number.
    next: u64,
    /// The first one that does not hang.
    hangs_below: u64,
    /// The first one that is not cut.
    cuts_below: u64,
    refuses: bool,
    delay: Duration,
}

impl Proxy {
    /// Starts one before this port of 127.0.0.1.
    ///
    /// # Panics
    /// When there is no port for it.
    pub async fn to(port: u16) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await;
        let listener = listener.expect("a port is free");
        let own = listener.local_addr().expect("it has a port").port();
        let rules = watch::Sender::new(Rules::default());
        let accepting = tokio::spawn(accept(listener, port, rules.clone()));
        Self { port: own, rules, accepting }
    }

    /// Where it stands.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// How many connections it took since it was started, those that hang among them.
    #[must_use]
    pub fn accepted(&self) -> u64 {
        self.rules.borrow().next
    }

    /// From now on nothing passes on the connections that were taken so far, in either direction,
    /// not even their end: a peer that is away without a word. New ones pass.
    pub fn hang(&self) {
        self.rules.send_modify(|rules| rules.hangs_below = rules.next);
    }

    /// From now on nothing passes on any connection; new ones are taken.
    pub fn hang_all(&self) {
        self.rules.send_modify(|rules| rules.hangs_below = u64::MAX);
    }

    /// Closes the connections that were taken so far, on both sides. New ones pass.
    pub fn cut(&self) {
        self.rules.send_modify(|rules| rules.cuts_below = rules.next);
    }

    /// Whether new connections are closed at once, before anything passes.
    pub fn refuse(&self, refuses: bool) {
        self.rules.send_modify(|rules| rules.refuses = refuses);
    }

    /// Whatever arrives from now on passes that much later, in each direction.
    pub fn delay(&self, delay: Duration) {
        self.rules.send_modify(|rules| rules.delay = delay);
    }

    /// Everything passes again, what was held back too. What is delayed still comes when it is due.
    pub fn resume(&self) {
        self.rules.send_modify(|rules| {
            *rules = Rules { next: rules.next, cuts_below: rules.cuts_below, ..Rules::default() };
        });
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn accept(listener: TcpListener, port: u16, rules: watch::Sender<Rules>) {
    // They end with this task.
    let mut connections = JoinSet::new();
    loop {
        let Ok((client, _)) = listener.accept().await else { return };
        while connections.try_join_next().is_some() {}
        let mut number = None;
        rules.send_modify(|rules| {
            if !rules.refuses {
                number = Some(rules.next);
                rules.next += 1;
            }
        });
        let Some(number) = number else { continue };
        let way = Way { number, rules: rules.subscribe() };
        connections.spawn(way.connect(client, port));
    }
}

/// One connection, or a direction of it.
#[derive(Clone)]
struct Way {
    number: u64,
    rules: watch::Receiver<Rules>,
}

/// What was read, and when it may be written.
type Chunk = (Instant, Vec<u8>);

impl Way {
    async fn connect(mut self, client: TcpStream, port: u16) {
        let Self { number, mut rules } = self.clone();
        let pass = async move {
            self.open().await?;
            let server = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.ok()?;
            for stream in [&client, &server] {
                let _ = stream.set_nodelay(true);
            }
            let (client, server) = (client.into_split(), server.into_split());
            tokio::join!(self.clone().pass(client.0, server.1), self.pass(server.0, client.1));
            Some(())
        };
        tokio::select! {
            _ = pass => {}
            _ = rules.wait_for(|rules| number < rules.cuts_below) => {}
        }
    }

    /// Passes everything on in one direction, up to its end.
    async fn pass(self, from: OwnedReadHalf, to: OwnedWriteHalf) {
        let (sender, receiver) = mpsc::channel(CHUNKS);
        tokio::join!(self.clone().take(from, sender), self.give(receiver, to));
    }

    async fn take(mut self, from: OwnedReadHalf, sender: mpsc::Sender<Chunk>) -> Option<()> {
        loop {
            self.open().await?;
            from.readable().await.ok()?;
            let mut bytes = vec![0; CHUNK];
            match from.try_read(&mut bytes) {
                Ok(0) => return None,
                Ok(count) => bytes.truncate(count),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => continue,
                Err(_) => return None,
            }
            let due = Instant::now() + self.rules.borrow().delay;
            sender.send((due, bytes)).await.ok()?;
        }
    }

    async fn give(mut self, mut receiver: mpsc::Receiver<Chunk>, to: OwnedWriteHalf) -> Option<()> {
        while let Some((due, bytes)) = receiver.recv().await {
            sleep_until(due).await;
            let mut rest = bytes.as_slice();
            while !rest.is_empty() {
                to.writable().await.ok()?;
                self.open().await?;
                match to.try_write(rest) {
                    Ok(count) => rest = rest.get(count..)?,
                    Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                    Err(_) => return None,
                }
            }
        }
        // The end of what one side says does not hurry past the rules either.
        self.open().await
    }

    /// Waits until it does not hang.
    async fn open(&mut self) -> Option<()> {
        let number = self.number;
        self.rules.wait_for(|rules| number >= rules.hangs_below).await.ok().map(drop)
    }
}
