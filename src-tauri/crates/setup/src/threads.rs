//! Which provider each saved thread of Codex belongs to, and which threads a change of providers
//! would leave unreachable. Reads the beginning of each history file and never writes one.

mod opening;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde::Serialize;

/// As many history files are read; more are only counted.
const MOST_FILES: usize = 20_000;

/// Folders are entered this deep: year, month and day, and one to spare.
const DEEPEST: usize = 4;

/// Where Codex keeps threads, and those that the person archived.
const FOLDERS: [&str; 2] = ["sessions", "archived_sessions"];

/// Providers that Codex always knows.
const BUILT_IN: [&str; 4] = ["openai", "ollama", "lmstudio", "amazon-bedrock"];

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
        } else if kind.is_file() && path.extension().is_some_and(|end| end == "jsonl") {
            into.push(path);
        }
    }
}

#[cfg(test)]
#[path = "threads/tests.rs"]
mod tests;
