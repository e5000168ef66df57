//! A computer as the person's programs see it: where its files are, its environments, what runs.
//! Knows no tool; what is real and what is a test's folder is for the caller to say.

mod processes;

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fmt;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

/// A computer.
#[derive(Debug, Clone)]
pub struct Machine {
    /// What stands before the paths of the whole computer, such as `/etc`: `/` on a real one.
    pub root: PathBuf,
    /// The person's home folder, complete (`root` is not put before it).
    pub home: PathBuf,
    /// The environment of this process.
    pub environment: Environment,
    /// The environment of the person's login shell; none when it would not say.
    pub shell: Option<Environment>,
    /// What runs.
    pub processes: Vec<Process>,
}

impl Machine {
    /// What is known of this computer without asking anybody: no login shell, no processes.
    #[must_use]
    pub fn unasked(home: PathBuf, environment: Environment) -> Self {
        Self {
            root: root(&environment),
            home,
            environment,
            shell: None,
            processes: Vec::new(),
        }
    }

    /// This computer, for the person whose home is `home`, with `environment` as this process has it.
    /// Asks the login shell and what runs, which takes as long as the shell needs to start, at most
    /// about 5 seconds.
    #[must_use]
    pub fn of_this_system(home: PathBuf, environment: Environment) -> Self {
        let mut machine = Self::unasked(home, environment);
        machine.shell = machine.ask_shell();
        machine.processes = processes::running();
        machine
    }

    /// What is known of this computer without asking the login shell: its files, and what runs.
    #[must_use]
    pub fn without_shell(home: PathBuf, environment: Environment) -> Self {
        Self {
            processes: processes::running(),
            ..Self::unasked(home, environment)
        }
    }

    /// On Windows, what a terminal has is what this process has.
    #[cfg(not(unix))]
    fn ask_shell(&self) -> Option<Environment> {
        None
    }

    #[cfg(unix)]
    fn ask_shell(&self) -> Option<Environment> {
        use crate::detect::login_shell::{DEADLINE, environment_of};
        let shell = self.login_shell()?;
        environment_of(&shell, self, DEADLINE)
    }

    /// `SHELL`, or what the system knows of the person whose home this is: a program that was
    /// started from a menu has no `SHELL` on some desktops.
    #[cfg(unix)]
    fn login_shell(&self) -> Option<PathBuf> {
        let named = self.environment.get("SHELL").map(PathBuf::from);
        let known = || {
            let people = std::fs::read_to_string(self.system("/etc/passwd")).ok()?;
            let mut people = people.lines().map(|line| line.split(':').skip(5));
            people.find_map(|mut fields| {
                let is_ours = fields.next().map(Path::new) == Some(self.home.as_path());
                fields.next().filter(|_| is_ours).map(PathBuf::from)
            })
        };
        let named = named.filter(|shell| shell.is_absolute());
        named.or_else(known).filter(|shell| exists(shell))
    }

    /// `absolute` (which begins with `/`) on this computer.
    #[must_use]
    pub fn system(&self, absolute: &str) -> PathBuf {
        self.root.join(absolute.trim_start_matches('/'))
    }

    /// The value that a program in the person's terminal sees: the login shell's, or this process's
    /// where that has none. Not set and empty are the same.
    #[must_use]
    pub fn in_terminal(&self, name: &str) -> Option<&OsStr> {
        let environments = self.shell.iter().chain([&self.environment]);
        let mut values = environments.filter_map(|environment| environment.get(name));
        values.find(|value| !value.is_empty())
    }
}

#[cfg(not(windows))]
fn root(_environment: &Environment) -> PathBuf {
    PathBuf::from("/")
}

#[cfg(windows)]
fn root(environment: &Environment) -> PathBuf {
    let drive = environment.get("SystemDrive");
    let mut root = drive.unwrap_or(OsStr::new("C:")).to_owned();
    root.push("\\");
    PathBuf::from(root)
}

/// Variables and their values, which may be secrets: only names are ever printed.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Environment(BTreeMap<OsString, OsString>);

impl Environment {
    /// The value of `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&OsStr> {
        self.0.get(OsStr::new(name)).map(OsString::as_os_str)
    }
}

impl<K: Into<OsString>, V: Into<OsString>> FromIterator<(K, V)> for Environment {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(variables: I) -> Self {
        let variables = variables.into_iter();
        Self(variables.map(|(k, v)| (k.into(), v.into())).collect())
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

/// A running process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Process {
    /// Its id.
    pub pid: u32,
    /// The id of the process that started it.
    pub parent: u32,
    /// Its program's name, without folder.
    pub name: String,
    /// When it started.
    pub started_at: Timestamp,
}

/// Whether `path` is a folder or file that can be looked at.
pub(crate) fn exists(path: &Path) -> bool {
    path.metadata().is_ok()
}

/// What is in `folder`, by name.
pub(crate) fn inside(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    let mut found: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    fn machine(home: &Path, variables: &[(&str, &str)]) -> Machine {
        let environment = variables.iter().copied().collect();
        Machine::unasked(home.to_owned(), environment)
    }

    #[cfg(unix)]
    #[test]
    fn the_login_shell_is_the_one_that_is_named_or_the_one_that_the_system_knows() {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir(root.path().join("etc")).unwrap();
        let people = "eve:x:1:1::/home/eve:/bin/false\nada:x:2:2:Ada,,:/home/ada:/bin/sh\n";
        std::fs::write(root.path().join("etc/passwd"), people).unwrap();
        let shell = |home: &str, variables: &[(&str, &str)]| {
            let mut machine = machine(Path::new(home), variables);
            machine.root = root.path().to_owned();
            machine.login_shell()
        };
        let sh = Some(PathBuf::from("/bin/sh"));
        assert_eq!(shell("/home/eve", &[("SHELL", "/bin/sh")]), sh);
        assert_eq!(shell("/home/ada", &[]), sh);
        assert_eq!(shell("/home/ada", &[("SHELL", "sh")]), sh);
        assert_eq!(shell("/home/bob", &[("SHELL", "/not/there")]), None);
    }

    #[cfg(unix)]
    #[test]
    fn this_system_says_what_its_login_shell_exports_and_what_runs() {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join(".profile"), "export CODEX_HOME=/of/shell").unwrap();
        let variables = [
            ("SHELL", "/bin/sh"),
            ("CODEX_HOME", "/of/us"),
            ("ONLY_HERE", "here"),
        ];
        let environment = variables.into_iter().collect();
        let machine = Machine::of_this_system(home.path().to_owned(), environment);
        let seen = |name: &str| machine.in_terminal(name).and_then(OsStr::to_str);
        assert_eq!(seen("CODEX_HOME"), Some("/of/shell"));
        assert_eq!(seen("ONLY_HERE"), Some("here"));
        let this = std::process::id();
        assert!(machine.processes.iter().any(|process| process.pid == this));
    }

    #[test]
    fn an_environment_prints_names_and_no_values() {
        let environment: Environment = [("OPENAI_API_KEY", "sk-canary")].into_iter().collect();
        assert_eq!(format!("{environment:?}"), r#"{"OPENAI_API_KEY"}"#);
    }
}
