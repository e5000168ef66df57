//! The resident's log: lines go to a thread of their own, which writes them to files of limited
//! size. No line shows a secret that is known, and nothing waits for the disk. Knows no event.

mod files;

use std::error::Error;
use std::io::{self, Write};
use std::panic;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, SyncSender, TrySendError};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::Duration;

use tracing::Subscriber;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;
use vault::Known;

use files::Files;

/// So many lines wait for the disk; what comes then is lost, and counted.
const WAITING: usize = 1024;
/// So long an end waits for the disk.
const FAREWELL: Duration = Duration::from_millis(500);

static LOG: OnceLock<Log> = OnceLock::new();

/// Starts logging to `folder`; `PURSER_LOG` chooses what (`info`). A disk that is full, read-only or
/// silent costs lines, and nothing else.
pub(crate) fn start(folder: &Path, known: Known) {
    let filter = EnvFilter::try_from_env("PURSER_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let log = LOG.get_or_init(|| Log::to(Files::in_folder(folder), known));
    if tracing::subscriber::set_global_default(log.subscriber(filter)).is_ok() {
        tell_of_panics(log);
    }
}

/// Waits, but not for long, until what was logged is written.
pub(crate) fn settle() {
    if let Some(log) = LOG.get() {
        log.settle();
    }
}

/// An error and its causes, in one line.
pub(crate) fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}

/// A panic may hold anything: it is told as every other line is, here and on standard error.
fn tell_of_panics(log: &'static Log) {
    panic::set_hook(Box::new(|panic| {
        let text = log.known.redact(&panic.to_string()).into_owned();
        tracing::error!(panic = text, "a part of the resident ends");
        log.settle();
        // Whoever started it may have closed it.
        let _ = writeln!(io::stderr(), "purser-resident: {text}");
    }));
}

/// What the thread is told.
enum Told {
    Line(Vec<u8>),
    /// Answer when all that came before is written.
    Settle(SyncSender<()>),
}

/// The way to the thread that writes.
#[derive(Clone)]
struct Log {
    known: Known,
    told: SyncSender<Told>,
    lost: Arc<AtomicU64>,
}

impl Log {
    fn to(files: Files, known: Known) -> Self {
        let (told, heard) = mpsc::sync_channel(WAITING);
        let lost = Arc::<AtomicU64>::default();
        let counted = lost.clone();
        let writing = thread::Builder::new().name("log".to_owned());
        // Without a thread every line is lost, which is no reason to end.
        drop(writing.spawn(move || write(files, &heard, &counted)));
        Self { known, told, lost }
    }

    fn subscriber(&self, filter: EnvFilter) -> impl Subscriber + Send + Sync + use<> {
        tracing_subscriber::fmt()
            .with_env_filter(filter)
            .with_ansi(false)
            .with_writer(self.clone())
            .finish()
    }

    fn settle(&self) {
        let (written, settled) = mpsc::sync_channel(1);
        let mut told = Told::Settle(written);
        // The line in front of a silent disk is full: wait for a place only a moment.
        for _ in 0..10 {
            match self.told.try_send(told) {
                Ok(()) => {
                    // A silent disk answers never.
                    let _ = settled.recv_timeout(FAREWELL);
                    return;
                }
                Err(TrySendError::Full(again)) => told = again,
                Err(TrySendError::Disconnected(_)) => return,
            }
            thread::sleep(FAREWELL / 10);
        }
    }
}

fn write(mut files: Files, heard: &Receiver<Told>, lost: &AtomicU64) {
    for told in heard {
        match told {
            Told::Line(line) => {
                let missing = lost.swap(0, Ordering::Relaxed);
                if files.write(&line, missing).is_err() {
                    lost.fetch_add(missing + 1, Ordering::Relaxed);
                }
            }
            // Who asked may have gone.
            Told::Settle(written) => drop(written.try_send(())),
        }
    }
}

/// One line on its way. A failure is never told: the subscriber would print it.
impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(bytes);
        let line = self.known.redact(&text).into_owned().into_bytes();
        if self.told.try_send(Told::Line(line)).is_err() {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

#[cfg(test)]
mod tests;
