//! The doctor's report on seventy-two fake computers: eighteen homes in four environments each,
//! with processes that started before and after the config changed.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::{Duration, UNIX_EPOCH};

use jiff::Timestamp;
use setup::doctor::{Question, examine};
use setup::machine::{Environment, Machine, Process};

const CANARY: &str = "sk-canary";
const CHANGED: u64 = 1_700_000_000;
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
        ("ANTHROPIC_BASE_URL", "https://shell.example.com"),
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
        let file = fs::File::options().write(true).open(&path).unwrap();
        file.set_modified(UNIX_EPOCH + Duration::from_secs(CHANGED))
            .unwrap();
    }
}

/// The report in lines, with `/` for the folder that stands for the computer.
fn told(root: &Path, environment: Environment, shell: Option<Environment>) -> String {
    let machine = Machine {
        root: root.to_owned(),
        home: root.join("home"),
        environment,
        shell,
        processes: processes(),
    };
    let question = Question {
        project: Some(root.join("work")),
        profile: Some("work".to_owned()),
    };
    let report = serde_json::to_value(examine(&machine, &question)).unwrap();
    let mut lines = String::new();
    for (part, entries) in report.as_object().unwrap() {
        for entry in entries.as_array().unwrap() {
            lines.push_str(&format!("  {part} {entry}\n"));
        }
    }
    lines.replace(root.to_str().unwrap(), "")
}

#[test]
fn every_home_in_every_environment_is_reported_as_agreed_and_no_secret_is_told() {
    let mut computers = 0;
    for (name, mut files) in homes() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path().canonicalize().unwrap();
        if let Some((_, text)) = files
            .iter_mut()
            .find(|(path, _)| name == "project" && *path == USER)
        {
            text.push_str("[projects.'{root}/work']\ntrust_level='trusted'\n");
        }
        build(&root, &files);
        let mut report = String::new();
        for (case, environment, shell) in environments(&root) {
            report.push_str(&format!("{case}\n{}", told(&root, environment, shell)));
            computers += 1;
        }
        assert!(!report.contains(CANARY), "{name}");
        insta::assert_snapshot!(name, report);
    }
    assert_eq!(computers, 72);
}
