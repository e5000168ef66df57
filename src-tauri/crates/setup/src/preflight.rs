//! What stands around Codex's config before a set-up: layers that beat it, limits, and programs that
//! run and have read the file, or write it too. Reads only, and knows no plan.

use std::fs;
use std::path::{Path, PathBuf};

use crate::doctor::{WRITES_BOTH, reads_codex};
use crate::machine::{Machine, exists};
use crate::plan::Finding;
use crate::text::Form;
use crate::toml::{Layout, dotted};

/// Where an administrator limits what Codex may do.
const REQUIREMENTS: [&str; 2] = [
    "/etc/codex/requirements.toml",
    "/ProgramData/OpenAI/Codex/requirements.toml",
];

/// The keys that a set-up gives values, besides its provider's own table.
const OUR_KEYS: [&str; 3] = ["model", "model_provider", "model_reasoning_effort"];

/// What to know before the config in `home`, one of `machine`'s Codex homes, gets the provider
/// `provider`.
#[must_use]
pub fn of_codex(machine: &Machine, home: &Path, provider: &str) -> Vec<Finding> {
    let mut findings: Vec<Finding> = overriding(managed_config(machine, home), provider)
        .into_iter()
        .collect();
    let limits = requirements(machine).map(|path| Finding::LimitedByRequirements { path });
    findings.extend(limits);
    findings.extend(running(machine));
    findings
}

/// Codex's `managed_config_default_path` (codex-rs/config/src/loader/layer_io.rs).
pub(crate) fn managed_config(machine: &Machine, home: &Path) -> PathBuf {
    if cfg!(windows) {
        home.join("managed_config.toml")
    } else {
        machine.system("/etc/codex/managed_config.toml")
    }
}

/// The files of limits that are there.
pub(crate) fn requirements(machine: &Machine) -> impl Iterator<Item = PathBuf> {
    let paths = REQUIREMENTS.map(|path| machine.system(path));
    paths.into_iter().filter(|path| exists(path))
}

/// A managed file that cannot be read is told of without keys.
fn overriding(path: PathBuf, provider: &str) -> Option<Finding> {
    if !exists(&path) {
        return None;
    }
    let text = fs::read_to_string(&path).unwrap_or_default();
    let keys = match Layout::read(Form::split(&text).1) {
        Ok(layout) => ours(&layout, provider),
        Err(_) => Vec::new(),
    };
    let says_something = !keys.is_empty() || text.is_empty();
    says_something.then_some(Finding::OverriddenBySettings { path, keys })
}

fn ours(layout: &Layout, provider: &str) -> Vec<String> {
    let leaves = layout
        .leaves
        .iter()
        .filter(|leaf| match leaf.path.as_slice() {
            [key] => OUR_KEYS.contains(&key.as_str()),
            [table, id, ..] => table == "model_providers" && id == provider,
            [] => false,
        });
    leaves.map(|leaf| dotted(&leaf.path)).collect()
}

/// One finding for each program, however many of it run.
fn running(machine: &Machine) -> Vec<Finding> {
    let mut names: Vec<&str> = machine
        .processes
        .iter()
        .map(|process| process.name.as_str())
        .filter(|name| reads_codex(name) || *name == WRITES_BOTH)
        .collect();
    names.sort_unstable();
    names.dedup();
    let named = names.into_iter().map(|name| {
        let of_it = machine.processes.iter().filter(|other| other.name == name);
        let (pids, name) = (of_it.map(|process| process.pid).collect(), name.to_owned());
        if name == WRITES_BOTH {
            Finding::AnotherSwitcherRuns { name, pids }
        } else {
            Finding::StartAgain { name, pids }
        }
    });
    named.collect()
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::machine::{Environment, Process};

    /// A computer whose `/etc` is in `folder`, on which these programs run.
    fn machine(folder: &Path, programs: &[(&str, u32)]) -> Machine {
        let processes = programs.iter().map(|(name, pid)| Process {
            pid: *pid,
            parent: 1,
            name: (*name).to_owned(),
            started_at: Timestamp::UNIX_EPOCH,
        });
        Machine {
            root: folder.to_owned(),
            home: folder.join("home"),
            environment: Environment::default(),
            shell: None,
            processes: processes.collect(),
        }
    }

    #[test]
    #[cfg(unix)]
    fn an_organizations_layer_is_told_with_those_of_our_keys_that_it_sets() {
        let folder = tempfile::tempdir().unwrap();
        let etc = folder.path().join("etc/codex");
        fs::create_dir_all(&etc).unwrap();
        let machine = machine(folder.path(), &[]);
        let home = folder.path().join("home/.codex");
        assert_eq!(of_codex(&machine, &home, "codexapi"), []);
        let path = etc.join("managed_config.toml");
        fs::write(&path, "approval_policy = 'on-request'\n").unwrap();
        assert_eq!(of_codex(&machine, &home, "codexapi"), []);
        let text = "model_provider = 'corp'\n[model_providers.codexapi]\nbase_url = 'x'\n";
        fs::write(&path, text).unwrap();
        let limits = etc.join("requirements.toml");
        fs::write(&limits, "").unwrap();
        let keys = ["model_provider", "model_providers.codexapi.base_url"];
        let keys = keys.map(str::to_owned).to_vec();
        assert_eq!(
            of_codex(&machine, &home, "codexapi"),
            [
                Finding::OverriddenBySettings { path, keys },
                Finding::LimitedByRequirements { path: limits },
            ]
        );
    }

    #[test]
    fn what_runs_is_to_be_started_again_and_another_switcher_to_be_quit() {
        let folder = tempfile::tempdir().unwrap();
        let programs = [("codex", 7), ("bash", 8), ("cc-switch", 9), ("codex", 10)];
        let machine = machine(folder.path(), &programs);
        let name = |name: &str| name.to_owned();
        assert_eq!(
            of_codex(&machine, folder.path(), "codexapi"),
            [
                Finding::AnotherSwitcherRuns {
                    name: name("cc-switch"),
                    pids: vec![9]
                },
                Finding::StartAgain {
                    name: name("codex"),
                    pids: vec![7, 10]
                },
            ]
        );
    }
}
