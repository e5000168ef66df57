//! One config file as the doctor sees it, and the choice among several. Knows no tool's keys.

use std::fs;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use super::{EffectiveValue, Layer, Name, Tool, Trap, Value};
use crate::text::Form;
use crate::toml::Layout;

/// Longer files are not configs.
const MOST_READ: u64 = 16 * 1024 * 1024;

/// A file that was read.
#[derive(Debug)]
pub(super) struct Source<Content> {
    pub(super) path: PathBuf,
    pub(super) layer: Layer,
    pub(super) content: Content,
}

/// Reads the file of `layer` with `parse`. A missing file is none; what stands wrong in it is a trap.
pub(super) fn read<Content>(
    path: PathBuf,
    layer: fn(PathBuf) -> Layer,
    parse: fn(&str) -> Result<Content, usize>,
    traps: &mut Vec<Trap>,
) -> Option<Source<Content>> {
    let missing = |error: io::Error| error.kind() == ErrorKind::NotFound;
    if fs::metadata(&path).is_err_and(missing) {
        return None;
    }
    let Some(text) = text_of(&path) else {
        traps.push(Trap::Unusable { path, line: None });
        return None;
    };
    match parse(Form::split(&text).1) {
        Ok(content) => Some(Source {
            layer: layer(path.clone()),
            path,
            content,
        }),
        Err(line) => {
            let line = Some(line);
            traps.push(Trap::Unusable { path, line });
            None
        }
    }
}

/// TOML; the error is a line.
pub(super) fn toml(text: &str) -> Result<Layout, usize> {
    Layout::read(text).map_err(|error| error.line)
}

/// Strict JSON, an object; the error is a line.
pub(super) fn json(text: &str) -> Result<serde_json::Map<String, serde_json::Value>, usize> {
    serde_json::from_str(text).map_err(|error| error.line().max(1))
}

/// The text of a file of reasonable length.
pub(super) fn text_of(path: &Path) -> Option<String> {
    // A pipe would be waited for.
    if !fs::metadata(path).ok()?.is_file() {
        return None;
    }
    let mut text = String::new();
    let file = fs::File::open(path).ok()?;
    file.take(MOST_READ).read_to_string(&mut text).ok()?;
    Some(text)
}

/// The first of `candidates` wins, the others are beaten; where there is none, the tool decides.
pub(super) fn winner(
    tool: Tool,
    name: Name,
    candidates: impl IntoIterator<Item = (Value, Layer)>,
) -> EffectiveValue {
    let mut candidates = candidates.into_iter();
    let (value, layer) = candidates.next().unwrap_or((Value::Unset, Layer::BuiltIn));
    EffectiveValue {
        tool,
        name,
        value,
        layer,
        beaten: candidates.map(|(_, layer)| layer).collect(),
    }
}

/// An address without what may be secret in it.
pub(super) fn address(text: &str) -> Value {
    let Ok(mut url) = url::Url::parse(text) else {
        return Value::Secret;
    };
    url.set_query(None);
    url.set_fragment(None);
    let bare = url.set_username("").and_then(|()| url.set_password(None));
    match bare {
        Ok(()) => Value::Text(url.to_string()),
        Err(()) => Value::Secret,
    }
}

/// The project's folder and those above it, up to the one that git tracks; the nearest first.
pub(super) fn project_folders(project: &Path) -> Vec<PathBuf> {
    let Some(tree) = work_tree(project) else {
        return Vec::from([project.to_owned()]);
    };
    let inside = project.ancestors();
    inside
        .take_while(|folder| folder.starts_with(&tree))
        .map(Path::to_owned)
        .collect()
}

/// The git work tree that holds `place`.
pub(super) fn work_tree(place: &Path) -> Option<PathBuf> {
    let tree = place
        .ancestors()
        .find(|folder| folder.join(".git").exists());
    tree.map(Path::to_owned)
}
