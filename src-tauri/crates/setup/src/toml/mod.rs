//! TOML as text with known places: where each key and value stands, and edits as byte splices.
//! Knows nothing of Codex and touches no file.

mod edit;
mod inline;
mod layout;
mod verify;

pub(crate) use edit::{Change, edit};
pub(crate) use layout::{Layout, canonical_literal};
pub(crate) use verify::only_these_changed;

/// The keys from the root to a value.
pub(crate) type KeyPath = Vec<String>;

/// `path` as TOML writes it, each key quoted where it must be.
pub(crate) fn dotted(path: &[String]) -> String {
    let keys: Vec<String> = path
        .iter()
        .map(|key| toml_edit::Key::new(key).to_string())
        .collect();
    keys.join(".")
}
