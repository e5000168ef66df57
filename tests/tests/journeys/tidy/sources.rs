//! How source files begin, how long they are, and what may not stand in any tracked file. Knows
//! text only.

use super::File;

const LONGEST: usize = 400;
const GENERATED: [&str; 4] = [
    "ui/src/contract.ts",
    "ui/package-lock.json",
    "Cargo.lock",
    "LICENSE",
];
/// Shapes that others read, each list in one place on purpose; they hold no rules.
const SHAPES: [&str; 2] = [
    "src-tauri/crates/gateway/src/wire.rs",
    "src-tauri/crates/wallet/src/contract.rs",
];
/// The one file of the window that knows its host.
const BACKEND: &str = "ui/src/backend.ts";
/// What stands for work that is not done. Written apart, so that this file is not found itself.
const UNDONE: [&str; 4] = [
    concat!("todo", "!("),
    concat!("unimplemented", "!("),
    concat!("#[", "ignore"),
    concat!("TO", "DO"),
];
const CRATES: &str = "registry+https://github.com/rust-lang/crates.io-index";
const MODULES: &str = "https://registry.npmjs.org/";

/// Everything that is not as the house wants it. `here` is where the repository lies.
pub(super) fn breaches(files: &[File], here: &str) -> Vec<String> {
    let rules: [fn(&File, &str) -> Option<String>; 6] =
        [opening, length, host, undone, place, origin];
    let judge = |file| {
        let told = rules.iter().filter_map(move |rule| rule(file, here));
        told.map(move |what| format!("{} {what}", file.path))
    };
    files.iter().flat_map(judge).collect()
}

fn opening(file: &File, _here: &str) -> Option<String> {
    let silent = ends(file, &[".rs"]) && !file.text.starts_with("//!");
    silent.then(|| "does not open with //! and what it is for".to_owned())
}

fn length(file: &File, _here: &str) -> Option<String> {
    let by_hand = ends(file, &[".rs", ".ts", ".tsx", ".mjs", ".css"])
        && !GENERATED.contains(&file.path.as_str())
        && !SHAPES.contains(&file.path.as_str());
    let lines = file.text.lines().count();
    (by_hand && lines > LONGEST).then(|| format!("has {lines} lines, more than {LONGEST}"))
}

fn host(file: &File, _here: &str) -> Option<String> {
    let knows = file.path.starts_with("ui/src/")
        && file.path != BACKEND
        && file.text.contains("@tauri-apps");
    knows.then(|| format!("names @tauri-apps: only {BACKEND} may"))
}

fn undone(file: &File, _here: &str) -> Option<String> {
    let source = ends(file, &[".rs", ".ts", ".tsx", ".mjs", ".css"]);
    let mark = UNDONE
        .iter()
        .find(|mark| source && file.text.contains(**mark))?;
    Some(format!("holds “{mark}”"))
}

fn place(file: &File, here: &str) -> Option<String> {
    let named = here.len() > 1 && file.text.contains(here);
    named.then(|| "names a folder of this computer".to_owned())
}

/// Lock files name the public registries and nothing else.
fn origin(file: &File, _here: &str) -> Option<String> {
    let (key, registry) = match file.path.as_str() {
        "Cargo.lock" => ("source = \"", CRATES),
        "tests/merchants/package-lock.json" | "ui/package-lock.json" => {
            ("\"resolved\": \"", MODULES)
        }
        _ => return None,
    };
    let mut origins = file
        .text
        .lines()
        .filter_map(|line| line.trim().strip_prefix(key));
    let foreign = origins.find(|origin| !origin.starts_with(registry))?;
    Some(format!("takes something from elsewhere: {foreign}"))
}

fn ends(file: &File, endings: &[&str]) -> bool {
    endings.iter().any(|ending| file.path.ends_with(ending))
}

#[cfg(test)]
mod rules {
    use super::*;

    fn breach(path: &str, text: &str) -> Vec<String> {
        let file = File {
            path: path.to_owned(),
            text: text.to_owned(),
        };
        breaches(&[file], "/somewhere/purser")
    }

    #[test]
    fn a_short_module_that_says_what_it_is_for_is_fine() {
        assert_eq!(breach("a.rs", "//! Adds.\n"), Vec::<String>::new());
    }

    #[test]
    fn a_module_that_does_not_say_what_it_is_for_is_named() {
        assert_eq!(breach("a.rs", "use b;\n").len(), 1);
    }

    #[test]
    fn a_long_file_is_named_unless_it_is_generated() {
        let long = "a\n".repeat(LONGEST + 1);
        assert_eq!(
            breach("ui/src/app.css", &long),
            ["ui/src/app.css has 401 lines, more than 400"]
        );
        assert_eq!(breach("ui/src/contract.ts", &long), Vec::<String>::new());
    }

    #[test]
    fn only_the_backend_knows_the_windows_host() {
        let import = "import { invoke } from '@tauri-apps/api/core';\n";
        assert_eq!(breach(BACKEND, import), Vec::<String>::new());
        assert_eq!(breach("ui/src/screens/home.tsx", import).len(), 1);
    }

    #[test]
    fn work_that_is_not_done_is_named() {
        for mark in UNDONE {
            assert_eq!(
                breach("a.rs", &format!("//! A.\n{mark}")).len(),
                1,
                "{mark}"
            );
        }
    }

    #[test]
    fn a_folder_of_this_computer_is_named() {
        assert_eq!(breach("a.json", "\"/somewhere/purser/x\"").len(), 1);
    }

    #[test]
    fn a_registry_that_not_everybody_has_is_named() {
        let lock = "  \"resolved\": \"https://mirror.example.org/a.tgz\",\n";
        assert_eq!(breach("ui/package-lock.json", lock).len(), 1);
        let lock = format!("source = \"{CRATES}\"\n");
        assert_eq!(breach("Cargo.lock", &lock), Vec::<String>::new());
    }
}
