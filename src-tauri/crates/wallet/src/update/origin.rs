//! How this Purser came onto this computer, and so who updates it. Pure: what was found is handed
//! in.

use std::path::{Path, PathBuf};

/// How Purser was installed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// One file, which Purser replaces.
    AppImage(PathBuf),
    /// A Debian package of this name; its package manager updates it.
    Deb(String),
    /// An RPM package of this name; its package manager updates it.
    Rpm(String),
    /// Windows Installer; the window runs the next one.
    Msi,
    /// NSIS; the window runs the next one.
    Nsis,
    /// A macOS app, dragged out of its disk image; the window replaces it.
    App,
    /// Built from source or unpacked by hand: the person's own doing.
    Other,
}

/// What tells how a program was installed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Traces<'a> {
    /// `linux`, `macos`, `windows`.
    pub os: &'a str,
    /// The program, absolute.
    pub program: Option<&'a Path>,
    /// `APPIMAGE`: programs that an AppImage starts inherit it.
    pub appimage: Option<&'a Path>,
    /// `APPDIR`: where the AppImage's contents are mounted.
    pub appdir: Option<&'a Path>,
    /// What `dpkg-query --search` printed about the program, when it found a package.
    pub dpkg: Option<&'a str>,
    /// What `rpm -qf --queryformat '%{NAME}'` printed about it, when it found a package.
    pub rpm: Option<&'a str>,
    /// Whether NSIS's `uninstall.exe` lies beside the program.
    pub uninstaller: Option<&'a Path>,
    /// The folders into which Windows Installer puts programs.
    pub program_files: &'a [PathBuf],
}

impl Origin {
    /// Tells from the traces; what none of them fits is [`Origin::Other`].
    #[must_use]
    pub fn of(traces: &Traces<'_>) -> Self {
        let Some(program) = traces.program else {
            return Self::Other;
        };
        let told = match traces.os {
            "linux" => on_linux(program, traces),
            "windows" => on_windows(program, traces),
            "macos" => in_app(program).then_some(Self::App),
            _ => None,
        };
        told.unwrap_or(Self::Other)
    }

    /// The [`super::Artefact::kind`] that updates it; none where Purser does not.
    #[must_use]
    pub fn artefact_kind(&self) -> Option<&'static str> {
        match self {
            Self::AppImage(_) => Some("appimage"),
            Self::Msi => Some("msi"),
            Self::Nsis => Some("nsis"),
            Self::App => Some("app"),
            Self::Deb(_) | Self::Rpm(_) | Self::Other => None,
        }
    }

    /// The line for a terminal that updates it; none where a package manager does not.
    #[must_use]
    pub fn command(&self) -> Option<String> {
        match self {
            Self::Deb(package) => Some(format!(
                "sudo apt update && sudo apt install --only-upgrade {package}"
            )),
            Self::Rpm(package) => Some(format!("sudo dnf upgrade {package}")),
            Self::AppImage(_) | Self::Msi | Self::Nsis | Self::App | Self::Other => None,
        }
    }
}

fn on_linux(program: &Path, traces: &Traces<'_>) -> Option<Origin> {
    let inside = traces
        .appdir
        .is_some_and(|mount| program.starts_with(mount));
    if let Some(file) = traces.appimage.filter(|file| inside && file.is_absolute()) {
        return Some(Origin::AppImage(file.to_owned()));
    }
    let deb = traces.dpkg.and_then(|said| deb_package(said, program));
    let rpm = || traces.rpm.and_then(package_name);
    deb.map(Origin::Deb).or_else(|| rpm().map(Origin::Rpm))
}

fn on_windows(program: &Path, traces: &Traces<'_>) -> Option<Origin> {
    if traces.uninstaller.is_some() {
        return Some(Origin::Nsis);
    }
    let mut folders = traces.program_files.iter();
    let there = folders.any(|folder| program.starts_with(folder));
    there.then_some(Origin::Msi)
}

fn in_app(program: &Path) -> bool {
    program
        .ancestors()
        .any(|folder| folder.extension().is_some_and(|end| end == "app"))
}

/// `purser: /usr/bin/purser`, among lines about diversions (dpkg-query(1)).
fn deb_package(said: &str, program: &Path) -> Option<String> {
    let ending = format!(": {}", program.display());
    let mut owners = said.lines().filter_map(|line| line.strip_suffix(&ending));
    owners.find_map(|owner| {
        let (name, _architecture) = owner.split_once(':').unwrap_or((owner, ""));
        package_name(name)
    })
}

/// A package's name that may stand in a line for a terminal.
fn package_name(name: &str) -> Option<String> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"+-._".contains(&byte);
    let begins = name.bytes().next()?.is_ascii_alphanumeric();
    (begins && name.bytes().all(allowed)).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROGRAM: &str = "/usr/bin/purser";

    fn linux<'a>(program: &'a str) -> Traces<'a> {
        Traces {
            os: "linux",
            program: Some(Path::new(program)),
            ..Traces::default()
        }
    }

    #[test]
    fn a_program_inside_a_mounted_appimage_is_that_appimages() {
        let mounted = "/tmp/.mount_PurserX1/usr/bin/purser";
        let file = Path::new("/home/ada/Apps/Purser.AppImage");
        let traces = Traces {
            appimage: Some(file),
            appdir: Some(Path::new("/tmp/.mount_PurserX1")),
            ..linux(mounted)
        };
        assert_eq!(Origin::of(&traces), Origin::AppImage(file.to_owned()));
    }

    #[test]
    fn a_program_that_another_appimage_started_is_not_that_appimages() {
        let traces = Traces {
            appimage: Some(Path::new("/home/ada/Apps/Terminal.AppImage")),
            appdir: Some(Path::new("/tmp/.mount_TermiX1")),
            dpkg: Some("purser: /usr/bin/purser\n"),
            ..linux(PROGRAM)
        };
        assert_eq!(Origin::of(&traces), Origin::Deb("purser".to_owned()));
    }

    #[test]
    fn a_package_is_named_by_its_package_manager() {
        for said in [
            "purser: /usr/bin/purser\n",
            "purser:amd64: /usr/bin/purser\n",
            "diversion by other from: /usr/bin/purser\npurser: /usr/bin/purser\n",
        ] {
            let traces = Traces {
                dpkg: Some(said),
                ..linux(PROGRAM)
            };
            let origin = Origin::of(&traces);
            assert_eq!(origin, Origin::Deb("purser".to_owned()), "{said}");
            let command = origin.command().unwrap();
            assert!(command.ends_with("--only-upgrade purser"), "{command}");
        }
        let traces = Traces {
            rpm: Some("purser"),
            ..linux(PROGRAM)
        };
        let command = Origin::of(&traces).command();
        assert_eq!(command.unwrap(), "sudo dnf upgrade purser");
    }

    #[test]
    fn what_is_no_packages_name_never_reaches_a_terminal() {
        for said in [
            "file /usr/bin/purser is not owned by any package",
            "purser; rm -rf ~",
            "--purge",
            "$(id)",
            "",
        ] {
            let traces = Traces {
                dpkg: Some(&format!("{said}: {PROGRAM}")),
                rpm: Some(said),
                ..linux(PROGRAM)
            };
            assert_eq!(Origin::of(&traces), Origin::Other, "{said}");
        }
    }

    #[test]
    fn a_build_of_ones_own_is_nobody_elses_to_update() {
        let origin = Origin::of(&linux("/home/ada/purser/target/release/purser"));
        assert_eq!(origin, Origin::Other);
        assert_eq!((origin.command(), origin.artefact_kind()), (None, None));
    }

    #[test]
    fn a_macos_app_is_told_by_its_bundle() {
        let program = "/Applications/Purser.app/Contents/MacOS/purser";
        let traces = Traces {
            os: "macos",
            ..linux(program)
        };
        assert_eq!(Origin::of(&traces), Origin::App);
        let built = Traces {
            os: "macos",
            ..linux("/Users/ada/purser/target/debug/purser")
        };
        assert_eq!(Origin::of(&built), Origin::Other);
    }

    #[test]
    fn windows_installs_are_told_by_their_folder_and_their_uninstaller() {
        let program = Path::new("/Program Files/Purser/purser.exe");
        let folders = [PathBuf::from("/Program Files")];
        let msi = Traces {
            os: "windows",
            program: Some(program),
            program_files: &folders,
            ..Traces::default()
        };
        assert_eq!(Origin::of(&msi), Origin::Msi);
        let nsis = Traces {
            uninstaller: Some(Path::new("/Program Files/Purser/uninstall.exe")),
            ..msi
        };
        assert_eq!(Origin::of(&nsis), Origin::Nsis);
    }
}
