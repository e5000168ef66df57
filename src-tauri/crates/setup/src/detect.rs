//! Finds Codex and Claude Code on this machine in all their forms: programs, desktop apps, editor
//! extensions, and Codex's homes. Asks command line programs for their version, by absolute path;
//! starts no window, changes nothing, and knows no config.

mod apps;
mod extensions;
mod folders;
mod homes;
#[cfg(unix)]
pub mod login_shell;
mod programs;
pub(crate) mod run;
pub(crate) mod versions;
#[cfg(any(windows, test))]
mod wsl;

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::machine::Machine;

pub use homes::{CodexHome, HomeSource, codex_homes};

/// What can be installed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Product {
    /// The program `codex`.
    Codex,
    /// The desktop app with Codex in it: ChatGPT, formerly Codex.
    CodexDesktop,
    /// The extension `openai.chatgpt` of an editor.
    CodexExtension(Editor),
    /// The program `claude`.
    ClaudeCode,
    /// Claude's desktop app.
    ClaudeDesktop,
    /// The extension `anthropic.claude-code` of an editor.
    ClaudeCodeExtension(Editor),
}

/// An editor of the VS Code family, or its half on a computer that is worked on from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Editor {
    /// Visual Studio Code.
    VsCode,
    /// Its daily build.
    VsCodeInsiders,
    /// VSCodium, and Code - OSS.
    VsCodium,
    /// Cursor.
    Cursor,
    /// Windsurf.
    Windsurf,
    /// Google Antigravity.
    Antigravity,
    /// Visual Studio Code's server.
    VsCodeServer,
    /// VSCodium's server.
    VsCodiumServer,
    /// Cursor's server.
    CursorServer,
    /// Windsurf's server.
    WindsurfServer,
    /// code-server, in a browser.
    CodeServer,
}

/// One install.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Install {
    /// Of what.
    pub product: Product,
    /// The program as it was found, or the folder of the app or extension; absolute.
    pub path: PathBuf,
    /// `0.169.0`; none when it would not say.
    pub version: Option<String>,
    /// Whether the person's terminal runs this one. Apps and extensions are on no PATH.
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

/// Every install of everything on `machine`, each once however many links lead to it: programs
/// first, of each the one that PATH picks before the others. Takes about 5 seconds where a program hangs.
#[must_use]
pub fn installs(machine: &Machine) -> Vec<Install> {
    let mut found = programs::of(machine);
    found.extend(apps::of(machine));
    found.extend(extensions::of(&machine.home));
    found
}

/// The program of this name that the person's terminal would run, absolute. It is not started.
#[must_use]
pub fn program_on_path(machine: &Machine, name: &str) -> Option<PathBuf> {
    programs::on_path(machine, name)
}

/// The model that `install` would offer instead of `model`, and would ask about at its first
/// start. None when it offers none or would not say.
#[must_use]
pub fn migration_target(install: &Install, model: &str) -> Option<String> {
    let arguments = ["debug", "models", "--bundled"];
    let output = run::output_of(&install.path, &arguments, None)?;
    let catalogue: Catalogue = serde_json::from_slice(&output).ok()?;
    let mut models = catalogue.models.into_iter();
    let found = models.find(|known| known.slug == model)?;
    found.upgrade.map(|upgrade| upgrade.model)
}
