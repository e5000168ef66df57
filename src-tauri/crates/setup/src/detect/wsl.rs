//! Codex's homes in the Linux distributions of WSL. Asks `wsl.exe` for their names and looks at
//! their files through Windows; runs nothing inside of them.

/// Distributions that are parts of other programs and nobody's workplace.
const NO_WORKPLACES: [&str; 4] = [
    "docker-desktop",
    "docker-desktop-data",
    "rancher-desktop",
    "rancher-desktop-data",
];

/// The homes in every distribution, of every person in it.
#[cfg(windows)]
pub(super) fn homes(machine: &crate::machine::Machine) -> Vec<super::CodexHome> {
    use std::path::PathBuf;

    use super::homes::home;
    use super::run::output_of;
    use crate::machine::inside;

    let wsl = machine.system("/Windows/System32/wsl.exe");
    let output = output_of(&wsl, &["--list", "--quiet"], None).unwrap_or_default();
    let mut homes = Vec::new();
    for distribution in distributions(&output) {
        let root = PathBuf::from(format!(r"\\wsl$\{distribution}\"));
        let people = inside(&root.join("home"));
        let folders = people.into_iter().chain([root.join("root")]);
        let folders = folders.map(|person| person.join(".codex"));
        homes.extend(folders.filter(|folder| folder.is_dir()).map(|folder| {
            let distribution = distribution.clone();
            home(folder, super::HomeSource::Wsl { distribution })
        }));
    }
    homes
}

/// The names in what `wsl.exe --list --quiet` prints: UTF-16, little end first, one a line; UTF-8
/// where the person set `WSL_UTF8`.
fn distributions(output: &[u8]) -> Vec<String> {
    let wide = output.contains(&0);
    let text = if wide {
        let pairs = output.chunks_exact(2);
        let units = pairs.map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
        String::from_utf16_lossy(&units.collect::<Vec<u16>>())
    } else {
        String::from_utf8_lossy(output).into_owned()
    };
    let names = text.trim_start_matches('\u{feff}').lines().map(str::trim);
    let named = |name: &&str| !name.is_empty() && !name.contains(['\\', '/', '\0']);
    names
        .filter(named)
        .filter(|name| !NO_WORKPLACES.contains(name))
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wide(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn names_are_read_as_windows_prints_them() {
        let printed = "Ubuntu-24.04\r\nDebian\r\ndocker-desktop\r\nMeine Büchse\r\n";
        let names = ["Ubuntu-24.04", "Debian", "Meine Büchse"];
        assert_eq!(distributions(&wide(printed)), names);
        assert_eq!(distributions(&wide(&format!("\u{feff}{printed}"))), names);
        assert_eq!(distributions(printed.as_bytes()), names);
    }

    #[test]
    fn what_is_no_name_is_none() {
        assert_eq!(distributions(b""), Vec::<String>::new());
        assert_eq!(distributions(&wide("\r\n\r\n")), Vec::<String>::new());
        assert_eq!(distributions(&wide(r"..\..\x")), Vec::<String>::new());
        assert_eq!(distributions(&[b'U', 0, b'b']), ["U"]);
    }
}
