//! Where things are in this repository and its build folder. Creates and reads nothing.

use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// The repository's top folder.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}

/// The folder of the window's sources.
pub(crate) fn ui() -> PathBuf {
    root().join("ui")
}

/// Cargo's build folder, also where `CARGO_TARGET_DIR` moved it: this program lies two levels in.
pub(crate) fn target() -> Result<PathBuf, Failure> {
    let program = std::env::current_exe().map_err(|_| Failure::NoBuildFolder)?;
    let folder = program.ancestors().nth(2).ok_or(Failure::NoBuildFolder)?;
    Ok(folder.to_path_buf())
}
