//! What is remembered of releases, in a file of ours. Trusts nothing that it reads back: a kept
//! description is judged again.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Seen;
use crate::store;

/// What is remembered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Record {
    /// When the address was last asked, whatever it answered.
    pub(crate) asked: Option<Timestamp>,
    /// When an answer was last believed.
    pub(crate) believed: Option<Timestamp>,
    /// The last description that was believed.
    pub(crate) seen: Option<Seen>,
    /// That description itself, so that a start shows it before anybody is asked.
    pub(crate) manifest: String,
    /// Its signature.
    pub(crate) signature: String,
}

/// Where it is remembered. Several programs of ours may use it at once.
#[derive(Debug, Clone)]
pub(crate) struct Records {
    path: PathBuf,
}

impl Records {
    pub(crate) fn in_folder(data: &Path) -> Self {
        Self {
            path: data.join("releases.json"),
        }
    }

    /// What is remembered now.
    pub(crate) fn read(&self) -> Record {
        store::read_json(&self.path).unwrap_or_default()
    }

    /// Changes what is remembered, and answers when it is on the disk. What `change` is given is
    /// the newest there is: no other program writes in between. Where it fails, nothing changes.
    pub(crate) fn change<T, E>(
        &self,
        change: impl FnOnce(&mut Record) -> Result<T, E>,
    ) -> io::Result<Result<T, E>> {
        let folder = self.path.parent().unwrap_or(Path::new("."));
        store::private_folder(folder)?;
        let lock = File::create(self.path.with_extension("lock"))?;
        lock.lock()?;
        let before = self.read();
        let mut record = before.clone();
        let changed = change(&mut record);
        if changed.is_ok() && record != before {
            store::write_json(&self.path, &record)?;
        }
        Ok(changed)
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;

    #[test]
    fn what_is_remembered_outlives_the_program_and_a_failed_change_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let records = Records::in_folder(&folder.path().join("data"));
        assert_eq!(records.read(), Record::default());
        let asked = Some(Timestamp::UNIX_EPOCH);
        let noted: Result<(), Infallible> = records
            .change(|record| {
                record.asked = asked;
                Ok(())
            })
            .unwrap();
        assert_eq!(noted, Ok(()));
        let refused: Result<(), &str> = records
            .change(|record| {
                record.asked = None;
                Err("refused")
            })
            .unwrap();
        assert_eq!(refused, Err("refused"));
        let after_restart = Records::in_folder(&folder.path().join("data"));
        assert_eq!(after_restart.read().asked, asked);
    }

    #[test]
    fn changes_made_at_once_are_all_kept() {
        let folder = tempfile::tempdir().unwrap();
        let records = Records::in_folder(folder.path());
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    let longer: Result<(), Infallible> = records
                        .change(|record| {
                            record.manifest.push('x');
                            Ok(())
                        })
                        .unwrap();
                    assert_eq!(longer, Ok(()));
                });
            }
        });
        assert_eq!(records.read().manifest, "xxxxxxxx");
    }
}
