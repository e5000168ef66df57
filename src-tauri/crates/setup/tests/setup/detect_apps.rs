//! Which desktop apps and editor extensions are found on fake computers.

use setup::detect::{Editor, Product};

use crate::computer::Computer;

#[test]
fn desktop_apps_are_told_with_their_versions_and_not_started() {
    let computer = Computer::new();
    let list =
        |version| format!("<key>CFBundleShortVersionString</key>\n\t<string>{version}</string>");
    let starts = format!("touch {}", computer.at("started").display());
    computer.write(
        "Applications/ChatGPT.app/Contents/Info.plist",
        &list("26.9"),
    );
    computer.program("Applications/ChatGPT.app/Contents/MacOS/ChatGPT", &starts);
    computer.write("Applications/ChatGPT.app/Contents/Resources/codex", "");
    computer.write("home/Applications/Claude.app/Contents/Info.plist", "bplist");
    computer.program("usr/lib/chatgpt/ChatGPT", &starts);
    computer.write("usr/lib/chatgpt/resources/codex", "");
    let metadata = r#"{"codexAppBrand":"chatgpt","version":"26.915.31945"}"#;
    computer.write(
        "usr/lib/chatgpt/resources/linux-package-metadata.json",
        metadata,
    );
    computer.write(
        "home/AppData/Local/Packages/OpenAI.Codex_2p2nqsd0c76g0/x",
        "",
    );
    for version in ["1.9.0", "1.10.0"] {
        let program = format!("home/AppData/Local/AnthropicClaude/app-{version}/claude.exe");
        computer.program(&program, &starts);
    }
    let version = |text: &str| Some(text.to_owned());
    let app = |product, path: &str, version| (product, path.to_owned(), version);
    assert_eq!(
        computer.told(),
        [
            app(
                Product::CodexDesktop,
                "Applications/ChatGPT.app",
                version("26.9")
            ),
            app(Product::ClaudeDesktop, "home/Applications/Claude.app", None),
            app(
                Product::CodexDesktop,
                "usr/lib/chatgpt",
                version("26.915.31945")
            ),
            app(
                Product::CodexDesktop,
                "home/AppData/Local/Packages/OpenAI.Codex_2p2nqsd0c76g0",
                None
            ),
            app(
                Product::ClaudeDesktop,
                "home/AppData/Local/AnthropicClaude/app-1.10.0",
                version("1.10.0")
            ),
        ]
    );
    assert!(!computer.at("started").exists());
}

#[test]
fn a_chatgpt_without_codex_in_it_and_a_menu_entry_of_another_name_are_no_codex() {
    let computer = Computer::new();
    computer.write("Applications/ChatGPT.app/Contents/Info.plist", "");
    computer.write("opt/chatgpt/ChatGPT", "");
    let entry = "[Desktop Entry]\nName=ChatGPT\nExec=/opt/other/chatgpt\n";
    computer.write("usr/share/applications/chatgpt.desktop", entry);
    assert_eq!(computer.told(), []);
}

#[test]
fn an_app_is_found_by_its_menu_entry_unless_it_was_found_already() {
    let computer = Computer::new();
    let program = computer.at("home/Claude.AppImage");
    let entry = format!(
        "[Desktop Entry]\nVersion=1.5\nName=Claude\nExec=\"{}\" %u\nX-AppImage-Version=0.14.10\n",
        program.display()
    );
    computer.write("home/.local/share/applications/claude.desktop", &entry);
    let found = |path: &str, version: Option<&str>| {
        let version = version.map(str::to_owned);
        (Product::ClaudeDesktop, path.to_owned(), version)
    };
    let by_entry = found("home/Claude.AppImage", Some("0.14.10"));
    assert_eq!(computer.told(), [by_entry]);
    computer.write("usr/lib/claude-desktop/resources/app.asar", "");
    assert_eq!(computer.told(), [found("usr/lib/claude-desktop", None)]);
}

#[test]
fn extensions_are_told_by_editor_with_the_version_of_their_manifest() {
    let computer = Computer::new();
    let manifest = r#"{"name":"chatgpt","version":"26.422.71525"}"#;
    let chatgpt = "openai.chatgpt-26.422.71525-linux-x64";
    for editor in [".vscode", ".cursor", ".vscode-server"] {
        let file = format!("home/{editor}/extensions/{chatgpt}/package.json");
        computer.write(&file, manifest);
    }
    let claude = "home/.windsurf/extensions/anthropic.claude-code-2.1.329/x";
    computer.write(claude, "");
    computer.write("home/.vscode/extensions/openai.chatgptish-1.0.0/x", "");
    computer.write("home/.vscode/extensions/openai.chatgpt-notes.txt", "");
    let told = computer.told();
    let editors: Vec<Product> = told.iter().map(|(product, _, _)| *product).collect();
    assert_eq!(
        editors,
        [
            Product::CodexExtension(Editor::VsCode),
            Product::CodexExtension(Editor::Cursor),
            Product::ClaudeCodeExtension(Editor::Windsurf),
            Product::CodexExtension(Editor::VsCodeServer),
        ]
    );
    let versions: Vec<&str> = told.iter().filter_map(|(_, _, of)| of.as_deref()).collect();
    let codex = "26.422.71525";
    assert_eq!(versions, [codex, codex, "2.1.329", codex]);
}

#[test]
fn an_extension_that_waits_for_its_removal_is_not_told() {
    let computer = Computer::new();
    let extensions = "home/.vscode/extensions";
    for version in ["2.1.328", "2.1.329"] {
        let file = format!("{extensions}/anthropic.claude-code-{version}/x");
        computer.write(&file, "");
    }
    let gone = r#"{"anthropic.claude-code-2.1.328":true,"anthropic.claude-code-2.1.329":false}"#;
    computer.write(&format!("{extensions}/.obsolete"), gone);
    let told = computer.told();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].2.as_deref(), Some("2.1.329"));
}
