//! Starts other programs, shows the line that was started, and turns a bad end into a [`Failure`].
//! Knows none of them by name, except cargo.

use std::{
    ffi::OsStr,
    fs,
    path::Path,
    process::{Command, Stdio},
};

use crate::{failure::Failure, place};

/// A program to start in the repository's top folder.
pub(crate) fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(place::root());
    command
}

/// The cargo that started us.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let mut command = program(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments);
    command
}

/// Cargo, to build the programs that a person installs.
pub(crate) fn programs() -> Command {
    cargo(&[
        "build",
        "-p",
        "cli",
        "-p",
        "resident",
        "-p",
        "purser-desktop",
    ])
}

/// npm in the window's folder.
pub(crate) fn npm(arguments: &[&str]) -> Command {
    let mut command = program("npm");
    command.args(arguments).current_dir(place::ui());
    command
}

/// Shows the line, runs it to its end, and takes any other end than success as a failure.
pub(crate) fn go(command: &mut Command) -> Result<(), Failure> {
    let line = line(command);
    eprintln!("» {line}");
    let status = command.status().map_err(|source| Failure::Start {
        line: line.clone(),
        source,
    })?;
    if status.success() {
        Ok(())
    } else {
        let code = status.code();
        Err(Failure::Ended { line, code })
    }
}

/// What a program printed, trimmed; none when it is absent or ends in an error.
pub(crate) fn answer(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    output.status.success().then_some(text)
}

/// Whether PATH holds a program of this name.
pub(crate) fn on_path(name: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(name).is_file())
}

/// Reads a file whole.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|source| Failure::File {
        path: path.to_path_buf(),
        source,
    })
}

/// Makes a folder with all above it.
pub(crate) fn make_folder(path: &Path) -> Result<(), Failure> {
    fs::create_dir_all(path).map_err(|source| Failure::File {
        path: path.to_path_buf(),
        source,
    })
}

/// The command as a person would type it.
fn line(command: &Command) -> String {
    let name = Path::new(command.get_program())
        .file_name()
        .unwrap_or_default();
    std::iter::once(name)
        .chain(command.get_args())
        .map(|word| word.to_string_lossy().into_owned())
        .collect::<Vec<_>>()
        .join(" ")
}
