//! What may stand at the root. Knows paths only.

use std::collections::BTreeSet;

const ROOT: [&str; 9] = [
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "README.md",
    "icons",
    "installer",
    "src-tauri",
    "tests",
    "ui",
];

/// Entries of the root that are too many, or missing.
pub(super) fn breaches(paths: &[String]) -> Vec<String> {
    let found: BTreeSet<&str> = paths
        .iter()
        .filter_map(|path| path.split('/').next())
        .filter(|entry| !entry.starts_with('.'))
        .collect();
    let agreed: BTreeSet<&str> = ROOT.into_iter().collect();
    let foreign = found
        .difference(&agreed)
        .map(|entry| format!("{entry} does not belong at the root"));
    let absent = agreed
        .difference(&found)
        .map(|entry| format!("{entry} is missing at the root"));
    foreign.chain(absent).collect()
}

#[test]
fn a_foreign_and_a_missing_entry_are_named() {
    let paths: Vec<String> = ROOT
        .into_iter()
        .filter(|entry| *entry != "ui")
        .chain([".ci/run", "docs/plan.md"])
        .map(str::to_owned)
        .collect();
    assert_eq!(
        breaches(&paths),
        [
            "docs does not belong at the root",
            "ui is missing at the root"
        ]
    );
}
