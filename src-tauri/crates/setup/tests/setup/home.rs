//! A temporary home folder with every program's files in it, and our records beside it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use setup::{
    Catalogue, Choice, ClaudeCode, ClaudeDesktopMcp, Codex, CodexMcp, DesktopOs, Finding, History,
    Plan, SetupError, Skills, claude_desktop_config,
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

    /// The server `id` for Codex, as long as no variable exists.
    pub(crate) fn plan_codex_server(&self, id: &str) -> Result<Plan, SetupError> {
        self.codex_mcp().plan_add(&choice(id), &BTreeSet::new())
    }

    pub(crate) fn plan_desktop_server(&self, id: &str) -> Result<Plan, SetupError> {
        self.desktop_mcp().plan_add(&choice(id))
    }

    /// Takes the servers of ours away from Codex that are not among `ids`, adds each of `ids`, and
    /// gives back what the plans of these said.
    pub(crate) fn choose_codex_servers(
        &self,
        ids: &[&str],
        variables: &[&str],
        at: Timestamp,
    ) -> Vec<Finding> {
        let mcp = self.codex_mcp();
        let variables: BTreeSet<String> = variables.iter().map(|&name| name.to_owned()).collect();
        for gone in mcp.installed().unwrap() {
            if !ids.contains(&gone.id.as_str()) {
                let plan = mcp.plan_remove(&gone.id).unwrap();
                self.apply(&plan, at).unwrap();
            }
        }
        let mut findings = Vec::new();
        for id in ids {
            let plan = mcp.plan_add(&choice(id), &variables).unwrap();
            self.apply(&plan, at).unwrap();
            let again = mcp.plan_add(&choice(id), &variables).unwrap();
            assert!(again.no_change(), "{id}");
            findings.extend_from_slice(plan.findings());
        }
        findings
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

/// The server `id` of the catalogue, with an answer to every question.
pub(crate) fn choice(id: &str) -> Choice {
    Choice {
        server: Catalogue::bundled().server(id).unwrap().clone(),
        answers: BTreeMap::from([("folder".to_owned(), "/home/ada/my notes".to_owned())]),
    }
}
