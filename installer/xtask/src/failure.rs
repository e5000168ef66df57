//! Why a task stopped, in words that say what to do. Knows nothing of how tasks run.

use std::{fmt, io, path::PathBuf, process::ExitCode};

use crate::USAGE;

/// Why a task stopped.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The command line is not one of ours.
    Usage,
    /// A program could not be started.
    Start { line: String, source: io::Error },
    /// A program ended with an error.
    Ended { line: String, code: Option<i32> },
    /// A file of the build could not be read or written.
    File { path: PathBuf, source: io::Error },
    /// System packages are missing and we may not install them.
    Packages { missing: Vec<&'static str> },
    /// Programs are missing on a system whose packages we do not know.
    Programs { missing: Vec<&'static str> },
    /// Node.js is missing or too old.
    Node { found: Option<String> },
    /// The running program does not say where the build folder is.
    NoBuildFolder,
    /// What was built is not as it should be.
    Built { what: String },
    /// Some of several steps failed.
    Steps { failed: Vec<&'static str> },
}

impl Failure {
    pub(crate) fn exit_code(&self) -> ExitCode {
        match self {
            Self::Usage => ExitCode::from(2),
            _ => ExitCode::FAILURE,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage => f.write_str(USAGE),
            Self::Start { line, source } => write!(f, "could not start `{line}`: {source}"),
            Self::Ended { line, code } => match code {
                Some(code) => write!(f, "`{line}` ended with exit code {code}"),
                None => write!(f, "`{line}` was ended by a signal"),
            },
            Self::File { path, source } => write!(f, "{}: {source}", path.display()),
            Self::Packages { missing } => write!(
                f,
                "System packages are missing, and installing them needs root. Run:\n\n    \
                 sudo apt-get install --no-install-recommends {}\n\nand start again.",
                missing.join(" ")
            ),
            Self::Programs { missing } => write!(
                f,
                "These are missing; install them with your system's package manager and start \
                 again:\n\n    {}\n",
                missing.join("\n    ")
            ),
            Self::Node { found } => {
                match found {
                    Some(version) => write!(f, "Node.js {version} is too old.")?,
                    None => f.write_str("Node.js is missing.")?,
                }
                f.write_str(
                    " The window is built with Node.js 20 or newer and its npm: install them from \
                     https://nodejs.org (or with nvm, fnm, Volta) and start again.",
                )
            }
            Self::NoBuildFolder => f.write_str("start this with `cargo xtask`"),
            Self::Built { what } => f.write_str(what),
            Self::Steps { failed } => write!(f, "FAILED: {}", failed.join(", ")),
        }
    }
}

impl std::error::Error for Failure {}
