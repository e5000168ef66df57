//! Where the door is: a socket in the user's runtime folder. Knows no frames.

use std::path::{Path, PathBuf};

use directories::ProjectDirs;

use crate::DoorError;

/// Where one user's door is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub(crate) dir: PathBuf,
}

impl Place {
    /// The door of the user who runs this program: in the runtime folder (`XDG_RUNTIME_DIR`, or the
    /// session's own where a program was started without that variable, as MCP servers are), or where
    /// there is none in Purser's own data folder.
    ///
    /// # Errors
    /// [`DoorError::NoHome`] when the user has no home folder.
    pub fn of_this_user() -> Result<Self, DoorError> {
        let dirs = ProjectDirs::from("pro", "codexapi", "purser").ok_or(DoorError::NoHome)?;
        let runtime = dirs.runtime_dir().map(Path::to_owned);
        let runtime = runtime.or_else(|| session_dir(Path::new("/run/user")));
        let dir = runtime.unwrap_or_else(|| dirs.data_local_dir().join("run"));
        Ok(Self { dir })
    }

    /// A door in a folder of the caller's choice.
    #[must_use]
    pub fn in_folder(dir: PathBuf) -> Self {
        Self { dir }
    }

    /// The socket.
    #[must_use]
    pub fn socket(&self) -> PathBuf {
        self.dir.join("door.sock")
    }

    /// The file whose lock says who serves.
    pub(crate) fn lock(&self) -> PathBuf {
        self.dir.join("door.lock")
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.dir
    }
}

/// Our folder in this user's runtime folder under `sessions`, which only the system can make there.
#[cfg(target_os = "linux")]
fn session_dir(sessions: &Path) -> Option<PathBuf> {
    use std::os::unix::fs::MetadataExt;
    let user = rustix::process::getuid().as_raw();
    let runtime = sessions.join(user.to_string());
    let metadata = runtime.symlink_metadata().ok()?;
    (metadata.is_dir() && metadata.uid() == user).then(|| runtime.join("purser"))
}

#[cfg(not(target_os = "linux"))]
fn session_dir(_: &Path) -> Option<PathBuf> {
    None
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_program_without_the_variable_finds_the_sessions_runtime_folder_where_there_is_one() {
        let sessions = tempfile::tempdir().unwrap();
        assert_eq!(session_dir(sessions.path()), None);
        let user = rustix::process::getuid().as_raw().to_string();
        let runtime = sessions.path().join(user);
        std::fs::create_dir(&runtime).unwrap();
        assert_eq!(session_dir(sessions.path()), Some(runtime.join("purser")));
    }
}
