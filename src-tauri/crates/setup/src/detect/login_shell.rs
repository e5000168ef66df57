//! What the person's login shell puts into the environment. Runs the shell, within a time limit,
//! and knows nothing of what the variables mean.

use std::ffi::OsString;
use std::io::{BufRead, BufReader, Read, copy, sink};
use std::os::unix::ffi::OsStringExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use process_wrap::std::{CommandWrap, ProcessSession};

use crate::machine::{Environment, Machine};

/// Longer than a shell with many plugins needs.
pub const DEADLINE: Duration = Duration::from_secs(5);

/// For what a shell does at its end; it is killed then.
const LAST_WORDS: Duration = Duration::from_millis(200);

/// An environment is never as long.
const MOST_READ: u64 = 4 * 1024 * 1024;

/// Stands before and behind the variables, because start files may print as well.
const FRAME: &[u8] = b"--purser-environment--";

/// The environment that `shell`, absolute, gives to programs as login shell of `machine`'s person;
/// none when it fails or takes longer than `deadline`. It gets no input, no terminal (a shell in the
/// background of one would be stopped by it), little of our own environment, and what it started in
/// its process group ends with it.
#[must_use]
pub fn environment_of(shell: &Path, machine: &Machine, deadline: Duration) -> Option<Environment> {
    let mut child = CommandWrap::from(command(shell, machine))
        .wrap(ProcessSession)
        .spawn()
        .ok()?;
    let output = child.stdout().take();
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut output = BufReader::new(output?.take(MOST_READ));
        sender.send(framed(&mut output)).ok()?;
        // The other end learns by the sender's end that the shell has nothing more to say.
        copy(&mut output, &mut sink()).ok()
    });
    let said = receiver.recv_timeout(deadline).ok().flatten();
    if said.is_some() {
        let _ = receiver.recv_timeout(LAST_WORDS);
    }
    let _ = child.start_kill();
    let _ = child.wait();
    Some(variables(&said?))
}

fn command(shell: &Path, machine: &Machine) -> Command {
    let frame = String::from_utf8_lossy(FRAME);
    let script = format!("printf '%s' '{frame}'; /usr/bin/env -0; printf '%s' '{frame}'");
    let kept = ["USER", "LOGNAME", "LANG"];
    let kept = kept.map(|name| (name, machine.environment.get(name)));
    let kept = kept
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)));
    let mut command = Command::new(shell);
    command
        .args(["-lic", &script])
        .env_clear()
        .envs(kept)
        .env("HOME", &machine.home)
        .env("SHELL", shell)
        .env("TERM", "dumb")
        .env("PATH", "/usr/bin:/bin:/usr/sbin:/sbin")
        .current_dir(&machine.home)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    command
}

/// What stands between the frames; the rest is not waited for.
fn framed(output: &mut impl BufRead) -> Option<Vec<u8>> {
    let mut read = Vec::new();
    for byte in output.bytes() {
        read.push(byte.ok()?);
        if let Some(before) = read.strip_suffix(FRAME) {
            let start = before.windows(FRAME.len()).position(|part| part == FRAME);
            if let Some(start) = start {
                return before.get(start + FRAME.len()..).map(<[u8]>::to_vec);
            }
        }
    }
    None
}

fn variables(framed: &[u8]) -> Environment {
    let entries = framed.split(|byte| *byte == 0);
    let pairs = entries.filter_map(|entry| {
        let at = entry.iter().position(|byte| *byte == b'=')?;
        let (name, value) = (entry.get(..at)?, entry.get(at + 1..)?);
        let owned = |bytes: &[u8]| OsString::from_vec(bytes.to_vec());
        Some((owned(name), owned(value)))
    });
    pairs.collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;

    use super::*;

    fn ask(start_file: &str, deadline: Duration) -> Option<Environment> {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join(".bash_profile"), start_file).unwrap();
        let machine = Machine {
            root: "/".into(),
            home: home.path().to_owned(),
            environment: BTreeMap::from([("OPENAI_API_KEY", "ours")])
                .into_iter()
                .collect(),
            shell: None,
            processes: Vec::new(),
        };
        environment_of(Path::new("/bin/bash"), &machine, deadline)
    }

    #[test]
    fn what_a_real_bash_exports_is_read_and_what_it_prints_is_not() {
        let start = "echo A=noise; export CODEX_HOME=$'/one\\ntwo' EMPTY=; echo B=noise";
        let said = ask(start, DEADLINE).unwrap();
        assert_eq!(said.get("CODEX_HOME").unwrap(), "/one\ntwo");
        assert_eq!(said.get("EMPTY").unwrap(), "");
        assert_eq!((said.get("A"), said.get("OPENAI_API_KEY")), (None, None));
    }

    /// Runs itself once more, with a terminal of its own around it.
    #[cfg(target_os = "linux")]
    #[test]
    fn a_shell_is_asked_also_out_of_a_terminal() {
        if fs::File::open("/dev/tty").is_ok() {
            assert!(ask("export A=1", DEADLINE).is_some());
            return;
        }
        let this = std::env::current_exe().unwrap();
        let name = thread::current().name().unwrap().to_owned();
        let again = format!("'{}' --exact {name} --nocapture", this.display());
        let mut script = Command::new("script");
        script.args(["-q", "-e", "-c", &again, "/dev/null"]);
        let output = script.stdin(Stdio::null()).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{said}");
        assert!(said.contains("1 passed"), "{said}");
    }

    #[test]
    fn a_shell_that_hangs_or_ends_early_says_nothing() {
        assert_eq!(ask("sleep 60", Duration::from_millis(300)), None);
        assert_eq!(ask("exit 3", DEADLINE), None);
    }

    #[test]
    fn what_a_start_file_leaves_running_is_not_waited_for() {
        assert!(ask("(sleep 60) &", DEADLINE).is_some());
    }
}
