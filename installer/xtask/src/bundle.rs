//! The release programs and the .deb that carries them, looked into and started once. Knows only
//! the Linux package: the other systems' packages are made on those systems.

use std::path::{Path, PathBuf};

use crate::{
    failure::Failure,
    machine::{self, Need},
    node, place,
    program::{answer, cargo, go, npm, program, programs},
};

/// What the package must hold: the window finds the resident as its sibling.
const HELD: [&str; 5] = [
    "usr/bin/purser",
    "usr/bin/purser-resident",
    "usr/bin/purser-desktop",
    DESKTOP_FILE,
    "usr/share/icons/hicolor/128x128/apps/purser-desktop.png",
];
const DESKTOP_FILE: &str = "usr/share/applications/Purser.desktop";
/// What of the desktop file leads links to the window.
const LINKS: [&str; 2] = [
    "Exec=purser-desktop %u",
    "MimeType=x-scheme-handler/codexapi-desktop;x-scheme-handler/purser;",
];

/// Builds the package and verifies it.
pub(crate) fn bundle() -> Result<(), Failure> {
    machine::prepare(Need::Package)?;
    node::prepare()?;
    node::prepare_tools()?;
    go(&mut npm(&["run", "build"]))?;
    go(programs().arg("--release"))?;
    go(&mut cargo(&["build", "-p", "tests", "--bins"]))?;
    let package = pack()?;
    verify(&package)?;
    eprintln!("\n{}", package.display());
    Ok(())
}

fn pack() -> Result<PathBuf, Failure> {
    let release = place::target()?.join("release");
    let files = format!(
        r#"{{"bundle":{{"linux":{{"deb":{{"files":{{"/usr/bin/purser":{:?},"/usr/bin/purser-resident":{:?}}}}}}}}}}}"#,
        release.join("purser"),
        release.join("purser-resident")
    );
    go(program(place::ui().join("node_modules/.bin/tauri"))
        .args(["bundle", "--ci", "--bundles", "deb"])
        .args(["--config", "installer/linux/tauri.bundle.json", "--config"])
        .arg(files))?;
    newest(&release.join("bundle/deb"))
}

/// The package that was just written.
fn newest(folder: &Path) -> Result<PathBuf, Failure> {
    let failed = |source| Failure::File {
        path: folder.to_path_buf(),
        source,
    };
    let mut packages = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if entry.path().extension().is_some_and(|end| end == "deb") {
            let written = entry.metadata().and_then(|data| data.modified());
            packages.push((written.map_err(failed)?, entry.path()));
        }
    }
    packages.sort();
    let (_, package) = packages.pop().ok_or_else(|| Failure::Built {
        what: format!("no package in {}", folder.display()),
    })?;
    Ok(package)
}

/// Unpacks the package, looks for all it must hold, and drives the window that is in it.
fn verify(package: &Path) -> Result<(), Failure> {
    let unpacked = package.with_extension("unpacked");
    if unpacked.exists() {
        std::fs::remove_dir_all(&unpacked).map_err(|source| Failure::File {
            path: unpacked.clone(),
            source,
        })?;
    }
    go(program("dpkg-deb")
        .arg("--extract")
        .arg(package)
        .arg(&unpacked))?;
    if let Some(absent) = HELD.into_iter().find(|path| !unpacked.join(path).is_file()) {
        let what = format!("{} holds no {absent}", package.display());
        return Err(Failure::Built { what });
    }
    let desktop_file = unpacked.join(DESKTOP_FILE);
    let text = std::fs::read_to_string(&desktop_file).map_err(|source| Failure::File {
        path: desktop_file.clone(),
        source,
    })?;
    if let Some(absent) = LINKS
        .into_iter()
        .find(|line| !text.lines().any(|one| one == *line))
    {
        let what = format!("{} holds no line {absent}", desktop_file.display());
        return Err(Failure::Built { what });
    }
    go(program("desktop-file-validate").arg(&desktop_file))?;
    if answer(program(unpacked.join("usr/bin/purser")).arg("--version")).is_none() {
        let what = "the packed purser does not answer `--version`".to_owned();
        return Err(Failure::Built { what });
    }
    go(program(place::target()?.join("debug/drive")).arg(unpacked.join("usr/bin")))
}
