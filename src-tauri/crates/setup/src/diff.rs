//! The difference between two texts as data, secrets masked. Writes nothing, decides nothing.

use std::ops::Range;

use similar::{Algorithm, DiffTag, capture_diff_slices, group_diff_ops};

const CONTEXT_LINES: usize = 3;

/// What stands for a secret.
const MASK: &str = "••••";

/// What happens to a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiffKind {
    /// Stays.
    Same,
    /// Comes.
    Added,
    /// Goes.
    Removed,
    /// Lines left out between two hunks.
    Gap,
}

/// One line of a diff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiffLine {
    /// What happens to it.
    pub kind: DiffKind,
    /// Its number in the old file, from 1.
    pub old_line: Option<u32>,
    /// Its number in the new file, from 1.
    pub new_line: Option<u32>,
    /// Its text without the line ending, each secret as `••••`.
    pub text: String,
}

/// A text, and where its secrets stand, in their order.
#[derive(Clone, Copy)]
pub(crate) struct Side<'a> {
    pub(crate) text: &'a str,
    pub(crate) secrets: &'a [Range<usize>],
}

/// The changed lines with three lines of context.
pub(crate) fn diff(old: Side<'_>, new: Side<'_>) -> Vec<DiffLine> {
    let old_lines: Vec<&str> = old.text.lines().collect();
    let new_lines: Vec<&str> = new.text.lines().collect();
    let (old_shown, new_shown) = (masked(old), masked(new));
    let line = |kind, old_index: Option<usize>, new_index: Option<usize>| {
        let text = match (new_index, old_index) {
            (Some(index), _) => new_shown.get(index),
            (None, Some(index)) => old_shown.get(index),
            (None, None) => None,
        };
        DiffLine {
            kind,
            old_line: number(old_index),
            new_line: number(new_index),
            text: text.cloned().unwrap_or_default(),
        }
    };
    let ops = capture_diff_slices(Algorithm::Myers, &old_lines, &new_lines);
    let mut lines = Vec::new();
    for hunk in group_diff_ops(ops, CONTEXT_LINES) {
        if !lines.is_empty() {
            lines.push(line(DiffKind::Gap, None, None));
        }
        for op in hunk {
            let (tag, olds, news) = op.as_tag_tuple();
            if tag == DiffTag::Equal {
                let both = olds.zip(news);
                lines.extend(both.map(|(o, n)| line(DiffKind::Same, Some(o), Some(n))));
            } else {
                lines.extend(olds.map(|o| line(DiffKind::Removed, Some(o), None)));
                lines.extend(news.map(|n| line(DiffKind::Added, None, Some(n))));
            }
        }
    }
    lines
}

/// From 1.
fn number(index: Option<usize>) -> Option<u32> {
    index.and_then(|index| u32::try_from(index + 1).ok())
}

/// The lines of `side` with each secret masked; as many lines as the text has.
fn masked(side: Side<'_>) -> Vec<String> {
    let mut shown = Vec::new();
    let mut secrets = side.secrets;
    let mut start = 0;
    for line in side.text.split_inclusive('\n') {
        let bare = line.trim_end_matches('\n').trim_end_matches('\r');
        let mut text = String::new();
        let mut done = 0;
        let passed = secrets.iter().take_while(|secret| secret.end <= start);
        secrets = secrets.get(passed.count()..).unwrap_or_default();
        let here = secrets.iter();
        for secret in here.take_while(|secret| secret.start < start + line.len()) {
            let from = secret.start.saturating_sub(start).min(bare.len());
            let to = secret.end.saturating_sub(start).min(bare.len());
            if from < to && from >= done {
                text.push_str(bare.get(done..from).unwrap_or_default());
                text.push_str(MASK);
                done = to;
            }
        }
        text.push_str(bare.get(done..).unwrap_or_default());
        shown.push(text);
        start += line.len();
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diff_shows_three_lines_of_context_numbers_and_gaps() {
        let old: String = (1..=20).map(|n| format!("line {n}\n")).collect();
        let new = old.replace("line 2\n", "two\n").replace("line 19\n", "");
        let side = |text| Side { text, secrets: &[] };
        let shown: Vec<String> = diff(side(&old), side(&new))
            .iter()
            .map(|l| format!("{:?} {:?} {:?} {}", l.kind, l.old_line, l.new_line, l.text))
            .collect();
        insta::assert_snapshot!(shown.join("\n"), @r#"
        Same Some(1) Some(1) line 1
        Removed Some(2) None line 2
        Added None Some(2) two
        Same Some(3) Some(3) line 3
        Same Some(4) Some(4) line 4
        Same Some(5) Some(5) line 5
        Gap None None 
        Same Some(16) Some(16) line 16
        Same Some(17) Some(17) line 17
        Same Some(18) Some(18) line 18
        Removed Some(19) None line 19
        Same Some(20) Some(19) line 20
        "#);
    }

    #[test]
    fn a_secret_is_masked_also_when_it_spans_lines() {
        let text = "a = 'b'\r\nkey = \"\"\"one\r\ntwo\"\"\"\r\n";
        let secret = Vec::from([Range {
            start: text.find("\"\"\"").unwrap(),
            end: text.len() - 2,
        }]);
        let new = Side {
            text,
            secrets: &secret,
        };
        let old = Side {
            text: "",
            secrets: &[],
        };
        let shown: Vec<String> = diff(old, new).into_iter().map(|line| line.text).collect();
        assert_eq!(shown, ["a = 'b'", "key = ••••", "••••"]);
    }
}
