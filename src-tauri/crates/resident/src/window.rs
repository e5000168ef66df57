//! Opens the window program. Knows its name and place, nothing of what it shows.

use std::io;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;

use wallet::contract::Screen;

/// A program that lies beside this one.
pub(crate) fn sibling(name: &str) -> io::Result<PathBuf> {
    let this = std::env::current_exe()?;
    Ok(this.with_file_name(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
}

/// Opens the window, or brings the open one to the front: the window program is single.
pub(crate) fn open() {
    start(&[]);
}

/// The same, with this place of it to be seen.
pub(crate) fn open_at(screen: Screen) {
    start(&["--show", screen.name()]);
}

fn start(arguments: &[&str]) {
    let opened = sibling("purser-desktop").and_then(|program| {
        Command::new(program)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
    });
    match opened {
        // Somebody has to take its exit status.
        Ok(mut child) => {
            thread::spawn(move || child.wait());
        }
        Err(error) => tracing::warn!(%error, "the window did not open"),
    }
}
