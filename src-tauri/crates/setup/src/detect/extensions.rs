//! The extensions `openai.chatgpt` and `anthropic.claude-code` of editors of the VS Code family.
//! Looks at the editors' folders of extensions and knows nothing of the editors.
//!
//! An extension is a folder `publisher.name-version`, with its platform behind that where it has
//! one. What was updated or removed while the editor ran stays until its next start, and is listed
//! in `.obsolete` meanwhile (microsoft/vscode#139782).

use std::collections::BTreeMap;
use std::path::Path;

use super::versions::{of_manifest, plain, text_of};
use super::{Editor, Install, Product};
use crate::machine::inside;

/// Where each editor keeps its extensions, below the person's home.
const EDITORS: [(Editor, &str); 14] = [
    (Editor::VsCode, ".vscode/extensions"),
    (
        Editor::VsCode,
        ".var/app/com.visualstudio.code/data/vscode/extensions",
    ),
    (Editor::VsCodeInsiders, ".vscode-insiders/extensions"),
    (Editor::VsCodium, ".vscode-oss/extensions"),
    (Editor::VsCodium, ".vscodium/extensions"),
    (Editor::Cursor, ".cursor/extensions"),
    (Editor::Windsurf, ".windsurf/extensions"),
    (Editor::Antigravity, ".antigravity/extensions"),
    (Editor::VsCodeServer, ".vscode-server/extensions"),
    (Editor::VsCodeServer, ".vscode-server-insiders/extensions"),
    (Editor::VsCodiumServer, ".vscodium-server/extensions"),
    (Editor::CursorServer, ".cursor-server/extensions"),
    (Editor::WindsurfServer, ".windsurf-server/extensions"),
    (Editor::CodeServer, ".local/share/code-server/extensions"),
];

/// An extension, and the product that it is in an editor.
type Extension = (&'static str, fn(Editor) -> Product);

const EXTENSIONS: [Extension; 2] = [
    ("openai.chatgpt-", Product::CodexExtension),
    ("anthropic.claude-code-", Product::ClaudeCodeExtension),
];

/// The extensions in all editors of the person whose home is `home`.
pub(super) fn of(home: &Path) -> Vec<Install> {
    let each = EDITORS.iter();
    each.flat_map(|(editor, folder)| of_editor(*editor, &home.join(folder)))
        .collect()
}

fn of_editor(editor: Editor, folder: &Path) -> Vec<Install> {
    let gone = text_of(&folder.join(".obsolete"));
    let gone: BTreeMap<String, bool> = gone
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default();
    let mut found = Vec::new();
    for path in inside(folder) {
        let name = path.file_name().and_then(|name| name.to_str());
        let Some(name) = name.filter(|name| gone.get(*name) != Some(&true)) else {
            continue;
        };
        for (beginning, product) in EXTENSIONS {
            let version = name.strip_prefix(beginning).filter(|_| path.is_dir());
            found.extend(version.map(|named| Install {
                product: product(editor),
                version: of_manifest(&path.join("package.json")).or_else(|| plain(named)),
                path: path.clone(),
                on_path: false,
            }));
        }
    }
    found
}
