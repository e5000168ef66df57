//! Which provider each saved thread of Codex belongs to, and which threads a change of providers
//! would leave unreachable. Reads the beginning of each history file and never writes one.
//!
//! Codex 0.169 refuses to resume a thread whose provider has no table any more; 0.141 goes on with
//! the current one. A history that nobody opened for a week may be compressed (`.jsonl.zst`,
//! openai/codex#25089 and #28338); Codex takes the plain file where it has both.

mod opening;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::codex::providers::BUILT_IN;

/// As many history files are read; more are only counted.
const MOST_FILES: usize = 20_000;

/// Folders are entered this deep: year, month and day, and one to spare.
const DEEPEST: usize = 4;

/// Where Codex keeps threads, and those that the person archived.
const FOLDERS: [&str; 2] = ["sessions", "archived_sessions"];

/// The saved threads of one Codex home.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Threads {
    /// How many threads each provider has.
    pub by_provider: BTreeMap<String, usize>,
    /// Threads that name no provider: they open with whichever is current.
    pub without_provider: usize,
    /// History files that could not be understood.
    pub unreadable: usize,
    /// History files that were left unread, because there are too many.
    pub unread: usize,
}

/// How many threads a change leaves unreachable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reach {
    /// All threads that were understood.
    pub threads: usize,
    /// Those among them that Codex would refuse to resume.
    pub unreachable: usize,
    /// The providers that they need.
    pub missing: Vec<String>,
}

impl Threads {
    /// Reads the threads of the Codex home `home`.
    #[must_use]
    pub fn of(home: &Path) -> Self {
        Self::of_at_most(home, MOST_FILES)
    }

    fn of_at_most(home: &Path, most: usize) -> Self {
        let mut files = Vec::new();
        for folder in FOLDERS {
            collect(&home.join(folder), DEEPEST, &mut files);
        }
        let plain: HashSet<PathBuf> = files.iter().cloned().collect();
        files.retain(|file| !is_compressed(file) || !plain.contains(&file.with_extension("")));
        // Names begin with the time: the newest are read when there are too many.
        files.sort_by(|one, other| other.file_name().cmp(&one.file_name()));
        let mut threads = Self {
            unread: files.len().saturating_sub(most),
            ..Self::default()
        };
        for file in files.iter().take(most) {
            match opening::provider_of(file) {
                Some(Some(id)) => *threads.by_provider.entry(id).or_default() += 1,
                Some(None) => threads.without_provider += 1,
                None => threads.unreadable += 1,
            }
        }
        threads
    }

    /// Every thread, those that were not read or understood included.
    #[must_use]
    pub fn total(&self) -> usize {
        let understood: usize = self.by_provider.values().sum();
        understood + self.without_provider + self.unreadable + self.unread
    }

    /// Those that name `provider`.
    #[must_use]
    pub fn of_provider(&self, provider: &str) -> usize {
        self.by_provider.get(provider).copied().unwrap_or_default()
    }

    /// What is left unreachable when Codex's config defines exactly these provider `tables`.
    #[must_use]
    pub fn reachable_after(&self, tables: &BTreeSet<String>) -> Reach {
        let known = |id: &str| BUILT_IN.contains(&id) || tables.contains(id);
        let missing = self.by_provider.iter().filter(|(id, _)| !known(id));
        let understood: usize = self.by_provider.values().sum();
        Reach {
            threads: understood + self.without_provider,
            unreachable: missing.clone().map(|(_, count)| count).sum(),
            missing: missing.map(|(id, _)| id.clone()).collect(),
        }
    }
}

/// The history files below `folder`. Symlinks are not followed.
fn collect(folder: &Path, deep: usize, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let Ok(kind) = entry.file_type() else {
            continue;
        };
        let path = entry.path();
        if kind.is_dir() && deep > 0 {
            collect(&path, deep - 1, into);
        } else if kind.is_file() && is_history(&path) {
            into.push(path);
        }
    }
}

fn is_history(path: &Path) -> bool {
    let name = path.file_name().and_then(OsStr::to_str);
    name.is_some_and(|name| name.ends_with(".jsonl") || name.ends_with(".jsonl.zst"))
}

fn is_compressed(path: &Path) -> bool {
    path.extension().is_some_and(|end| end == "zst")
}

#[cfg(test)]
#[path = "threads/tests.rs"]
mod tests;
