//! Where Codex keeps its files. Reads no environment: the caller passes it in.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// Codex's home: the person's explicit choice, else `CODEX_HOME` when it is not empty, else
/// `.codex` in their home folder.
#[must_use]
pub fn codex_home(
    explicit: Option<&Path>,
    env_codex_home: Option<&OsStr>,
    user_home: &Path,
) -> PathBuf {
    match (explicit, env_codex_home) {
        (Some(chosen), _) => chosen.to_owned(),
        (None, Some(set)) if !set.is_empty() => PathBuf::from(set),
        (None, _) => user_home.join(".codex"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_explicit_home_wins_over_the_environment_and_the_default() {
        let home = Path::new("/home/ada");
        let set = OsStr::new("/srv/codex");
        let chosen = Path::new("/opt/codex");
        assert_eq!(codex_home(Some(chosen), Some(set), home), chosen);
        assert_eq!(codex_home(None, Some(set), home), Path::new(set));
        assert_eq!(
            codex_home(None, Some(OsStr::new("")), home),
            home.join(".codex")
        );
        assert_eq!(codex_home(None, None, home), home.join(".codex"));
    }
}
