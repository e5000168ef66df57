//! A person's home: every folder that a program would look for, and nothing of the real one. It
//! knows which processes live in it, and ends those that are left when it goes.

use std::{
    fs,
    os::unix::fs::{PermissionsExt, symlink},
    path::{Path, PathBuf},
    process::Command,
};

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use crate::wait::until;

/// A home that goes when it is dropped, except when the test failed: then it stays to be looked at.
#[derive(Debug)]
pub struct Home {
    root: TempDir,
}

impl Home {
    /// An empty home, with a short path: sockets lie in it.
    ///
    /// # Panics
    /// When it cannot be made.
    #[must_use]
    pub fn new() -> Self {
        let root = tempfile::Builder::new()
            .prefix("purser-")
            .tempdir()
            .expect("a folder for the home");
        let home = Self { root };
        for folder in [".codex", "bin", "logs", "run", "tmp", "work"] {
            fs::create_dir(home.path().join(folder)).expect("a folder in the home");
        }
        fs::set_permissions(home.runtime(), fs::Permissions::from_mode(0o700))
            .expect("a folder of one's own");
        home
    }

    /// Puts a program where the home's PATH looks first.
    ///
    /// # Panics
    /// When one of this name is there.
    pub fn install(&self, program: &Path) {
        let name = program.file_name().expect("the program's name");
        let place = self.path().join("bin").join(name);
        symlink(program, place).expect("a link to the program");
    }

    /// The home folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.root.path()
    }

    /// `CODEX_HOME`.
    #[must_use]
    pub fn codex(&self) -> PathBuf {
        self.path().join(".codex")
    }

    /// Codex's config file.
    #[must_use]
    pub fn codex_config(&self) -> PathBuf {
        self.codex().join("config.toml")
    }

    /// `CLAUDE_CONFIG_DIR`.
    #[must_use]
    pub fn claude(&self) -> PathBuf {
        self.path().join(".claude")
    }

    /// Claude Code's settings file.
    #[must_use]
    pub fn claude_settings(&self) -> PathBuf {
        self.claude().join("settings.json")
    }

    /// The folder that programs work in.
    #[must_use]
    pub fn work(&self) -> PathBuf {
        self.path().join("work")
    }

    /// The folder for sockets (`XDG_RUNTIME_DIR`).
    #[must_use]
    pub fn runtime(&self) -> PathBuf {
        self.path().join("run")
    }

    /// A file for what a program prints.
    #[must_use]
    pub fn log(&self, name: &str) -> PathBuf {
        self.path().join("logs").join(name)
    }

    /// A command that sees this home and nothing else of the tester's environment but PATH.
    #[must_use]
    pub fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = Command::new(program.as_ref());
        let inherited = std::env::var_os("PATH").unwrap_or_default();
        let own = std::iter::once(self.path().join("bin"));
        let path = own.chain(std::env::split_paths(&inherited));
        command
            .env_clear()
            .current_dir(self.work())
            .env(
                "PATH",
                std::env::join_paths(path).expect("folders for PATH"),
            )
            .env("HOME", self.path())
            .env("CODEX_HOME", self.codex())
            .env("CLAUDE_CONFIG_DIR", self.claude())
            .env("XDG_RUNTIME_DIR", self.runtime())
            .env("XDG_CONFIG_HOME", self.path().join(".config"))
            .env("XDG_DATA_HOME", self.path().join(".local/share"))
            .env("XDG_STATE_HOME", self.path().join(".local/state"))
            .env("XDG_CACHE_HOME", self.path().join(".cache"))
            // Codex is wary of a CODEX_HOME in the temporary folder.
            .env("TMPDIR", self.path().join("tmp"))
            .env("LANG", "C.UTF-8");
        command
    }

    /// The same, and only loopback can be reached: the proxy for everything else leads nowhere.
    #[must_use]
    pub fn offline_command(&self, program: impl AsRef<Path>) -> Command {
        let nowhere = "http://127.0.0.1:9";
        let mut command = self.command(program);
        command
            .env("HTTPS_PROXY", nowhere)
            .env("HTTP_PROXY", nowhere)
            .env("NO_PROXY", "127.0.0.1");
        command
    }

    /// The same, and the program ends with the thread that starts it, also when that is killed.
    #[must_use]
    pub fn bound_command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = self.command("setpriv");
        command.args(["--pdeathsig", "KILL"]).arg(program.as_ref());
        command
    }

    /// Every file in the home.
    #[must_use]
    pub fn files(&self) -> Vec<PathBuf> {
        files_under(self.path())
    }

    /// The command lines of the processes that run in it now.
    #[must_use]
    pub fn command_lines(&self) -> Vec<String> {
        let line = |pid: Pid| fs::read(format!("/proc/{pid}/cmdline")).ok();
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).replace('\0', " ");
        self.processes()
            .into_iter()
            .filter_map(line)
            .map(text)
            .collect()
    }

    /// Whether a program of this name runs in it.
    #[must_use]
    pub fn runs(&self, program: &str) -> bool {
        let name = format!("/{program}");
        let programs = self.command_lines();
        let mut programs = programs.iter().filter_map(|line| line.split(' ').next());
        programs.any(|path| path.ends_with(&name))
    }

    /// Ends the program of this name as a crash would.
    ///
    /// # Panics
    /// When it does not run.
    #[track_caller]
    pub fn crash(&self, program: &str) {
        self.signal(program, Signal::KILL);
    }

    /// Sends the program of this name a signal.
    ///
    /// # Panics
    /// When it does not run.
    #[track_caller]
    pub fn signal(&self, program: &str, signal: Signal) {
        let pid = self.process(program);
        let pid = pid.unwrap_or_else(|| panic!("{program} does not run"));
        kill_process(pid, signal).expect("the program to be there");
    }

    /// The process of the program of this name; none while it does not run.
    #[must_use]
    pub fn process(&self, program: &str) -> Option<Pid> {
        let name = format!("/{program}");
        let is_it = |pid: &Pid| {
            let line = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
            let path = line.split(|byte| *byte == 0).next().unwrap_or_default();
            String::from_utf8_lossy(path).ends_with(&name)
        };
        self.processes().into_iter().find(is_it)
    }

    /// The processes that were started in this home and run now.
    #[must_use]
    pub fn processes(&self) -> Vec<Pid> {
        let mark = format!("XDG_RUNTIME_DIR={}", self.runtime().display());
        let of_this_home = |pid: &i32| {
            fs::read(format!("/proc/{pid}/environ")).is_ok_and(|text| {
                text.split(|byte| *byte == 0)
                    .any(|line| line == mark.as_bytes())
            })
        };
        fs::read_dir("/proc")
            .expect("a list of processes")
            .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
            .filter(of_this_home)
            .filter_map(Pid::from_raw)
            .collect()
    }
}

impl Default for Home {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        for pid in self.processes() {
            let _ = kill_process(pid, Signal::KILL);
        }
        if std::thread::panicking() {
            self.root.disable_cleanup(true);
            eprintln!("the home is left in {}", self.path().display());
        } else {
            // What was just ended lets go of its files a moment later.
            until("the home's processes to end", || {
                self.processes().is_empty().then_some(())
            });
        }
    }
}

/// The files under a folder that hold any of the secrets, whole.
#[must_use]
pub fn files_with(folder: &Path, secrets: &[&str]) -> Vec<String> {
    let contains = |bytes: &[u8], secret: &str| {
        let mut parts = bytes.windows(secret.len());
        parts.any(|part| part == secret.as_bytes())
    };
    files_under(folder)
        .iter()
        .filter(|file| {
            fs::read(file).is_ok_and(|bytes| secrets.iter().any(|one| contains(&bytes, one)))
        })
        .map(|file| file.display().to_string())
        .collect()
}

/// Every regular file under a folder; links are not followed.
#[must_use]
pub fn files_under(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut files = Vec::new();
    for entry in entries.flatten() {
        let kind = entry.file_type();
        if kind.as_ref().is_ok_and(fs::FileType::is_dir) {
            files.extend(files_under(&entry.path()));
        } else if kind.is_ok_and(|kind| kind.is_file()) {
            files.push(entry.path());
        }
    }
    files
}
