//! The entry by which the session starts the resident at log-in, as XDG's autostart specification has
//! it. Touches no file but that one, and none that it did not write; it must not know who asks.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::contract::AutostartView;
use crate::effects::Surroundings;
use crate::store;

const FILE: &str = "pro.codexapi.purser.desktop";
/// An entry longer than this is not ours.
const LONGEST: u64 = 16 * 1024;

/// Why the entry is not as the person wants it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AutostartRefused {
    /// There is no lasting way to start this Purser on this system.
    #[error("this Purser cannot be started at log-in")]
    Unavailable,
    /// Somebody else wrote what stands there, or changed it.
    #[error("the entry is not as Purser wrote it")]
    Foreign {
        /// The entry.
        file: PathBuf,
    },
    /// The session would start nothing.
    #[error("there is no program to start")]
    NoProgram {
        /// Where it should be.
        program: PathBuf,
    },
    /// The entry reads otherwise than it was written.
    #[error("the entry was not kept")]
    NotKept,
    /// The disk refused.
    #[error("the entry could not be read or written")]
    Disk(#[from] io::Error),
}

/// The entry of one person for one program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    file: PathBuf,
    program: PathBuf,
    text: String,
}

impl Entry {
    /// The entry for the resident beside the running program. An AppImage has none: its programs
    /// lie elsewhere at each start.
    pub(crate) fn of(surroundings: &Surroundings) -> Result<Self, AutostartRefused> {
        let environment = &surroundings.environment;
        let xdg = cfg!(all(unix, not(target_os = "macos")));
        if !xdg || environment.get("APPIMAGE").is_some() {
            return Err(AutostartRefused::Unavailable);
        }
        let program = surroundings.purser.with_file_name("purser-resident");
        let config = environment
            .get("XDG_CONFIG_HOME")
            .map(PathBuf::from)
            .filter(|folder| folder.is_absolute())
            .unwrap_or_else(|| surroundings.home.join(".config"));
        let text = text(&program).ok_or(AutostartRefused::Unavailable)?;
        Ok(Self {
            file: config.join("autostart").join(FILE),
            program,
            text,
        })
    }

    /// What stands in its place.
    pub(crate) fn look(&self) -> io::Result<AutostartView> {
        match fs::symlink_metadata(&self.file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Ok(AutostartView::Off);
            }
            Err(error) => return Err(error),
            Ok(there) if !there.is_file() || there.len() > LONGEST => {
                return Ok(AutostartView::Foreign);
            }
            Ok(_) => {}
        }
        let there = String::from_utf8(fs::read(&self.file)?).unwrap_or_default();
        if there == self.text {
            return Ok(if is_program(&self.program) {
                AutostartView::On
            } else {
                AutostartView::Broken
            });
        }
        Ok(if is_ours(&there) {
            AutostartView::Broken
        } else {
            AutostartView::Foreign
        })
    }

    /// Writes it, and reads it back.
    pub(crate) fn put(&self) -> Result<(), AutostartRefused> {
        if !is_program(&self.program) {
            let program = self.program.clone();
            return Err(AutostartRefused::NoProgram { program });
        }
        match self.look()? {
            AutostartView::On => return Ok(()),
            AutostartView::Off => match store::write_new(&self.file, self.text.as_bytes()) {
                // Somebody was quicker.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    return Err(self.foreign());
                }
                written => written?,
            },
            AutostartView::Broken => store::write(&self.file, self.text.as_bytes())?,
            AutostartView::Foreign => return Err(self.foreign()),
            AutostartView::Unavailable => return Err(AutostartRefused::Unavailable),
        }
        self.is_now(AutostartView::On)
    }

    /// Removes it, and looks that it is gone.
    pub(crate) fn remove(&self) -> Result<(), AutostartRefused> {
        match self.look()? {
            AutostartView::Off => return Ok(()),
            AutostartView::On | AutostartView::Broken => store::remove(&self.file)?,
            AutostartView::Foreign => return Err(self.foreign()),
            AutostartView::Unavailable => return Err(AutostartRefused::Unavailable),
        }
        self.is_now(AutostartView::Off)
    }

    fn is_now(&self, wanted: AutostartView) -> Result<(), AutostartRefused> {
        if self.look()? == wanted {
            Ok(())
        } else {
            Err(AutostartRefused::NotKept)
        }
    }

    fn foreign(&self) -> AutostartRefused {
        AutostartRefused::Foreign {
            file: self.file.clone(),
        }
    }
}

/// None for a path that no entry can name.
fn text(program: &Path) -> Option<String> {
    let path = program.to_str()?;
    if !program.is_absolute() || path.chars().any(char::is_control) {
        return None;
    }
    let (exec, try_exec) = (escaped(&quoted(path)), escaped(path));
    Some(format!(
        "[Desktop Entry]\n\
         Type=Application\n\
         Name=Purser\n\
         Comment=Watches the Token Wallet from the tray\n\
         Exec={exec}\n\
         TryExec={try_exec}\n\
         Icon=purser-desktop\n\
         Terminal=false\n\
         X-GNOME-Autostart-enabled=true\n"
    ))
}

/// An argument of `Exec` (Desktop Entry Specification, “The Exec key”).
fn quoted(argument: &str) -> String {
    let mut quoted = String::from("\"");
    for char in argument.chars() {
        match char {
            '"' | '`' | '$' | '\\' => quoted.extend(['\\', char]),
            '%' => quoted.push_str("%%"),
            _ => quoted.push(char),
        }
    }
    quoted.push('"');
    quoted
}

/// A value of the type string (the same, “Possible value types”).
fn escaped(value: &str) -> String {
    value.replace('\\', "\\\\")
}

/// Whether Purser wrote this, maybe for a Purser in another folder.
fn is_ours(there: &str) -> bool {
    let mut lines = there.lines();
    let program = lines.find_map(|line| line.strip_prefix("TryExec="));
    let program = program.map(|program| program.replace("\\\\", "\\"));
    let same = |program: String| text(Path::new(&program)).is_some_and(|text| text == there);
    program.is_some_and(same)
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    let there = fs::metadata(path);
    there.is_ok_and(|file| file.is_file() && file.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file()
}

#[cfg(test)]
#[cfg(all(unix, not(target_os = "macos")))]
mod tests;
