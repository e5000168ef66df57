//! A change that was computed and not yet written, with everything that is shown of it.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use crate::diff::DiffLine;
use crate::digest::Digest;
use crate::files::Files;
use crate::journal::Effect;
use crate::part::Part;
use crate::place::Snapshot;
use crate::record::Record;

/// Whose config a change is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tool {
    /// Codex CLI and whatever reads the same `config.toml`.
    Codex,
    /// Claude Code.
    ClaudeCode,
    /// Claude Desktop.
    ClaudeDesktop,
}

/// What a plan does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PlanKind {
    /// Points the tool at the gateway.
    SetUp,
    /// Takes our change back.
    Undo,
    /// Points the tool back to what it used before; what older chats need of us stays.
    TurnOff,
    /// Takes everything of ours out of the file, also what older chats need.
    Removal,
    /// Adds or takes away MCP servers.
    Servers,
    /// Adds or takes away a skill.
    Skills,
    /// Takes one step of the history back.
    UndoStep,
    /// Takes every step of the history back.
    UndoEverything,
}

/// What to know before applying.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// The token is kept in a file of its own beside the config, readable for its owner only.
    TokenInFile {
        /// The file.
        path: PathBuf,
    },
    /// The file becomes readable for its owner only, because the token will be in it.
    ModeWillBeTightened {
        /// Permission bits now.
        from: u32,
    },
    /// The token will stand in the file, readable to whoever reads that file.
    TokenInPlaintext,
    /// A top-level `profile` key: Codex no longer starts with it.
    LegacyProfileKey {
        /// The profile that it names.
        name: String,
    },
    /// `approval_policy = "untrusted"`: Codex 0.169 no longer starts with it.
    UntrustedApprovalPolicy,
    /// Another provider has `wire_api = "chat"`: Codex does not start with it.
    OtherProviderUsesChat {
        /// Its id.
        id: String,
    },
    /// A provider table with an id of Codex's own: Codex does not start with it.
    ReservedProviderId {
        /// The id.
        id: String,
    },
    /// Codex used another provider before; its chats stay listed under that one.
    ForeignProvider {
        /// Its id.
        id: String,
    },
    /// Someone's own `apiKeyHelper` is replaced; undo brings it back.
    ForeignApiKeyHelper,
    /// A token for another gateway, in plain text, is replaced; undo brings it back.
    ForeignTokenReplaced {
        /// The key, dotted.
        key: String,
    },
    /// Claude Code sent its requests to another gateway before.
    ForeignBaseUrl,
    /// Another settings file beats the one that is written, for some of our keys.
    OverriddenBySettings {
        /// That file.
        path: PathBuf,
        /// The keys, dotted; none known when the file could not be read.
        keys: Vec<String>,
    },
    /// An administrator limits what Codex may do.
    LimitedByRequirements {
        /// The file.
        path: PathBuf,
    },
    /// A program runs that has read the config already.
    StartAgain {
        /// Its name.
        name: String,
        /// Its processes.
        pids: Vec<u32>,
    },
    /// A program runs that writes the same config for other providers.
    AnotherSwitcherRuns {
        /// Its name.
        name: String,
        /// Its processes.
        pids: Vec<u32>,
    },
    /// The person has a server of this name; it is not touched.
    NameTaken {
        /// The name.
        name: String,
    },
    /// The server is written, but stays disabled until these variables exist.
    DisabledUntil {
        /// The server.
        id: String,
        /// The missing variables.
        variables: Vec<String>,
    },
    /// The server is not written before these variables exist or these questions are answered.
    LeftOutUntil {
        /// The server.
        id: String,
        /// The missing variables or answers.
        missing: Vec<String>,
    },
    /// The file begins with a byte order mark, which stays.
    ByteOrderMarkKept,
    /// The file has Windows line endings, which stay.
    CrlfKept,
    /// The file is reached by a symlink, which stays.
    SymlinkFollowed {
        /// The file that is written.
        target: PathBuf,
    },
    /// Others wrote to the file since: undo takes back our keys and leaves the rest as it is.
    UndoWorksKeyByKey,
    /// Undo leaves this key as it is, because it is no longer as we wrote it.
    KeyStays {
        /// The key, dotted.
        key: String,
    },
    /// Codex no longer continues the chats that were led through this provider.
    ThreadsNeedProvider {
        /// Its id.
        id: String,
    },
}

/// A change to one file. Made by planning, written by applying, only while the file is as it was.
#[derive(Clone)]
pub struct Plan {
    pub(crate) id: String,
    pub(crate) tool: Tool,
    pub(crate) kind: PlanKind,
    /// The machine that it is for.
    pub(crate) files: Arc<dyn Files>,
    pub(crate) before: Snapshot,
    pub(crate) outcome: Outcome,
    /// What becomes of our records, for each part that it touches.
    pub(crate) parts: BTreeMap<Part, RecordStep>,
    pub(crate) effect: Effect,
    pub(crate) exact: bool,
    /// Whether it gives our keys nothing but values that were written before.
    pub(crate) repeats: bool,
    /// Whether the bytes from before may be backed up: they hold no secret of ours.
    pub(crate) keeps_bytes: bool,
    pub(crate) diff: Vec<DiffLine>,
    pub(crate) findings: Vec<Finding>,
}

/// What becomes of the file.
#[derive(Debug, Clone)]
pub(crate) enum Outcome {
    /// Stays as it is.
    Unchanged,
    /// Gets this text (byte order mark included) and these permission bits.
    Written {
        text: SecretString,
        mode: Option<u32>,
    },
    /// Only its permission bits or nothing else is left to put back: it goes, with these folders.
    Removed { folders: Vec<PathBuf> },
}

/// What becomes of our record.
#[derive(Debug, Clone)]
pub(crate) enum RecordStep {
    /// Stays as it is.
    Keep,
    /// Is replaced by this one; the original bytes are backed up when they are not yet.
    Put(Box<Record>),
    /// Goes: nothing of ours is in force any more.
    Drop,
}

impl Plan {
    /// Names this plan; the same change to the same bytes has the same id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Whose config it changes.
    #[must_use]
    pub fn tool(&self) -> Tool {
        self.tool
    }

    /// What it does.
    #[must_use]
    pub fn kind(&self) -> PlanKind {
        self.kind
    }

    /// The file that is written, where the symlinks lead.
    #[must_use]
    pub fn file(&self) -> &Path {
        &self.before.file
    }

    /// Whether the file is new.
    #[must_use]
    pub fn creates_file(&self) -> bool {
        self.before.content.is_none() && matches!(self.outcome, Outcome::Written { .. })
    }

    /// Whether the file stays as it is.
    #[must_use]
    pub fn no_change(&self) -> bool {
        matches!(self.outcome, Outcome::Unchanged)
    }

    /// Whether undo gives back the very bytes; else it works key by key.
    #[must_use]
    pub fn exact(&self) -> bool {
        self.exact
    }

    /// Whether it only puts back what we wrote before: the same keys, and no value that is new.
    #[must_use]
    pub fn only_repeats(&self) -> bool {
        self.repeats
    }

    /// The change, line by line.
    #[must_use]
    pub fn diff(&self) -> &[DiffLine] {
        &self.diff
    }

    /// The config that it is about, before its symlinks.
    pub(crate) fn config(&self) -> &Path {
        &self.before.config
    }

    /// Of the file after it; none when it goes.
    pub(crate) fn digest_after(&self) -> Option<Digest> {
        match &self.outcome {
            Outcome::Unchanged => self.before.digest().cloned(),
            Outcome::Written { text, .. } => Some(Digest::of(text.expose_secret())),
            Outcome::Removed { .. } => None,
        }
    }

    /// What to know before applying.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }
}

impl fmt::Debug for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Plan")
            .field("id", &self.id)
            .field("tool", &self.tool)
            .field("kind", &self.kind)
            .field("file", &self.before.file)
            .field("no_change", &self.no_change())
            .field("exact", &self.exact)
            .field("findings", &self.findings)
            .finish_non_exhaustive()
    }
}
