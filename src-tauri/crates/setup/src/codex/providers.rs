//! Which providers a config of Codex defines, before and after a change. Writes nothing.

use std::collections::BTreeSet;

use secrecy::ExposeSecret;

use crate::plan::{Outcome, Plan, Tool};
use crate::text::Form;
use crate::toml::Layout;

/// Providers that Codex always knows.
pub(crate) const BUILT_IN: [&str; 4] = ["openai", "ollama", "lmstudio", "amazon-bedrock"];

impl Plan {
    /// The ids of the providers that Codex's config defines before and after; none for another
    /// tool's file, and for one that is no config.
    #[must_use]
    pub fn providers(&self) -> Option<(BTreeSet<String>, BTreeSet<String>)> {
        if self.tool != Tool::Codex || self.file().extension().is_none_or(|end| end != "toml") {
            return None;
        }
        let before = self.before.text();
        let after = match &self.outcome {
            Outcome::Unchanged => before,
            Outcome::Written { text, .. } => text.expose_secret(),
            Outcome::Removed { .. } => "",
        };
        Some((defined(before)?, defined(after)?))
    }
}

fn defined(text: &str) -> Option<BTreeSet<String>> {
    let layout = Layout::read(Form::split(text).1).ok()?;
    Some(ids(&layout).into_iter().map(str::to_owned).collect())
}

/// The ids of the providers that `layout` defines.
pub(crate) fn ids(layout: &Layout) -> BTreeSet<&str> {
    let leaves = layout.leaves.iter();
    leaves
        .filter_map(|leaf| match leaf.path.as_slice() {
            [table, id, ..] if table == "model_providers" => Some(id.as_str()),
            _ => None,
        })
        .collect()
}
