//! What is found on fake computers: programs that are scripts, apps and extensions that are folders.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use setup::detect::{
    CodexHome, Editor, HomeSource, Install, Product, codex_homes, installs, migration_target,
};
use setup::machine::{Environment, Machine};
use tempfile::TempDir;

const CODEX: &str = "echo codex-cli 0.169.0";
const CLAUDE: &str = "echo '2.1.329 (Claude Code)'";

/// A computer with nothing on it.
struct Computer {
    folder: TempDir,
    environment: BTreeMap<&'static str, String>,
    shell: Option<BTreeMap<&'static str, String>>,
}

impl Computer {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            environment: BTreeMap::new(),
            shell: None,
        }
    }

    fn root(&self) -> PathBuf {
        self.folder.path().canonicalize().unwrap()
    }

    fn at(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    fn machine(&self) -> Machine {
        let environment = |set: &BTreeMap<&str, String>| -> Environment {
            set.iter().map(|(name, value)| (*name, value)).collect()
        };
        Machine {
            root: self.root(),
            home: self.at("home"),
            environment: environment(&self.environment),
            shell: self.shell.as_ref().map(environment),
            processes: Vec::new(),
        }
    }

    fn write(&self, path: &str, text: &str) -> PathBuf {
        let path = self.at(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    fn program(&self, path: &str, script: &str) -> PathBuf {
        let path = self.write(path, &format!("#!/bin/sh\n{script}\n"));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        path
    }

    fn link(&self, path: &str, to: &Path) -> PathBuf {
        let path = self.at(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        symlink(to, &path).unwrap();
        path
    }

    fn search_path(&self, folders: &[&str]) -> String {
        let folders = folders.iter().map(|folder| self.at(folder));
        env::join_paths(folders).unwrap().into_string().unwrap()
    }

    fn codex(&self) -> Vec<Install> {
        let found = installs(&self.machine()).into_iter();
        found
            .filter(|install| install.product == Product::Codex)
            .collect()
    }

    fn told(&self) -> Vec<(Product, String, Option<String>)> {
        let root = self.root();
        let shown = |path: PathBuf| path.strip_prefix(&root).unwrap().display().to_string();
        let found = installs(&self.machine()).into_iter();
        found
            .map(|install| (install.product, shown(install.path), install.version))
            .collect()
    }
}

fn codex(path: &Path, version: &str, on_path: bool) -> Install {
    Install {
        product: Product::Codex,
        path: path.to_owned(),
        version: Some(version.to_owned()),
        on_path,
    }
}

#[test]
fn every_install_is_found_once_and_the_one_that_path_picks_comes_first() {
    let mut computer = Computer::new();
    let first = computer.program("one/codex", CODEX);
    let second = computer.program("two/codex", "echo codex-cli 0.141.0");
    computer.link("home/.local/bin/codex", &second);
    let path = computer.search_path(&["one", "two"]);
    computer.environment.insert("PATH", path);
    assert_eq!(
        computer.codex(),
        [
            codex(&first, "0.169.0", true),
            codex(&second, "0.141.0", false)
        ]
    );
}

#[test]
fn the_terminals_path_picks_and_the_path_of_a_menu_only_finds() {
    let mut computer = Computer::new();
    let of_menu = computer.program("menu/codex", "echo codex-cli 0.141.0");
    let of_terminal = computer.program("terminal/codex", CODEX);
    let menu = computer.search_path(&["menu"]);
    let terminal = computer.search_path(&["terminal"]);
    computer.environment.insert("PATH", menu);
    computer.shell = Some(BTreeMap::from([("PATH", terminal)]));
    assert_eq!(
        computer.codex(),
        [
            codex(&of_terminal, "0.169.0", true),
            codex(&of_menu, "0.141.0", false)
        ]
    );
}

#[test]
fn the_launcher_and_the_native_program_of_one_package_are_one_install() {
    let mut computer = Computer::new();
    let modules = "npm/lib/node_modules/@openai";
    let launcher = computer.program(&format!("{modules}/codex/bin/codex.js"), CODEX);
    let inner = format!("{modules}/codex/node_modules/@openai/codex-linux-x64/bin");
    computer.program(&format!("{inner}/codex"), CODEX);
    computer.program(&format!("{modules}/codex-linux-x64/bin/codex"), CODEX);
    let shim = computer.link("npm/bin/codex", &launcher);
    let beside = format!("{modules}/codex-linux-x64/bin");
    let path = computer.search_path(&["npm/bin", &inner, &beside]);
    computer.environment.insert("PATH", path);
    assert_eq!(computer.codex(), [codex(&shim, "0.169.0", true)]);
}

#[test]
fn packages_of_other_names_and_of_other_folders_are_other_installs() {
    let mut computer = Computer::new();
    for folder in ["a", "b"] {
        let package = format!("{folder}/node_modules/@openai/codex/bin/codex");
        computer.program(&package, CODEX);
    }
    computer.program("a/node_modules/@openai/codexes/bin/codex", CODEX);
    let folders = [
        "a/node_modules/@openai/codex/bin",
        "b/node_modules/@openai/codex/bin",
        "a/node_modules/@openai/codexes/bin",
    ];
    let path = computer.search_path(&folders);
    computer.environment.insert("PATH", path);
    assert_eq!(computer.codex().len(), 3);
}

#[test]
fn programs_outside_path_are_found_where_installers_and_version_managers_put_them() {
    for folder in [
        "home/.local/bin",
        "home/.nvm/versions/node/v24.1.0/bin",
        "home/.local/share/fnm/node-versions/v24.1.0/installation/bin",
        "home/.volta/bin",
        "home/.asdf/shims",
        "home/.local/share/mise/shims",
        "home/.bun/bin",
        "home/.local/share/pnpm",
        "home/scoop/shims",
        "opt/homebrew/bin",
        "usr/local/bin",
    ] {
        let computer = Computer::new();
        computer.program(&format!("{folder}/codex"), CODEX);
        computer.program(&format!("{folder}/claude"), CLAUDE);
        let version = |text: &str| Some(text.to_owned());
        assert_eq!(
            computer.told(),
            [
                (
                    Product::Codex,
                    format!("{folder}/codex"),
                    version("0.169.0")
                ),
                (
                    Product::ClaudeCode,
                    format!("{folder}/claude"),
                    version("2.1.329")
                ),
            ]
        );
    }
    let computer = Computer::new();
    computer.program("home/.claude/local/claude", CLAUDE);
    assert_eq!(computer.told().len(), 1);
}

#[test]
fn an_interpreter_of_the_terminals_path_is_found_by_a_launcher() {
    let mut computer = Computer::new();
    computer.program("node/purser-test-node", CODEX);
    let launcher = computer.write("home/.local/bin/codex", "#!/usr/bin/env purser-test-node\n");
    fs::set_permissions(&launcher, fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:/usr/bin:/bin", computer.search_path(&["node"]));
    computer.shell = Some(BTreeMap::from([("PATH", path)]));
    let found = computer.codex();
    assert_eq!(found[0].version.as_deref(), Some("0.169.0"));
}

#[test]
fn an_install_that_fails_or_speaks_nonsense_has_no_version() {
    for script in [
        "exit 1",
        "echo something else",
        "echo codex-cli",
        "echo '2.1.329 (Claude Code)'",
        "printf 'codex-cli a\\033[b'",
    ] {
        let computer = Computer::new();
        computer.program("home/.local/bin/codex", script);
        let found = computer.codex();
        assert_eq!(found.len(), 1, "{script}");
        assert_eq!(found[0].version, None, "{script}");
    }
}

#[test]
fn a_program_that_hangs_is_given_up() {
    let computer = Computer::new();
    computer.program("home/.local/bin/codex", "exec sleep 60");
    assert_eq!(computer.codex()[0].version, None);
}

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

#[test]
fn every_home_of_codex_is_told_once_the_terminals_first() {
    let mut computer = Computer::new();
    computer.write("home/.codex/config.toml", "");
    let linked = computer.link("linked", &computer.at("home/.codex"));
    let home = |path: PathBuf, source, exists| CodexHome {
        path,
        source,
        exists,
    };
    let default = || home(computer.at("home/.codex"), HomeSource::Default, true);
    assert_eq!(codex_homes(&computer.machine()), [default()]);
    let (of_shell, of_process) = (computer.at("of-shell"), computer.at("of-process"));
    let variable = |path: &Path| BTreeMap::from([("CODEX_HOME", path.display().to_string())]);
    let told = |environment, shell| {
        let machine = Computer {
            folder: tempfile::tempdir().unwrap(),
            environment,
            shell: Some(shell),
        };
        codex_homes(&Machine {
            root: computer.root(),
            home: computer.at("home"),
            ..machine.machine()
        })
    };
    assert_eq!(
        told(variable(&of_process), variable(&of_shell)),
        [
            home(of_shell.clone(), HomeSource::LoginShell, false),
            home(of_process.clone(), HomeSource::Environment, false),
            default(),
        ]
    );
    assert_eq!(
        told(variable(&of_shell), variable(&of_shell)),
        [home(of_shell, HomeSource::LoginShell, false), default()]
    );
    assert_eq!(
        told(variable(Path::new("")), variable(&linked)),
        [home(linked, HomeSource::LoginShell, true)]
    );
    computer.environment = variable(&of_process);
    assert_eq!(
        codex_homes(&computer.machine())[0].source,
        HomeSource::Environment
    );
}

#[test]
fn the_migration_target_is_read_from_the_installed_catalogue() {
    let computer = Computer::new();
    let catalogue = r#"{"models":[{"slug":"gpt-5.5","upgrade":{"model":"gpt-6-sol"}},{"slug":"gpt-6-sol","upgrade":null}]}"#;
    let script = format!("[ \"$*\" = 'debug models --bundled' ] && echo '{catalogue}'");
    let install = codex(&computer.program("codex", &script), "0.169.0", true);
    assert_eq!(
        migration_target(&install, "gpt-5.5").as_deref(),
        Some("gpt-6-sol")
    );
    assert_eq!(migration_target(&install, "gpt-6-sol"), None);
    assert_eq!(migration_target(&install, "unknown"), None);
}
