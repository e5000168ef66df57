//! What a change does to the keys, read off the two texts. Knows not why it is made.

use std::collections::BTreeMap;

use super::{Codex, wanted};
use crate::digest::Digest;
use crate::error::SetupError;
use crate::journal::{Before, Effect, PatchedKey};
use crate::record::Record;
use crate::toml::{KeyPath, Layout, Leaf, canonical_literal};

/// Which values are ours and must not be kept in clear.
#[derive(Debug)]
pub(super) struct Ours {
    provider: String,
    tokens: Vec<Digest>,
}

impl Codex {
    /// What is known of our own tokens, from `record` (or the one of a set-up that is no longer in
    /// force) and from the history.
    pub(super) fn ours(&self, provider: &str, record: Option<&Record>) -> Result<Ours, SetupError> {
        let mut tokens = Vec::new();
        let earlier = self.records.load()?;
        for record in record.into_iter().chain(&earlier) {
            let keys = record.keys.iter().filter(|key| may_be_token(&key.path));
            tokens.extend(keys.flat_map(|key| key.written.iter().flatten().cloned()));
        }
        for logged in self.journal.read()? {
            let keys = logged.patch.effect.keys.into_iter();
            let keys = keys.filter(|key| may_be_token(&key.path));
            tokens.extend(keys.filter_map(|key| key.after));
        }
        for original in record.into_iter().chain(&earlier) {
            tokens.retain(|token| !is_previous(original, token));
        }
        let provider = provider.to_owned();
        Ok(Ours { provider, tokens })
    }
}

impl Effect {
    /// Whether the same keys get the same values in place of the same ones, however these are
    /// written.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        let same = |(one, other): (&PatchedKey, &PatchedKey)| {
            let paths = one.path == other.path && one.after == other.after;
            paths && one.before.digest() == other.before.digest()
        };
        self.provider == other.provider
            && self.keys.len() == other.keys.len()
            && self.keys.iter().zip(&other.keys).all(same)
    }
}

impl Before {
    /// Of the value; none when there was none.
    pub(super) fn digest(&self) -> Option<Digest> {
        match self {
            Self::Absent => None,
            Self::Literal(literal) => canonical_literal(literal).map(Digest::of),
            Self::Withheld(digest) => Some(digest.clone()),
        }
    }
}

impl Ours {
    /// How the keys of `after` differ from those of `before`.
    pub(super) fn effect(&self, before: (&str, &Layout), after: Option<&Layout>) -> Effect {
        // A text that cannot be read is no result of ours: those who made it have made sure of it.
        let Some(after) = after else {
            return Effect::default();
        };
        let (old, new) = (by_path(before.1), by_path(after));
        let gone = old.iter().filter(|(path, _)| !new.contains_key(*path));
        let mut keys: Vec<PatchedKey> = gone
            .map(|(_, leaf)| self.patched(before.0, Some(leaf), None))
            .collect();
        let changed = new.iter().filter(|(path, leaf)| {
            let was = old.get(*path).map(|was| &was.canonical);
            was != Some(&leaf.canonical)
        });
        keys.extend(
            changed.map(|(path, leaf)| self.patched(before.0, old.get(path).copied(), Some(*leaf))),
        );
        keys.sort_by(|one, other| one.path.cmp(&other.path));
        Effect {
            provider: self.provider.clone(),
            created_tables: created_tables(before.1, &keys),
            keys,
        }
    }

    fn patched(&self, text: &str, before: Option<&Leaf>, after: Option<&Leaf>) -> PatchedKey {
        let path = before.or(after).map(|leaf| leaf.path.clone());
        PatchedKey {
            path: path.unwrap_or_default(),
            before: before.map_or(Before::Absent, |leaf| self.before(text, leaf)),
            after: after.map(|leaf| Digest::of(&leaf.canonical)),
        }
    }

    fn before(&self, text: &str, leaf: &Leaf) -> Before {
        let digest = Digest::of(&leaf.canonical);
        if may_be_token(&leaf.path) && self.tokens.contains(&digest) {
            return Before::Withheld(digest);
        }
        let literal = text.get(leaf.value.clone()).unwrap_or_default();
        Before::Literal(literal.to_owned())
    }
}

fn may_be_token(path: &[String]) -> bool {
    path.last().is_some_and(|key| key == wanted::BEARER_TOKEN)
}

/// Whether `token` is what the person had there before the set-up, so that it is theirs.
fn is_previous(record: &Record, token: &Digest) -> bool {
    let previous = record.keys.iter().filter(|key| may_be_token(&key.path));
    let mut previous = previous.filter_map(|key| key.previous.as_deref());
    previous.any(|literal| canonical_literal(literal).map(Digest::of).as_ref() == Some(token))
}

/// Every value by its path. An empty table is no value: it is what is left around them.
fn by_path(layout: &Layout) -> BTreeMap<&KeyPath, &Leaf> {
    let values = layout.leaves.iter().filter(|leaf| leaf.canonical != "{}");
    values.map(|leaf| (&leaf.path, leaf)).collect()
}

/// The tables that the new ones of `keys` bring into being.
fn created_tables(before: &Layout, keys: &[PatchedKey]) -> Vec<KeyPath> {
    let mut tables: Vec<KeyPath> = Vec::new();
    for key in keys.iter().filter(|key| key.after.is_some()) {
        for depth in 1..key.path.len() {
            let table = key.path.get(..depth).unwrap_or_default().to_vec();
            if !tables.contains(&table) && !before.has_table(&table) {
                tables.push(table);
            }
        }
    }
    tables
}
