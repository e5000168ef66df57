//! System packages: which ones a task needs, which are missing, and their installation on Debian
//! and Ubuntu. Elsewhere it names what is missing and stops.

use std::process::Command;

use crate::{
    failure::Failure,
    program::{answer, go, on_path, program},
};

/// The tests start one of their own on loopback. The package would also start one for everybody.
const SSH_SERVER: &str = "openssh-server";

/// What a task needs from the system.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// Compiling the programs.
    Build,
    /// Compiling, a private desktop that the real window can be driven on, what makes the programs'
    /// system calls fail, another machine to set up, and what ends chains and merchants.
    Desktop,
    /// All that, and a look into the package.
    Package,
    /// Compiling, the private desktop with its keychain, and what the programs are measured with
    /// and against.
    Bench,
}

/// What one purpose takes: packages of Debian, and the programs in them that tell on other systems
/// whether they are there.
struct Kit {
    packages: &'static [&'static str],
    programs: &'static [&'static str],
}

const BUILD: Kit = Kit {
    packages: &[
        "build-essential",
        "pkg-config",
        "libwebkit2gtk-4.1-dev",
        "libdbus-1-dev",
    ],
    programs: &["cc", "pkg-config"],
};
const DESKTOP: Kit = Kit {
    packages: &[
        "xvfb",
        "openbox",
        "wmctrl",
        "dbus",
        "gnome-keyring",
        "webkit2gtk-driver",
        "strace",
        "openssh-client",
        SSH_SERVER,
        "util-linux",
    ],
    programs: &[
        "Xvfb",
        "openbox",
        "wmctrl",
        "dbus-daemon",
        "gnome-keyring-daemon",
        "WebKitWebDriver",
        "strace",
        "ssh",
        "ssh-keygen",
        "sshd",
        "setpriv",
    ],
};
const PACKAGE: Kit = Kit {
    packages: &["dpkg-dev", "desktop-file-utils", "file"],
    programs: &["dpkg-deb", "desktop-file-validate"],
};
const BENCH: Kit = Kit {
    packages: &["hyperfine", "libsecret-tools"],
    programs: &["hyperfine", "secret-tool"],
};

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

fn kits(need: Need) -> &'static [Kit] {
    match need {
        Need::Build => &[BUILD],
        Need::Desktop => &[BUILD, DESKTOP],
        Need::Package => &[BUILD, DESKTOP, PACKAGE],
        Need::Bench => &[BUILD, DESKTOP, BENCH],
    }
}

fn packages(need: Need) -> impl Iterator<Item = &'static str> {
    kits(need).iter().flat_map(|kit| kit.packages).copied()
}

fn missing_packages(need: Need) -> Vec<&'static str> {
    packages(need)
        .filter(|package| !is_installed(package))
        .collect()
}

fn is_installed(package: &str) -> bool {
    let mut query = program("dpkg-query");
    query.args(["--show", "--showformat=${db:Status-Status}", package]);
    answer(&mut query).is_some_and(|status| status == "installed")
}

fn missing_programs(need: Need) -> Vec<&'static str> {
    let programs = kits(need).iter().flat_map(|kit| kit.programs).copied();
    let mut missing: Vec<_> = programs.filter(|name| !on_path(name)).collect();
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
    let Some(as_root) = as_root() else {
        let missing = missing.to_vec();
        return Err(Failure::Packages { missing });
    };
    eprintln!("Installing system packages: {}", missing.join(" "));
    let apt = || as_root("apt-get");
    go(apt().args(["--quiet", "update"]))?;
    go(apt()
        .args(["--quiet", "install", "--yes", "--no-install-recommends"])
        .args(missing))?;
    if missing.contains(&SSH_SERVER) && on_path("systemctl") {
        // Where no system service runs there is none to keep from starting.
        let mut systemctl = as_root("systemctl");
        let _ = answer(systemctl.args(["disable", "--now", "ssh.service", "ssh.socket"]));
    }
    Ok(())
}

/// Makes commands that run as root without a question; none when that is not possible.
fn as_root() -> Option<fn(&str) -> Command> {
    if answer(program("id").arg("-u")).as_deref() == Some("0") {
        return Some(|name| {
            let mut command = program(name);
            command.env("DEBIAN_FRONTEND", "noninteractive");
            command
        });
    }
    answer(program("sudo").args(["--non-interactive", "true"]))?;
    Some(|name| {
        let mut command = program("sudo");
        command.args(["--non-interactive", "DEBIAN_FRONTEND=noninteractive", name]);
        command
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_build_asks_for_no_desktop_and_each_other_need_only_for_what_it_takes() {
        let asks = |need, package| packages(need).any(|asked| asked == package);
        for need in [Need::Build, Need::Desktop, Need::Package, Need::Bench] {
            assert!(asks(need, "libdbus-1-dev"));
            assert_eq!(asks(need, "xvfb"), need != Need::Build);
            assert_eq!(asks(need, "dpkg-dev"), need == Need::Package);
            assert_eq!(asks(need, "hyperfine"), need == Need::Bench);
        }
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
