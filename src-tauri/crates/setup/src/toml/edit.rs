//! Sets and removes keys by splicing bytes: what no splice covers cannot change. Keeps the
//! person's own style (sections, dotted keys or inline tables). Checks nothing afterwards.

use std::ops::Range;

use super::inline::inline_splices;
use super::layout::Layout;
use super::{KeyPath, canonical_literal, dotted};
use crate::text::{Form, line_start};

/// One key to set or to remove.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Change {
    /// Set the key to a value, given as TOML on one line.
    Set { path: KeyPath, literal: String },
    /// Remove the key and all below it.
    Remove { path: KeyPath },
}

impl Change {
    pub(crate) fn path(&self) -> &[String] {
        match self {
            Self::Set { path, .. } | Self::Remove { path } => path,
        }
    }
}

/// `text` with `changes` made. `layout` is the layout of `text`; new lines end as `form` says.
pub(crate) fn edit(text: &str, layout: &Layout, changes: &[Change], form: Form) -> String {
    let mut editor = Editor {
        text,
        layout,
        eol: form.eol,
        splices: Vec::new(),
        nested: Vec::new(),
        appended: Vec::new(),
    };
    for change in changes {
        match change {
            Change::Set { path, literal } => editor.set(path, literal),
            Change::Remove { path } => editor.remove(path),
        }
    }
    editor.close_root();
    editor.edit_inlines(changes);
    editor.write_appended();
    editor.apply()
}

/// Bytes to replace, and their replacement.
pub(super) struct Splice {
    pub(super) at: Range<usize>,
    pub(super) text: String,
}

/// Keys to write into an inline table: the keys below it, and the value.
struct Nested {
    inline: usize,
    rest: KeyPath,
    literal: String,
}

/// A section to write: where, its path, and its lines.
struct Appended {
    at: usize,
    path: KeyPath,
    lines: Vec<String>,
}

struct Editor<'a> {
    text: &'a str,
    layout: &'a Layout,
    eol: &'static str,
    splices: Vec<Splice>,
    nested: Vec<Nested>,
    appended: Vec<Appended>,
}

impl Editor<'_> {
    fn set(&mut self, path: &[String], literal: &str) {
        let Some((key, parent)) = path.split_last() else {
            return;
        };
        if let Some(leaf) = self.layout.leaf(path) {
            if canonical_literal(literal).as_ref() == Some(&leaf.canonical) {
                return;
            }
            return self.splice(leaf.value.clone(), literal.to_owned());
        }
        if let Some(inline) = self.deepest_inline(path) {
            let depth = self.layout.inlines.get(inline).map_or(0, |i| i.path.len());
            return self.nested.push(Nested {
                inline,
                rest: path.get(depth..).unwrap_or_default().to_vec(),
                literal: literal.to_owned(),
            });
        }
        let line = |keys: &[String]| format!("{} = {literal}", dotted(keys));
        if let Some(section) = self.layout.section(parent) {
            let at = self.end_of_section(section);
            return self.insert_line(at, &line(std::slice::from_ref(key)));
        }
        if let Some((section, at)) = self.end_of_dotted(parent) {
            let depth = self
                .layout
                .sections
                .get(section)
                .map_or(0, |s| s.path.len());
            return self.insert_line(at, &line(path.get(depth..).unwrap_or_default()));
        }
        self.append(parent, line(std::slice::from_ref(key)));
    }

    fn deepest_inline(&self, path: &[String]) -> Option<usize> {
        let inlines = self.layout.inlines.iter().enumerate();
        inlines
            .filter(|(_, inline)| path.starts_with(&inline.path))
            .max_by_key(|(_, inline)| inline.path.len())
            .map(|(index, _)| index)
    }

    /// Behind the last line of `section`; for a root without keys, behind the opening comment.
    fn end_of_section(&self, section: usize) -> usize {
        let entries = self.layout.entries.iter();
        let last = entries
            .filter(|entry| entry.section == section)
            .map(|entry| entry.lines.end)
            .max();
        match (last, self.layout.sections.get(section)) {
            (Some(end), _) => end,
            (None, Some(found)) if section != 0 => found.header.end,
            (None, _) => end_of_opening_comment(self.text),
        }
    }

    /// Where the dotted keys end that make up `table` or the nearest table around it.
    fn end_of_dotted(&self, table: &[String]) -> Option<(usize, usize)> {
        (1..=table.len()).rev().find_map(|depth| {
            let prefix = table.get(..depth)?;
            let dotted = self.layout.entries.iter().filter(|entry| {
                let section = self.layout.sections.get(entry.section);
                let opened = section.map_or(0, |section| section.path.len());
                opened < depth && entry.path.len() > depth && entry.path.starts_with(prefix)
            });
            dotted
                .map(|entry| (entry.section, entry.lines.end))
                .max_by_key(|(_, end)| *end)
        })
    }

    fn append(&mut self, path: &[String], line: String) {
        if let Some(known) = self.appended.iter_mut().find(|known| known.path == path) {
            return known.lines.push(line);
        }
        let around = path.split_last().map(|(_, around)| around);
        let beside = around
            .filter(|around| !around.is_empty())
            .and_then(|around| self.layout.section(around));
        self.appended.push(Appended {
            at: beside.map_or(self.text.len(), |section| self.end_of_section(section)),
            path: path.to_vec(),
            lines: vec![line],
        });
    }

    fn remove(&mut self, path: &[String]) {
        let layout = self.layout;
        for entry in layout.entries.iter().filter(|e| e.path.starts_with(path)) {
            self.splice(entry.lines.clone(), String::new());
        }
        for section in layout.sections.iter().filter(|s| s.path.starts_with(path)) {
            let from = start_with_blank_line(self.text, section.header.start);
            self.splice(from..section.header.end, String::new());
        }
    }

    fn edit_inlines(&mut self, changes: &[Change]) {
        for (index, inline) in self.layout.inlines.iter().enumerate() {
            let wanted: Vec<(&[String], &str)> = self
                .nested
                .iter()
                .filter(|one| one.inline == index)
                .map(|one| (one.rest.as_slice(), one.literal.as_str()))
                .collect();
            self.splices
                .extend(inline_splices(inline, changes, &wanted));
        }
    }

    fn write_appended(&mut self) {
        let eol = self.eol;
        for section in std::mem::take(&mut self.appended) {
            let before = self.text.get(..section.at).unwrap_or_default();
            let untouched = !self.has_insertion(section.at);
            let gap = if untouched && (before.is_empty() || ends_blank(before)) {
                ""
            } else {
                eol
            };
            let header = dotted(&section.path);
            let lines = section.lines.join(eol);
            self.insert(section.at, format!("{gap}[{header}]{eol}{lines}{eol}"));
        }
    }

    /// Parts the first root keys from what follows them.
    fn close_root(&mut self) {
        let has_keys = self.layout.entries.iter().any(|e| e.section == 0);
        let at = end_of_opening_comment(self.text);
        let rest = self.text.get(at..).unwrap_or_default();
        if !has_keys && self.has_insertion(at) && !rest.is_empty() && !starts_blank(rest) {
            self.splice(at..at, self.eol.to_owned());
        }
    }

    fn insert_line(&mut self, at: usize, line: &str) {
        self.insert(at, format!("{line}{}", self.eol));
    }

    fn has_insertion(&self, at: usize) -> bool {
        self.splices.iter().any(|splice| splice.at == (at..at))
    }

    /// Inserts whole lines; a last line without line ending gets one first.
    fn insert(&mut self, at: usize, lines: String) {
        let before = self.text.get(..at).unwrap_or_default();
        let ending = if !self.has_insertion(at) && !before.is_empty() && !before.ends_with('\n') {
            self.eol
        } else {
            ""
        };
        self.splice(at..at, format!("{ending}{lines}"));
    }

    fn splice(&mut self, at: Range<usize>, text: String) {
        self.splices.push(Splice { at, text });
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

/// Behind the comment that opens the file and the blank line under it; behind `#:` directives
/// when there is no such comment.
fn end_of_opening_comment(text: &str) -> usize {
    let mut at = 0;
    let mut directives = 0;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            return at + line.len();
        }
        if !trimmed.starts_with('#') {
            return directives;
        }
        at += line.len();
        if trimmed.starts_with("#:") && directives + line.len() == at {
            directives = at;
        }
    }
    at
}

/// Takes the blank line before a header with it, so that removing what was appended leaves none.
fn start_with_blank_line(text: &str, header: usize) -> usize {
    let Some(newline) = header.checked_sub(1) else {
        return header;
    };
    let before = line_start(text, newline);
    match text.get(before..header) {
        Some(line) if line.trim().is_empty() => before,
        _ => header,
    }
}

fn starts_blank(text: &str) -> bool {
    text.starts_with('\n') || text.starts_with("\r\n")
}

fn ends_blank(text: &str) -> bool {
    text.ends_with("\n\n") || text.ends_with("\n\r\n")
}

#[cfg(test)]
#[path = "edit_tests.rs"]
mod tests;
