//! One connection to another machine: requests go in, each is answered by one line, and whoever
//! does not answer in time is given up. Knows not what is asked.

use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, SyncSender};
use std::thread;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use wait_timeout::ChildExt;

use super::{SshClient, SshError, SshHost};

/// What runs over there.
const SCRIPT: &str = include_str!("script.sh");

/// How the script says that it reads requests, on a line of its own.
const READY: &str = "purser-ready";

/// How the script says that the machine has not what it needs, before the name of what is missing.
const WITHOUT: &str = "purser-without ";

/// Longer than the largest file that is read, in base64.
const LONGEST_LINE: u64 = 16 * 1024 * 1024;

/// Longer than all that `ssh` complains about.
const LONGEST_COMPLAINT: u64 = 64 * 1024;

/// More lines than start files print before one of ours.
const MOST_NOISE: usize = 1_000;

/// How long `ssh` may take to end by itself once its input has ended.
const LEAVING: Duration = Duration::from_millis(500);

/// A connection. Dropped, it is closed, and `ssh` has ended.
#[derive(Debug)]
pub(super) struct Session {
    host: SshHost,
    deadline: Duration,
    child: Child,
    input: Option<ChildStdin>,
    lines: Receiver<String>,
    complaint: Receiver<String>,
    asked: u64,
}

impl Session {
    /// Connects to `host` and waits until the script runs there.
    pub(super) fn open(host: &SshHost, client: &SshClient) -> Result<Self, SshError> {
        let mut command = client.command(host);
        let mut child = command.spawn().map_err(SshError::NoClient)?;
        let input = child.stdin.take();
        let (lines, complaint) = (listen(child.stdout.take()), gather(child.stderr.take()));
        let mut session = Self {
            host: host.clone(),
            deadline: client.deadline,
            child,
            input,
            lines,
            complaint,
            asked: 0,
        };
        // A checkout on Windows may have given the script other line ends.
        let script = STANDARD.encode(SCRIPT.replace('\r', ""));
        session.start(&script)?;
        Ok(session)
    }

    /// Itself while it is there, as far as `ssh` knows.
    pub(super) fn still_open(mut self) -> Option<Self> {
        matches!(self.child.try_wait(), Ok(None)).then_some(self)
    }

    /// Sends `request`, whole lines, and waits for the line that answers it. After an error the
    /// session is of no use any more.
    pub(super) fn ask(&mut self, request: &str) -> Result<String, SshError> {
        self.asked += 1;
        let number = format!("{}\n", self.asked);
        let tag = format!("purser-{} ", self.asked);
        let answer = |line: &str| line.strip_prefix(&tag).map(str::to_owned);
        self.exchange([&number, request], answer).map_err(|error| {
            let host = self.host.clone();
            match error {
                RecvTimeoutError::Timeout => SshError::NoAnswer { host },
                RecvTimeoutError::Disconnected => SshError::Lost { host },
            }
        })
    }

    fn start(&mut self, script: &str) -> Result<(), SshError> {
        let says = |line: &str| match line {
            READY => Some(None),
            _ => line.strip_prefix(WITHOUT).map(|tool| Some(tool.to_owned())),
        };
        let missing = self.exchange([script, "\n"], says);
        let host = self.host.clone();
        match missing {
            Ok(None) => Ok(()),
            Ok(Some(tool)) => {
                let message = format!("{tool} is missing");
                Err(SshError::Unsuitable { host, message })
            }
            Err(RecvTimeoutError::Timeout) => Err(SshError::NoAnswer { host }),
            Err(RecvTimeoutError::Disconnected) => Err(self.ended()),
        }
    }

    /// Sends `parts` and waits for the line that `wanted` takes something from. When it does not
    /// come, `ssh` has ended.
    fn exchange<T>(
        &mut self,
        parts: [&str; 2],
        wanted: impl Fn(&str) -> Option<T>,
    ) -> Result<T, RecvTimeoutError> {
        let Some(input) = &mut self.input else {
            return Err(RecvTimeoutError::Disconnected);
        };
        let (child, lines, deadline) = (&mut self.child, &self.lines, self.deadline);
        let found = thread::scope(|scope| {
            scope.spawn(move || {
                // How sending failed is told by the answer that does not come.
                let sent = parts.map(|part| input.write_all(part.as_bytes()));
                sent.into_iter().collect::<io::Result<()>>()
            });
            let found = wait_for(lines, deadline, wanted);
            if found.is_err() {
                // Ends a write that nobody reads.
                end(child);
            }
            found
        });
        if found.is_err() {
            self.input = None;
        }
        found
    }

    /// Why `ssh` ended before the script ran.
    fn ended(&mut self) -> SshError {
        let code = self.child.wait().ok().and_then(|status| status.code());
        let complaint = self.complaint.recv_timeout(LEAVING).unwrap_or_default();
        SshError::before_ready(&self.host, code, &complaint)
    }
}

/// Start files over there may print at any time: what is not wanted is passed over.
fn wait_for<T>(
    lines: &Receiver<String>,
    deadline: Duration,
    wanted: impl Fn(&str) -> Option<T>,
) -> Result<T, RecvTimeoutError> {
    for _ in 0..MOST_NOISE {
        if let Some(found) = wanted(&lines.recv_timeout(deadline)?) {
            return Ok(found);
        }
    }
    Err(RecvTimeoutError::Timeout)
}

impl Drop for Session {
    fn drop(&mut self) {
        drop(self.input.take());
        end(&mut self.child);
    }
}

/// Waits for `ssh` to end, not for long, and ends it.
fn end(child: &mut Child) {
    if !matches!(child.wait_timeout(LEAVING), Ok(Some(_))) {
        let _ = child.kill();
        let _ = child.wait();
    }
}

/// Gives on each whole line. Ends with the output, with a line that is too long, and when nobody
/// listens any more.
fn listen(output: Option<ChildStdout>) -> Receiver<String> {
    let (sender, receiver) = mpsc::sync_channel(1);
    thread::spawn(move || output.map(|output| pass_on(output, &sender)));
    receiver
}

fn pass_on(output: impl Read, sender: &SyncSender<String>) -> io::Result<()> {
    let mut output = BufReader::new(output).take(0);
    loop {
        output.set_limit(LONGEST_LINE);
        let mut line = Vec::new();
        output.read_until(b'\n', &mut line)?;
        if line.pop() != Some(b'\n') {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        let line = String::from_utf8_lossy(&line).into_owned();
        sender.send(line).map_err(io::Error::other)?;
    }
}

/// Gives on everything at once, when it is over.
fn gather(output: Option<ChildStderr>) -> Receiver<String> {
    let (sender, receiver) = mpsc::sync_channel(1);
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(output) = output {
            let _ = output.take(LONGEST_COMPLAINT).read_to_end(&mut bytes);
        }
        let _ = sender.send(String::from_utf8_lossy(&bytes).into_owned());
    });
    receiver
}
