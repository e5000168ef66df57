//! Describes and signs a release: `release.json` beside its files, with the minisign signature that
//! every installed Purser asks for. Knows the description's shape; who believes it is not its to say.

use std::fs;
use std::io::{self, BufRead, Cursor};
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::{SignedDuration, Timestamp};
use minisign::{SecretKey, SecretKeyBox};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::failure::Failure;

/// How a file's name ends → what it is on which system.
const KINDS: [(&str, &str, &str); 6] = [
    (".AppImage", "linux", "appimage"),
    (".deb", "linux", "deb"),
    (".rpm", "linux", "rpm"),
    (".app.tar.gz", "macos", "app"),
    (".msi", "windows", "msi"),
    ("-setup.exe", "windows", "nsis"),
];
/// What stands in a file's name → for which processor it is.
const PROCESSORS: [(&str, &str); 5] = [
    ("aarch64", "aarch64"),
    ("arm64", "aarch64"),
    ("x86_64", "x86_64"),
    ("amd64", "x86_64"),
    ("x64", "x86_64"),
];

/// What is asked for on the command line.
#[derive(Default)]
struct Wanted {
    /// The folder with the release's files.
    folder: PathBuf,
    /// minisign's secret key; its password is read from standard input where it has one.
    key: PathBuf,
    /// Where the files will lie, without a slash at the end.
    at: String,
    /// Higher than that of every description before.
    counter: u32,
    version: String,
    /// How many days the description is good for.
    days: i64,
    notes: Option<PathBuf>,
    page: Option<String>,
}

/// Writes `release.json` and `release.json.minisig` into the folder.
pub(crate) fn manifest(words: &[&str]) -> Result<(), Failure> {
    let wanted = Wanted::read(words).ok_or(Failure::Usage)?;
    let key = secret_key(&wanted.key)?;
    let now = Timestamp::now();
    let notes = match &wanted.notes {
        Some(file) => fs::read_to_string(file).map_err(|source| at(file, source))?,
        None => String::new(),
    };
    let manifest = json!({
        "format": 1,
        "counter": wanted.counter,
        "version": wanted.version,
        "issued": now,
        "expires": now + SignedDuration::from_hours(24 * wanted.days),
        "notes": notes,
        "page": wanted.page,
        "artefacts": artefacts(&wanted, &key)?,
    });
    let bytes = format!("{manifest:#}\n").into_bytes();
    let path = wanted.folder.join("release.json");
    let signature = signature(&key, &bytes, &format!("counter:{}", wanted.counter))?;
    fs::write(&path, bytes).map_err(|source| at(&path, source))?;
    let beside = wanted.folder.join("release.json.minisig");
    fs::write(&beside, signature).map_err(|source| at(&beside, source))?;
    eprintln!("\n{}\n{}", path.display(), beside.display());
    Ok(())
}

impl Wanted {
    /// None where something is missing, unknown or no number.
    fn read(words: &[&str]) -> Option<Self> {
        let mut wanted = Self {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            days: 30,
            ..Self::default()
        };
        for pair in words.chunks(2) {
            let [option, value] = pair else { return None };
            match *option {
                "--folder" => wanted.folder = PathBuf::from(value),
                "--key" => wanted.key = PathBuf::from(value),
                "--at" => value.trim_end_matches('/').clone_into(&mut wanted.at),
                "--counter" => wanted.counter = value.parse().ok()?,
                "--version" => (*value).clone_into(&mut wanted.version),
                "--days" => wanted.days = value.parse().ok()?,
                "--notes" => wanted.notes = Some(PathBuf::from(value)),
                "--page" => wanted.page = Some((*value).to_owned()),
                _ => return None,
            }
        }
        let named = wanted.folder.is_dir() && wanted.key.is_file() && !wanted.at.is_empty();
        (named && wanted.counter > 0 && wanted.days > 0).then_some(wanted)
    }
}

/// Every file of the folder whose name says what it is for.
fn artefacts(wanted: &Wanted, key: &SecretKey) -> Result<Vec<Value>, Failure> {
    let failed = |source| at(&wanted.folder, source);
    let entries = fs::read_dir(&wanted.folder).map_err(failed)?;
    let mut paths = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()
        .map_err(failed)?;
    paths.sort();
    let described = paths.iter().map(|path| artefact(wanted, path, key));
    described.filter_map(Result::transpose).collect()
}

fn artefact(wanted: &Wanted, path: &Path, key: &SecretKey) -> Result<Option<Value>, Failure> {
    let name = path.file_name().and_then(|name| name.to_str());
    let name = name.unwrap_or_default();
    let Some((_, os, kind)) = KINDS.iter().find(|(ending, ..)| name.ends_with(ending)) else {
        return Ok(None);
    };
    let Some((_, arch)) = PROCESSORS.iter().find(|(part, _)| name.contains(part)) else {
        let what = format!("{name} does not say for which processor it is");
        return Err(Failure::Built { what });
    };
    let bytes = fs::read(path).map_err(|source| at(path, source))?;
    let sha256: String = Sha256::digest(&bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    // Tauri's updater reads the version out of the signature, and the signature in base64.
    let comment = format!("file:{name}\tversion:{}", wanted.version);
    let signature = STANDARD.encode(signature(key, &bytes, &comment)?);
    Ok(Some(json!({
        "os": os,
        "arch": arch,
        "kind": kind,
        "url": format!("{}/{name}", wanted.at),
        "size": bytes.len(),
        "sha256": sha256,
        "signature": signature,
    })))
}

fn secret_key(path: &Path) -> Result<SecretKey, Failure> {
    let text = fs::read_to_string(path).map_err(|source| at(path, source))?;
    let unreadable = |_| Failure::Built {
        what: format!(
            "{} is no minisign key, or its password is another",
            path.display()
        ),
    };
    let held = || SecretKeyBox::from_string(&text);
    let open = held().and_then(SecretKeyBox::into_unencrypted_secret_key);
    open.or_else(|_| {
        eprintln!("The password of {}:", path.display());
        let mut password = String::new();
        io::stdin()
            .lock()
            .read_line(&mut password)
            .map_err(|source| at(path, source))?;
        let password = password.trim_end_matches(['\r', '\n']).to_owned();
        let closed = held().and_then(|held| held.into_secret_key(Some(password)));
        closed.map_err(unreadable)
    })
}

fn signature(key: &SecretKey, bytes: &[u8], comment: &str) -> Result<String, Failure> {
    let signed = minisign::sign(None, key, Cursor::new(bytes), Some(comment), None);
    let signed = signed.map_err(|error| Failure::Built {
        what: format!("nothing was signed: {error}"),
    })?;
    Ok(signed.into_string())
}

fn at(path: &Path, source: io::Error) -> Failure {
    Failure::File {
        path: path.to_owned(),
        source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_without_a_key_a_counter_or_a_place_is_not_described() {
        let here = env!("CARGO_MANIFEST_DIR");
        let key = format!("{here}/Cargo.toml");
        let all = [
            "--folder",
            here,
            "--key",
            &key,
            "--at",
            "https://example.org/",
            "--counter",
            "1",
        ];
        let wanted = Wanted::read(&all).unwrap();
        assert_eq!(
            (wanted.at.as_str(), wanted.days),
            ("https://example.org", 30)
        );
        for missing in [0, 2, 4, 6] {
            let mut words = all.to_vec();
            words.drain(missing..missing + 2);
            assert!(Wanted::read(&words).is_none(), "{words:?}");
        }
        for odd in [["--counter", "-1"], ["--days", "0"], ["--colour", "red"]] {
            assert!(
                Wanted::read(&[&all[..], &odd[..]].concat()).is_none(),
                "{odd:?}"
            );
        }
    }
}
