//! How a person's JSON is laid out, so that what is added looks like the rest. Changes nothing.

use super::layout::{Layout, Node};
use super::value::quoted;

/// What a file without members of its own is given.
const DEFAULT_UNIT: &str = "  ";

/// How the members of one object are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Style {
    /// Between `{` or a comma and the next key.
    gap: Gap,
    /// Between a key and its value.
    colon: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Gap {
    /// Each member on a line of its own.
    Lines {
        eol: &'static str,
        /// Before a key.
        indent: String,
        /// What each level adds.
        unit: String,
    },
    /// All on one line: what stands inside the braces, and after a comma.
    OneLine { brace: String, comma: String },
}

impl Style {
    /// The tightest.
    pub(super) fn one_line() -> Self {
        Self {
            gap: Gap::OneLine {
                brace: String::new(),
                comma: String::new(),
            },
            colon: ":".to_owned(),
        }
    }

    /// The style of the members of `object`, by its own members, else by those of the file.
    pub(super) fn of(text: &str, layout: &Layout, object: &Node, eol: &'static str) -> Self {
        match members_of(layout, object) {
            [] => Self::around(text, layout, object, eol),
            members => Self::by_members(text, layout, object, members, eol),
        }
    }

    /// The style of a file that does not exist yet.
    pub(super) fn fresh(eol: &'static str) -> Self {
        Self {
            gap: Gap::Lines {
                eol,
                indent: DEFAULT_UNIT.to_owned(),
                unit: DEFAULT_UNIT.to_owned(),
            },
            colon: ": ".to_owned(),
        }
    }

    /// One level further in.
    pub(super) fn deeper(&self) -> Self {
        let mut deeper = self.clone();
        if let Gap::Lines { indent, unit, .. } = &mut deeper.gap {
            indent.push_str(unit);
        }
        deeper
    }

    /// What stands before a key that follows another member, comma included.
    pub(super) fn after_comma(&self) -> String {
        match &self.gap {
            Gap::Lines { eol, indent, .. } => format!(",{eol}{indent}"),
            Gap::OneLine { comma, .. } => format!(",{comma}"),
        }
    }

    /// `"key": value`, with this style's colon.
    pub(super) fn member(&self, key: &str, value: &str) -> String {
        format!("{}{}{value}", quoted(key), self.colon)
    }

    /// An object that is the value of a member of this style.
    pub(super) fn object(&self, members: &[(&str, String)]) -> String {
        format!("{{{}}}", self.deeper().inside(members))
    }

    /// What stands between the braces of an object whose members have this style.
    pub(super) fn inside(&self, members: &[(&str, String)]) -> String {
        if members.is_empty() {
            return String::new();
        }
        let members: Vec<String> = members
            .iter()
            .map(|(key, value)| self.member(key, value))
            .collect();
        let joined = members.join(&self.after_comma());
        match &self.gap {
            Gap::Lines { eol, indent, unit } => {
                let close = indent.strip_suffix(unit.as_str()).unwrap_or(indent);
                format!("{eol}{indent}{joined}{eol}{close}")
            }
            Gap::OneLine { brace, .. } => format!("{brace}{joined}{brace}"),
        }
    }

    /// What stands between the items of a list.
    pub(super) fn list_gap(&self) -> String {
        match &self.gap {
            Gap::Lines { .. } => ", ".to_owned(),
            Gap::OneLine { comma, .. } => format!(",{comma}"),
        }
    }

    fn by_members(
        text: &str,
        layout: &Layout,
        object: &Node,
        members: &[usize],
        eol: &'static str,
    ) -> Self {
        let nodes: Vec<&Node> = members
            .iter()
            .filter_map(|at| layout.nodes.get(*at))
            .collect();
        let between = |from, to| text.get(from..to).unwrap_or_default();
        let Some(first) = nodes.first() else {
            return Self::fresh(eol);
        };
        let colon = between(first.key.end, first.value.start);
        let spaced = colon.ends_with(' ');
        let colon = if colon.contains('\n') { ": " } else { colon };
        let opening = between(object.value.start + 1, first.key.start);
        let gap = match opening.rsplit_once('\n') {
            Some((_, indent)) => Gap::Lines {
                eol,
                indent: indent.to_owned(),
                unit: unit_of(text, layout, object, indent),
            },
            None => {
                let second = nodes
                    .get(1)
                    .map(|second| between(first.value.end, second.key.start));
                let after = second.and_then(|gap| gap.split_once(','));
                let comma = after.map_or(if spaced { " " } else { "" }, |(_, space)| space);
                Gap::OneLine {
                    brace: opening.to_owned(),
                    comma: if comma.contains('\n') { " " } else { comma }.to_owned(),
                }
            }
        };
        let colon = colon.to_owned();
        Self { gap, colon }
    }

    /// For an object without members: as the object around it, one level further in.
    fn around(text: &str, layout: &Layout, object: &Node, eol: &'static str) -> Self {
        let Some((_, above)) = object.path.split_last() else {
            return Self::fresh(eol);
        };
        match layout.node(above) {
            Some(parent) => Self::of(text, layout, parent, eol).deeper(),
            None => Self::fresh(eol),
        }
    }
}

fn members_of<'a>(layout: &'a Layout, object: &Node) -> &'a [usize] {
    let node = layout.node(&object.path);
    let members = node.and_then(|node| node.members.as_deref());
    members.unwrap_or_default()
}

/// What one level adds: the difference to the members of the object around, else the root's own
/// indentation.
fn unit_of(text: &str, layout: &Layout, object: &Node, indent: &str) -> String {
    let around = object.path.split_last().and_then(|(_, above)| {
        let sibling = layout.members(above).next()?;
        let before = text.get(..sibling.key.start)?;
        let outer = before.rsplit_once('\n')?.1;
        outer.trim().is_empty().then_some(outer)
    });
    let added = match around {
        Some(outer) => indent.strip_prefix(outer),
        None => Some(indent),
    };
    match added {
        Some(unit) if !unit.is_empty() && unit.trim().is_empty() => unit.to_owned(),
        _ => DEFAULT_UNIT.to_owned(),
    }
}
