//! What can fail, named for what failed. Carries no text of the person's file, so no secret either.

use std::io;
use std::path::PathBuf;

use crate::ssh::SshError;

/// Why a config could not be read, planned, written or undone.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// The file has a syntax error. `message` is the parser's own words, without any of the file.
    #[error("{} has a syntax error at line {line}, column {column}: {message}", path.display())]
    Unparsable {
        /// The file.
        path: PathBuf,
        /// From 1.
        line: usize,
        /// From 1, in characters.
        column: usize,
        /// What the parser expected.
        message: String,
    },
    /// The file is not UTF-8 text (UTF-16 and Latin-1 are not TOML).
    #[error("{} is not UTF-8 text (byte {valid_up_to})", path.display())]
    NotUtf8 {
        /// The file.
        path: PathBuf,
        /// How many bytes are good.
        valid_up_to: usize,
    },
    /// The file or its folder could not be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// What was read.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// The file or its folder could not be written; the file is as it was.
    #[error("cannot write {}", path.display())]
    Write {
        /// What was written.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// The file or its folder is marked read-only.
    #[error("{} is read-only", path.display())]
    ReadOnly {
        /// Which of the two.
        path: PathBuf,
    },
    /// The file is not what it was when the plan was made; nothing was written.
    #[error("{} changed since the plan was made", path.display())]
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// Another program wrote the file just before us and again just after us. Its newest stays, and
    /// our change counts as made: undo takes back what of it is there.
    #[error("another program wrote {} twice meanwhile; its first is kept at {}", path.display(), kept.display())]
    Overtaken {
        /// The file.
        path: PathBuf,
        /// What we displaced without having seen it. On this machine, among our backups, and never
        /// removed by us; where it could not be put there, beside the file.
        kept: PathBuf,
    },
    /// Another program keeps writing the file: each plan was outdated before it was written.
    #[error("another program keeps writing {}", path.display())]
    Deferred {
        /// The file.
        path: PathBuf,
    },
    /// Codex no longer loaded the file, so it was put back as it was.
    #[error("Codex refuses {} as it would become; it was put back", path.display())]
    CodexRefuses {
        /// The file.
        path: PathBuf,
        /// From 1, when Codex says.
        line: Option<u64>,
        /// From 1, when Codex says.
        column: Option<u64>,
        /// What Codex says, without any of the file.
        message: String,
    },
    /// The history has no such step, or no longer.
    #[error("there is no such step in the history")]
    NoSuchStep,
    /// Something other than a file stands in its place.
    #[error("{} is not a file", path.display())]
    NotAFile {
        /// What stands there.
        path: PathBuf,
    },
    /// Its symlinks lead in a circle.
    #[error("{} is a symlink that leads in a circle", path.display())]
    LinkLoop {
        /// The first link.
        path: PathBuf,
    },
    /// Its symlink leads into a folder that does not exist.
    #[error("the folder {} does not exist", path.display())]
    LinkLeadsNowhere {
        /// The missing folder.
        path: PathBuf,
    },
    /// The config cannot be set up as it is.
    #[error("{} cannot be set up: {refusal}", path.display())]
    Refused {
        /// The file.
        path: PathBuf,
        /// Why.
        refusal: Refusal,
    },
    /// No change of ours is in force.
    #[error("there is nothing to undo in {}", path.display())]
    NothingToUndo {
        /// The file.
        path: PathBuf,
    },
    /// Our own record of the change could not be read or written; the config is as it was.
    #[error("cannot use our record {}", path.display())]
    Record {
        /// The record, its backup, or their folder.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
}

impl SetupError {
    /// The failure of the connection to another machine that is behind it; none when it is none.
    #[must_use]
    pub fn ssh(&self) -> Option<&SshError> {
        match self {
            Self::Read { source, .. } | Self::Write { source, .. } => SshError::behind(source),
            _ => None,
        }
    }
}

/// Why a readable config cannot be set up.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A key that we write is a table in their file, or a table that we write into is a value.
    #[error("`{key}` has a shape that cannot hold our value")]
    Shape {
        /// The key, dotted.
        key: String,
    },
    /// The command that prints the token, or the file that it prints, must be an absolute path.
    #[error("the token command is not an absolute path")]
    CommandNotAbsolute,
    /// TOML holds only Unicode.
    #[error("the path of the token command is not Unicode")]
    CommandNotUnicode,
    /// Going back would need a token of ours, which is kept nowhere.
    #[error("the token that stood there is not kept")]
    TokenNotKept,
    /// The edit would have changed something outside our keys. It was thrown away.
    #[error("the edit would have changed more than our keys")]
    OutsideWouldChange,
}
