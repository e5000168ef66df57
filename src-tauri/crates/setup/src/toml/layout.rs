//! Where every header, key and value of a TOML text stands. Changes nothing.

use std::ops::Range;

use toml_edit::{Document, InlineTable, Item, Table, Value};

use super::KeyPath;
use crate::text::{line_and_column, line_end, line_start};

/// A syntax error, without any of the text (which may hold secrets).
#[derive(Debug)]
pub(crate) struct SyntaxError {
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) message: String,
}

/// A table that a header opens. The first one is the root, which has no header.
#[derive(Debug)]
pub(crate) struct Section {
    pub(crate) path: KeyPath,
    /// The lines of its header; empty at 0 for the root.
    pub(crate) header: Range<usize>,
}

/// A `key = value` that stands on lines of its own.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) path: KeyPath,
    /// Index into [`Layout::sections`].
    pub(crate) section: usize,
    /// Its lines, with their line ending and any comment behind the value.
    pub(crate) lines: Range<usize>,
}

/// One `key = value` inside an inline table.
#[derive(Debug)]
pub(crate) struct Element {
    pub(crate) path: KeyPath,
    pub(crate) span: Range<usize>,
}

/// An inline table, braces included.
#[derive(Debug)]
pub(crate) struct Inline {
    pub(crate) path: KeyPath,
    pub(crate) span: Range<usize>,
    pub(crate) elements: Vec<Element>,
}

/// A value that is no table (an empty inline table counts as one).
#[derive(Debug)]
pub(crate) struct Leaf {
    pub(crate) path: KeyPath,
    pub(crate) value: Range<usize>,
    /// The value in one fixed notation: equal values are equal text.
    pub(crate) canonical: String,
    /// The value itself, when it is a string.
    pub(crate) string: Option<String>,
}

/// The places of one text; of an empty one by default.
#[derive(Debug, Default)]
pub(crate) struct Layout {
    pub(crate) sections: Vec<Section>,
    pub(crate) entries: Vec<Entry>,
    pub(crate) inlines: Vec<Inline>,
    pub(crate) leaves: Vec<Leaf>,
}

impl Layout {
    /// Reads `text`, which has no byte order mark.
    pub(crate) fn read(text: &str) -> Result<Self, SyntaxError> {
        let document = Document::parse(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            let (line, column) = line_and_column(text, at);
            let message = error.message().to_owned();
            SyntaxError {
                line,
                column,
                message,
            }
        })?;
        let mut reader = Reader {
            text,
            layout: Self {
                sections: vec![Section {
                    path: Vec::new(),
                    header: 0..0,
                }],
                entries: Vec::new(),
                inlines: Vec::new(),
                leaves: Vec::new(),
            },
        };
        reader.table(document.as_table(), &[], 0);
        let mut layout = reader.layout;
        layout.entries.sort_by_key(|entry| entry.lines.start);
        Ok(layout)
    }

    /// The leaf at exactly `path`.
    pub(crate) fn leaf(&self, path: &[String]) -> Option<&Leaf> {
        self.leaves.iter().find(|leaf| leaf.path == path)
    }

    /// The string at exactly `path`.
    pub(crate) fn string(&self, path: &[&str]) -> Option<&str> {
        let leaf = self.leaves.iter().find(|leaf| leaf.path == path)?;
        leaf.string.as_deref()
    }

    /// The leaves at or below `path`.
    pub(crate) fn leaves_under<'a>(&'a self, path: &'a [String]) -> impl Iterator<Item = &'a Leaf> {
        self.leaves
            .iter()
            .filter(move |leaf| leaf.path.starts_with(path))
    }

    /// Whether `path` is a table here, even an empty or only implied one.
    pub(crate) fn has_table(&self, path: &[String]) -> bool {
        self.sections.iter().any(|s| s.path.starts_with(path))
            || self.entries.iter().any(|e| below(&e.path, path))
            || self.inlines.iter().any(|i| i.path.starts_with(path))
            || self.leaves.iter().any(|l| below(&l.path, path))
    }

    /// Whether `path` is made of `[[headers]]`.
    pub(crate) fn is_array_of_tables(&self, path: &[String]) -> bool {
        let first = joined(path, "[0]");
        self.sections
            .iter()
            .any(|section| section.path.starts_with(&first))
    }

    /// The section that the header `[path]` opens.
    pub(crate) fn section(&self, path: &[String]) -> Option<usize> {
        self.sections.iter().position(|s| s.path == path)
    }
}

fn below(path: &[String], table: &[String]) -> bool {
    path.len() > table.len() && path.starts_with(table)
}

struct Reader<'a> {
    text: &'a str,
    layout: Layout,
}

impl Reader<'_> {
    fn table(&mut self, table: &Table, path: &[String], section: usize) {
        for (key, item) in table.iter() {
            let path = joined(path, key);
            match item {
                Item::None => {}
                Item::Value(value) => {
                    let key_at = table.key(key).and_then(toml_edit::Key::span);
                    self.entry(&path, key_at, value, section);
                }
                Item::Table(inner) if inner.is_dotted() => self.table(inner, &path, section),
                Item::Table(inner) => self.section(inner, path),
                Item::ArrayOfTables(array) => {
                    for (index, inner) in array.iter().enumerate() {
                        self.section(inner, joined(&path, &format!("[{index}]")));
                    }
                }
            }
        }
    }

    fn section(&mut self, table: &Table, path: KeyPath) {
        let header = table.span().filter(|_| !table.is_implicit());
        let section = match header {
            Some(span) => {
                let header = line_start(self.text, span.start)..line_end(self.text, span.end);
                let path = path.clone();
                self.layout.sections.push(Section { path, header });
                self.layout.sections.len() - 1
            }
            None => 0,
        };
        self.table(table, &path, section);
    }

    fn entry(&mut self, path: &[String], key: Option<Range<usize>>, value: &Value, section: usize) {
        let (Some(key), Some(span)) = (key, value.span()) else {
            return;
        };
        let lines = line_start(self.text, key.start)..line_end(self.text, span.end);
        self.layout.entries.push(Entry {
            path: path.to_vec(),
            section,
            lines,
        });
        self.value(path, value, span);
    }

    fn value(&mut self, path: &[String], value: &Value, span: Range<usize>) {
        let Value::InlineTable(table) = value else {
            return self.leaf(path, value, span);
        };
        let mut elements = Vec::new();
        self.elements(table, path, &mut elements);
        if elements.is_empty() {
            self.leaf(path, value, span.clone());
        }
        elements.sort_by_key(|element| element.span.end);
        let mut from = span.start + 1;
        for element in &mut elements {
            element.span.start = skip_comma(self.text, from);
            from = element.span.end;
        }
        self.layout.inlines.push(Inline {
            path: path.to_vec(),
            span,
            elements,
        });
    }

    /// Collects the elements with their ends; a dotted key has no span of its own to start from.
    fn elements(&mut self, table: &InlineTable, path: &[String], into: &mut Vec<Element>) {
        for (key, value) in table.iter() {
            let path = joined(path, key);
            match value {
                Value::InlineTable(inner) if inner.is_dotted() => {
                    self.elements(inner, &path, into);
                }
                _ => {
                    let Some(span) = value.span() else { continue };
                    into.push(Element {
                        path: path.clone(),
                        span: span.clone(),
                    });
                    self.value(&path, value, span);
                }
            }
        }
    }

    fn leaf(&mut self, path: &[String], value: &Value, span: Range<usize>) {
        self.layout.leaves.push(Leaf {
            path: path.to_vec(),
            value: span,
            canonical: canonical(value),
            string: value.as_str().map(str::to_owned),
        });
    }
}

fn joined(path: &[String], key: &str) -> KeyPath {
    let mut joined = path.to_vec();
    joined.push(key.to_owned());
    joined
}

/// The first byte from `from` on that is neither white space nor the one comma between elements.
fn skip_comma(text: &str, from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    let trimmed = rest.trim_start();
    let trimmed = trimmed.strip_prefix(',').unwrap_or(trimmed).trim_start();
    from + rest.len() - trimmed.len()
}

/// A value given as TOML in the notation of [`Leaf::canonical`]; none when it is not a value.
pub(crate) fn canonical_literal(literal: &str) -> Option<String> {
    literal.parse().ok().map(|value: Value| canonical(&value))
}

/// `value` in one fixed notation, whatever quotes, spaces and comments it was written with.
fn canonical(value: &Value) -> String {
    match value {
        Value::String(text) => format!("{:?}", text.value()),
        Value::Integer(number) => number.value().to_string(),
        Value::Float(number) => format!("float {:?}", number.value()),
        Value::Boolean(flag) => flag.value().to_string(),
        Value::Datetime(time) => format!("time {}", time.value()),
        Value::Array(array) => {
            let items: Vec<String> = array.iter().map(canonical).collect();
            format!("[{}]", items.join(", "))
        }
        Value::InlineTable(table) => {
            let mut items: Vec<String> = table
                .iter()
                .map(|(key, value)| format!("{key:?}: {}", canonical(value)))
                .collect();
            items.sort();
            format!("{{{}}}", items.join(", "))
        }
    }
}
