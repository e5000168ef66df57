//! What a virtual screen shows, read from the memory that it draws in. Knows no window.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// How many bytes of an `XWD` file tell its header's length (`XWDFile.h`).
const LENGTH: usize = 4;
/// How many bytes an entry of the colour map takes, and where their number stands (`XWDFile.h`).
const COLOUR: usize = 12;
const COLOURS: usize = 19 * 4;

/// The picture of an Xvfb.
#[derive(Debug)]
pub(crate) struct Pixels {
    file: PathBuf,
}

impl Pixels {
    /// The first screen of the Xvfb that was given this folder (`-fbdir`).
    pub(crate) fn in_folder(folder: &Path) -> Self {
        Self {
            file: folder.join("Xvfb_screen0"),
        }
    }

    /// Four bytes for each pixel, row by row.
    ///
    /// # Panics
    /// When there is no screen.
    pub(crate) fn look(&self) -> Vec<u8> {
        let mut file = fs::read(&self.file).expect("the screen's memory");
        let number = |at: usize| {
            let bytes = file.get(at..at + LENGTH).expect("a header");
            let number = u32::from_be_bytes(bytes.try_into().expect("four bytes"));
            usize::try_from(number).expect("a length")
        };
        let pixels = number(0) + number(COLOURS) * COLOUR;
        file.drain(..pixels);
        file
    }
}
