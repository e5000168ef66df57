//! The text form of a config: its byte order mark and its line endings. Knows no TOML.

const BOM: &str = "\u{feff}";

/// A config's text, taken apart so that it can be put together again byte for byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Form {
    /// Whether a byte order mark comes first.
    pub(crate) bom: bool,
    /// What most lines end with, for lines that we add.
    pub(crate) eol: &'static str,
}

impl Form {
    /// The form of `whole`, and its text without the byte order mark.
    pub(crate) fn split(whole: &str) -> (Self, &str) {
        let text = without_mark(whole);
        let bom = text.len() < whole.len();
        let windows = text.matches("\r\n").count();
        let lines = text.matches('\n').count();
        let eol = if windows * 2 > lines { "\r\n" } else { "\n" };
        (Self { bom, eol }, text)
    }

    /// Puts the byte order mark back.
    pub(crate) fn join(self, text: &str) -> String {
        let mark = if self.bom { BOM } else { "" };
        format!("{mark}{text}")
    }
}

/// `whole` without its byte order mark.
pub(crate) fn without_mark(whole: &str) -> &str {
    whole.strip_prefix(BOM).unwrap_or(whole)
}

/// Where the line that holds byte `at` begins.
pub(crate) fn line_start(text: &str, at: usize) -> usize {
    text.get(..at)
        .and_then(|before| before.rfind('\n'))
        .map_or(0, |newline| newline + 1)
}

/// Where the line that holds byte `at` ends, its line ending included.
pub(crate) fn line_end(text: &str, at: usize) -> usize {
    text.get(at..)
        .and_then(|after| after.find('\n'))
        .map_or(text.len(), |newline| at + newline + 1)
}

/// Line and column of byte `at`, both from 1, the column in characters.
pub(crate) fn line_and_column(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before
        .rsplit('\n')
        .next()
        .map_or(0, |rest| rest.chars().count())
        + 1;
    (line, column)
}
