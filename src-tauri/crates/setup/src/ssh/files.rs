//! The files of another machine, with the promises of [`Files`]. Knows not what is in them.
//!
//! Where its perl and its system can exchange two files at once (Linux on x86-64, ARM64 and RISC-V),
//! nothing that someone writes at the same moment is lost. Elsewhere all there is is a look just
//! before a rename: what is written between the two, some milliseconds, is replaced without a word.

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use secrecy::zeroize::Zeroizing;

use super::SshError;
use super::request::{Answer, Link, spelled};
use crate::digest::Digest;
use crate::error::SetupError;
use crate::files::Files;
use crate::place::{Content, Snapshot};
use crate::replace::{Expect, NotReplaced};

/// The files of the machine at the other end of a link.
#[derive(Debug)]
pub(super) struct RemoteFiles {
    link: Arc<Link>,
    machine: String,
}

impl RemoteFiles {
    pub(super) fn over(link: Arc<Link>) -> Self {
        let machine = link.host.to_string();
        Self { link, machine }
    }

    fn ask(&self, lines: &[&str]) -> io::Result<Answer> {
        self.link.ask(lines).map_err(io::Error::from)
    }

    fn ask_snapshot(&self, config: &Path) -> io::Result<Answer> {
        self.ask(&["read", &spelled(config)?])
    }

    fn ask_writable(&self, snapshot: &Snapshot) -> io::Result<Answer> {
        let linked = if snapshot.linked { "yes" } else { "no" };
        self.ask(&["writable", &spelled(&snapshot.file)?, linked])
    }

    /// After `temp` may or may not have been put in the place of `file`: makes sure that it will not
    /// be any more, and looks. When that fails too, nobody knows, and the error says so.
    fn revoke(
        &self,
        (temp, file): (&str, &str),
        lost: SshError,
        (ours, expect): (&Digest, &str),
    ) -> Result<(), NotReplaced> {
        let asked = ["revoke", temp, file, ours.digits(), expect];
        let Ok(answer) = self.link.ask(&asked) else {
            return Err(io::Error::from(lost).into());
        };
        let now = placed(answer)?.text(0).map_err(io::Error::from)?;
        if now == ours.digits() {
            return Ok(());
        }
        Err(io::Error::from(lost).into())
    }
}

impl Files for RemoteFiles {
    fn machine(&self) -> Option<&str> {
        Some(&self.machine)
    }

    fn read(&self, config: &Path) -> Result<Snapshot, SetupError> {
        let failed = |source| SetupError::Read {
            path: config.to_owned(),
            source,
        };
        let answer = self.ask_snapshot(config).map_err(failed)?;
        snapshot(config, answer)
    }

    fn check_writable(&self, snapshot: &Snapshot) -> Result<(), SetupError> {
        let failed = |source| SetupError::Read {
            path: snapshot.file.clone(),
            source,
        };
        let mut answer = self.ask_writable(snapshot).map_err(failed)?;
        let path = answer.text(0).map_err(|error| failed(error.into()))?.into();
        match answer.status.as_str() {
            "read-only" => Err(SetupError::ReadOnly { path }),
            "nowhere" => Err(SetupError::LinkLeadsNowhere { path }),
            _ => answer.done().map(drop).map_err(failed),
        }
    }

    fn digest_now(&self, file: &Path) -> io::Result<Option<Digest>> {
        let mut answer = self.ask(&["digest", &spelled(file)?])?.done()?;
        Ok(Digest::read(&answer.text(0)?))
    }

    fn bytes(&self, file: &Path) -> io::Result<Vec<u8>> {
        let mut answer = self.ask_snapshot(file)?;
        match answer.status.as_str() {
            "file" => Ok(answer.bytes(3)),
            _ => Err(answer.refusal()),
        }
    }

    fn create_private_folder(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let mut answer = self.ask(&["folder", &spelled(folder)?])?.done()?;
        Ok(answer.text(0)?.lines().map(PathBuf::from).collect())
    }

    fn replace(
        &self,
        file: &Path,
        bytes: &[u8],
        mode: Option<u32>,
        expect: Expect<'_>,
    ) -> Result<(), NotReplaced> {
        let path = spelled(file).map_err(io::Error::from)?;
        let mode = format!("{:o}", mode.unwrap_or(0o600));
        let ours = Digest::of(bytes);
        let bytes = Zeroizing::new(STANDARD.encode(bytes));
        let put = ["put", &path, &mode, ours.digits(), &bytes];
        let temp = self.ask(&put)?.done()?.text(0).map_err(io::Error::from)?;
        match self.link.ask(&["place", &temp, &path, expected(expect)]) {
            Ok(answer) => placed(answer).map(drop),
            Err(lost) => self.revoke((&temp, &path), lost, (&ours, expected(expect))),
        }
    }

    fn remove(&self, file: &Path, expect: Expect<'_>) -> Result<(), NotReplaced> {
        let path = spelled(file).map_err(io::Error::from)?;
        placed(self.ask(&["remove", &path, expected(expect)])?).map(drop)
    }

    fn remove_empty(&self, folders: &[PathBuf]) {
        for folder in folders.iter().rev() {
            let Ok(path) = spelled(folder) else {
                return;
            };
            let answer = self.ask(&["remove-folder", &path]);
            if answer.and_then(Answer::done).is_err() {
                return;
            }
        }
    }

    fn remove_leftovers(&self, folder: &Path, known: &HashSet<Digest>) -> io::Result<()> {
        let known: Vec<&str> = known.iter().map(Digest::digits).collect();
        let answer = self.ask(&["leftovers", &spelled(folder)?, &known.join(" ")])?;
        answer.done().map(drop)
    }
}

fn expected(expect: Expect<'_>) -> &str {
    match expect {
        Expect::Anything => "any",
        Expect::Exactly(None) => "none",
        Expect::Exactly(Some(digest)) => digest.digits(),
    }
}

fn placed(mut answer: Answer) -> Result<Answer, NotReplaced> {
    match answer.status.as_str() {
        "changed" => Err(NotReplaced::Changed),
        "overtaken" => {
            let kept = answer.text(0).map_err(io::Error::from)?;
            Err(NotReplaced::Overtaken(kept.into()))
        }
        _ => Ok(answer.done()?),
    }
}

fn snapshot(config: &Path, mut answer: Answer) -> Result<Snapshot, SetupError> {
    let path = config.to_owned();
    if answer.status == "circle" {
        return Err(SetupError::LinkLoop { path });
    }
    let is_known = matches!(answer.status.as_str(), "file" | "none" | "other");
    if !is_known {
        let source = answer.refusal();
        return Err(SetupError::Read { path, source });
    }
    let file: PathBuf = match answer.text(0) {
        Ok(file) => file.into(),
        Err(error) => {
            let source = error.into();
            return Err(SetupError::Read { path, source });
        }
    };
    let content = match answer.status.as_str() {
        "file" => Some(content(&file, &mut answer)?),
        "none" => None,
        _ => return Err(SetupError::NotAFile { path: file }),
    };
    Ok(Snapshot {
        config: path,
        file,
        linked: answer.bytes(1) == b"yes",
        content,
    })
}

fn content(file: &Path, answer: &mut Answer) -> Result<Content, SetupError> {
    let bytes = answer.bytes(3);
    let digest = Digest::of(&bytes);
    let text = String::from_utf8(bytes).map_err(|error| SetupError::NotUtf8 {
        path: file.to_owned(),
        valid_up_to: error.utf8_error().valid_up_to(),
    })?;
    let mode = answer.text(2).ok();
    Ok(Content {
        text: text.into(),
        digest,
        mode: mode.and_then(|octal| u32::from_str_radix(&octal, 8).ok()),
    })
}
