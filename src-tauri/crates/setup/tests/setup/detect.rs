//! Which programs and homes of Codex are found on fake computers.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use setup::detect::{CodexHome, HomeSource, Install, Product, codex_homes, migration_target};
use setup::machine::Machine;

use crate::computer::Computer;

const CODEX: &str = "echo codex-cli 0.169.0";
const CLAUDE: &str = "echo '2.1.329 (Claude Code)'";

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
