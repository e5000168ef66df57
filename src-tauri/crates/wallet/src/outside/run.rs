//! Runs a program that may hang, flood or fail, and kills it with what it started. Knows no wallet.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{self, Stdio};
use std::sync::mpsc;
use std::time::Duration;
use std::{env, thread};

use process_wrap::std::{ChildWrapper, CommandWrap};

use super::command::Command;
use super::{OUTPUT_LIMIT, OutsideError};

/// How long a program may live on after its output ended.
const LAST_WORDS: Duration = Duration::from_secs(2);
/// How often it is then looked whether it ended.
const LOOK: Duration = Duration::from_millis(10);

/// What the program says on its standard output, if it ends well.
pub(super) fn output_of(
    command: &Command,
    path: &OsStr,
    deadline: Duration,
) -> Result<Vec<u8>, OutsideError> {
    let mut child = spawn(command, path).map_err(|source| OutsideError::NotStarted { source })?;
    let said = said(child.as_mut(), command.input.clone(), deadline);
    let ended = match said {
        Ok(_) => ended(child.as_mut()),
        Err(_) => None,
    };
    if ended.is_none() {
        // Both fail when it has just ended by itself.
        let _ = child.start_kill();
        let _ = child.wait();
    }
    let said = said?;
    match ended {
        None => Err(OutsideError::TooLate),
        Some(status) if status.success() => Ok(said),
        Some(status) => Err(OutsideError::Failed {
            code: status.code(),
        }),
    }
}

/// The beginning of a file, if it is not longer than `limit`.
pub(super) fn read_capped(file: &Path, limit: u64) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let file = File::open(file).ok()?;
    file.take(limit + 1).read_to_end(&mut bytes).ok()?;
    let length = u64::try_from(bytes.len()).ok()?;
    (length <= limit).then_some(bytes)
}

fn spawn(command: &Command, path: &OsStr) -> std::io::Result<Box<dyn ChildWrapper>> {
    let folder = command.program.parent().map(Path::to_owned);
    let folders = folder.into_iter().chain(env::split_paths(path));
    let mut process = process::Command::new(&command.program);
    process
        .args(&command.arguments)
        .envs(command.environment.iter().copied())
        .env(
            "PATH",
            env::join_paths(folders).map_err(std::io::Error::other)?,
        )
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let mut process = CommandWrap::from(process);
    // Away from our terminal, and in a group of its own.
    #[cfg(unix)]
    process.wrap(process_wrap::std::ProcessSession);
    #[cfg(windows)]
    process.wrap(process_wrap::std::JobObject);
    process.spawn()
}

/// All that the program says until it closes its output. Readers that a hung program's children
/// keep waiting are left behind, not waited for.
fn said(
    child: &mut dyn ChildWrapper,
    input: Vec<u8>,
    deadline: Duration,
) -> Result<Vec<u8>, OutsideError> {
    let (stdin, stdout) = (child.stdin().take(), child.stdout().take());
    let (sender, receiver) = mpsc::channel();
    // A program that does not read its input must not keep us from reading its output.
    thread::spawn(move || stdin.map(|mut stdin| stdin.write_all(&input)));
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let limit = u64::try_from(OUTPUT_LIMIT).unwrap_or(u64::MAX);
        let read = stdout.map(|stdout| stdout.take(limit + 1).read_to_end(&mut bytes));
        sender.send(read.map(|read| read.map(|_| bytes))).ok()
    });
    let bytes = receiver
        .recv_timeout(deadline)
        .map_err(|_| OutsideError::TooLate)?
        .and_then(Result::ok)
        .ok_or(OutsideError::Unreadable)?;
    if bytes.len() > OUTPUT_LIMIT {
        return Err(OutsideError::TooMuch);
    }
    Ok(bytes)
}

fn ended(child: &mut dyn ChildWrapper) -> Option<process::ExitStatus> {
    let looks = LAST_WORDS.as_millis() / LOOK.as_millis();
    for _ in 0..looks {
        match child.try_wait() {
            Ok(None) => thread::sleep(LOOK),
            status => return status.ok().flatten(),
        }
    }
    None
}
