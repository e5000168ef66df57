//! Installs the update that the engine fetched and believed, with Tauri's updater. Decides nothing:
//! it takes no word from the web view, and looks again at every byte that it hands over.

use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use door::DoorError;
use serde::Deserialize;
use serde_json::json;
use sha2::{Digest, Sha256};
use tauri::{AppHandle, State, Url};
use tauri_plugin_updater::{Update, UpdaterExt};

use crate::commands::Watching;
use crate::resident::Resident;

/// The minisign public key that this program was built with.
const RELEASE_KEY: Option<&str> = option_env!("PURSER_RELEASE_KEY");
/// The updater wants an address although nothing is asked of it here.
const NOWHERE: &str = "https://updates.invalid/";

/// Why nothing was installed.
#[derive(Debug, thiserror::Error)]
enum NotInstalled {
    #[error("this program was built without a release key")]
    NoKey,
    #[error("there is no fetched update")]
    NothingFetched,
    #[error("the fetched update is not the one that was believed")]
    OtherBytes,
    #[error("the resident does not answer")]
    Door(#[from] DoorError),
    #[error("the fetched update cannot be read")]
    Read(#[from] io::Error),
    #[error("the View cannot be read")]
    View(#[from] serde_json::Error),
    #[error("the updater refuses")]
    Updater(#[from] tauri_plugin_updater::Error),
}

/// As much of a View as is needed here.
#[derive(Deserialize)]
struct Shown {
    update: Standing,
}

#[derive(Deserialize)]
#[serde(tag = "state", rename_all = "camelCase")]
enum Standing {
    Fetched(Fetched),
    #[serde(other)]
    Another,
}

/// A file that the engine found to be what was signed.
#[derive(Debug, Deserialize)]
struct Fetched {
    version: String,
    file: PathBuf,
    /// In bytes.
    size: u32,
    /// Lower-case hexadecimal.
    sha256: String,
    signature: String,
}

/// Installs what the engine fetched, and starts the new Purser. On Windows the installer does that.
#[tauri::command]
pub(crate) async fn install_update(
    app: AppHandle,
    resident: State<'_, Resident>,
    watching: State<'_, Watching>,
) -> Result<(), String> {
    let ready = prepare(&app, &resident).await;
    let (update, bytes) = ready.map_err(|error| error.to_string())?;
    // The resident's own file is replaced too. Its leave would close the window.
    watching.stop();
    if let Err(error) = resident.caller().leave().await {
        eprintln!("purser-desktop: the resident did not leave: {error}");
    }
    if let Err(error) = update.install(bytes) {
        eprintln!("purser-desktop: the update was not installed: {error}");
    }
    app.restart()
}

/// Everything that can be found out before anything is stopped.
async fn prepare(app: &AppHandle, resident: &Resident) -> Result<(Update, Vec<u8>), NotInstalled> {
    let key = RELEASE_KEY.ok_or(NotInstalled::NoKey)?;
    let fetched = shown(resident).await?;
    let bytes = fetched.bytes()?;
    let update = fetched.update(app, key)?;
    update.verify(&bytes)?;
    Ok((update, bytes))
}

async fn shown(resident: &Resident) -> Result<Fetched, NotInstalled> {
    let mut views = resident.caller().watch().await?;
    let view = views.next().await?.ok_or(NotInstalled::NothingFetched)?;
    match serde_json::from_str::<Shown>(&view)?.update {
        Standing::Fetched(fetched) => Ok(fetched),
        Standing::Another => Err(NotInstalled::NothingFetched),
    }
}

impl Fetched {
    /// The file, if it still is what the engine believed.
    fn bytes(&self) -> Result<Vec<u8>, NotInstalled> {
        let mut bytes = Vec::new();
        let most = u64::from(self.size) + 1;
        File::open(&self.file)?.take(most).read_to_end(&mut bytes)?;
        let digest = Sha256::digest(&bytes);
        let sha256: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        let whole = usize::try_from(self.size).is_ok_and(|size| size == bytes.len());
        if whole && sha256 == self.sha256 {
            Ok(bytes)
        } else {
            Err(NotInstalled::OtherBytes)
        }
    }

    /// The update as Tauri's updater knows it; nobody is asked for it.
    fn update(&self, app: &AppHandle, key: &str) -> Result<Update, NotInstalled> {
        let nowhere = Url::parse(NOWHERE).map_err(|_| NotInstalled::NothingFetched)?;
        // The updater reads keys as minisign writes them, wrapped in base64 once more.
        let key = STANDARD.encode(format!("untrusted comment: minisign public key\n{key}\n"));
        let updater = app
            .updater_builder()
            .endpoints(vec![nowhere.clone()])?
            .pubkey(key)
            .build()?;
        let release = json!({
            "version": self.version,
            "url": nowhere,
            "signature": self.signature,
        });
        let update = updater.restore_update(release)?;
        update.ok_or(NotInstalled::NothingFetched)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PURSER: &str = "the next Purser, all of its file.";

    fn fetched(holds: &[u8], size: u32, sha256: &str) -> (tempfile::TempDir, Fetched) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("purser-update");
        std::fs::write(&file, holds).unwrap();
        let fetched = Fetched {
            version: "0.2.0".to_owned(),
            file,
            size,
            sha256: sha256.to_owned(),
            signature: String::new(),
        };
        (folder, fetched)
    }

    #[test]
    fn a_fetched_file_that_changed_since_is_not_installed() {
        let sha256: String = Sha256::digest(PURSER)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let (_folder, whole) = fetched(PURSER.as_bytes(), 33, &sha256);
        assert_eq!(whole.bytes().unwrap(), PURSER.as_bytes());
        for holds in [&PURSER[1..], &PURSER.to_uppercase(), &format!("{PURSER}x")] {
            let (_folder, changed) = fetched(holds.as_bytes(), 33, &sha256);
            let refused = changed.bytes();
            assert!(matches!(refused, Err(NotInstalled::OtherBytes)), "{holds}");
        }
    }

    #[test]
    fn only_a_fetched_update_is_there_to_install() {
        let standing = |update: serde_json::Value| {
            let view = json!({ "version": "0.1.0", "update": update }).to_string();
            serde_json::from_str::<Shown>(&view).unwrap().update
        };
        for state in ["unaware", "unknown", "available", "installed", "current"] {
            let another = standing(json!({ "state": state, "version": "0.2.0" }));
            assert!(matches!(another, Standing::Another), "{state}");
        }
        let fetched = json!({
            "state": "fetched", "version": "0.2.0", "file": "/x", "size": 1,
            "sha256": "", "signature": "",
        });
        assert!(matches!(standing(fetched), Standing::Fetched(_)));
    }
}
