//! How the system's OpenSSH client is started. Says nothing of what is asked over it.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::SshHost;

/// The system's OpenSSH client. Its keys, known machines and aliases are the person's own.
#[derive(Debug, Clone)]
pub struct SshClient {
    /// The program; found on PATH when it is only a name.
    pub program: PathBuf,
    /// A client config to use in place of the person's; none for theirs.
    pub config: Option<PathBuf>,
    /// How long connecting may take, and each answer after that.
    pub deadline: Duration,
}

impl Default for SshClient {
    fn default() -> Self {
        Self {
            program: PathBuf::from("ssh"),
            config: None,
            deadline: Duration::from_secs(30),
        }
    }
}

/// What runs over there: a shell that reads one line, the script in base64, and runs that. It is
/// all that the process list of the other machine shows.
///
/// Whichever shell the person uses there takes it apart: inside single quotes, without backslash,
/// exclamation mark and line break, it means the same to bash, zsh, fish and csh.
const REMOTE_COMMAND: &str =
    r#"exec /bin/sh -c 'IFS= read -r script && eval "$(printf %s "$script" | base64 -d)"'"#;

/// Nothing is asked of the person, nothing but our own lines goes over the connection, and whatever
/// their config adds to a connection stays away. A connection that they keep open is used; none is
/// left open. Whether an unknown machine is trusted is theirs to say, so it is not set here.
const OPTIONS: [&str; 9] = [
    "BatchMode=yes",
    "ClearAllForwardings=yes",
    "ForwardAgent=no",
    "ForwardX11=no",
    "RemoteCommand=none",
    "ControlMaster=no",
    "LogLevel=ERROR",
    "ServerAliveInterval=5",
    "ServerAliveCountMax=3",
];

impl SshClient {
    /// The command that connects to `host`. Nothing secret is in it.
    pub(super) fn command(&self, host: &SshHost) -> Command {
        let mut arguments: Vec<OsString> = vec!["-T".into()];
        if let Some(config) = &self.config {
            arguments.extend(["-F".into(), config.into()]);
        }
        let seconds = self.deadline.as_secs().max(1);
        let timeout = format!("ConnectTimeout={seconds}");
        for option in OPTIONS.into_iter().chain([timeout.as_str()]) {
            arguments.extend(["-o".into(), option.into()]);
        }
        if let Some(port) = host.port {
            arguments.extend(["-p".into(), port.to_string().into()]);
        }
        if let Some(user) = &host.user {
            arguments.extend(["-l".into(), user.into()]);
        }
        arguments.extend(["--".into(), (&host.host).into(), REMOTE_COMMAND.into()]);
        let mut command = Command::new(&self.program);
        command
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }
}
