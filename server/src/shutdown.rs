//! The signals that end the server, and the one that makes it fetch its key sets anew.

use std::io;

use tokio::signal;

/// SIGINT and SIGTERM, from the moment of listening on.
pub struct Signals {
    #[cfg(unix)]
    interrupt: signal::unix::Signal,
    #[cfg(unix)]
    terminate: signal::unix::Signal,
}

impl Signals {
    /// Begins to listen: from now on the process no longer dies of these signals by itself.
    ///
    /// # Errors
    /// When the system does not let us.
    pub fn listen() -> io::Result<Self> {
        #[cfg(unix)]
        {
            use signal::unix::{SignalKind, signal};
            let interrupt = signal(SignalKind::interrupt())?;
            let terminate = signal(SignalKind::terminate())?;
            Ok(Self { interrupt, terminate })
        }
        #[cfg(not(unix))]
        Ok(Self {})
    }

    /// Waits for the next signal.
    pub async fn next(&mut self) {
        #[cfg(unix)]
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
        #[cfg(not(unix))]
        if signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

/// SIGHUP, from the moment of listening on; nothing where there is none.
pub struct HangUp {
    #[cfg(unix)]
    signal: signal::unix::Signal,
}

impl HangUp {
    /// Begins to listen: from now on the process no longer dies of this signal by itself.
    ///
    /// # Errors
    /// When the system does not let us.
    pub fn listen() -> io::Result<Self> {
        #[cfg(unix)]
        let signal = signal::unix::signal(signal::unix::SignalKind::hangup())?;
        Ok(Self {
            #[cfg(unix)]
            signal,
        })
    }

    /// Waits for the next signal.
    pub async fn next(&mut self) {
        #[cfg(unix)]
        self.signal.recv().await;
        #[cfg(not(unix))]
        std::future::pending::<()>().await;
    }
}
