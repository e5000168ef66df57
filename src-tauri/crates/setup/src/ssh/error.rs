//! Why another machine could not be reached or used. Carries no bytes of its files.

use std::io;

use super::SshHost;

/// The longest message of `ssh` that is passed on, in bytes.
const LONGEST_MESSAGE: usize = 300;

/// Why another machine could not be used. Whatever was asked of it, its files are whole.
#[derive(Debug, thiserror::Error)]
pub enum SshError {
    /// The OpenSSH client is not installed, or cannot be started.
    #[error("the OpenSSH client cannot be started")]
    NoClient(#[source] io::Error),
    /// The machine has never been connected to: its key is for the person to look at, by connecting
    /// once in a terminal.
    #[error("the key of {host} is not known yet; connect to it once in a terminal")]
    UnknownKey {
        /// The machine.
        host: SshHost,
    },
    /// The machine shows another key than before: it was set up anew, or it is not the machine.
    #[error("the key of {host} is not the one that is known")]
    KeyChanged {
        /// The machine.
        host: SshHost,
    },
    /// The machine does not let the person in without asking for something.
    #[error("{host} does not accept the login")]
    LoginRefused {
        /// The machine.
        host: SshHost,
    },
    /// There is no way to the machine.
    #[error("{host} cannot be reached: {message}")]
    Unreachable {
        /// The machine.
        host: SshHost,
        /// What `ssh` says.
        message: String,
    },
    /// The machine did not answer in time; the connection was given up.
    #[error("{host} does not answer")]
    NoAnswer {
        /// The machine.
        host: SshHost,
    },
    /// The connection was lost on the way.
    #[error("the connection to {host} was lost")]
    Lost {
        /// The machine.
        host: SshHost,
    },
    /// The machine let the person in and offers no shell, or another one than Debian and Ubuntu.
    #[error("{host} cannot be set up from here: {message}")]
    Unsuitable {
        /// The machine.
        host: SshHost,
        /// What is missing, or what the machine says.
        message: String,
    },
    /// `ssh` refuses, for instance because of its own config.
    #[error("ssh: {message}")]
    Refused {
        /// What it says.
        message: String,
    },
    /// A path cannot be handed to the machine: it is not absolute, not Unicode, or has a line break.
    #[error("a path is not absolute, not Unicode, or has a line break")]
    OddPath,
    /// A token of the gateway is one line of visible characters, and this is none.
    #[error("the token is not one line of visible characters")]
    OddToken,
}

impl SshError {
    /// Why `ssh` ended before the machine was ready: by its exit code, and by what it complained
    /// about, in the words of OpenSSH's `ssh.c` and `sshconnect2.c`, which are never translated.
    pub(super) fn before_ready(host: &SshHost, code: Option<i32>, complaint: &str) -> Self {
        let host = host.clone();
        let says = |words: &[&str]| words.iter().any(|word| complaint.contains(word));
        let message = last_line(complaint);
        if code != Some(SSH_FAILED) {
            return Self::Unsuitable { host, message };
        }
        if says(&["IDENTIFICATION HAS CHANGED", "REVOKED HOST KEY"]) {
            return Self::KeyChanged { host };
        }
        if says(&["Host key verification failed"]) {
            return Self::UnknownKey { host };
        }
        if says(&["Permission denied (", "Too many authentication failures"]) {
            return Self::LoginRefused { host };
        }
        if says(&[
            "Could not resolve hostname",
            "connect to host",
            "banner exchange",
        ]) {
            return Self::Unreachable { host, message };
        }
        if says(&[
            "Connection closed",
            "Connection reset",
            "Broken pipe",
            "Timeout, server",
        ]) {
            return Self::Lost { host };
        }
        Self::Refused { message }
    }

    /// The failure of another machine behind an error on its files.
    pub(crate) fn behind(error: &io::Error) -> Option<&Self> {
        error.get_ref().and_then(|cause| cause.downcast_ref())
    }
}

impl From<SshError> for io::Error {
    fn from(error: SshError) -> Self {
        Self::other(error)
    }
}

/// What `ssh` exits with when it failed itself; else it is the exit code of what ran over there.
const SSH_FAILED: i32 = 255;

fn last_line(complaint: &str) -> String {
    let mut lines = complaint.lines().map(str::trim);
    let last = lines.rfind(|line| !line.is_empty());
    let visible = last.unwrap_or_default().chars();
    let mut message: String = visible.filter(|char| !char.is_control()).collect();
    message.truncate(message.floor_char_boundary(LONGEST_MESSAGE));
    message
}
