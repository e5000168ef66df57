//! Every folder that a Codex on this machine may call its home. Opens no file in them.

use std::path::{Path, PathBuf};
use std::{ffi::OsStr, fs};

use serde::Serialize;

use crate::machine::{Machine, exists};

/// A home of Codex.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CodexHome {
    /// The folder.
    pub path: PathBuf,
    /// Who says so; where several do, the first that counts.
    pub source: HomeSource,
    /// Whether there is such a folder. Codex makes it at its first start.
    pub exists: bool,
}

/// Who says that a folder is Codex's home.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HomeSource {
    /// `CODEX_HOME` as the person's login shell exports it: a Codex in a terminal goes by it.
    LoginShell,
    /// `CODEX_HOME` in this process's environment: what is started from a menu goes by it.
    Environment,
    /// Codex's own choice, `.codex` in the person's home.
    Default,
    /// A Linux inside this Windows.
    Wsl {
        /// The distribution's name.
        distribution: String,
    },
}

/// The homes of `machine`, each once, the one of the person's terminal first. The default is told
/// also where another is chosen: programs that do not see `CODEX_HOME` use it. On Windows, looking
/// into a distribution of WSL starts that.
#[must_use]
pub fn codex_homes(machine: &Machine) -> Vec<CodexHome> {
    let of_shell = machine.shell.as_ref();
    let of_shell = of_shell.and_then(|shell| shell.get("CODEX_HOME"));
    let of_process = machine.environment.get("CODEX_HOME");
    let mut homes = Vec::new();
    for (named, source) in [
        (of_shell, HomeSource::LoginShell),
        (of_process, HomeSource::Environment),
    ] {
        let named = named.filter(|path| !path.is_empty());
        homes.extend(named.map(|path: &OsStr| home(PathBuf::from(path), source)));
    }
    let default = crate::codex_home(None, None, &machine.home);
    homes.push(home(default, HomeSource::Default));
    #[cfg(windows)]
    homes.extend(super::wsl::homes(machine));
    let mut seen = Vec::new();
    homes.retain(|home| {
        let same = real(&home.path);
        let new = !seen.contains(&same);
        seen.push(same);
        new
    });
    homes
}

pub(super) fn home(path: PathBuf, source: HomeSource) -> CodexHome {
    CodexHome {
        exists: exists(&path),
        path,
        source,
    }
}

fn real(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}
