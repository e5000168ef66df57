//! The files of a log: at most five of 2 MB, for their owner alone, the newest lines in
//! `resident.log`. Knows no line's meaning.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// How many files there are, the one that is written included.
const MOST: u32 = 5;
/// No file becomes longer than this, in bytes.
pub(super) const LONGEST: u64 = 2 * 1024 * 1024;
/// Of a longer line only the beginning is kept, in bytes.
const LONGEST_LINE: usize = 64 * 1024;

/// The files, opened when there is something to write.
pub(super) struct Files {
    folder: PathBuf,
    open: Option<Open>,
}

struct Open {
    file: File,
    length: u64,
}

impl Files {
    pub(super) fn in_folder(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            open: None,
        }
    }

    /// Writes a line, and before it how many are missing. After an error the next line tries anew.
    pub(super) fn write(&mut self, line: &[u8], missing: u64) -> io::Result<()> {
        let mut bytes = Vec::with_capacity(line.len());
        if missing > 0 {
            writeln!(bytes, "{missing} lines are missing here")?;
        }
        bytes.extend_from_slice(&line[..line.len().min(LONGEST_LINE)]);
        if !bytes.ends_with(b"\n") {
            bytes.push(b'\n');
        }
        let mut open = self.with_room_for(u64::try_from(bytes.len()).unwrap_or(LONGEST))?;
        if let Err(error) = open.file.write_all(&bytes) {
            // No half of a line stays, where that can be helped.
            let _ = open.file.set_len(open.length);
            return Err(error);
        }
        open.length += u64::try_from(bytes.len()).unwrap_or(LONGEST);
        self.open = Some(open);
        Ok(())
    }

    fn with_room_for(&mut self, more: u64) -> io::Result<Open> {
        let open = match self.open.take() {
            Some(open) => open,
            None => self.opened()?,
        };
        if open.length == 0 || open.length + more <= LONGEST {
            return Ok(open);
        }
        if self.move_up().is_err() {
            // A folder that lets nothing be moved must not let one file grow for ever either.
            open.file.set_len(0)?;
        }
        drop(open);
        self.opened()
    }

    fn opened(&self) -> io::Result<Open> {
        private_folder(&self.folder)?;
        let mut options = OpenOptions::new();
        options.create(true).append(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(self.path(0))?;
        let length = file.metadata()?.len();
        Ok(Open { file, length })
    }

    /// Each file takes the place of the next older one; the oldest goes.
    fn move_up(&self) -> io::Result<()> {
        for number in (1..MOST).rev() {
            match fs::rename(self.path(number - 1), self.path(number)) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                moved => moved?,
            }
        }
        Ok(())
    }

    fn path(&self, number: u32) -> PathBuf {
        self.folder.join(match number {
            0 => "resident.log".to_owned(),
            number => format!("resident.{number}.log"),
        })
    }
}

fn private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // One that an older version made may be open to others.
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}
