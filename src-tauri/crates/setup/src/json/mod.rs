//! JSON as text with known places: where each member stands, and edits as byte splices.
//! Knows nothing of Claude and touches no file.

mod edit;
mod layout;
mod style;
mod value;
mod verify;

pub(crate) use edit::{Change, edit};
pub(crate) use layout::{Layout, Node};
pub(crate) use value::{Value, canonical_literal};
pub(crate) use verify::only_these_changed;

/// The keys from the root to a member.
pub(crate) type KeyPath = Vec<String>;

/// `path` as people write it.
pub(crate) fn dotted(path: &[String]) -> String {
    path.join(".")
}
