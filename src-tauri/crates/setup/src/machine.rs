//! A computer as the person's programs see it: where its files are, its environments, what runs.
//! Looks at nothing by itself; what is real and what is a test's folder is for the caller to say.

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

    /// `absolute` (which begins with `/`) on this computer.
    #[must_use]
    pub fn system(&self, absolute: &str) -> PathBuf {
        self.root.join(absolute.trim_start_matches('/'))
    }

    /// The value that a program in the person's terminal sees: the login shell's; this process's
    /// where the shell does not say. Not set and empty are the same.
    pub fn in_terminal(&self, name: &str) -> Option<&OsStr> {
        let environment = self.shell.as_ref().unwrap_or(&self.environment);
        environment.get(name).filter(|value| !value.is_empty())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_environment_prints_names_and_no_values() {
        let environment: Environment = [("OPENAI_API_KEY", "sk-canary")].into_iter().collect();
        assert_eq!(format!("{environment:?}"), r#"{"OPENAI_API_KEY"}"#);
    }
}
