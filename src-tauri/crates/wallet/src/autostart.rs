//! The entry by which the system starts the resident at log-in. Touches nothing but that one, and
//! none that it did not write; it must not know who asks.

mod form;
mod place;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::contract::AutostartView;
use crate::effects::Surroundings;
use form::{Form, LABEL};
use place::{Place, There};

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
    form: Form,
    place: Place,
    program: PathBuf,
    text: String,
}

impl Entry {
    /// The entry for the resident beside the running program. An AppImage has none: its programs
    /// lie elsewhere at each start.
    pub(crate) fn of(surroundings: &Surroundings) -> Result<Self, AutostartRefused> {
        if surroundings.environment.get("APPIMAGE").is_some() {
            return Err(AutostartRefused::Unavailable);
        }
        Self::in_form(Form::here(), surroundings)
    }

    fn in_form(form: Form, surroundings: &Surroundings) -> Result<Self, AutostartRefused> {
        let resident = format!("purser-resident{}", std::env::consts::EXE_SUFFIX);
        let program = surroundings.purser.with_file_name(resident);
        let text = form.text(&program).ok_or(AutostartRefused::Unavailable)?;
        Ok(Self {
            form,
            place: place_of(form, surroundings)?,
            program,
            text,
        })
    }

    /// What stands in its place.
    pub(crate) fn look(&self) -> io::Result<AutostartView> {
        Ok(match self.place.read()? {
            There::Nothing => AutostartView::Off,
            There::Text(there) if there == self.text && is_program(&self.program) => {
                AutostartView::On
            }
            There::Text(there) if self.form.is_ours(&there) => AutostartView::Broken,
            There::Text(_) | There::Else => AutostartView::Foreign,
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
            AutostartView::Off => match self.place.write_new(&self.text) {
                // Somebody was quicker.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    return Err(self.foreign());
                }
                written => written?,
            },
            AutostartView::Broken => self.place.write(&self.text)?,
            AutostartView::Foreign => return Err(self.foreign()),
            AutostartView::Unavailable => return Err(AutostartRefused::Unavailable),
        }
        self.is_now(AutostartView::On)
    }

    /// Removes it, and looks that it is gone.
    pub(crate) fn remove(&self) -> Result<(), AutostartRefused> {
        match self.look()? {
            AutostartView::Off => return Ok(()),
            AutostartView::On | AutostartView::Broken => self.place.remove()?,
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
            file: self.place.name(),
        }
    }
}

fn place_of(form: Form, surroundings: &Surroundings) -> Result<Place, AutostartRefused> {
    let file = match form {
        Form::Desktop => surroundings
            .environment
            .get("XDG_CONFIG_HOME")
            .map(PathBuf::from)
            .filter(|folder| folder.is_absolute())
            .unwrap_or_else(|| surroundings.home.join(".config"))
            .join("autostart")
            .join(format!("{LABEL}.desktop")),
        Form::LaunchAgent => surroundings
            .home
            .join("Library/LaunchAgents")
            .join(format!("{LABEL}.plist")),
        #[cfg(windows)]
        Form::RunKey => return Ok(Place::RunKey),
        #[cfg(not(windows))]
        Form::RunKey => return Err(AutostartRefused::Unavailable),
    };
    Ok(Place::File(file))
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
