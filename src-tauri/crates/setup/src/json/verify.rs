//! Checks an edit independently of how it was made. Repairs nothing.

use super::KeyPath;
use super::edit::Change;
use super::layout::{Layout, Node};

/// Whether `after` is `before` with exactly `changes` made: each wanted value stands, each removed
/// member is gone, every other member is the same byte for byte and in its order, and every other
/// line is the same and in its place.
pub(crate) fn only_these_changed(
    (before, before_layout): (&str, &Layout),
    (after, after_layout): (&str, &Layout),
    changes: &[Change],
) -> bool {
    changes.iter().all(|change| is_made(after_layout, change))
        && others(before, before_layout, changes) == others(after, after_layout, changes)
        && lines_stay((before, before_layout), after, changes)
        && lines_stay((after, after_layout), before, changes)
}

fn is_made(layout: &Layout, change: &Change) -> bool {
    match change {
        Change::Set { path, value } => layout
            .node(path)
            .is_some_and(|node| Some(&node.canonical) == value.canonical().as_ref()),
        Change::Remove { path } => layout.node(path).is_none(),
    }
}

fn is_touched(path: &[String], changes: &[Change]) -> bool {
    changes.iter().any(|change| path.starts_with(change.path()))
}

fn holds_touched(path: &[String], changes: &[Change]) -> bool {
    changes.iter().any(|change| change.path().starts_with(path))
}

/// Every member that is neither changed nor around a change, with its bytes.
fn others<'a>(
    text: &'a str,
    layout: &'a Layout,
    changes: &[Change],
) -> Vec<(&'a KeyPath, Option<&'a str>)> {
    let foreign =
        |node: &&Node| !is_touched(&node.path, changes) && !holds_touched(&node.path, changes);
    let nodes = layout.nodes.iter().filter(foreign);
    nodes
        .map(|node| (&node.path, text.get(node.key.start..node.value.end)))
        .collect()
}

/// Whether each line of `from` on which nothing changed stands, and no object around a change opens
/// or closes, is a line of `to` too, in the same order. What closes or follows a member at the end
/// of a line does not count: it moves with the members around it.
fn lines_stay((from, layout): (&str, &Layout), to: &str, changes: &[Change]) -> bool {
    let mut there = to.split_inclusive('\n').map(ending_cut);
    let mut mine = lines(from, layout, changes).into_iter();
    mine.all(|line| there.any(|other| other == line))
}

fn lines<'a>(text: &'a str, layout: &Layout, changes: &[Change]) -> Vec<(&'a str, &'a str)> {
    let mut owned: Vec<(usize, usize)> = Vec::new();
    for node in &layout.nodes {
        if is_touched(&node.path, changes) {
            owned.push((node.key.start, node.value.end));
        } else if holds_touched(&node.path, changes) {
            owned.push((node.key.start.min(node.value.start), node.value.start + 1));
            owned.push((node.value.end.saturating_sub(1), node.value.end));
        }
    }
    let mut at = 0;
    let mut kept = Vec::new();
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        let mut places = owned.iter();
        let concerned = places.any(|(from, to)| *from < end && *to > at);
        at = end;
        if !concerned && !line.trim().is_empty() {
            kept.push(ending_cut(line));
        }
    }
    kept
}

/// A line without what may follow a member on it, and its line ending.
fn ending_cut(line: &str) -> (&str, &str) {
    let bare = line.trim_end_matches(['\r', '\n']);
    let eol = line.get(bare.len()..).unwrap_or_default();
    (bare.trim_end_matches([',', '}', ' ', '\t']), eol)
}
