//! Set-up and undo on another machine, behind a real sshd: the same as here, byte for byte, and the
//! token is seen by nobody.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use secrecy::SecretString;
use setup::ssh::{Remote, SshClient};
use setup::{Finding, Refusal, SetupError, State, TokenDelivery};

use crate::bench::{TOKEN, at, chmod, command, facts, mode};
use crate::home::tree;
use crate::ssh_bench::{Machine, watch};

const CONFIG: &str = "model = 'mine' # why\n[projects.'/src']\ntrust_level = 'trusted'\n";

fn token() -> SecretString {
    SecretString::from(TOKEN)
}

/// Plans and applies a set-up there, and gives back its findings.
fn set_up(machine: &Machine, remote: &Remote) -> Vec<Finding> {
    let codex = remote.codex(machine.records());
    remote.store_token(&token()).unwrap();
    let delivery = remote.token_delivery();
    let plan = codex.plan_set_up(&facts(), &delivery, None).unwrap();
    assert!(!plan.diff().is_empty());
    remote
        .history(machine.records())
        .apply(&plan, at(1))
        .unwrap();
    plan.findings().to_vec()
}

fn undo(machine: &Machine, remote: &Remote) {
    let codex = remote.codex(machine.records());
    let plan = codex.plan_undo().unwrap();
    assert!(plan.exact());
    remote
        .history(machine.records())
        .apply(&plan, at(2))
        .unwrap();
    remote.forget_token().unwrap();
}

#[test]
fn a_set_up_over_there_is_shown_written_and_undone_byte_for_byte() {
    let bom_and_crlf = format!("\u{feff}{}", CONFIG.replace('\n', "\r\n"));
    for config in [CONFIG, "", "a = 1", &bom_and_crlf] {
        let machine = Machine::start();
        machine.write(config);
        chmod(&machine.config(), 0o640);
        let before = tree(&machine.home());
        let remote = machine.connect();
        assert_eq!(remote.codex_home(), machine.home().join(".codex"));
        set_up(&machine, &remote);
        let text = machine.text();
        assert!(text.contains("model_provider = \"codexapi\""), "{text}");
        assert_eq!(mode(&machine.config()), 0o640);
        let status = remote.codex(machine.records()).inspect(None).unwrap();
        assert!(matches!(status.state, State::SetUp { .. }) && status.can_undo);
        undo(&machine, &remote);
        assert_eq!(tree(&machine.home()), before);
        assert_eq!(mode(&machine.config()), 0o640);
    }
}

#[test]
fn a_config_that_was_not_there_is_gone_after_undo_and_its_folder_too() {
    let machine = Machine::start();
    let remote = machine.connect();
    set_up(&machine, &remote);
    assert_eq!(mode(&machine.config()), 0o600);
    assert_eq!(mode(&machine.home().join(".codex")), 0o700);
    undo(&machine, &remote);
    assert!(!machine.home().join(".codex").exists());
    assert!(!machine.home().join(".local/share/purser").exists());
}

#[test]
fn links_over_there_stay_and_what_they_lead_to_is_written() {
    let machine = Machine::start();
    machine.write("");
    let dotfiles = machine.home().join("dot files");
    fs::create_dir(&dotfiles).unwrap();
    let target = dotfiles.join("config.toml");
    fs::write(&target, CONFIG).unwrap();
    fs::remove_file(machine.config()).unwrap();
    symlink("../dot files/middle", machine.config()).unwrap();
    symlink(&target, dotfiles.join("middle")).unwrap();
    let before = tree(&machine.home());
    let remote = machine.connect();
    let findings = set_up(&machine, &remote);
    let linked = Finding::SymlinkFollowed {
        target: target.clone(),
    };
    assert!(findings.contains(&linked), "{findings:?}");
    assert!(fs::read_to_string(&target).unwrap().contains("codexapi"));
    assert!(machine.config().is_symlink() && dotfiles.join("middle").is_symlink());
    undo(&machine, &remote);
    fs::remove_dir_all(machine.home().join(".local")).unwrap();
    assert_eq!(tree(&machine.home()), before);
}

#[test]
fn what_the_person_writes_over_there_stays_and_the_history_tells_and_takes_back_our_step() {
    let machine = Machine::start();
    machine.write(CONFIG);
    let remote = machine.connect();
    set_up(&machine, &remote);
    machine.write(&format!("{}# theirs\n", machine.text()));
    let history = remote.history(machine.records());
    let steps = history.steps().unwrap();
    let [step] = steps.as_slice() else {
        panic!("{steps:?}");
    };
    assert_eq!(step.file, machine.config());
    let here = setup::History::at(machine.records());
    assert_eq!(here.steps().unwrap(), []);
    let plan = history.plan_undo_step(&step.id).unwrap();
    history.apply(&plan, at(3)).unwrap();
    assert_eq!(machine.text(), format!("{CONFIG}# theirs\n"));
}

#[test]
fn a_config_that_changed_since_the_plan_is_left_alone() {
    let machine = Machine::start();
    machine.write(CONFIG);
    let remote = machine.connect();
    let (codex, history) = (
        remote.codex(machine.records()),
        remote.history(machine.records()),
    );
    let plan = codex.plan_set_up(&facts(), &command(), None).unwrap();
    machine.write("model = 'theirs'\n");
    let error = history.apply(&plan, at(1)).unwrap_err();
    assert!(matches!(error, SetupError::Changed { .. }), "{error:?}");
    assert_eq!(machine.text(), "model = 'theirs'\n");
    fs::remove_file(machine.config()).unwrap();
    let error = history.apply(&plan, at(1)).unwrap_err();
    assert!(matches!(error, SetupError::Changed { .. }), "{error:?}");
    assert!(!machine.config().exists());
}

#[test]
fn the_token_over_there_is_in_one_file_of_ours_that_codex_prints() {
    let machine = Machine::start();
    let remote = machine.connect();
    let folder = machine.home().join(".local/share/purser");
    let file = folder.join("codex-token");
    let delivery = remote.token_delivery();
    assert!(matches!(delivery, TokenDelivery::File { path } if path == file));
    assert!(!file.exists());
    remote.store_token(&SecretString::from("older")).unwrap();
    set_up(&machine, &remote);
    assert_eq!(fs::read_to_string(&file).unwrap(), TOKEN);
    assert_eq!((mode(&file), mode(&folder)), (0o600, 0o700));
    let text = machine.text();
    let printed = format!("args = [\"{}\"]", file.display());
    assert!(text.contains("command = \"/bin/cat\""), "{text}");
    assert!(text.contains(&printed), "{text}");
    let records = tree(&machine.records()).into_iter().map(|(_, bytes)| bytes);
    let kept = [text.into_bytes()].into_iter().chain(records);
    for bytes in kept {
        assert!(!String::from_utf8_lossy(&bytes).contains(TOKEN));
    }
    remote.forget_token().unwrap();
    remote.forget_token().unwrap();
    assert!(!folder.exists());
}

#[test]
fn a_token_of_more_than_one_line_and_a_file_without_a_place_are_refused() {
    let machine = Machine::start();
    let remote = machine.connect();
    for odd in ["", "two\nlines", "two words", "tok\u{e9}n"] {
        let error = remote.store_token(&SecretString::from(odd)).unwrap_err();
        assert!(matches!(error, SetupError::Write { .. }), "{error:?}");
    }
    let path = "token".into();
    let codex = remote.codex(machine.records());
    let error = codex
        .plan_set_up(&facts(), &TokenDelivery::File { path }, None)
        .unwrap_err();
    let refusal = Refusal::CommandNotAbsolute;
    assert!(matches!(error, SetupError::Refused { refusal: found, .. } if found == refusal));
    assert_eq!(tree(&machine.home()), []);
}

/// Every program that was started, here and there, with its arguments and its environment.
#[test]
fn the_token_is_no_argument_and_in_no_environment_and_no_shell_remembers_anything() {
    let logs = tempfile::tempdir().unwrap();
    let (here, there) = (logs.path().join("here"), logs.path().join("there"));
    let machine = Machine::start_watched(&there);
    machine.write(&format!(
        "{CONFIG}[model_providers.a]\nexperimental_bearer_token = 'sk-own'\n"
    ));
    for history in [".bash_history", ".sh_history", ".zsh_history"] {
        fs::write(machine.home().join(history), "ls\n").unwrap();
    }
    let start = "export HISTFILE=~/.bash_history\nset -o history\n";
    fs::write(machine.home().join(".bash_profile"), start).unwrap();
    let before = tree(&machine.home());
    let remote = Remote::connect(&machine.host(), &watched_client(&machine, &here)).unwrap();
    set_up(&machine, &remote);
    undo(&machine, &remote);
    drop(remote);
    fs::remove_dir_all(machine.home().join(".local")).unwrap();
    assert_eq!(tree(&machine.home()), before);
    let (here, there) = (fs::read_to_string(here), fs::read_to_string(there));
    let (here, there) = (here.unwrap(), there.unwrap());
    assert!(here.contains("BatchMode=yes") && there.contains("IFS= read -r script"));
    assert!(
        there.contains("\"sha256sum\"") && there.contains("LC_ALL=C"),
        "{there}"
    );
    // As it is, and as it travels.
    for secret in [TOKEN, "Y2FuYXJ5LTdmM2EtdG9rZW4", "sk-own"] {
        assert!(
            !here.contains(secret) && !there.contains(secret),
            "{secret}"
        );
    }
}

fn watched_client(machine: &Machine, log: &Path) -> SshClient {
    let program = machine.path().join("watched-ssh");
    let arguments = watch(log).join(" ");
    fs::write(
        &program,
        format!("#!/bin/sh\nexec strace {arguments} ssh \"$@\"\n"),
    )
    .unwrap();
    chmod(&program, 0o700);
    SshClient {
        program,
        ..machine.client()
    }
}

#[test]
fn what_a_terminal_over_there_sees_decides_where_codex_is() {
    let machine = Machine::start();
    let bin = machine.home().join("my bin");
    fs::create_dir(&bin).unwrap();
    let program = bin.join("codex");
    fs::write(&program, "#!/bin/sh\necho codex-cli 0.169.0\n").unwrap();
    chmod(&program, 0o755);
    let start = "echo noise; PATH=\"$HOME/my bin:$PATH\"; export CODEX_HOME=\"$HOME/elsewhere\" \
                 XDG_DATA_HOME=\"$HOME/data\"\n";
    fs::write(machine.home().join(".bash_profile"), start).unwrap();
    // Printed before the script is, because sshd's shell reads this one too.
    fs::write(machine.home().join(".bashrc"), "printf 'half a line'\n").unwrap();
    let remote = machine.connect();
    assert_eq!(remote.codex_home(), machine.home().join("elsewhere"));
    let codex = remote.installed_codex().unwrap();
    assert_eq!(codex.program, program);
    assert_eq!(codex.version.as_deref(), Some("0.169.0"));
    set_up(&machine, &remote);
    assert!(machine.home().join("elsewhere/config.toml").exists());
    assert!(machine.home().join("data/purser/codex-token").exists());
}
