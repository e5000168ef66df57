//! Versions as programs print them and files name them. Runs nothing.

use std::fs;
use std::io::Read;
use std::path::Path;

use serde::Deserialize;

/// Neither a manifest nor a property list is ever as long.
const MOST_READ: u64 = 1024 * 1024;

#[derive(Deserialize)]
struct Manifest {
    version: String,
}

/// `text`, if it looks like a version and like nothing else.
pub(crate) fn plain(text: &str) -> Option<String> {
    let text = text.trim();
    let plain = text
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || ".-+".contains(c));
    (plain && !text.is_empty() && text.len() <= 64).then(|| text.to_owned())
}

/// The `version` of a JSON file, such as a `package.json`.
pub(super) fn of_manifest(path: &Path) -> Option<String> {
    let manifest: Manifest = serde_json::from_str(&text_of(path)?).ok()?;
    plain(&manifest.version)
}

/// The version that people see of a macOS app, out of its `Info.plist`. None when that is in the
/// binary form.
pub(super) fn of_property_list(path: &Path) -> Option<String> {
    let text = text_of(path)?;
    let (_, after) = text.split_once("<key>CFBundleShortVersionString</key>")?;
    let (between, value) = after.split_once("<string>")?;
    let (value, _) = value.split_once("</string>")?;
    between.trim().is_empty().then(|| plain(value)).flatten()
}

/// The text of a file of reasonable length.
pub(super) fn text_of(path: &Path) -> Option<String> {
    if !fs::metadata(path).ok()?.is_file() {
        return None;
    }
    let mut text = String::new();
    let file = fs::File::open(path).ok()?;
    file.take(MOST_READ).read_to_string(&mut text).ok()?;
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_looks_like_a_version_is_one() {
        assert_eq!(plain("0.169.0-alpha.1+b\n").unwrap(), "0.169.0-alpha.1+b");
        for text in ["", " ", "1\u{1b}[0m", "1.0 beta", "<b>"] {
            assert_eq!(plain(text), None, "{text}");
        }
    }

    #[test]
    fn an_apps_version_is_the_one_that_people_see() {
        let folder = tempfile::tempdir().unwrap();
        let list = folder.path().join("Info.plist");
        let text = "<plist><dict><key>CFBundleVersion</key><string>77</string>\n<key>CFBundleShortVersionString</key>\n  <string>26.915.31945</string></dict></plist>";
        fs::write(&list, text).unwrap();
        assert_eq!(of_property_list(&list).unwrap(), "26.915.31945");
        fs::write(&list, b"bplist00\xd1\x01").unwrap();
        assert_eq!(of_property_list(&list), None);
    }
}
