//! Plans taking a set-up back: the very bytes where nobody else wrote since, else key by key,
//! each only while its value is still ours. Writes nothing.

use super::{Codex, wanted};
use crate::error::SetupError;
use crate::json::{Change, KeyPath, Value};
use crate::mcp;
use crate::owned::{Reverts, Step, Toml, Whose, back, key_path, whose};
use crate::plan::{Finding, Plan, PlanKind};
use crate::record::Record;
use crate::toml::Layout;

impl Codex {
    /// Computes what taking our change back would restore.
    pub fn plan_undo(&self) -> Result<Plan, SetupError> {
        self.plan_taking_back(PlanKind::Undo)
    }

    /// Computes what taking all of ours out of the file would leave, our provider table included.
    /// Chats that were led through it can then no longer be continued; turning off keeps them.
    pub fn plan_removal(&self) -> Result<Plan, SetupError> {
        let mut plan = self.plan_taking_back(PlanKind::Removal)?;
        let id = plan.effect.provider.clone();
        plan.findings.insert(0, Finding::ThreadsNeedProvider { id });
        Ok(plan)
    }

    fn plan_taking_back(&self, kind: PlanKind) -> Result<Plan, SetupError> {
        let opened = self.config.open()?;
        let Some(record) = self.config.record_in_force(&opened.snapshot)? else {
            let path = opened.snapshot.file;
            return Err(SetupError::NothingToUndo { path });
        };
        let keys = record.keys.iter().map(|key| key.path.clone());
        let reverts = Reverts {
            forgotten: keys.collect(),
            ..reverts(&record, &opened.layout)
        };
        let findings = opened.form_findings();
        let step = Step {
            kind,
            provider: record.provider,
            sets: Vec::new(),
            reverts,
            findings,
            tightened: None,
        };
        self.config.plan(opened, step)
    }
}

/// What takes `record`'s keys back in `layout`, whichever parts of ours they belong to.
pub(crate) fn reverts_in_config(record: &Record, layout: &Layout) -> Reverts {
    let mut reverts = reverts(record, layout);
    mcp::keep_entries_whole::<Toml>(mcp::CODEX_TABLE, layout, &mut reverts);
    reverts
}

/// What takes the keys of our provider in `record` back in `layout`.
pub(super) fn reverts(record: &Record, layout: &Layout) -> Reverts {
    let mut reverts = Reverts::default();
    let provider = wanted::provider_table(&record.provider);
    let created = record.created_tables.contains(&provider);
    let credentials_stay = !created && foreign_credentials(record, layout, &provider);
    if created {
        revert_provider(record, layout, &provider, &mut reverts);
    }
    for key in &record.keys {
        let in_provider = key.path.starts_with(&provider);
        if in_provider && created {
            continue;
        }
        let grouped = credentials_stay && is_credential(&key.path, &provider);
        match whose::<Toml>(key, layout) {
            Whose::Original => {}
            Whose::Ours if !grouped => reverts.changes.push(back(key)),
            Whose::Ours | Whose::Theirs => {
                reverts.staying.insert(key.path.clone());
            }
        }
    }
    remove_emptied_tables(record, layout, &mut reverts);
    choose_ours_only_with_its_table(record, layout, &mut reverts);
    reverts
}

/// Codex does not start with a chosen provider that is not defined: going back never chooses ours
/// without its table, nor a model that was meant for it. (What the person had chosen is theirs, and
/// comes back as it was.)
fn choose_ours_only_with_its_table(record: &Record, layout: &Layout, reverts: &mut Reverts) {
    let table = wanted::provider_table(&record.provider);
    let goes = |change: &Change| matches!(change, Change::Remove { path } if *path == table);
    let comes =
        |change: &Change| matches!(change, Change::Set { path, .. } if path.starts_with(&table));
    let is_there = layout.leaves_under(&table).next().is_some();
    let stays = is_there && !reverts.changes.iter().any(goes);
    let choice = key_path(&["model_provider"]);
    let chooses_ours = |change: &Change| match change {
        Change::Set { path, value } => {
            *path == choice && text_of(value).as_ref() == Some(&record.provider)
        }
        Change::Remove { .. } => false,
    };
    let defined = stays || reverts.changes.iter().any(comes);
    if !defined && reverts.changes.iter().any(chooses_ours) {
        let changes = reverts.changes.drain(..);
        let paths = changes.map(|change| change.path().to_vec());
        reverts.staying.extend(paths);
    }
}

fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.clone()),
        Value::Raw(literal) => {
            let value: toml_edit::Value = literal.trim().parse().ok()?;
            value.as_str().map(str::to_owned)
        }
        Value::Flag(_) | Value::Texts(_) | Value::Object(_) => None,
    }
}

/// A provider table of our making goes as a whole or stays as a whole: half of one, without a
/// name or with two kinds of credentials, would stop Codex from starting.
fn revert_provider(record: &Record, layout: &Layout, provider: &[String], into: &mut Reverts) {
    let theirs: Vec<KeyPath> = layout
        .leaves_under(provider)
        .filter(|leaf| !is_ours(record, layout, &leaf.path))
        .map(|leaf| leaf.path.clone())
        .collect();
    if theirs.is_empty() {
        let path = provider.to_vec();
        into.changes.push(Change::Remove { path });
    } else {
        into.staying.extend(theirs);
    }
}

/// Removes each table of our making that nothing but our own keys is left in.
fn remove_emptied_tables(record: &Record, layout: &Layout, reverts: &mut Reverts) {
    let mut tables = record.created_tables.clone();
    tables.sort_by_key(Vec::len);
    for table in tables {
        let goes = |path: &[String]| {
            let mut changes = reverts.changes.iter();
            changes.any(|c| matches!(c, Change::Remove { .. }) && path.starts_with(c.path()))
        };
        let all_go = layout.leaves_under(&table).all(|leaf| goes(&leaf.path));
        let foreign_header = layout.sections.iter().any(|section| {
            let below = section.path.len() > table.len() && section.path.starts_with(&table);
            below && !record.created_tables.contains(&section.path)
        });
        if all_go && !foreign_header && layout.has_table(&table) && !goes(&table) {
            reverts
                .changes
                .retain(|change| !change.path().starts_with(&table));
            reverts.changes.push(Change::Remove { path: table });
        }
    }
}

/// Whether someone has changed how Codex authenticates at our provider: then all of it stays.
fn foreign_credentials(record: &Record, layout: &Layout, provider: &[String]) -> bool {
    record
        .keys
        .iter()
        .filter(|key| is_credential(&key.path, provider))
        .any(|key| whose::<Toml>(key, layout) == Whose::Theirs && layout.leaf(&key.path).is_some())
}

fn is_credential(path: &[String], provider: &[String]) -> bool {
    let below = path.strip_prefix(provider);
    let first = below.and_then(<[String]>::first);
    first.is_some_and(|key| wanted::CREDENTIAL_KEYS.contains(&key.as_str()))
}

fn is_ours(record: &Record, layout: &Layout, path: &[String]) -> bool {
    let mut keys = record.keys.iter();
    keys.any(|key| key.path == path && whose::<Toml>(key, layout) == Whose::Ours)
}
