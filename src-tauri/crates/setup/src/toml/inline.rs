//! Edits inside one inline table, commas included. Knows only that table.

use super::dotted;
use super::edit::{Change, Splice};
use super::layout::{Element, Inline};

/// What to splice so that `inline` loses what `changes` remove and gains `wanted` (keys below the
/// table, and the value as TOML).
pub(super) fn inline_splices(
    inline: &Inline,
    changes: &[Change],
    wanted: &[(&[String], &str)],
) -> Vec<Splice> {
    let goes = |path: &[String]| {
        changes
            .iter()
            .filter(|change| matches!(change, Change::Remove { .. }))
            .any(|removal| path.starts_with(removal.path()))
    };
    let all_stay = !inline.elements.iter().any(|element| goes(&element.path));
    if goes(&inline.path) || (wanted.is_empty() && all_stay) {
        return Vec::new();
    }
    let body = body(wanted, &|first| is_dotted_in(inline, first));
    let Some(last) = inline.elements.iter().rposition(|e| !goes(&e.path)) else {
        let text = if body.is_empty() {
            "{}".to_owned()
        } else {
            format!("{{ {body} }}")
        };
        let at = inline.span.clone();
        return vec![Splice { at, text }];
    };
    let mut splices = removals(inline, last, &goes);
    if let (Some(kept), false) = (inline.elements.get(last), body.is_empty()) {
        splices.push(Splice {
            at: kept.span.end..kept.span.end,
            text: format!(", {body}"),
        });
    }
    splices
}

/// Takes out the elements that go, each with one comma; `last` is the last one that stays.
fn removals(inline: &Inline, last: usize, goes: &dyn Fn(&[String]) -> bool) -> Vec<Splice> {
    let (head, tail) = inline.elements.split_at(last + 1);
    let mut splices: Vec<Splice> = head
        .windows(2)
        .filter_map(|pair| match pair {
            [element, next] if goes(&element.path) => Some(gap(element, next)),
            _ => None,
        })
        .collect();
    if let (Some(kept), Some(gone)) = (head.last(), tail.last()) {
        splices.push(Splice {
            at: kept.span.end..gone.span.end,
            text: String::new(),
        });
    }
    splices
}

/// Removes `element` and the comma up to `next`.
fn gap(element: &Element, next: &Element) -> Splice {
    Splice {
        at: element.span.start..next.span.start,
        text: String::new(),
    }
}

/// Whether `inline` holds keys below `first` as dotted keys, so that no table can be opened.
fn is_dotted_in(inline: &Inline, first: &str) -> bool {
    let depth = inline.path.len();
    inline.elements.iter().any(|element| {
        element.path.len() > depth + 1 && element.path.get(depth).is_some_and(|key| key == first)
    })
}

/// `wanted` as the inside of an inline table; keys with the same first key share one table.
fn body(wanted: &[(&[String], &str)], is_dotted: &dyn Fn(&str) -> bool) -> String {
    let mut parts = Vec::new();
    let mut done: Vec<&str> = Vec::new();
    for (path, literal) in wanted {
        let Some((first, rest)) = path.split_first() else {
            continue;
        };
        if rest.is_empty() || is_dotted(first) {
            parts.push(format!("{} = {literal}", dotted(path)));
        } else if !done.contains(&first.as_str()) {
            done.push(first);
            let below: Vec<(&[String], &str)> = wanted
                .iter()
                .filter(|(path, _)| path.first() == Some(first))
                .filter_map(|(path, literal)| Some((path.get(1..)?, *literal)))
                .collect();
            let inner = body(&below, &|_| false);
            parts.push(format!(
                "{} = {{ {inner} }}",
                dotted(std::slice::from_ref(first))
            ));
        }
    }
    parts.join(", ")
}
