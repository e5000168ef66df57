//! Where the built programs and the tools of the tests lie. Builds nothing.

use std::path::{Path, PathBuf};

/// The folder of the profile that we were built in (`target/debug`).
///
/// # Panics
/// When the running program does not know its own path.
#[must_use]
pub fn built() -> PathBuf {
    let program = std::env::current_exe().expect("the path of this program");
    let folder = program.parent().expect("a program lies in a folder");
    if folder.ends_with("deps") {
        folder
            .parent()
            .expect("deps lies in a folder")
            .to_path_buf()
    } else {
        folder.to_path_buf()
    }
}

/// Cargo's build folder.
///
/// # Panics
/// When the build folder is the file system's root.
#[must_use]
pub fn target() -> PathBuf {
    let built = built();
    built
        .parent()
        .expect("a profile has a folder")
        .to_path_buf()
}

/// The repository.
///
/// # Panics
/// When the harness does not lie in one.
#[must_use]
pub fn repository() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent()
        .expect("tests/ lies in the repository")
        .to_path_buf()
}

/// A folder in the build folder, made when it is absent.
///
/// # Panics
/// When it cannot be made.
#[must_use]
pub fn folder(name: &str) -> PathBuf {
    let folder = target().join(name);
    std::fs::create_dir_all(&folder).expect("a folder in the build folder");
    folder
}
