//! Runs a program that may hang, flood or fail. Knows nothing of what it prints.

use std::ffi::OsStr;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;
use std::{env, thread};

use wait_timeout::ChildExt;

/// The bundled model list is about 1 MB.
const MOST_OUTPUT: u64 = 8 * 1024 * 1024;

/// Longer than the slowest launcher script needs.
const DEADLINE: Duration = Duration::from_secs(5);

/// How a program is run.
#[derive(Debug)]
pub(crate) struct Run<'a> {
    pub(crate) program: &'a Path,
    pub(crate) arguments: &'a [&'a str],
    /// Codex's home.
    pub(crate) home: &'a Path,
    /// Where the program finds others; none for what this process has.
    pub(crate) path: Option<&'a OsStr>,
    /// Set besides what is inherited.
    pub(crate) environment: &'a [(&'a str, &'a str)],
    pub(crate) deadline: Duration,
}

/// What a program printed on its standard output, and whether it says that it succeeded.
#[derive(Debug)]
pub(crate) struct Printed {
    pub(crate) bytes: Vec<u8>,
    pub(crate) succeeded: bool,
}

/// What `program` prints on its standard output; none when it fails or takes longer than 5 s.
/// It gets an empty Codex home, and `path` as PATH.
pub(super) fn output_of(
    program: &Path,
    arguments: &[&str],
    path: Option<&OsStr>,
) -> Option<Vec<u8>> {
    let home = tempfile::tempdir().ok()?;
    let run = Run {
        program,
        arguments,
        home: home.path(),
        path,
        environment: &[],
        deadline: DEADLINE,
    };
    run.printed()
        .filter(|printed| printed.succeeded)
        .map(|printed| printed.bytes)
}

impl Run<'_> {
    /// None when the program does not start or takes longer than its deadline. It gets no input,
    /// and its own folder first on PATH (launcher scripts find their interpreter there).
    pub(crate) fn printed(&self) -> Option<Printed> {
        let mut child = self.command()?.spawn().ok()?;
        let output = child.stdout.take()?;
        let (sender, receiver) = mpsc::channel();
        // A grandchild may keep the pipe open for ever: the reader is left behind then, not waited for.
        thread::spawn(move || {
            let mut bytes = Vec::new();
            let read = output.take(MOST_OUTPUT).read_to_end(&mut bytes);
            let _ = sender.send(read.map(|_| bytes));
        });
        let bytes = receiver.recv_timeout(self.deadline);
        let status = match bytes {
            Ok(_) => child.wait_timeout(self.deadline).ok().flatten(),
            Err(_) => None,
        };
        if status.is_none() {
            let _ = child.kill();
            let _ = child.wait();
        }
        let succeeded = status?.success();
        let bytes = bytes.ok()?.ok()?;
        Some(Printed { bytes, succeeded })
    }

    fn command(&self) -> Option<Command> {
        let folder = self.program.parent()?.to_owned();
        let path = self.path.map(OsStr::to_owned);
        let path = path.or_else(|| env::var_os("PATH")).unwrap_or_default();
        let folders = [folder].into_iter().chain(env::split_paths(&path));
        let mut command = Command::new(self.program);
        command
            .args(self.arguments)
            .env("PATH", env::join_paths(folders).ok()?)
            .env("CODEX_HOME", self.home)
            .envs(self.environment.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        Some(command)
    }
}
