//! Where every member of a JSON text stands. Strict JSON only; changes nothing.

use std::collections::HashSet;
use std::ops::Range;

use jsonc_parser::ast;
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use super::KeyPath;
use super::value::canonical;
use crate::text::line_and_column;

/// What JSON itself allows, and nothing more.
const STRICT: ParseOptions = ParseOptions {
    allow_comments: false,
    allow_loose_object_property_names: false,
    allow_trailing_commas: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

/// A syntax error, without any of the text (which may hold secrets).
#[derive(Debug)]
pub(crate) struct SyntaxError {
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) message: String,
}

/// The root, or one member of an object (objects inside arrays have no nodes of their own).
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) path: KeyPath,
    /// Its key and quotes; empty at 0 for the root.
    pub(crate) key: Range<usize>,
    pub(crate) value: Range<usize>,
    /// The value in one fixed notation: equal values are equal text.
    pub(crate) canonical: String,
    /// The value itself, when it is a string.
    pub(crate) string: Option<String>,
    /// Its members, as indices into [`Layout::nodes`], when it is an object.
    pub(crate) members: Option<Vec<usize>>,
}

/// The places of one text, in the order of the text.
#[derive(Debug)]
pub(crate) struct Layout {
    pub(crate) nodes: Vec<Node>,
}

impl Layout {
    /// Reads `text`, which has no byte order mark. The root must be an object; a text of nothing
    /// but white space has no nodes.
    pub(crate) fn read(text: &str) -> Result<Self, SyntaxError> {
        if text.trim().is_empty() {
            return Ok(Self { nodes: Vec::new() });
        }
        let layout = Self::read_value(text)?;
        match layout.nodes.first() {
            Some(root) if root.members.is_none() => {
                Err(error_at(text, root.value.start, "expected an object"))
            }
            _ => Ok(layout),
        }
    }

    /// Reads any one value.
    pub(super) fn read_value(text: &str) -> Result<Self, SyntaxError> {
        let parsed = parse_to_ast(text, &CollectOptions::default(), &STRICT).map_err(|error| {
            let at = error.range().start;
            error_at(text, at, &without_text(&error.kind().to_string()))
        })?;
        check_strictly(text)?;
        let Some(root) = parsed.value else {
            return Err(error_at(text, text.len(), "expected a value"));
        };
        let mut reader = Reader {
            text,
            nodes: Vec::new(),
        };
        reader.node(Vec::new(), 0..0, &root)?;
        Ok(Self {
            nodes: reader.nodes,
        })
    }

    /// The node at exactly `path`.
    pub(crate) fn node(&self, path: &[String]) -> Option<&Node> {
        self.nodes.iter().find(|node| node.path == path)
    }

    /// The string at exactly `path`.
    pub(crate) fn string(&self, path: &[&str]) -> Option<&str> {
        let node = self.nodes.iter().find(|node| node.path == path)?;
        node.string.as_deref()
    }

    /// The members of the object at `path`.
    pub(crate) fn members(&self, path: &[String]) -> impl Iterator<Item = &Node> {
        let members = self.node(path).and_then(|node| node.members.as_ref());
        let indices = members.into_iter().flatten();
        indices.filter_map(|index| self.nodes.get(*index))
    }
}

struct Reader<'a> {
    text: &'a str,
    nodes: Vec<Node>,
}

impl Reader<'_> {
    fn node(
        &mut self,
        path: KeyPath,
        key: Range<usize>,
        value: &ast::Value<'_>,
    ) -> Result<usize, SyntaxError> {
        let index = self.nodes.len();
        self.nodes.push(Node {
            path: path.clone(),
            key,
            value: value.start()..value.end(),
            canonical: canonical(value),
            string: value.as_string_lit().map(|text| text.value.to_string()),
            members: None,
        });
        match value {
            ast::Value::Object(object) => {
                let members = self.members(&path, object)?;
                if let Some(node) = self.nodes.get_mut(index) {
                    node.members = Some(members);
                }
            }
            ast::Value::Array(array) => self.check_items(array)?,
            _ => {}
        }
        Ok(index)
    }

    fn members(
        &mut self,
        path: &[String],
        object: &ast::Object<'_>,
    ) -> Result<Vec<usize>, SyntaxError> {
        self.check_keys(object)?;
        let mut members = Vec::new();
        for member in &object.properties {
            let mut below = path.to_vec();
            below.push(member.name.as_str().to_owned());
            let key = member.name.start()..member.name.end();
            members.push(self.node(below, key, &member.value)?);
        }
        Ok(members)
    }

    /// Which of two equal keys counts is every reader's own choice, so none is edited.
    fn check_keys(&self, object: &ast::Object<'_>) -> Result<(), SyntaxError> {
        let mut seen = HashSet::new();
        let mut members = object.properties.iter();
        match members.find(|member| !seen.insert(member.name.as_str())) {
            Some(twice) => Err(error_at(self.text, twice.name.start(), "duplicate key")),
            None => Ok(()),
        }
    }

    /// What stands inside an array has no nodes, and is checked all the same.
    fn check_items(&self, array: &ast::Array<'_>) -> Result<(), SyntaxError> {
        let mut values: Vec<&ast::Value<'_>> = array.elements.iter().collect();
        while let Some(value) = values.pop() {
            match value {
                ast::Value::Array(inner) => values.extend(&inner.elements),
                ast::Value::Object(object) => {
                    self.check_keys(object)?;
                    values.extend(object.properties.iter().map(|member| &member.value));
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// A second opinion on what JSON is: what only one of the two parsers accepts is not edited.
fn check_strictly(text: &str) -> Result<(), SyntaxError> {
    let judged: Result<serde::de::IgnoredAny, _> = serde_json::from_str(text);
    let Err(error) = judged else {
        return Ok(());
    };
    let before: usize = text
        .split_inclusive('\n')
        .take(error.line().saturating_sub(1))
        .map(str::len)
        .sum();
    let mut at = (before + error.column().saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let message = error.to_string();
    let bare = message.split(" at line ").next().unwrap_or_default();
    Err(error_at(text, at, bare))
}

/// The parser's words, cut before anything that it quotes.
fn without_text(message: &str) -> String {
    let cut = message.find(['"', '\'', '`', '(']).unwrap_or(message.len());
    let kept = message.get(..cut).unwrap_or_default();
    kept.trim_end_matches([' ', ':']).to_owned()
}

fn error_at(text: &str, at: usize, message: &str) -> SyntaxError {
    let (line, column) = line_and_column(text, at);
    let message = message.to_owned();
    SyntaxError {
        line,
        column,
        message,
    }
}
