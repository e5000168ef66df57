//! The doctor's report on ninety-two fake computers: twenty-three homes in four environments each,
//! with processes that started before and after we changed the configs.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use setup::doctor::{Changed, Name, Question, Report, Tool, Value, examine};
use setup::machine::{Environment, Machine, Process};
use tempfile::TempDir;

const CANARY: &str = "sk-canary";
const CHANGED: i64 = 1_700_000_000;
const OURS: &str = "model_provider='codexapi'\nmodel='gpt-5.5'\n[model_providers.codexapi]\nname='C'\nbase_url='https://u:sk-canary@api.example.com/v1?k=sk-canary'\n";
const AUTH: &str = "[model_providers.codexapi.auth]\ncommand='/opt/purser'\nargs=['token']\n";
const CLAUDE: &str = r#"{"env":{"ANTHROPIC_BASE_URL":"https://api.example.com","ANTHROPIC_API_KEY":"","ANTHROPIC_AUTH_TOKEN":""},"model":"opus","apiKeyHelper":"/opt/purser token"}"#;
const USER: &str = "home/.codex/config.toml";
const SETTINGS: &str = "home/.claude/settings.json";

type Files = Vec<(&'static str, String)>;

fn homes() -> Vec<(&'static str, Files)> {
    let codex = |more: &str| (USER, format!("{OURS}{more}"));
    let whole = || codex(AUTH);
    let claude = |text: &str| (SETTINGS, text.to_owned());
    let file = |path, text: &str| (path, text.to_owned());
    let login = "requires_openai_auth=true\n";
    let token = "experimental_bearer_token='sk-canary'\n";
    let claude_token = r#"{"env":{"ANTHROPIC_BASE_URL":"https://api.example.com","ANTHROPIC_AUTH_TOKEN":"sk-canary"}}"#;
    Vec::from([
        ("empty", vec![]),
        ("set_up", vec![whole(), claude(CLAUDE)]),
        ("no_auth", vec![codex("")]),
        ("login_required", vec![codex(login)]),
        ("plaintext", vec![codex(token), claude(claude_token)]),
        (
            "work_tree",
            vec![codex(token), file("home/.git/HEAD", "ref")],
        ),
        ("env_key", vec![codex("env_key='GATEWAY_KEY'\n")]),
        (
            "env_key_in_dot_env",
            vec![
                codex("env_key='GATEWAY_KEY'\n"),
                file("home/.codex/.env", "GATEWAY_KEY=sk-canary\n"),
            ],
        ),
        ("undefined", vec![file(USER, "model_provider='gone'\n")]),
        (
            "broken",
            vec![file(USER, "a=1\na=2\n"), claude("{\n\"a\":1,\n}")],
        ),
        (
            "managed",
            vec![
                whole(),
                claude(CLAUDE),
                file(
                    "etc/codex/managed_config.toml",
                    "model_provider='openai'\nmodel='managed'\n",
                ),
                file("etc/codex/requirements.toml", "\n"),
                file(
                    "etc/claude-code/managed-settings.json",
                    r#"{"model":"haiku","env":{"ANTHROPIC_BASE_URL":"https://corp.example.com"}}"#,
                ),
            ],
        ),
        (
            "system",
            vec![
                file("etc/codex/config.toml", OURS),
                file(USER, "model='mine'\n"),
            ],
        ),
        (
            "profile",
            vec![
                whole(),
                file("home/.codex/work.config.toml", "model='of-profile'\n"),
            ],
        ),
        (
            "project",
            vec![
                whole(),
                claude(CLAUDE),
                file(
                    "work/.codex/config.toml",
                    "model_provider='evil'\nmodel='of-project'\n",
                ),
                file("work/.claude/settings.json", r#"{"model":"sonnet"}"#),
                file("work/.claude/settings.local.json", r#"{"model":"local"}"#),
            ],
        ),
        (
            "project_not_trusted",
            vec![
                whole(),
                claude(CLAUDE),
                file("work/.codex/config.toml", "model='of-project'\n"),
                file("work/.claude/settings.json", r#"{"model":"sonnet"}"#),
            ],
        ),
        (
            "legacy_profile",
            vec![(
                USER,
                format!(
                    "profile='old'\n{OURS}{AUTH}[profiles.work]\nmodel='of-table'\n[profiles.other]\nmodel='x'\n"
                ),
            )],
        ),
        (
            "managed_parts",
            vec![
                claude(CLAUDE),
                file(
                    "etc/claude-code/managed-settings.json",
                    r#"{"model":"base","env":{"ANTHROPIC_BASE_URL":"https://base.example.com"}}"#,
                ),
                file(
                    "etc/claude-code/managed-settings.d/10-a.json",
                    r#"{"model":"first"}"#,
                ),
                file(
                    "etc/claude-code/managed-settings.d/20-b.json",
                    r#"{"model":"last"}"#,
                ),
                file("etc/claude-code/managed-settings.d/30-c.txt", "no settings"),
            ],
        ),
        (
            "signed_in_without_auth",
            vec![codex(""), file("home/.codex/auth.json", CANARY)],
        ),
        (
            "shell_files",
            vec![
                file(
                    "home/.bashrc",
                    "# x\nexport OPENAI_API_KEY=sk-canary ANTHROPIC_BASE_URL=https://rc.example.com\n",
                ),
                file(
                    "home/.config/fish/config.fish",
                    "set -gx ANTHROPIC_API_KEY sk-canary\n",
                ),
                file("home/.zshrc", "export CODEX_HOME=/elsewhere\n"),
            ],
        ),
        (
            "snapshot",
            vec![
                codex("env_key='GATEWAY_KEY'\n"),
                file(
                    "home/.codex/shell_snapshots/1.sh",
                    "declare -x GATEWAY_KEY=\"sk-canary\"\nexport OPENAI_API_KEY=''\n",
                ),
            ],
        ),
        (
            "claude_login",
            vec![
                claude(r#"{"env":{"ANTHROPIC_BASE_URL":"https://api.example.com"}}"#),
                file("home/.claude/.credentials.json", CANARY),
            ],
        ),
        (
            "helper_without_blanks",
            vec![claude(
                r#"{"env":{"ANTHROPIC_BASE_URL":"https://api.example.com"},"apiKeyHelper":"/opt/purser token"}"#,
            )],
        ),
        (
            "marked_crlf",
            vec![
                (
                    USER,
                    format!("\u{feff}{}", format!("{OURS}{AUTH}").replace('\n', "\r\n")),
                ),
                (SETTINGS, format!("\u{feff}{CLAUDE}")),
            ],
        ),
    ])
}

fn environments(root: &Path) -> Vec<(&'static str, Environment, Option<Environment>)> {
    let none = Environment::default;
    let moved = root.join("moved").into_os_string();
    let keys = [
        ("ANTHROPIC_API_KEY", CANARY),
        ("ANTHROPIC_MODEL", "of-shell"),
        (
            "ANTHROPIC_BASE_URL",
            "https://u:sk-canary@shell.example.com/?k=sk-canary",
        ),
        ("CODEX_API_KEY", CANARY),
        ("GATEWAY_KEY", CANARY),
    ];
    Vec::from([
        ("shell says nothing", none(), None),
        ("shell has no variables", none(), Some(none())),
        ("shell has keys", none(), Some(keys.into_iter().collect())),
        (
            "process has another home",
            [("CODEX_HOME", moved)].into_iter().collect(),
            Some(none()),
        ),
    ])
}

fn processes() -> Vec<Process> {
    let process = |pid, parent, name: &str, second| Process {
        pid,
        parent,
        name: name.to_owned(),
        started_at: Timestamp::from_second(second).unwrap(),
    };
    let (before, after) = (1_699_999_999, 1_700_000_001);
    Vec::from([
        process(10, 1, "codex", before),
        process(11, 10, "codex", before),
        process(12, 1, "codex", after),
        process(13, 1, "claude", before),
        process(14, 1, "code", before),
        process(15, 1, "vim", before),
    ])
}

fn build(root: &Path, files: &Files) {
    for (name, text) in files {
        let path = root.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text.replace("{root}", &root.display().to_string())).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    }
}

fn report(root: &Path, environment: Environment, shell: Option<Environment>) -> Report {
    let machine = Machine {
        root: root.to_owned(),
        home: root.join("home"),
        environment,
        shell,
        processes: processes(),
    };
    let changed = Timestamp::from_second(CHANGED).ok();
    let question = Question {
        project: Some(root.join("work")),
        profile: Some("work".to_owned()),
        changed: Changed {
            codex: changed,
            claude_code: changed,
        },
    };
    examine(&machine, &question)
}

/// The report in lines and names in order, with `/` for the folder that stands for the computer.
fn told(root: &Path, report: &Report) -> String {
    let mut parts = serde_json::to_value(report).unwrap();
    parts.sort_all_objects();
    let mut lines = String::new();
    for (part, entries) in parts.as_object().unwrap() {
        for entry in entries.as_array().unwrap() {
            lines.push_str(&format!("  {part} {entry}\n"));
        }
    }
    lines.replace(root.to_str().unwrap(), "")
}

/// A computer with these files.
fn computer(files: &Files) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    build(&root, files);
    (folder, root)
}

#[test]
fn every_home_in_every_environment_is_reported_as_agreed_and_no_secret_is_told() {
    let mut computers = 0;
    for (name, mut files) in homes() {
        let trust = match name {
            "project" => "trusted",
            "project_not_trusted" => "untrusted",
            _ => "",
        };
        for (_, text) in files.iter_mut().filter(|(path, _)| *path == USER) {
            if !trust.is_empty() {
                text.push_str(&format!(
                    "[projects.'{{root}}/work']\ntrust_level='{trust}'\n"
                ));
            }
        }
        let (_folder, root) = computer(&files);
        let mut reports = String::new();
        for (case, environment, shell) in environments(&root) {
            let report = report(&root, environment, shell);
            assert!(!format!("{report:?}").contains(CANARY), "{name}");
            reports.push_str(&format!("{case}\n{}", told(&root, &report)));
            computers += 1;
        }
        assert!(!reports.contains(CANARY), "{name}");
        insta::assert_snapshot!(name, reports);
    }
    assert_eq!(computers, 92);
}

#[test]
fn a_process_is_only_stale_when_we_changed_what_it_read() {
    let (_folder, root) = computer(&vec![(USER, OURS.to_owned())]);
    let stale = |codex: Option<i64>, claude_code: Option<i64>| {
        let at = |second: Option<i64>| second.map(|at| Timestamp::from_second(at).unwrap());
        let machine = Machine {
            processes: processes(),
            ..Machine::unasked(root.join("home"), Environment::default())
        };
        let question = Question {
            changed: Changed {
                codex: at(codex),
                claude_code: at(claude_code),
            },
            ..Question::default()
        };
        let stale = examine(&machine, &question).stale.into_iter();
        stale.map(|process| process.pid).collect::<Vec<u32>>()
    };
    assert_eq!(stale(None, None), [0; 0]);
    assert_eq!(stale(Some(CHANGED), None), [10, 14]);
    assert_eq!(stale(None, Some(CHANGED)), [13, 14]);
    assert_eq!(stale(Some(CHANGED + 2), None), [10, 12, 14]);
    assert_eq!(stale(Some(CHANGED - 2), Some(CHANGED - 2)), [0; 0]);
}

#[test]
fn nothing_is_said_of_a_home_that_a_shell_file_names_and_the_shell_does_not() {
    let rc = "export CODEX_HOME=$X/codex CLAUDE_CONFIG_DIR=$X/claude\n";
    let files = vec![
        ("home/.zshrc", rc.to_owned()),
        (USER, OURS.to_owned()),
        (SETTINGS, CLAUDE.to_owned()),
    ];
    let (_folder, root) = computer(&files);
    let values = report(&root, Environment::default(), None).values;
    let names: Vec<(Tool, Name)> = values.iter().map(|of| (of.tool, of.name)).collect();
    assert_eq!(
        names,
        [(Tool::Codex, Name::Home), (Tool::ClaudeCode, Name::Home)]
    );
}

#[test]
fn nothing_is_said_to_be_in_force_in_a_codex_that_does_not_start() {
    let (_folder, root) = computer(&vec![(USER, "a=1\na=2\n".to_owned())]);
    let report = report(&root, Environment::default(), None);
    let of_codex = report
        .values
        .iter()
        .filter(|value| value.tool == Tool::Codex);
    let values: Vec<&Value> = of_codex.map(|value| &value.value).collect();
    let home = root.join("home/.codex").display().to_string();
    assert_eq!(values, [&Value::Text(home)]);
}
