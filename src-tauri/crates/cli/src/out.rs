//! Standard output, whose reader may have gone (`purser setup mcp list | head`). Knows no words.

use std::fmt::Arguments;
use std::io::{self, Write};
use std::process::exit;

/// As a shell tells of a program that ended because nobody read it any more.
const NOBODY_READS: i32 = 141;

/// Prints a line. When nobody reads it, the program ends: nothing is written after a change that
/// nobody could look at.
macro_rules! say {
    ($($part:tt)*) => {
        $crate::out::line(format_args!($($part)*))
    };
}

pub(crate) fn line(text: Arguments<'_>) {
    if writeln!(io::stdout().lock(), "{text}").is_err() {
        exit(NOBODY_READS);
    }
}

/// What others wrote, on one line and without what a terminal would obey.
pub(crate) fn plain(text: &str) -> String {
    let shown = |letter: char| if letter.is_control() { ' ' } else { letter };
    text.chars().map(shown).collect()
}
