//! A file that is ours as a whole: its text is its only value. Looks at no letter of it.

use super::Format;
use super::format::{Leaf, Unreadable};
use crate::diff::{DiffLine, Side, diff};
use crate::json::{Change, KeyPath, Value};
use crate::text::Form;

/// Any text.
#[derive(Debug, Clone)]
pub(crate) struct Whole;

impl Format for Whole {
    type Layout = String;

    fn read(text: &str) -> Result<String, Unreadable> {
        Ok(text.to_owned())
    }

    fn leaves<'a>(text: &'a str, _layout: &'a String) -> Vec<Leaf<'a>> {
        let leaf = Leaf {
            path: &[],
            canonical: text,
            written: text,
        };
        Vec::from_iter((!text.is_empty()).then_some(leaf))
    }

    fn may_hold_our_secret(_path: &[String]) -> bool {
        false
    }

    fn value(layout: &String, path: &[String]) -> Option<String> {
        (path.is_empty() && !layout.is_empty()).then(|| layout.clone())
    }

    fn written(_text: &str, layout: &String, path: &[String]) -> Option<String> {
        Self::value(layout, path)
    }

    fn notation(value: &Value) -> Option<String> {
        match value {
            Value::Text(text) | Value::Raw(text) => Some(text.clone()),
            Value::Flag(_) | Value::Texts(_) | Value::Object(_) => None,
        }
    }

    fn is_table(_layout: &String, _path: &[String]) -> bool {
        false
    }

    fn members(_layout: &String, _path: &[String]) -> Vec<KeyPath> {
        Vec::new()
    }

    fn edited(
        text: &str,
        _layout: &String,
        changes: &[Change],
        _form: Form,
    ) -> Option<(String, String)> {
        let edited = changes
            .iter()
            .try_fold(text.to_owned(), |_, change| match change {
                Change::Set { path, value } if path.is_empty() => Self::notation(value),
                Change::Remove { path } if path.is_empty() => Some(String::new()),
                Change::Set { .. } | Change::Remove { .. } => None,
            })?;
        Some((edited.clone(), edited))
    }

    fn dotted(path: &[String]) -> String {
        path.join(".")
    }

    fn masked_diff(before: (&str, &String), after: (&str, Option<&String>)) -> Vec<DiffLine> {
        let side = |text| Side { text, secrets: &[] };
        diff(side(before.0), side(after.0))
    }
}
