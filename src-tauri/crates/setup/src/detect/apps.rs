//! The desktop apps of OpenAI and Anthropic. Looks at files and starts nothing.
//!
//! Sources of the places. macOS, and Windows packages: openai/codex#30971, #28392 and
//! anthropics/claude-code#36079. ChatGPT for Linux: OpenAI's Debian package installs
//! `/usr/lib/chatgpt` with `resources/codex` and `resources/linux-package-metadata.json`; the name
//! of its menu entry is from openai/codex#21456. Claude for Linux: `/usr/lib/claude-desktop` of
//! Anthropic's Debian package and of the builds before it.

use std::path::{Path, PathBuf};

use super::versions::{of_manifest, of_property_list, plain, text_of};
use super::{Install, Product};
use crate::machine::{Machine, exists, inside};

/// macOS: the bundle, the product, and what the bundle must hold. An older ChatGPT has no Codex.
const BUNDLES: [(&str, Product, &str); 3] = [
    (
        "ChatGPT.app",
        Product::CodexDesktop,
        "Contents/Resources/codex",
    ),
    (
        "Codex.app",
        Product::CodexDesktop,
        "Contents/Resources/codex",
    ),
    ("Claude.app", Product::ClaudeDesktop, "Contents/Info.plist"),
];

/// Linux: the folder, the product, and what the folder must hold.
const FOLDERS: [(&str, Product, &str); 5] = [
    ("/usr/lib/chatgpt", Product::CodexDesktop, "resources/codex"),
    ("/opt/chatgpt", Product::CodexDesktop, "resources/codex"),
    (
        "/usr/share/chatgpt",
        Product::CodexDesktop,
        "resources/codex",
    ),
    (
        "/usr/lib/claude-desktop",
        Product::ClaudeDesktop,
        "resources/app.asar",
    ),
    (
        "/usr/lib/claude-desktop",
        Product::ClaudeDesktop,
        "app.asar",
    ),
];

/// Windows: what the store keeps for each person who has the app. The version is not in it.
const PACKAGES: [(&str, Product); 2] = [
    ("OpenAI.Codex_2p2nqsd0c76g0", Product::CodexDesktop),
    ("Claude_pzs8sxrjxfjjc", Product::ClaudeDesktop),
];

/// Linux: names of menu entries. `ChatGPT` is also the name of apps by others.
const ENTRIES: [(&str, Product); 2] = [
    ("Codex", Product::CodexDesktop),
    ("Claude", Product::ClaudeDesktop),
];

/// The apps of `machine`.
pub(super) fn of(machine: &Machine) -> Vec<Install> {
    let mut found = bundles(machine);
    found.extend(linux_folders(machine));
    found.extend(windows_apps(machine));
    let by_entry = menu_entries(machine).into_iter();
    let unknown = |install: &Install| !found.iter().any(|one| one.product == install.product);
    let by_entry: Vec<Install> = by_entry.filter(unknown).collect();
    found.extend(by_entry);
    found
}

fn install(product: Product, path: PathBuf, version: Option<String>) -> Install {
    Install {
        product,
        path,
        version,
        on_path: false,
    }
}

fn bundles(machine: &Machine) -> Vec<Install> {
    let mut found = Vec::new();
    let folders = [
        machine.system("/Applications"),
        machine.home.join("Applications"),
    ];
    for folder in folders {
        for (name, product, held) in BUNDLES {
            let bundle = folder.join(name);
            if exists(&bundle.join(held)) {
                let version = of_property_list(&bundle.join("Contents/Info.plist"));
                found.push(install(product, bundle, version));
            }
        }
    }
    found
}

fn linux_folders(machine: &Machine) -> Vec<Install> {
    let mut found: Vec<Install> = Vec::new();
    for (folder, product, held) in FOLDERS {
        let folder = machine.system(folder);
        let told = found.iter().any(|install| install.path == folder);
        if !told && exists(&folder.join(held)) {
            let version = of_manifest(&folder.join("resources/linux-package-metadata.json"));
            found.push(install(product, folder, version));
        }
    }
    found
}

fn windows_apps(machine: &Machine) -> Vec<Install> {
    let local = machine.home.join("AppData/Local");
    let packages = PACKAGES.map(|(name, product)| (local.join("Packages").join(name), product));
    let present = packages.into_iter().filter(|(folder, _)| exists(folder));
    let mut found: Vec<Install> = present
        .map(|(folder, product)| install(product, folder, None))
        .collect();
    // Each update is a folder of its own; the last one runs.
    let installers = inside(&local.join("AnthropicClaude")).into_iter();
    let last = installers.filter_map(|folder| Some((numbers_of(&folder)?, folder)));
    let last = last.max().map(|((_, version), folder)| (folder, version));
    found.extend(
        last.map(|(folder, version)| install(Product::ClaudeDesktop, folder, Some(version))),
    );
    found
}

/// `app-1.10.0`: its numbers, to compare, and its version.
fn numbers_of(folder: &Path) -> Option<(Vec<u64>, String)> {
    let version = plain(folder.file_name()?.to_str()?.strip_prefix("app-")?)?;
    let numbers = version.split('.').map(|part| part.parse().unwrap_or(0));
    Some((numbers.collect(), version))
}

fn menu_entries(machine: &Machine) -> Vec<Install> {
    let folders = [
        machine.home.join(".local/share/applications"),
        machine.system("/usr/local/share/applications"),
        machine.system("/usr/share/applications"),
    ];
    let files = folders.iter().flat_map(|folder| inside(folder));
    let entries = files.filter(|path| path.extension().is_some_and(|end| end == "desktop"));
    entries.filter_map(|path| of_entry(&path)).collect()
}

/// The app of a menu entry. An AppImage's entry tells its version; the key `Version` is that of the
/// format (Desktop Entry Specification).
fn of_entry(path: &Path) -> Option<Install> {
    let text = text_of(path)?;
    let value = |key: &str| {
        let mut lines = text.lines();
        lines.find_map(|line| line.strip_prefix(key)?.strip_prefix('='))
    };
    let (_, product) = ENTRIES
        .into_iter()
        .find(|(name, _)| value("Name").is_some_and(|named| named.trim() == *name))?;
    let program = value("Exec").and_then(|line| line.split_whitespace().next());
    let program = program.map(|word| PathBuf::from(word.trim_matches('"')));
    let program = program.filter(|program| program.is_absolute());
    let version = value("X-AppImage-Version").and_then(plain);
    Some(install(
        product,
        program.unwrap_or_else(|| path.to_owned()),
        version,
    ))
}
