//! A config file some members of which are ours: plan, apply, undo, whatever the file's language.
//! Knows no tool. A member is reverted only while its value is still one that we gave it.

mod draft;
mod effect;
mod format;
mod json;
mod plan;
mod revert;
mod steps;
mod toml;
mod whole;

use std::marker::PhantomData;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub(crate) use self::toml::Toml;
pub(crate) use draft::Draft;
pub(crate) use format::Format;
pub(crate) use json::Json;
pub(crate) use plan::Step;
pub(crate) use revert::{Reverts, Whose, back, drifted, is_made, reverts, whose};
pub(crate) use steps::{Rule, SharedFile, Steps};
pub(crate) use whole::Whole;

use crate::error::{Refusal, SetupError};
use crate::files::{Files, Local};
use crate::json::{Change, KeyPath};
use crate::part::Part;
use crate::place::Snapshot;
use crate::plan::Finding;
use crate::record::{Record, Records};
use crate::text::{Form, without_mark};

/// One part of what we own in one file.
#[derive(Debug, Clone)]
pub(crate) struct OwnedFile<F> {
    pub(crate) files: Arc<dyn Files>,
    part: Part,
    config: PathBuf,
    pub(crate) records_dir: PathBuf,
    records: Records,
    format: PhantomData<F>,
}

/// The file as it is now, read and understood.
#[derive(Debug)]
pub(crate) struct Opened<F: Format> {
    pub(crate) snapshot: Snapshot,
    pub(crate) form: Form,
    pub(crate) layout: F::Layout,
}

/// A whole text after changes.
#[derive(Debug)]
pub(crate) struct Edited<F: Format> {
    /// Byte order mark included.
    pub(crate) text: String,
    /// As the check read it; none where there was nothing to change.
    pub(crate) layout: Option<F::Layout>,
}

impl<F: Format> OwnedFile<F> {
    /// The file `config`, with the records of this `part` in `records_dir`. Touches nothing yet.
    pub(crate) fn at(part: Part, config: &Path, records_dir: PathBuf) -> Self {
        Self::on(Arc::new(Local), part, config, records_dir)
    }

    /// As [`OwnedFile::at`], for a file among `files`. Our records are on this machine all the
    /// same.
    pub(crate) fn on(
        files: Arc<dyn Files>,
        part: Part,
        config: &Path,
        records_dir: PathBuf,
    ) -> Self {
        let config: PathBuf = config.components().collect();
        let records = Records::of(part, records_dir.clone(), files.machine(), &config);
        let format = PhantomData;
        Self {
            files,
            part,
            config,
            records_dir,
            records,
            format,
        }
    }

    /// The file, before its symlinks.
    pub(crate) fn path(&self) -> &Path {
        &self.config
    }

    pub(crate) fn open(&self) -> Result<Opened<F>, SetupError> {
        let snapshot = self.files.read(&self.config)?;
        let (form, text) = Form::split(snapshot.text());
        let layout = F::read(text).map_err(|(line, column, message)| {
            let path = snapshot.file.clone();
            SetupError::Unparsable {
                path,
                line,
                column,
                message,
            }
        })?;
        Ok(Opened {
            snapshot,
            form,
            layout,
        })
    }

    /// The record of this part, while it says something of the file.
    pub(crate) fn record_in_force(
        &self,
        snapshot: &Snapshot,
    ) -> Result<Option<Record>, SetupError> {
        let now = snapshot.digest();
        let record = self.records.load_for(now)?;
        Ok(record.filter(|record| record.is_in_force(now)))
    }

    /// The records of another part in the same file.
    fn records_of(&self, part: Part) -> Records {
        let machine = self.files.machine();
        Records::of(part, self.records_dir.clone(), machine, &self.config)
    }
}

impl<F: Format> Opened<F> {
    /// Without the byte order mark: what the layout counts in.
    pub(crate) fn text(&self) -> &str {
        without_mark(self.snapshot.text())
    }

    /// Whether `path` is one of the `choices`, which people make in the tool itself, and is there.
    pub(crate) fn is_chosen(&self, path: &[String], choices: &[&str]) -> bool {
        let is_choice = matches!(path, [key] if choices.contains(&key.as_str()));
        is_choice && F::value(&self.layout, path).is_some()
    }

    /// How the file's form is kept.
    pub(crate) fn form_findings(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        if self.snapshot.linked {
            let target = self.snapshot.file.clone();
            findings.push(Finding::SymlinkFollowed { target });
        }
        if self.form.bom {
            findings.push(Finding::ByteOrderMarkKept);
        }
        if self.form.eol == "\r\n" {
            findings.push(Finding::CrlfKept);
        }
        findings
    }

    /// The whole text with `changes` made, checked to have changed nothing else.
    pub(crate) fn edited(&self, changes: &[Change]) -> Result<Edited<F>, SetupError> {
        self.check_shapes(changes)?;
        if changes.is_empty() {
            let text = self.snapshot.text().to_owned();
            return Ok(Edited { text, layout: None });
        }
        let edited = F::edited(self.text(), &self.layout, changes, self.form);
        let (text, layout) = edited.ok_or_else(|| self.refused(Refusal::OutsideWouldChange))?;
        Ok(Edited {
            text: self.form.join(&text),
            layout: Some(layout),
        })
    }

    /// Refuses to write a plain value over a table, or into something that is no table.
    fn check_shapes(&self, changes: &[Change]) -> Result<(), SetupError> {
        for change in changes {
            let Change::Set { path, value } = change else {
                continue;
            };
            let shape = |key: &[String]| {
                let key = F::dotted(key);
                Err(self.refused(Refusal::Shape { key }))
            };
            if F::is_table(&self.layout, path) && !value.is_object() {
                return shape(path);
            }
            for above in above(path) {
                if F::value(&self.layout, above).is_some() && !F::is_table(&self.layout, above) {
                    return shape(above);
                }
            }
        }
        Ok(())
    }

    pub(crate) fn refused(&self, refusal: Refusal) -> SetupError {
        let path = self.snapshot.file.clone();
        SetupError::Refused { path, refusal }
    }
}

/// `whole` with `changes` made; none when anything else would change.
fn edited<F: Format>(whole: &str, changes: &[Change]) -> Option<String> {
    let (form, text) = Form::split(whole);
    let layout = F::read(text).ok()?;
    let (edited, _) = F::edited(text, &layout, changes, form)?;
    Some(form.join(&edited))
}

/// The paths of the tables around `path`, outermost first, without the root.
fn above(path: &[String]) -> impl Iterator<Item = &[String]> {
    (1..path.len()).filter_map(|depth| path.get(..depth))
}

/// A path as we spell it.
pub(crate) fn key_path(keys: &[&str]) -> KeyPath {
    keys.iter().map(|&key| key.to_owned()).collect()
}
