//! What the person chose, in a small file of ours. Holds no secret.

use std::io;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;
use serde::{Deserialize, Serialize};

use crate::contract::{Language, Theme};
use crate::store;

/// The gateway that a fresh install offers.
pub const DEFAULT_GATEWAY: &str = "https://codexapi.pro";

/// Where Purser keeps its own files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folders {
    /// Settings.
    pub config: PathBuf,
    /// Readings, records of changes, the encrypted vault.
    pub data: PathBuf,
}

impl Folders {
    /// The folders of the user who runs this program; none when they have no home folder.
    #[must_use]
    pub fn of_this_user() -> Option<Self> {
        let dirs = ProjectDirs::from("pro", "codexapi", "purser")?;
        Some(Self {
            config: dirs.config_local_dir().to_owned(),
            data: dirs.data_local_dir().to_owned(),
        })
    }

    fn settings(&self) -> PathBuf {
        self.config.join("settings.json")
    }
}

/// What the person chose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Settings {
    /// Language of all text.
    pub language: Language,
    /// Colours.
    pub theme: Theme,
    /// Base URL of the gateway that was last signed in to.
    pub gateway: String,
    /// Whether that gateway was the embedded sandbox.
    pub sandbox: bool,
    /// Other computers that were set up or looked at over SSH, as `user@host:port`.
    pub hosts: Vec<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            language: system_language(),
            theme: Theme::System,
            gateway: DEFAULT_GATEWAY.to_owned(),
            sandbox: false,
            hosts: Vec::new(),
        }
    }
}

impl Settings {
    /// Reads the file; what is missing or unreadable in it takes its default.
    #[must_use]
    pub fn read(folders: &Folders) -> Self {
        store::read_json(&folders.settings()).unwrap_or_default()
    }

    /// Writes the file.
    ///
    /// # Errors
    /// When the disk refuses; the old file is then still there.
    pub fn write(&self, folders: &Folders) -> io::Result<()> {
        store::write_json(&folders.settings(), self)
    }
}

fn system_language() -> Language {
    match sys_locale::get_locale() {
        Some(locale) if locale.to_ascii_lowercase().starts_with("zh") => Language::Chinese,
        _ => Language::English,
    }
}

/// The folder in which the records of changes to other programs' files are kept.
#[must_use]
pub fn records_folder(data: &Path) -> PathBuf {
    data.join("changes")
}
