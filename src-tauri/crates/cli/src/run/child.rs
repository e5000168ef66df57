//! The command itself: started as typed, with this program's input and output, in a process group
//! of its own. Knows no budget.

use std::ffi::OsString;
use std::io;
use std::process::{Command, ExitStatus};

use process_wrap::std::{ChildWrapper, CommandWrap};

use super::signals::Number;

/// A running command. Dropping it leaves it running.
pub(super) struct Child {
    child: Box<dyn ChildWrapper>,
    #[cfg(unix)]
    changed: tokio::signal::unix::Signal,
}

impl Child {
    /// # Errors
    /// When there is no such program, or it cannot be started.
    pub(super) fn start(command: &[OsString]) -> io::Result<Self> {
        let (program, arguments) = command
            .split_first()
            .ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        // Heard from before the start, so that no end is missed.
        #[cfg(unix)]
        let changed = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::child())?;
        let mut process = Command::new(program);
        process.args(arguments);
        let mut process = CommandWrap::from(process);
        // A session rather than a group alone: a group in the background of this terminal could not
        // read from it.
        #[cfg(unix)]
        process.wrap(process_wrap::std::ProcessSession);
        #[cfg(windows)]
        process.wrap(process_wrap::std::JobObject);
        Ok(Self {
            child: process.spawn()?,
            #[cfg(unix)]
            changed,
        })
    }

    /// The exit code, once it ended: its own, or 128 and the signal that ended it. Cancel-safe.
    pub(super) async fn ended(&mut self) -> io::Result<u8> {
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Ok(exit_code(status));
            }
            self.changed().await;
        }
    }

    /// Hands a signal on to its group.
    #[cfg(unix)]
    pub(super) fn signal(&mut self, number: Number) {
        // It fails when all have just ended.
        let _ = self.child.signal(number.0);
    }

    /// The console tells its programs by itself.
    #[cfg(not(unix))]
    pub(super) fn signal(&mut self, _: Number) {}

    /// Asks its group to end.
    #[cfg(unix)]
    pub(super) fn ask_to_end(&mut self) {
        let terminate = tokio::signal::unix::SignalKind::terminate();
        self.signal(Number(terminate.as_raw_value()));
    }

    /// There is no other way to ask.
    #[cfg(not(unix))]
    pub(super) fn ask_to_end(&mut self) {
        self.kill();
    }

    /// Ends whatever of its group still runs.
    pub(super) fn kill(&mut self) {
        // It fails when all have ended.
        let _ = self.child.start_kill();
    }

    #[cfg(unix)]
    async fn changed(&mut self) {
        self.changed.recv().await;
    }

    #[cfg(not(unix))]
    async fn changed(&mut self) {
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
}

fn exit_code(status: ExitStatus) -> u8 {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return Number(signal).exit_code();
    }
    status
        .code()
        .and_then(|code| u8::try_from(code).ok())
        .unwrap_or(u8::MAX)
}
