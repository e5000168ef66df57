//! Checks an edit independently of how it was made. Repairs nothing.

use super::KeyPath;
use super::edit::Change;
use super::layout::{Layout, canonical_literal};

/// Whether `after` is `before` with exactly `changes` made: each wanted value stands, each removed
/// key is gone, every other value is equal, and every other line is the same and in its place.
pub(crate) fn only_these_changed(
    (before, before_layout): (&str, &Layout),
    (after, after_layout): (&str, &Layout),
    changes: &[Change],
) -> bool {
    changes.iter().all(|change| is_made(after_layout, change))
        && other_values(before_layout, changes) == other_values(after_layout, changes)
        && other_lines(before, before_layout, changes) == other_lines(after, after_layout, changes)
}

fn is_made(layout: &Layout, change: &Change) -> bool {
    match change {
        Change::Set { path, literal } => layout
            .leaf(path)
            .is_some_and(|leaf| Some(&leaf.canonical) == canonical_literal(literal).as_ref()),
        Change::Remove { path } => !layout.has_table(path) && layout.leaf(path).is_none(),
    }
}

fn other_values<'a>(layout: &'a Layout, changes: &[Change]) -> Vec<(&'a KeyPath, &'a str)> {
    let mut values: Vec<(&KeyPath, &str)> = layout
        .leaves
        .iter()
        .filter(|leaf| !is_touched(&leaf.path, changes) && leaf.canonical != "{}")
        .map(|leaf| (&leaf.path, leaf.canonical.as_str()))
        .collect();
    values.sort();
    values
}

fn is_touched(path: &[String], changes: &[Change]) -> bool {
    changes.iter().any(|change| path.starts_with(change.path()))
}

fn holds_touched(path: &[String], changes: &[Change]) -> bool {
    changes.iter().any(|change| change.path().starts_with(path))
}

/// Every line that holds none of the changed keys and no header around them, without blank lines
/// and without the last line's ending (which an addition behind it completes).
fn other_lines<'a>(text: &'a str, layout: &Layout, changes: &[Change]) -> Vec<&'a str> {
    let concerns = |path: &[String]| is_touched(path, changes) || holds_touched(path, changes);
    let entries = layout.entries.iter().filter(|entry| concerns(&entry.path));
    let headers = layout
        .sections
        .iter()
        .filter(|section| concerns(&section.path));
    let mut owned: Vec<(usize, usize)> = entries
        .map(|entry| (entry.lines.start, entry.lines.end))
        .chain(headers.map(|section| (section.header.start, section.header.end)))
        .collect();
    owned.sort_unstable();
    let mut at = 0;
    let mut lines = Vec::new();
    for line in text.split_inclusive('\n') {
        let inside = owned
            .iter()
            .any(|(start, end)| (*start..*end).contains(&at));
        at += line.len();
        if !inside && !line.trim().is_empty() {
            lines.push(line);
        }
    }
    if let Some(last) = lines.last_mut() {
        *last = last.trim_end_matches(['\r', '\n']);
    }
    lines
}
