//! Node.js, the window's modules, and the real tools that the tests drive. Puts nothing outside the
//! repository and its build folder.

use std::{fs, path::Path};

use crate::{
    failure::Failure,
    machine, place,
    program::{answer, go, make_folder, npm, program, read},
};

/// The tools that the journeys run: of Codex the release that the gateway's set-up facts name and a
/// new one, and of Claude Code a new one.
const TOOLS: [Tool; 3] = [
    Tool {
        program: "codex",
        package: "@openai/codex",
        release: "0.141.0",
    },
    Tool {
        program: "codex",
        package: "@openai/codex",
        release: "0.169.0",
    },
    Tool {
        program: "claude",
        package: "@anthropic-ai/claude-code",
        release: "2.1.329",
    },
];
const OLDEST_NODE: u32 = 20;

/// One release of a program from npm.
struct Tool {
    program: &'static str,
    package: &'static str,
    release: &'static str,
}

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

/// Makes sure of the real tools in the build folder.
pub(crate) fn prepare_tools() -> Result<(), Failure> {
    for tool in TOOLS {
        let name = format!("{}-{}", tool.program, tool.release);
        let folder = place::target()?.join("tools").join(&name);
        if tool.answers(&folder) {
            continue;
        }
        make_folder(&folder)?;
        go(program("npm")
            .args(["install", "--no-audit", "--no-fund", "--prefix"])
            .arg(&folder)
            .arg(format!("{}@{}", tool.package, tool.release)))?;
        if !tool.answers(&folder) {
            let what = format!("{name} was installed and does not answer `--version`.");
            return Err(Failure::Built { what });
        }
    }
    Ok(())
}

impl Tool {
    /// Whether it is in `folder` and says that it is this release.
    fn answers(&self, folder: &Path) -> bool {
        let installed = folder.join("node_modules/.bin").join(self.program);
        answer(program(installed).arg("--version"))
            .is_some_and(|text| text.split_whitespace().any(|word| word == self.release))
    }
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
