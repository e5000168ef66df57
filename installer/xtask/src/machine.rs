//! System packages: which ones a task needs, which are missing, and their installation on Debian
//! and Ubuntu. Elsewhere it names what is missing and stops.

use std::process::Command;

use crate::{
    failure::Failure,
    program::{answer, go, on_path, program},
};

/// What a task needs from the system.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// Compiling the programs.
    Build,
    /// Compiling, a private desktop that the real window can be driven on, and what makes the
    /// programs' system calls fail.
    Desktop,
    /// All that, and a look into the package.
    Package,
}

const BUILD: &[&str] = &[
    "build-essential",
    "pkg-config",
    "libwebkit2gtk-4.1-dev",
    "libdbus-1-dev",
];
const DESKTOP: &[&str] = &[
    "xvfb",
    "openbox",
    "wmctrl",
    "dbus",
    "gnome-keyring",
    "webkit2gtk-driver",
    "strace",
];
const PACKAGE: &[&str] = &["dpkg-dev", "desktop-file-utils", "file"];

const BUILD_PROGRAMS: &[&str] = &["cc", "pkg-config"];
const DESKTOP_PROGRAMS: &[&str] = &[
    "Xvfb",
    "openbox",
    "wmctrl",
    "dbus-daemon",
    "gnome-keyring-daemon",
    "WebKitWebDriver",
    "strace",
];
const PACKAGE_PROGRAMS: &[&str] = &["dpkg-deb", "desktop-file-validate"];

/// Makes sure that the system has what `need` asks for.
pub(crate) fn prepare(need: Need) -> Result<(), Failure> {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    if on_path("apt-get") && on_path("dpkg-query") {
        return install_packages(&missing_packages(need));
    }
    let missing = missing_programs(need);
    if missing.is_empty() {
        Ok(())
    } else {
        Err(Failure::Programs { missing })
    }
}

/// What is wanted for `need`, out of what building, the desktop and the package each take.
fn wanted<'a>(
    need: Need,
    sets: [&'a [&'static str]; 3],
) -> impl Iterator<Item = &'static str> + 'a {
    let count = match need {
        Need::Build => 1,
        Need::Desktop => 2,
        Need::Package => 3,
    };
    sets.into_iter().take(count).flatten().copied()
}

fn missing_packages(need: Need) -> Vec<&'static str> {
    wanted(need, [BUILD, DESKTOP, PACKAGE])
        .filter(|package| !is_installed(package))
        .collect()
}

fn is_installed(package: &str) -> bool {
    let mut query = program("dpkg-query");
    query.args(["--show", "--showformat=${db:Status-Status}", package]);
    answer(&mut query).is_some_and(|status| status == "installed")
}

fn missing_programs(need: Need) -> Vec<&'static str> {
    let mut missing: Vec<_> = wanted(need, [BUILD_PROGRAMS, DESKTOP_PROGRAMS, PACKAGE_PROGRAMS])
        .filter(|name| !on_path(name))
        .collect();
    let mut webkit = program("pkg-config");
    if answer(webkit.args(["--modversion", "webkit2gtk-4.1"])).is_none() {
        missing.push("webkit2gtk-4.1 (library and headers)");
    }
    missing
}

/// Installs Node.js from the system's packages, where they have a new enough one.
pub(crate) fn install_node(oldest: u32) -> Result<(), Failure> {
    if on_path("apt-get") && offers_node(oldest) {
        install_packages(&["nodejs", "npm"])?;
    }
    Ok(())
}

fn offers_node(oldest: u32) -> bool {
    answer(program("apt-cache").args(["show", "--no-all-versions", "nodejs"]))
        .as_deref()
        .and_then(|text| text.lines().find_map(|line| line.strip_prefix("Version: ")))
        .and_then(major)
        .is_some_and(|major| major >= oldest)
}

/// The first number of a version: `v20.20.2` and `20.19+dfsg` both give 20.
pub(crate) fn major(version: &str) -> Option<u32> {
    let version = version.trim_start_matches('v');
    version.split('.').next()?.parse().ok()
}

fn install_packages(missing: &[&'static str]) -> Result<(), Failure> {
    if missing.is_empty() {
        return Ok(());
    }
    let Some(apt) = apt_as_root() else {
        let missing = missing.to_vec();
        return Err(Failure::Packages { missing });
    };
    eprintln!("Installing system packages: {}", missing.join(" "));
    go(apt().args(["--quiet", "update"]))?;
    go(apt()
        .args(["--quiet", "install", "--yes", "--no-install-recommends"])
        .args(missing))
}

/// Makes apt-get commands that run as root without a question; none when that is not possible.
fn apt_as_root() -> Option<fn() -> Command> {
    if answer(program("id").arg("-u")).as_deref() == Some("0") {
        return Some(|| {
            let mut apt = program("apt-get");
            apt.env("DEBIAN_FRONTEND", "noninteractive");
            apt
        });
    }
    answer(program("sudo").args(["--non-interactive", "true"]))?;
    Some(|| {
        let mut apt = program("sudo");
        apt.args([
            "--non-interactive",
            "DEBIAN_FRONTEND=noninteractive",
            "apt-get",
        ]);
        apt
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_build_asks_for_no_desktop_and_a_package_asks_for_everything() {
        let sets: [&[&'static str]; 3] = [&["a"], &["b"], &["c"]];
        assert_eq!(wanted(Need::Build, sets).collect::<Vec<_>>(), ["a"]);
        assert_eq!(wanted(Need::Desktop, sets).collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(
            wanted(Need::Package, sets).collect::<Vec<_>>(),
            ["a", "b", "c"]
        );
    }

    #[test]
    fn the_major_number_is_read_from_what_node_and_apt_print() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("18.20.4+dfsg-1~deb12u1"), Some(18));
        assert_eq!(major("nothing"), None);
    }

    #[test]
    fn a_package_that_nobody_made_is_missing() {
        assert!(!is_installed("purser-no-such-package"));
    }
}
