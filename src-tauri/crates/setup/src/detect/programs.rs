//! The command line programs of Codex and Claude Code. Looks by name, asks what it finds for its
//! version, and starts it for nothing else.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::{env, fs, thread};

use super::folders;
use super::run::output_of;
use super::versions::plain;
use super::{Install, Product};
use crate::machine::Machine;

/// What a product's program is called, and its npm package.
struct Program {
    product: Product,
    #[cfg(windows)]
    names: [&'static str; 2],
    #[cfg(not(windows))]
    names: [&'static str; 1],
    scope: &'static str,
    package: &'static str,
}

const CODEX: Program = Program {
    product: Product::Codex,
    #[cfg(windows)]
    names: ["codex.exe", "codex.cmd"],
    #[cfg(not(windows))]
    names: ["codex"],
    scope: "@openai",
    package: "codex",
};

const CLAUDE: Program = Program {
    product: Product::ClaudeCode,
    #[cfg(windows)]
    names: ["claude.exe", "claude.cmd"],
    #[cfg(not(windows))]
    names: ["claude"],
    scope: "@anthropic-ai",
    package: "claude-code",
};

/// The programs on `machine`, each once. PATH is the login shell's, because a program that was
/// started from a menu has another one.
pub(super) fn of(machine: &Machine) -> Vec<Install> {
    let path = machine.in_terminal("PATH");
    let mut found = Vec::new();
    for program in [CODEX, CLAUDE] {
        found.extend(program.installs(machine, path));
    }
    tell_versions(&mut found, path);
    found
}

/// The program of this name that the person's terminal would run, if it is a program of its own: on
/// Windows no script, which only a shell can run.
pub(super) fn on_path(machine: &Machine, name: &str) -> Option<PathBuf> {
    let file = format!("{name}{}", env::consts::EXE_SUFFIX);
    let folders = absolute(machine.in_terminal("PATH")).into_iter();
    let mut programs = folders.map(|folder| folder.join(&file));
    programs.find(|program| runnable(program).is_some())
}

impl Program {
    /// Without their versions.
    fn installs(&self, machine: &Machine, path: Option<&OsStr>) -> Vec<Install> {
        let on_path: Vec<PathBuf> = absolute(path);
        let mut others = absolute(machine.environment.get("PATH"));
        others.extend(folders::known(machine));
        let mut seen = HashSet::new();
        let mut installs: Vec<Install> = Vec::new();
        let folders = on_path.iter().map(|folder| (folder, true));
        for (folder, by_path) in folders.chain(others.iter().map(|folder| (folder, false))) {
            let named = self.names.iter().map(|name| folder.join(name));
            let mut runnable = named.filter_map(|path| Some((runnable(&path)?, path)));
            let Some((canonical, path)) = runnable.next() else {
                continue;
            };
            if seen.insert(self.package_of(&canonical)) {
                let first = !installs.iter().any(|known| known.on_path);
                installs.push(Install {
                    product: self.product,
                    path,
                    version: None,
                    on_path: by_path && first,
                });
            }
        }
        installs
    }

    /// What tells two installs apart: the npm package that `canonical` belongs to (its launcher and
    /// its native program are one install), or else the file itself.
    fn package_of(&self, canonical: &Path) -> PathBuf {
        let beside = canonical.with_file_name("node_modules").join(self.scope);
        if cfg!(windows) && beside.join(self.package).is_dir() {
            return beside;
        }
        let in_scope = |at: &&Path| {
            let scope = at.parent().filter(|scope| scope.ends_with(self.scope));
            let modules = scope.and_then(Path::parent);
            modules.is_some_and(|modules| modules.ends_with("node_modules"))
                && at.file_name().is_some_and(|name| {
                    let name = name.to_string_lossy();
                    let rest = name.strip_prefix(self.package);
                    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
                })
        };
        let outermost = canonical.ancestors().filter(in_scope).last();
        let scope = outermost.and_then(Path::parent);
        scope.unwrap_or(canonical).to_owned()
    }
}

/// Asks all at once: each may take its 5 seconds.
fn tell_versions(installs: &mut [Install], path: Option<&OsStr>) {
    thread::scope(|scope| {
        for install in installs {
            scope.spawn(move || {
                let output = output_of(&install.path, &["--version"], path);
                let text = output.and_then(|output| String::from_utf8(output).ok());
                install.version = text.and_then(|text| said(install.product, &text));
            });
        }
    });
}

/// `codex-cli 0.169.0` and `2.1.329 (Claude Code)` are what the programs print.
fn said(product: Product, text: &str) -> Option<String> {
    let text = text.trim();
    let version = match product {
        Product::Codex => text.strip_prefix("codex-cli "),
        Product::ClaudeCode => text.strip_suffix(" (Claude Code)"),
        Product::CodexDesktop
        | Product::CodexExtension(_)
        | Product::ClaudeDesktop
        | Product::ClaudeCodeExtension(_) => None,
    };
    version.and_then(plain)
}

fn absolute(path: Option<&OsStr>) -> Vec<PathBuf> {
    let folders = path.iter().flat_map(env::split_paths);
    folders.filter(|folder| folder.is_absolute()).collect()
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
