//! The resident's log: one small file of its own, made anew when it grows. Knows no event.

use std::error::Error;
use std::fs::{self, OpenOptions};
use std::io;
use std::path::Path;
use std::sync::Mutex;

use tracing_subscriber::EnvFilter;

/// A log longer than this becomes `resident.old.log` at the next start.
const LONGEST: u64 = 2 * 1024 * 1024;

/// Starts logging to `resident.log` in our data folder; `PURSER_LOG` chooses what (`info`).
pub(crate) fn start(data: &Path) -> io::Result<()> {
    let folder = data.join("logs");
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(&folder)?;
    let path = folder.join("resident.log");
    if fs::metadata(&path).is_ok_and(|metadata| metadata.len() > LONGEST) {
        fs::rename(&path, folder.join("resident.old.log"))?;
    }
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    let filter = EnvFilter::try_from_env("PURSER_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(false)
        .with_writer(Mutex::new(file))
        .init();
    Ok(())
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
