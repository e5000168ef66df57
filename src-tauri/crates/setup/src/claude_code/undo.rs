//! What undo takes out of Claude Code's settings, so that no credential ever meets an address that
//! it was not meant for. Writes nothing.

use super::{env, wanted};
use crate::json::{Change, Layout};
use crate::owned::{Json, Reverts, Whose, reverts as plain_reverts, whose};
use crate::record::Record;

/// Every member back that is still ours. The address and the helper go in the same write.
///
/// Where someone pointed the settings at a third address since, our helper goes, and the
/// credentials from before do not come back: they belong to the address from before.
pub(crate) fn reverts(record: &Record, layout: &Layout) -> Reverts {
    let mut reverts = plain_reverts::<Json>(record, layout, |_| true);
    let mut keys = record.keys.iter();
    let address = keys.find(|key| key.path == wanted::BASE_URL);
    let elsewhere = address.is_some_and(|key| {
        whose::<Json>(key, layout) == Whose::Theirs && layout.node(&key.path).is_some()
    });
    if !elsewhere {
        return reverts;
    }
    for change in &mut reverts.changes {
        let path = change.path().to_vec();
        if path == wanted::HELPER {
            *change = Change::Remove { path };
        }
    }
    let tokens = wanted::TOKEN_VARIABLES.map(env);
    let stays = |change: &Change| {
        tokens.iter().any(|path| path == change.path()) && matches!(change, Change::Set { .. })
    };
    let staying: Vec<_> = reverts
        .changes
        .iter()
        .filter(|change| stays(change))
        .collect();
    let staying: Vec<_> = staying
        .iter()
        .map(|change| change.path().to_vec())
        .collect();
    reverts.staying.extend(staying);
    reverts.changes.retain(|change| !stays(change));
    reverts
}
