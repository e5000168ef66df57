//! A machine that cannot be used: one clear error for each reason, in time, and nothing is left
//! behind on it.

use std::fs;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::time::Duration;

use setup::ssh::{Remote, SshClient, SshError};
use setup::{Codex, Plan, SetupError};

use crate::bench::{at, chmod, command, facts};
use crate::home::tree;
use crate::ssh_bench::{Machine, free_port, host_at};

fn plan(codex: &Codex) -> Result<Plan, SetupError> {
    codex.plan_set_up(&facts(), &command(), None)
}

#[test]
fn a_machine_whose_key_is_unknown_or_another_is_not_connected_to() {
    let machine = Machine::start();
    let known = machine.path().join("known_hosts");
    let stranger = fs::read_to_string(machine.path().join("stranger.pub")).unwrap();
    fs::write(&known, "").unwrap();
    let error = machine.try_connect().unwrap_err();
    assert!(matches!(error, SshError::UnknownKey { .. }), "{error:?}");
    assert_eq!(fs::read_to_string(&known).unwrap(), "");
    fs::write(&known, format!("[127.0.0.1]:{} {stranger}", machine.port)).unwrap();
    let error = machine.try_connect().unwrap_err();
    assert!(matches!(error, SshError::KeyChanged { .. }), "{error:?}");
}

#[test]
fn a_login_that_is_refused_is_told_and_nothing_is_asked() {
    let machine = Machine::start();
    machine.write_client_config("stranger", &[machine.port]);
    let error = machine.try_connect().unwrap_err();
    assert!(matches!(error, SshError::LoginRefused { .. }), "{error:?}");
}

#[test]
fn a_missing_client_a_missing_machine_and_a_broken_client_config_are_told_apart() {
    let machine = Machine::start();
    let client = SshClient {
        program: PathBuf::from("/nowhere/ssh"),
        ..machine.client()
    };
    let error = Remote::connect(&machine.host(), &client).unwrap_err();
    assert!(
        matches!(error, SshError::NoClient(source) if source.kind() == io::ErrorKind::NotFound)
    );
    let error = Remote::connect(&host_at(free_port()), &machine.client()).unwrap_err();
    assert!(matches!(&error, SshError::Unreachable { message, .. } if message.contains("refused")));
    let nowhere = "no-such-machine.invalid".parse().unwrap();
    let error = Remote::connect(&nowhere, &machine.client()).unwrap_err();
    assert!(matches!(error, SshError::Unreachable { .. }), "{error:?}");
    fs::write(machine.path().join("client_config"), "NoSuchOption yes\n").unwrap();
    let error = machine.try_connect().unwrap_err();
    assert!(matches!(error, SshError::Refused { .. }), "{error:?}");
}

#[test]
fn a_machine_that_never_answers_is_given_up_in_time() {
    let machine = Machine::start();
    let silent = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = silent.local_addr().unwrap().port();
    let client = SshClient {
        deadline: Duration::from_secs(1),
        ..machine.client()
    };
    let error = Remote::connect(&host_at(port), &client).unwrap_err();
    let in_time = matches!(
        error,
        SshError::NoAnswer { .. } | SshError::Unreachable { .. }
    );
    assert!(in_time, "{error:?}");
}

#[test]
fn a_start_file_that_hangs_or_an_account_without_a_shell_is_told() {
    let machine = Machine::start();
    let client = SshClient {
        deadline: Duration::from_secs(2),
        ..machine.client()
    };
    fs::write(machine.home().join(".bashrc"), "exec sleep 60\n").unwrap();
    let error = Remote::connect(&machine.host(), &client).unwrap_err();
    assert!(matches!(error, SshError::NoAnswer { .. }), "{error:?}");
    let gone = "echo This account is currently not available. >&2; exit 1\n";
    fs::write(machine.home().join(".bashrc"), gone).unwrap();
    let error = machine.try_connect().unwrap_err();
    assert!(
        matches!(&error, SshError::Unsuitable { message, .. } if message.contains("not available")),
        "{error:?}"
    );
    // A login shell that ends early says nothing: sshd's own environment counts.
    fs::write(machine.home().join(".bashrc"), "").unwrap();
    fs::write(machine.home().join(".bash_profile"), "exit 3\n").unwrap();
    assert_eq!(
        machine.connect().codex_home(),
        machine.home().join(".codex")
    );
}

#[test]
fn what_a_start_file_leaves_running_and_printing_is_passed_over() {
    let machine = Machine::start();
    machine.write("a = 1\n");
    let chatter = "(while printf 'done =eA==\\nhalf'; do sleep 0.01; done) 2>/dev/null &\n";
    fs::write(machine.home().join(".bashrc"), chatter).unwrap();
    let remote = machine.connect();
    for _ in 0..20 {
        assert!(
            !remote
                .codex(machine.records())
                .inspect(None)
                .unwrap()
                .can_undo
        );
    }
}

#[test]
fn a_machine_without_the_programs_that_are_needed_is_left_alone() {
    let machine = Machine::start();
    let bin = machine.home().join("bin");
    fs::create_dir(&bin).unwrap();
    for tool in ["base64", "chmod", "cp", "ln", "stat", "rm", "mktemp"] {
        symlink(Path::new("/usr/bin").join(tool), bin.join(tool)).unwrap();
    }
    fs::write(machine.home().join(".bashrc"), "PATH=$HOME/bin\n").unwrap();
    let error = machine.try_connect().unwrap_err();
    assert!(
        matches!(&error, SshError::Unsuitable { message, .. } if message == "mv is missing"),
        "{error:?}"
    );
}

#[test]
fn files_that_cannot_be_set_up_are_refused_as_they_are_here() {
    let machine = Machine::start();
    machine.write("a = 1\n");
    let config = machine.config();
    let codex = machine.codex();
    chmod(&config, 0o400);
    let error = plan(&codex).unwrap_err();
    assert!(matches!(error, SetupError::ReadOnly { path } if path == config));
    chmod(&config, 0o600);
    chmod(config.parent().unwrap(), 0o500);
    let error = plan(&codex).unwrap_err();
    assert!(matches!(error, SetupError::ReadOnly { path } if path == config.parent().unwrap()));
    chmod(config.parent().unwrap(), 0o700);
    fs::write(&config, b"a = 'caf\xe9'\n").unwrap();
    let error = plan(&codex).unwrap_err();
    assert!(
        matches!(error, SetupError::NotUtf8 { valid_up_to: 8, .. }),
        "{error:?}"
    );
    fs::write(&config, "a = \n").unwrap();
    let error = plan(&codex).unwrap_err();
    assert!(
        matches!(error, SetupError::Unparsable { line: 1, .. }),
        "{error:?}"
    );
    fs::write(&config, vec![b'#'; 8 * 1024 * 1024 + 1]).unwrap();
    let error = plan(&codex).unwrap_err();
    let SetupError::Read { source, .. } = error else {
        panic!("{error:?}");
    };
    assert_eq!(source.kind(), io::ErrorKind::FileTooLarge);
    fs::remove_file(&config).unwrap();
    fs::create_dir(&config).unwrap();
    let error = plan(&codex).unwrap_err();
    assert!(matches!(error, SetupError::NotAFile { .. }), "{error:?}");
    fs::remove_dir(&config).unwrap();
    symlink("config.toml", &config).unwrap();
    let error = plan(&codex).unwrap_err();
    assert!(matches!(error, SetupError::LinkLoop { .. }), "{error:?}");
    fs::remove_file(&config).unwrap();
    symlink("nowhere/config.toml", &config).unwrap();
    let error = plan(&codex).unwrap_err();
    assert!(
        matches!(error, SetupError::LinkLeadsNowhere { .. }),
        "{error:?}"
    );
    assert!(error.ssh().is_none());
}

#[test]
fn a_disk_that_refuses_leaves_the_config_and_nothing_unfinished() {
    let machine = Machine::start();
    machine.write("model = 'mine'\n");
    // What sshd starts may write nothing: as on a full disk.
    let start = "ulimit -f 0\ntrap '' XFSZ\n";
    fs::write(machine.home().join(".bashrc"), start).unwrap();
    let before = tree(&machine.home());
    let full = machine.connect();
    let codex = full.codex(machine.records());
    let plan = plan(&codex).unwrap();
    let history = full.history(machine.records());
    let error = history.apply(&plan, at(1)).unwrap_err();
    assert!(matches!(error, SetupError::Write { .. }), "{error:?}");
    assert!(error.ssh().is_none());
    assert_eq!(tree(&machine.home()), before);
    assert!(!codex.inspect(None).unwrap().can_undo);
}

#[test]
fn what_an_interrupted_write_left_over_there_is_removed() {
    let machine = Machine::start();
    machine.write("a = 1\n");
    let remote = machine.connect();
    let history = remote.history(machine.records());
    let plan = remote.codex(machine.records());
    let plan = plan.plan_set_up(&facts(), &command(), None).unwrap();
    history.apply(&plan, at(1)).unwrap();
    let written = machine.text();
    let leftover = machine.home().join(".codex/.purser-unfinished-x");
    fs::write(&leftover, "half").unwrap();
    for displaced in ["", "a = 1\n", &written, "theirs"] {
        let name = format!(".purser-displaced-{}", displaced.len());
        fs::write(leftover.with_file_name(name), displaced).unwrap();
    }
    history.clean_temp_files().unwrap();
    assert_eq!(machine.unfinished(), [".purser-displaced-6"]);
    assert_eq!(machine.text(), written);
}
