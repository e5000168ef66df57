//! Where installers and version managers put programs. Knows places and looks into none but those
//! that hold one folder per version.

use std::path::PathBuf;

use crate::machine::{Machine, inside};

/// Below the person's home. From the installers' own words and from what their users report.
const IN_HOME: [&str; 21] = [
    ".local/bin",
    ".npm-global/bin",
    ".volta/bin",
    ".bun/bin",
    ".yarn/bin",
    ".local/share/pnpm",
    "Library/pnpm",
    ".asdf/shims",
    ".local/share/mise/shims",
    ".claude/local",
    ".linuxbrew/bin",
    "scoop/shims",
    "AppData/Roaming/npm",
    "AppData/Local/pnpm",
    "AppData/Local/Volta/bin",
    "AppData/Local/mise/shims",
    "AppData/Local/Programs/OpenAI/Codex/bin",
    "AppData/Local/Programs/claude",
    "AppData/Local/Microsoft/WinGet/Links",
    ".nix-profile/bin",
    "bin",
];

/// Below the person's home: folders with one folder per version, and where programs are in those.
const BY_VERSION: [(&str, &str); 6] = [
    (".nvm/versions/node", "bin"),
    (".local/share/fnm/node-versions", "installation/bin"),
    (".fnm/node-versions", "installation/bin"),
    (
        "Library/Application Support/fnm/node-versions",
        "installation/bin",
    ),
    ("AppData/Roaming/fnm/node-versions", "installation"),
    ("AppData/Roaming/nvm", ""),
];

/// Of the whole machine. The last ones hold the `codex` that a desktop app brings along.
const OF_SYSTEM: [&str; 10] = [
    "/opt/homebrew/bin",
    "/home/linuxbrew/.linuxbrew/bin",
    "/usr/local/bin",
    "/usr/bin",
    "/snap/bin",
    "/Program Files/nodejs",
    "/Applications/ChatGPT.app/Contents/Resources",
    "/Applications/Codex.app/Contents/Resources",
    "/usr/lib/chatgpt/resources",
    "/opt/chatgpt/resources",
];

/// Every such folder of `machine`, whether it exists or not.
pub(super) fn known(machine: &Machine) -> Vec<PathBuf> {
    let home = &machine.home;
    let mut folders: Vec<PathBuf> = IN_HOME.iter().map(|folder| home.join(folder)).collect();
    for (versions, below) in BY_VERSION {
        let versions = inside(&home.join(versions)).into_iter();
        folders.extend(versions.map(|version| version.join(below)));
    }
    folders.extend(OF_SYSTEM.map(|folder| machine.system(folder)));
    folders
}
