//! A temporary home folder with every program's files in it, and our records beside it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use setup::{
    Catalogue, Choice, ClaudeCode, ClaudeDesktopMcp, Codex, CodexMcp, DesktopOs, History, Plan,
    SetupError, Skills, claude_desktop_config,
};
use tempfile::TempDir;

/// A home folder; nothing is in it by itself.
pub(crate) struct Home {
    pub(crate) folder: TempDir,
}

impl Home {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { folder }
    }

    /// In memory where the system has such a place: there a write takes no longer than it has to.
    pub(crate) fn in_memory() -> Self {
        let memory = Path::new("/dev/shm");
        let folder = match memory.is_dir() {
            true => tempfile::tempdir_in(memory).unwrap(),
            false => tempfile::tempdir().unwrap(),
        };
        Self { folder }
    }

    pub(crate) fn records(&self) -> PathBuf {
        self.folder.path().join("records")
    }

    pub(crate) fn history(&self) -> History {
        History::at(self.records())
    }

    pub(crate) fn apply(&self, plan: &Plan, at: Timestamp) -> Result<(), SetupError> {
        self.history().apply(plan, at)
    }

    pub(crate) fn codex_home(&self) -> PathBuf {
        self.folder.path().join("home/.codex")
    }

    pub(crate) fn claude_config_dir(&self) -> PathBuf {
        self.folder.path().join("home/.claude")
    }

    pub(crate) fn desktop_config(&self) -> PathBuf {
        claude_desktop_config(DesktopOs::Linux, &self.folder.path().join("home"))
    }

    pub(crate) fn codex(&self) -> Codex {
        Codex::at(self.codex_home(), self.records())
    }

    pub(crate) fn claude(&self) -> ClaudeCode {
        ClaudeCode::at(&self.claude_config_dir(), self.records())
    }

    pub(crate) fn codex_mcp(&self) -> CodexMcp {
        CodexMcp::at(self.codex_home(), self.records())
    }

    pub(crate) fn desktop_mcp(&self) -> ClaudeDesktopMcp {
        ClaudeDesktopMcp::at(&self.desktop_config(), self.records())
    }

    pub(crate) fn codex_skills(&self) -> Skills {
        Skills::of_codex(&self.codex_home(), self.records())
    }

    pub(crate) fn plan_codex_servers(&self, ids: &[&str]) -> Result<Plan, SetupError> {
        self.codex_mcp().plan(&choices(ids), &BTreeSet::new())
    }

    pub(crate) fn plan_desktop_servers(&self, ids: &[&str]) -> Result<Plan, SetupError> {
        self.desktop_mcp().plan(&choices(ids), &BTreeMap::new())
    }
}

/// `text` at `path`, with the folders around it.
pub(crate) fn write_file(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Every file below `folder` with its bytes, links as where they lead.
pub(crate) fn tree(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for path in below(folder) {
        let kind = fs::symlink_metadata(&path).unwrap();
        if kind.is_dir() {
            found.extend(tree(&path));
        } else if kind.is_symlink() {
            let target = fs::read_link(&path).unwrap();
            found.push((path, target.into_os_string().into_encoded_bytes()));
        } else {
            let bytes = fs::read(&path).unwrap();
            found.push((path, bytes));
        }
    }
    found.sort();
    found
}

/// Every folder below `folder`.
pub(crate) fn folders(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in below(folder) {
        if fs::symlink_metadata(&path).unwrap().is_dir() {
            found.extend(folders(&path));
            found.push(path);
        }
    }
    found.sort();
    found
}

/// What stands in `folder`; nothing where there is none.
fn below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries.map(|entry| entry.unwrap().path()).collect()
}

pub(crate) fn choices(ids: &[&str]) -> Vec<Choice> {
    let catalogue = Catalogue::bundled();
    let chosen = ids.iter().map(|id| Choice {
        server: catalogue.server(id).unwrap().clone(),
        answers: BTreeMap::from([("folder".to_owned(), "/home/ada/my notes".to_owned())]),
    });
    chosen.collect()
}
