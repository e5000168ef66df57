//! What is asked of the script on another machine and what it answers. Knows no connection's state.

use std::io::{self, ErrorKind};
use std::path::{Component, Path};
use std::sync::{Mutex, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use secrecy::zeroize::Zeroizing;

use super::session::Session;
use super::{SshClient, SshError, SshHost};

/// A machine, connected to when something is asked of it.
#[derive(Debug)]
pub(super) struct Link {
    pub(super) host: SshHost,
    client: SshClient,
    session: Mutex<Option<Session>>,
}

/// The line that answers a request: a status, and values that depend on it.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: String,
    values: Vec<Vec<u8>>,
}

impl Link {
    pub(super) fn new(host: SshHost, client: SshClient) -> Self {
        let session = Mutex::new(None);
        Self {
            host,
            client,
            session,
        }
    }

    /// Asks one thing, over the connection there is or a new one. One that failed is not used again.
    pub(super) fn ask(&self, lines: &[&str]) -> Result<Answer, SshError> {
        if lines.iter().any(|line| line.contains(['\n', '\0'])) {
            return Err(SshError::OddPath);
        }
        let length = lines.iter().map(|line| line.len() + 1).sum();
        let mut request = Zeroizing::new(String::with_capacity(length));
        for line in lines {
            request.push_str(line);
            request.push('\n');
        }
        let mut held = self.session.lock().unwrap_or_else(PoisonError::into_inner);
        let mut session = match held.take().and_then(Session::still_open) {
            Some(session) => session,
            None => Session::open(&self.host, &self.client)?,
        };
        let line = session.ask(&request)?;
        let host = self.host.clone();
        let answer = Answer::read(&line).ok_or(SshError::Lost { host })?;
        *held = Some(session);
        Ok(answer)
    }
}

impl Answer {
    /// None when the line is no answer.
    fn read(line: &str) -> Option<Self> {
        let mut words = line.split(' ');
        let status = words.next().filter(|status| !status.is_empty())?;
        let values = words.map(|word| STANDARD.decode(word.strip_prefix('=')?).ok());
        Some(Self {
            status: status.to_owned(),
            values: values.collect::<Option<_>>()?,
        })
    }

    /// The value at `place`, from 0; empty when there is none.
    pub(super) fn bytes(&mut self, place: usize) -> Vec<u8> {
        self.values
            .get_mut(place)
            .map(std::mem::take)
            .unwrap_or_default()
    }

    /// The value at `place`, from 0, as text.
    pub(super) fn text(&mut self, place: usize) -> Result<String, SshError> {
        String::from_utf8(self.bytes(place)).map_err(|_| SshError::OddPath)
    }

    /// Itself when it is `done`, else why not.
    pub(super) fn done(self) -> io::Result<Self> {
        if self.status == "done" {
            return Ok(self);
        }
        Err(self.refusal())
    }

    /// Why the other machine did not do what it was asked.
    pub(super) fn refusal(mut self) -> io::Error {
        let why = String::from_utf8_lossy(&self.bytes(1)).into_owned();
        io::Error::new(kind(&why), why)
    }
}

/// `path` as the other machine writes it.
pub(crate) fn spelled(path: &Path) -> Result<String, SshError> {
    let mut spelled = String::new();
    let mut components = path.components();
    // What Windows puts before a root is not there on a path of another machine.
    if components.next() != Some(Component::RootDir) {
        return Err(SshError::OddPath);
    }
    for component in components {
        let name = component.as_os_str().to_str().ok_or(SshError::OddPath)?;
        spelled.push('/');
        spelled.push_str(name);
    }
    if spelled.is_empty() || spelled.contains(char::is_control) {
        return Err(SshError::OddPath);
    }
    Ok(spelled)
}

/// Of what a program of coreutils says in the C locale.
fn kind(why: &str) -> ErrorKind {
    match why {
        "Permission denied" | "Operation not permitted" => ErrorKind::PermissionDenied,
        "No such file or directory" => ErrorKind::NotFound,
        "No space left on device" => ErrorKind::StorageFull,
        "Disk quota exceeded" => ErrorKind::QuotaExceeded,
        "Read-only file system" => ErrorKind::ReadOnlyFilesystem,
        "File too large" => ErrorKind::FileTooLarge,
        "Is a directory" => ErrorKind::IsADirectory,
        "Not a directory" => ErrorKind::NotADirectory,
        "Directory not empty" => ErrorKind::DirectoryNotEmpty,
        _ => ErrorKind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_a_status_and_values_and_anything_else_is_none() {
        let mut answer = Answer::read("done =L2E= = =eA==").unwrap();
        assert_eq!(answer.status, "done");
        assert_eq!(answer.text(0).unwrap(), "/a");
        assert_eq!(answer.text(1).unwrap(), "");
        assert_eq!(answer.bytes(2), b"x");
        assert_eq!(answer.bytes(3), b"");
        for line in ["", " =eA==", "done eA==", "done =e A", "done  =eA=="] {
            assert!(Answer::read(line).is_none(), "{line}");
        }
    }

    #[test]
    fn only_a_whole_path_of_one_line_is_handed_over() {
        assert_eq!(
            spelled(Path::new("/home//ada/./x/")).unwrap(),
            "/home/ada/x"
        );
        for path in ["", "/", "relative", "~/x", "/a\nb", "/a\0"] {
            assert!(spelled(Path::new(path)).is_err(), "{path}");
        }
    }
}
