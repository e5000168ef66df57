//! What a change does to the values of a file, read off the two texts. Knows not why it is made.

use std::collections::{BTreeMap, HashSet};

use super::format::Leaf;
use super::{Format, above};
use crate::digest::Digest;
use crate::journal::{Before, Effect, Patch, PatchedKey};
use crate::json::{KeyPath, Value};
use crate::record::{OwnedKey, Record};

/// Secrets that we wrote, which are never kept in clear.
#[derive(Debug, Default)]
pub(super) struct OurSecrets(HashSet<(KeyPath, Digest)>);

impl OurSecrets {
    /// Every value that we gave a key of this file, as far as `patches` and `records` tell, but
    /// for those that the person had there before us.
    pub(super) fn of<F: Format>(patches: &[&Patch], records: &[Record]) -> Self {
        let mut ours = HashSet::new();
        let keys = || patches.iter().flat_map(|patch| &patch.effect.keys);
        let owned = || records.iter().flat_map(|record| &record.keys);
        for key in keys() {
            ours.extend(key.after.clone().map(|after| (key.path.clone(), after)));
        }
        for OwnedKey { path, written, .. } in owned() {
            let written = written.iter().flatten();
            ours.extend(written.map(|digest| (path.clone(), digest.clone())));
        }
        let before = keys().filter(|key| matches!(key.before, Before::Literal(_)));
        let before = before.filter_map(|key| Some((key.path.clone(), key.before.digest::<F>()?)));
        let previous = owned().filter_map(|key| Some((key.path.clone(), previous::<F>(key)?)));
        for theirs in before.chain(previous) {
            ours.remove(&theirs);
        }
        Self(ours)
    }

    /// Whether one of them is in `layout`.
    pub(super) fn are_in<F: Format>(&self, layout: &F::Layout) -> bool {
        self.0.iter().any(|(path, digest)| {
            F::may_hold_our_secret(path)
                && F::value(layout, path).map(Digest::of).as_ref() == Some(digest)
        })
    }

    /// How the values of `after` differ from those of `before`.
    pub(super) fn effect<F: Format>(
        &self,
        before: (&str, &F::Layout),
        after: (&str, &F::Layout),
    ) -> Effect {
        let old = by_path(F::leaves(before.0, before.1));
        let new = by_path(F::leaves(after.0, after.1));
        let gone = old.keys().filter(|path| !new.contains_key(*path));
        let changed = new.iter().filter(|(path, leaf)| {
            let was = old.get(*path);
            was.is_none_or(|was| was.canonical != leaf.canonical)
        });
        let paths = gone.chain(changed.map(|(path, _)| path));
        let mut keys: Vec<PatchedKey> = paths
            .map(|path| PatchedKey {
                path: path.to_vec(),
                before: self.before::<F>(path, old.get(path)),
                after: new.get(path).map(|leaf| Digest::of(leaf.canonical)),
            })
            .collect();
        keys.sort_by(|one, other| one.path.cmp(&other.path));
        Effect {
            provider: String::new(),
            created_tables: created_tables::<F>(before.1, &keys),
            keys,
        }
    }

    fn before<F: Format>(&self, path: &[String], was: Option<&Leaf<'_>>) -> Before {
        let Some(was) = was else {
            return Before::Absent;
        };
        let digest = Digest::of(was.canonical);
        if F::may_hold_our_secret(path) && self.0.contains(&(path.to_vec(), digest.clone())) {
            return Before::Withheld(digest);
        }
        Before::Literal(was.written.to_owned())
    }
}

impl Before {
    /// Of the value; none when there was none.
    pub(super) fn digest<F: Format>(&self) -> Option<Digest> {
        match self {
            Self::Absent => None,
            Self::Literal(literal) => F::notation(&Value::Raw(literal.clone())).map(Digest::of),
            Self::Withheld(digest) => Some(digest.clone()),
        }
    }
}

fn by_path(leaves: Vec<Leaf<'_>>) -> BTreeMap<&[String], Leaf<'_>> {
    let leaves = leaves.into_iter();
    leaves.map(|leaf| (leaf.path, leaf)).collect()
}

fn previous<F: Format>(key: &OwnedKey) -> Option<Digest> {
    let literal = key.previous.clone()?;
    F::notation(&Value::Raw(literal)).map(Digest::of)
}

/// The tables that the new ones of `keys` bring into being.
fn created_tables<F: Format>(before: &F::Layout, keys: &[PatchedKey]) -> Vec<KeyPath> {
    let mut tables: Vec<KeyPath> = Vec::new();
    for key in keys.iter().filter(|key| key.after.is_some()) {
        for table in above(&key.path) {
            if !tables.iter().any(|known| known == table) && !F::is_table(before, table) {
                tables.push(table.to_vec());
            }
        }
    }
    tables
}
