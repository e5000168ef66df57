//! Finds Codex on this machine. Runs the candidates, by absolute path, and changes nothing.

#[cfg(unix)]
pub mod login_shell;
pub(crate) mod run;

use std::collections::HashSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde::Deserialize;

/// Names that Codex's program has.
#[cfg(windows)]
const PROGRAM_NAMES: [&str; 2] = ["codex.exe", "codex.cmd"];
/// Names that Codex's program has.
#[cfg(not(windows))]
const PROGRAM_NAMES: [&str; 1] = ["codex"];

/// Folders below the person's home where installers put Codex.
const HOME_FOLDERS: [&str; 9] = [
    ".local/bin",
    ".npm-global/bin",
    ".volta/bin",
    ".bun/bin",
    ".local/share/pnpm",
    "Library/pnpm",
    ".local/share/mise/shims",
    "AppData/Roaming/npm",
    "AppData/Local/Programs/OpenAI/Codex/bin",
];

/// Folders of the whole machine where installers put Codex.
const SYSTEM_FOLDERS: [&str; 5] = [
    "/opt/homebrew/bin",
    "/usr/local/bin",
    "/usr/bin",
    "/Applications/ChatGPT.app/Contents/Resources",
    "/Applications/Codex.app/Contents/Resources",
];

/// Where to look.
#[derive(Debug, Clone)]
pub struct Search {
    /// `PATH`; known folders are looked at besides.
    pub path: Option<OsString>,
    /// The person's home folder.
    pub home: PathBuf,
}

/// One install of Codex.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Install {
    /// The program, absolute, as it was found.
    pub path: PathBuf,
    /// `0.169.0`; none when it would not say within 5 seconds.
    pub version: Option<String>,
    /// Whether PATH picks this one.
    pub on_path: bool,
}

#[derive(Deserialize)]
struct Catalogue {
    models: Vec<CatalogueModel>,
}

#[derive(Deserialize)]
struct CatalogueModel {
    slug: String,
    upgrade: Option<Upgrade>,
}

#[derive(Deserialize)]
struct Upgrade {
    model: String,
}

/// Every install, each once however many links lead to it, the one that PATH picks first.
#[must_use]
pub fn codex_installs(search: &Search) -> Vec<Install> {
    let on_path = search.path.iter().flat_map(env::split_paths);
    let on_path: Vec<PathBuf> = on_path.filter(|folder| folder.is_absolute()).collect();
    let known = known_folders(&search.home);
    let mut seen = HashSet::new();
    let mut installs = Vec::new();
    let folders = on_path.iter().map(|folder| (folder, true));
    for (folder, by_path) in folders.chain(known.iter().map(|folder| (folder, false))) {
        for program in PROGRAM_NAMES.map(|name| folder.join(name)) {
            let Some(canonical) = runnable(&program) else {
                continue;
            };
            if seen.insert(canonical) {
                let first = !installs.iter().any(|known: &Install| known.on_path);
                installs.push(Install {
                    version: version_of(&program),
                    path: program,
                    on_path: by_path && first,
                });
            }
        }
    }
    installs
}

/// The model that `install` would offer instead of `model`, and would ask about at its first
/// start. None when it offers none or would not say.
#[must_use]
pub fn migration_target(install: &Install, model: &str) -> Option<String> {
    let output = run::output_of(&install.path, &["debug", "models", "--bundled"])?;
    let catalogue: Catalogue = serde_json::from_slice(&output).ok()?;
    let mut models = catalogue.models.into_iter();
    let found = models.find(|known| known.slug == model)?;
    found.upgrade.map(|upgrade| upgrade.model)
}

fn version_of(program: &Path) -> Option<String> {
    let output = run::output_of(program, &["--version"])?;
    let text = String::from_utf8(output).ok()?;
    let version = text.strip_prefix("codex-cli ")?.trim();
    let plain = version
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || ".-+".contains(c));
    (plain && !version.is_empty() && version.len() <= 64).then(|| version.to_owned())
}

fn known_folders(home: &Path) -> Vec<PathBuf> {
    let below_home = HOME_FOLDERS.iter().map(|folder| home.join(folder));
    let node_versions = home.join(".nvm/versions/node");
    let mut by_node: Vec<PathBuf> = fs::read_dir(node_versions)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .collect();
    by_node.sort();
    let system = SYSTEM_FOLDERS.iter().map(PathBuf::from);
    below_home.chain(by_node).chain(system).collect()
}

/// The file that `program` leads to, if it can be run.
fn runnable(program: &Path) -> Option<PathBuf> {
    let canonical = fs::canonicalize(program).ok()?;
    let found = fs::metadata(&canonical).ok()?;
    (found.is_file() && may_run(&found)).then_some(canonical)
}

#[cfg(unix)]
fn may_run(found: &fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    found.permissions().mode() & 0o111 != 0
}

#[cfg(not(unix))]
fn may_run(_found: &fs::Metadata) -> bool {
    true
}

#[cfg(test)]
#[cfg(unix)]
#[path = "detect_tests.rs"]
mod tests;
