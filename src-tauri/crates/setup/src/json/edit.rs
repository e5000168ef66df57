//! Sets and removes members by splicing bytes: what no splice covers cannot change. Keeps the
//! person's own style. Checks nothing afterwards.

use std::ops::Range;

use super::KeyPath;
use super::layout::{Layout, Node};
use super::style::Style;
use super::value::Value;

/// One member to set or to remove.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Change {
    /// Set the member to a value; objects around it that are missing are made.
    Set { path: KeyPath, value: Value },
    /// Remove the member and all below it.
    Remove { path: KeyPath },
}

impl Change {
    pub(crate) fn path(&self) -> &[String] {
        match self {
            Self::Set { path, .. } | Self::Remove { path } => path,
        }
    }
}

/// `text` with `changes` made. `layout` is the layout of `text`; new lines end with `eol`.
pub(crate) fn edit(text: &str, layout: &Layout, changes: &[Change], eol: &'static str) -> String {
    let Some(root) = layout.nodes.first() else {
        let wanted = wanted_below(changes, &[], None);
        return written_anew(&wanted, eol);
    };
    let mut editor = Editor {
        text,
        layout,
        changes,
        eol,
        splices: Vec::new(),
    };
    editor.object(root);
    editor.apply()
}

/// A whole file; nothing when there is nothing to write.
fn written_anew(wanted: &[(String, Value)], eol: &'static str) -> String {
    if wanted.is_empty() {
        return String::new();
    }
    let style = Style::fresh(eol);
    let members: Vec<(&str, String)> = wanted
        .iter()
        .map(|(key, value)| (key.as_str(), value.written(&style)))
        .collect();
    format!("{{{}}}{eol}", style.inside(&members))
}

/// The members to add to the object at `path`, in the order of `changes`.
fn wanted_below(
    changes: &[Change],
    path: &[String],
    layout: Option<&Layout>,
) -> Vec<(String, Value)> {
    let mut wanted: Vec<(String, Value)> = Vec::new();
    for change in changes {
        let Change::Set { path: set, value } = change else {
            continue;
        };
        let Some([key, rest @ ..]) = set.strip_prefix(path) else {
            continue;
        };
        let mut member = path.to_vec();
        member.push(key.clone());
        let known = wanted.iter().any(|(known, _)| known == key);
        if known || layout.is_some_and(|layout| layout.node(&member).is_some()) {
            continue;
        }
        let value = match rest {
            [] => value.clone(),
            _ => Value::Object(wanted_below(changes, &member, None)),
        };
        wanted.push((key.clone(), value));
    }
    wanted
}

/// Bytes to replace, and their replacement.
struct Splice {
    at: Range<usize>,
    text: String,
}

struct Editor<'a> {
    text: &'a str,
    layout: &'a Layout,
    changes: &'a [Change],
    eol: &'static str,
    splices: Vec<Splice>,
}

impl Editor<'_> {
    fn object(&mut self, object: &Node) {
        let layout = self.layout;
        let members: Vec<&Node> = layout.members(&object.path).collect();
        let wanted = wanted_below(self.changes, &object.path, Some(layout));
        let stays: Vec<bool> = members.iter().map(|member| !self.goes(member)).collect();
        for (member, _) in members.iter().zip(&stays).filter(|(_, stays)| **stays) {
            self.member(member);
        }
        let last = stays.iter().rposition(|stays| *stays);
        let Some(last) = last.and_then(|last| members.get(last)) else {
            if !wanted.is_empty() || !members.is_empty() {
                self.fill(object, &wanted);
            }
            return;
        };
        self.drop_members(&members, &stays);
        let eol = line_ending_behind(self.text, last.value.end).unwrap_or(self.eol);
        let style = Style::of(self.text, layout, object, eol);
        let mut added = String::new();
        for (key, value) in &wanted {
            added.push_str(&style.after_comma());
            added.push_str(&style.member(key, &value.written(&style)));
        }
        let end = last.value.end;
        self.splice(end..end, added);
    }

    fn goes(&self, member: &Node) -> bool {
        let mut changes = self.changes.iter();
        changes.any(|change| matches!(change, Change::Remove { path } if *path == member.path))
    }

    /// A member that stays: its new value, or changes below it.
    fn member(&mut self, member: &Node) {
        let set = self.changes.iter().find_map(|change| match change {
            Change::Set { path, value } if *path == member.path => Some(value),
            _ => None,
        });
        match set {
            Some(value) if value.canonical().as_ref() == Some(&member.canonical) => {}
            Some(value) => {
                let (_, above) = member.path.split_last().unzip();
                let around = above.and_then(|above: &[String]| self.layout.node(above));
                let style = around.map_or_else(
                    || Style::fresh(self.eol),
                    |around| Style::of(self.text, self.layout, around, self.eol),
                );
                self.splice(member.value.clone(), value.written(&style));
            }
            None if member.members.is_some() => self.object(member),
            None => {}
        }
    }

    /// Replaces all members of `object`, of which none stays.
    fn fill(&mut self, object: &Node, wanted: &[(String, Value)]) {
        let style = Style::of(self.text, self.layout, object, self.eol);
        let members: Vec<(&str, String)> = wanted
            .iter()
            .map(|(key, value)| (key.as_str(), value.written(&style)))
            .collect();
        let inside = object.value.start + 1..object.value.end - 1;
        self.splice(inside, style.inside(&members));
    }

    /// Removes each run of members that go, with one of the commas around it.
    fn drop_members(&mut self, members: &[&Node], stays: &[bool]) {
        let mut kept_before: Option<&Node> = None;
        let mut run: Option<&Node> = None;
        for (member, stays) in members.iter().zip(stays) {
            match (stays, run) {
                (false, None) => run = Some(member),
                (true, Some(first)) => {
                    self.splice(first.key.start..member.key.start, String::new());
                    run = None;
                }
                _ => {}
            }
            if *stays {
                kept_before = Some(member);
            }
        }
        if let (Some(_), Some(before), Some(end)) = (run, kept_before, members.last()) {
            self.splice(before.value.end..end.value.end, String::new());
        }
    }

    fn splice(&mut self, at: Range<usize>, text: String) {
        if !(at.is_empty() && text.is_empty()) {
            self.splices.push(Splice { at, text });
        }
    }

    fn apply(mut self) -> String {
        self.splices
            .sort_by_key(|splice| (splice.at.start, splice.at.end));
        let mut edited = String::with_capacity(self.text.len() + 512);
        let mut done = 0;
        for splice in &self.splices {
            let from = splice.at.start.max(done);
            edited.push_str(self.text.get(done..from).unwrap_or_default());
            edited.push_str(&splice.text);
            done = done.max(splice.at.end);
        }
        edited.push_str(self.text.get(done..).unwrap_or_default());
        edited
    }
}

/// How the line ends on whose end byte `at` is; none when more than white space follows there.
fn line_ending_behind(text: &str, at: usize) -> Option<&'static str> {
    let (rest, _) = text.get(at..)?.split_once('\n')?;
    match rest.trim_end_matches([' ', '\t']) {
        "\r" => Some("\r\n"),
        "" => Some("\n"),
        _ => None,
    }
}
