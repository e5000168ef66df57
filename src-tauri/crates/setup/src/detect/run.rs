//! Runs a program that may hang, flood or fail. Knows nothing of what it prints.

use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;
use std::{env, thread};

use wait_timeout::ChildExt;

/// Longer than the slowest launcher script needs.
const DEADLINE: Duration = Duration::from_secs(5);

/// The bundled model list is about 1 MB.
const MOST_OUTPUT: u64 = 8 * 1024 * 1024;

/// What `program` prints on its standard output; none when it fails or takes longer than 5 s.
/// It gets no input, an empty Codex home, and its own folder first on PATH (launcher scripts find
/// their interpreter there).
pub(super) fn output_of(program: &Path, arguments: &[&str]) -> Option<Vec<u8>> {
    let home = tempfile::tempdir().ok()?;
    let folder = program.parent()?.to_owned();
    let inherited = env::var_os("PATH").unwrap_or_default();
    let path = env::join_paths([folder].into_iter().chain(env::split_paths(&inherited))).ok()?;
    let mut child = Command::new(program)
        .args(arguments)
        .env("PATH", path)
        .env("CODEX_HOME", home.path())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let output = child.stdout.take()?;
    let (sender, receiver) = mpsc::channel();
    // A grandchild may keep the pipe open for ever: the reader is left behind then, not waited for.
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = output.take(MOST_OUTPUT).read_to_end(&mut bytes);
        let _ = sender.send(read.map(|_| bytes));
    });
    let bytes = receiver.recv_timeout(DEADLINE);
    let status = match bytes {
        Ok(_) => child.wait_timeout(DEADLINE).ok().flatten(),
        Err(_) => None,
    };
    if status.is_none() {
        let _ = child.kill();
        let _ = child.wait();
    }
    let succeeded = status.is_some_and(|status| status.success());
    bytes.ok()?.ok().filter(|_| succeeded)
}
