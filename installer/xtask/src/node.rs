//! Node.js, the window's modules, and the real Codex releases that the tests drive. Puts nothing
//! outside the repository and its build folder.

use std::{fs, path::Path};

use crate::{
    failure::Failure,
    machine, place,
    program::{answer, go, make_folder, npm, program, read},
};

/// The Codex releases that the journeys run: the one the gateway's set-up facts name, and a new one.
const CODEX_RELEASES: [&str; 2] = ["0.141.0", "0.169.0"];
const OLDEST_NODE: u32 = 20;

/// Makes sure of Node.js, and of the window's modules exactly as its lock file says.
pub(crate) fn prepare() -> Result<(), Failure> {
    require_node()?;
    let lock = read(&place::ui().join("package-lock.json"))?;
    let seal = place::ui().join("node_modules/.installed-lock.json");
    if fs::read(&seal).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    go(&mut npm(&["ci", "--no-audit", "--no-fund"]))?;
    fs::write(&seal, lock).map_err(|source| Failure::File { path: seal, source })
}

/// Makes sure of the real Codex releases in the build folder.
pub(crate) fn prepare_codex() -> Result<(), Failure> {
    for release in CODEX_RELEASES {
        let folder = place::target()?
            .join("tools")
            .join(format!("codex-{release}"));
        if codex_answers(&folder, release) {
            continue;
        }
        make_folder(&folder)?;
        go(program("npm")
            .args(["install", "--no-audit", "--no-fund", "--prefix"])
            .arg(&folder)
            .arg(format!("@openai/codex@{release}")))?;
        if !codex_answers(&folder, release) {
            let what = format!("Codex {release} was installed and does not answer `--version`.");
            return Err(Failure::Built { what });
        }
    }
    Ok(())
}

fn require_node() -> Result<(), Failure> {
    if node_version().is_none() {
        machine::install_node(OLDEST_NODE)?;
    }
    let found = node_version();
    let new_enough = found
        .as_deref()
        .and_then(machine::major)
        .is_some_and(|major| major >= OLDEST_NODE);
    if new_enough && answer(program("npm").arg("--version")).is_some() {
        Ok(())
    } else {
        Err(Failure::Node { found })
    }
}

fn node_version() -> Option<String> {
    answer(program("node").arg("--version"))
}

fn codex_answers(folder: &Path, release: &str) -> bool {
    let codex = folder.join("node_modules/.bin/codex");
    answer(program(codex).arg("--version")).is_some_and(|text| text.ends_with(release))
}
