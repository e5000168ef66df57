//! What the person's login shell puts into the environment. Runs the shell, within a time limit,
//! and knows nothing of what the variables mean.

use std::ffi::OsString;
use std::io::Read;
use std::os::unix::ffi::OsStringExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process_group};
use wait_timeout::ChildExt;

use crate::machine::{Environment, Machine};

/// Longer than a shell with many plugins needs.
pub const DEADLINE: Duration = Duration::from_secs(5);

/// An environment is never as long.
const MOST_READ: u64 = 4 * 1024 * 1024;

/// Stands before and behind the variables, because start files may print as well.
const FRAME: &[u8] = b"--purser-environment--";

/// The environment that `shell`, absolute, gives to programs as login shell of `machine`'s person;
/// none when it fails or takes longer than `deadline`. It gets no input, little of our own
/// environment, and what it started in its process group ends with it.
#[must_use]
pub fn environment_of(shell: &Path, machine: &Machine, deadline: Duration) -> Option<Environment> {
    let frame = String::from_utf8_lossy(FRAME);
    let script = format!("printf '%s' '{frame}'; /usr/bin/env -0; printf '%s' '{frame}'");
    let kept = ["USER", "LOGNAME", "LANG"];
    let kept = kept.map(|name| (name, machine.environment.get(name)));
    let kept = kept
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)));
    let mut child = Command::new(shell)
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
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .ok()?;
    let output = child.stdout.take();
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || sender.send(output.and_then(framed)));
    let said = receiver.recv_timeout(deadline).ok().flatten();
    end(&mut child);
    Some(variables(&said?))
}

/// What stands between the frames; the rest is not waited for.
fn framed(output: ChildStdout) -> Option<Vec<u8>> {
    let mut read = Vec::new();
    for byte in std::io::BufReader::new(output.take(MOST_READ)).bytes() {
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

/// Ends the shell and what it started.
fn end(child: &mut Child) {
    let ended = child.wait_timeout(Duration::from_millis(200));
    if !matches!(ended, Ok(Some(_))) {
        let group = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
        let _ = group.map(|group| kill_process_group(group, Signal::KILL));
        let _ = child.kill();
        let _ = child.wait();
    }
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
