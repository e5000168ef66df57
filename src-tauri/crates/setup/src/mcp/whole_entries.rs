//! An entry for a server is whole, or it is not there: without a program or an address, or with
//! both, the tool would refuse its config. Knows no server.

use std::collections::BTreeSet;

use crate::json::{Change, KeyPath};
use crate::owned::{Format, Reverts};

/// What a server is reached by: exactly one of them is in an entry.
const TRANSPORTS: [&str; 2] = ["command", "url"];

/// Leaves each entry of `table` as it is that `reverts` would leave half of.
pub(crate) fn keep_entries_whole<F: Format>(
    table: &str,
    layout: &F::Layout,
    reverts: &mut Reverts,
) {
    let entry = |change: &Change| match change.path() {
        [first, id, ..] if first == table => Some(vec![first.clone(), id.clone()]),
        _ => None,
    };
    let touched: BTreeSet<KeyPath> = reverts.changes.iter().filter_map(entry).collect();
    for entry in touched {
        if is_whole(&left::<F>(&entry, layout, reverts)) {
            continue;
        }
        let (stays, goes) = reverts
            .changes
            .drain(..)
            .partition(|change| change.path().starts_with(&entry));
        reverts.changes = goes;
        let stays: Vec<Change> = stays;
        let paths = stays.iter().map(|change| change.path().to_vec());
        reverts.staying.extend(paths);
    }
}

/// The members that are left in `entry`.
fn left<F: Format>(entry: &[String], layout: &F::Layout, reverts: &Reverts) -> BTreeSet<KeyPath> {
    let mut left: BTreeSet<KeyPath> = F::members(layout, entry).into_iter().collect();
    for change in &reverts.changes {
        match change {
            Change::Remove { path } => left.retain(|member| !member.starts_with(path)),
            Change::Set { path, .. } if path.starts_with(entry) => {
                left.extend(path.get(..=entry.len()).map(<[String]>::to_vec));
            }
            Change::Set { .. } => {}
        }
    }
    left
}

fn is_whole(members: &BTreeSet<KeyPath>) -> bool {
    let reached = |member: &&KeyPath| {
        let name = member.last().map(String::as_str);
        name.is_some_and(|name| TRANSPORTS.contains(&name))
    };
    members.is_empty() || members.iter().filter(reached).count() == 1
}
