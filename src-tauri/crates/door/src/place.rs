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
    /// The door of the user who runs this program: in the runtime folder (`XDG_RUNTIME_DIR`), or
    /// where there is none in Purser's own data folder.
    ///
    /// # Errors
    /// [`DoorError::NoHome`] when the user has no home folder.
    pub fn of_this_user() -> Result<Self, DoorError> {
        let dirs = ProjectDirs::from("pro", "codexapi", "purser").ok_or(DoorError::NoHome)?;
        let dir = match dirs.runtime_dir() {
            Some(runtime) => runtime.to_owned(),
            None => dirs.data_local_dir().join("run"),
        };
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
