//! What a person should know before Claude Code is set up. Says it as data and changes nothing.

use std::path::PathBuf;

use super::{env, wanted};
use crate::files::Files;
use crate::json::{Change, Layout};
use crate::owned::{Json, Opened, OwnedFile, Whose, whose};
use crate::plan::Finding;
use crate::record::Record;
use crate::text::Form;

/// What of someone else's is replaced.
pub(super) fn of_set_up(
    opened: &Opened<Json>,
    record: Option<&Record>,
    sets: &[Change],
) -> Vec<Finding> {
    let layout = &opened.layout;
    let mut findings = Vec::new();
    for change in sets {
        let path = change.path();
        let known = record.and_then(|record| record.keys.iter().find(|key| key.path == path));
        let ours = known.is_some_and(|key| whose::<Json>(key, layout) == Whose::Ours);
        let text = layout.node(path).and_then(|node| node.string.as_deref());
        let wanted = matches!(change, Change::Set { value, .. } if value.canonical() == layout.node(path).map(|node| node.canonical.clone()));
        if ours || wanted || text.is_none_or(str::is_empty) {
            continue;
        }
        if path == wanted::HELPER {
            findings.push(Finding::ForeignApiKeyHelper);
        } else if path == wanted::BASE_URL {
            findings.push(Finding::ForeignBaseUrl);
        } else if wanted::TOKEN_VARIABLES.iter().any(|name| path == env(name)) {
            let key = path.join(".");
            findings.push(Finding::ForeignTokenReplaced { key });
        }
    }
    findings
}

/// Which other settings files beat ours: those of an organization, and a `settings.local.json`
/// beside ours. A file that cannot be read is told of without keys.
pub(super) fn of_others(settings: &OwnedFile<Json>, managed: &[PathBuf]) -> Vec<Finding> {
    let local = settings.path().with_file_name("settings.local.json");
    let paths = managed.iter().cloned().chain([local]);
    paths
        .filter_map(|path| overriding(settings.files.as_ref(), path))
        .collect()
}

fn overriding(files: &dyn Files, path: PathBuf) -> Option<Finding> {
    let keys = match files.read(&path) {
        Ok(there) if there.content.is_none() => return None,
        Ok(there) => match Layout::read(Form::split(there.text()).1) {
            Ok(layout) => our_keys_in(&layout),
            Err(_) => Vec::new(),
        },
        Err(_) => Vec::new(),
    };
    Some(Finding::OverriddenBySettings { path, keys })
}

fn our_keys_in(layout: &Layout) -> Vec<String> {
    let ours = |path: &[String]| {
        path == wanted::HELPER
            || path == ["model"]
            || matches!(path, [table, name] if table == "env" && (name.starts_with("ANTHROPIC_") || name.starts_with("CLAUDE_CODE_API_KEY_HELPER")))
    };
    let nodes = layout.nodes.iter().filter(|node| ours(&node.path));
    nodes.map(|node| node.path.join(".")).collect()
}
