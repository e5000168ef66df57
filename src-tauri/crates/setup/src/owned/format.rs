//! What a file's language must be able to do so that members of it can be owned. Decides nothing.

use std::fmt::Debug;

use crate::diff::DiffLine;
use crate::json::{Change, KeyPath, Value};
use crate::text::Form;

/// Line and column, both from 1, and the parser's own words without any of the text.
pub(crate) type Unreadable = (usize, usize, String);

/// A value that is no table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Leaf<'a> {
    pub(crate) path: &'a [String],
    /// In the notation of [`Format::value`].
    pub(crate) canonical: &'a str,
    /// As it stands in the text.
    pub(crate) written: &'a str,
}

/// A language of config files.
pub(crate) trait Format {
    /// Where everything stands in one text.
    type Layout: Debug;

    /// Reads a text without byte order mark.
    fn read(text: &str) -> Result<Self::Layout, Unreadable>;

    /// Every value of `text` that is no table.
    fn leaves<'a>(text: &'a str, layout: &'a Self::Layout) -> Vec<Leaf<'a>>;

    /// Whether what we give `path` may be a secret, to be kept nowhere in clear.
    fn may_hold_our_secret(path: &[String]) -> bool;

    /// What stands at `path` in one fixed notation; a table counts as a value of all its members.
    fn value(layout: &Self::Layout, path: &[String]) -> Option<String>;

    /// What stands at `path`, as it is written there; none for a table that is not in one piece.
    fn written(text: &str, layout: &Self::Layout, path: &[String]) -> Option<String>;

    /// `value` in the notation of [`Format::value`].
    fn notation(value: &Value) -> Option<String>;

    /// Whether `path` holds members.
    fn is_table(layout: &Self::Layout, path: &[String]) -> bool;

    /// The members of the table at `path`.
    fn members(layout: &Self::Layout, path: &[String]) -> Vec<KeyPath>;

    /// `text` with `changes` made, and the layout that was read anew from it to check it; none when
    /// anything else would change.
    fn edited(
        text: &str,
        layout: &Self::Layout,
        changes: &[Change],
        form: Form,
    ) -> Option<(String, Self::Layout)>;

    /// A path as people write it.
    fn dotted(path: &[String]) -> String;

    /// The difference of two texts, their secrets masked. A text without layout is one secret.
    fn masked_diff(
        before: (&str, &Self::Layout),
        after: (&str, Option<&Self::Layout>),
    ) -> Vec<DiffLine>;
}
