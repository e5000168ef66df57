//! An AppImage is replaced whole, by exactly what was signed.
#![cfg(target_os = "linux")]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

use wallet::contract::{ProblemCode, UpdateView};

use crate::address::{Address, FILE, OURS};
use crate::purser::Computer;

const OLD: &[u8] = b"the old Purser";

/// More than one part of a transfer.
fn new() -> Vec<u8> {
    b"the new Purser ".repeat(100_000)
}

#[tokio::test]
async fn an_appimage_is_replaced_and_keeps_its_name_and_its_rights() {
    let (address, computer) = (Address::new().await, Computer::new());
    let file = computer.appimage();
    fs::write(&file, OLD).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o751)).unwrap();
    let running = fs::File::open(&file).unwrap();
    address.publish(&address.release(7, "9.0.0", &new()), &OURS);
    let purser = computer.mounted(address.source());
    purser.check().await.unwrap();
    let version = "9.0.0".to_owned();
    let installed = Ok(UpdateView::Installed { version });
    assert_eq!(purser.install("9.0.0").await, installed);
    assert_eq!(fs::read(&file).unwrap(), new());
    let rights = fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(rights & 0o777, 0o751);
    // Who runs from the old file goes on doing so.
    assert_eq!(std::io::read_to_string(running).unwrap().as_bytes(), OLD);
    let left = fs::read_dir(computer.folder.path()).unwrap();
    let left: Vec<_> = left.map(|entry| entry.unwrap().file_name()).collect();
    assert!(
        left.iter()
            .all(|name| !name.to_string_lossy().starts_with(".tmp")),
        "{left:?}"
    );
    // It is not offered again while this one still runs.
    assert_eq!(purser.check().await, installed);
    purser.quit().await;
}

#[tokio::test]
async fn an_appimage_behind_a_link_is_replaced_and_the_link_stays() {
    let (address, computer) = (Address::new().await, Computer::new());
    let kept = computer.folder.path().join("Purser-0.1.0.AppImage");
    fs::write(&kept, OLD).unwrap();
    symlink(&kept, computer.appimage()).unwrap();
    address.publish(&address.release(7, "9.0.0", &new()), &OURS);
    let purser = computer.mounted(address.source());
    purser.check().await.unwrap();
    purser.install("9.0.0").await.unwrap();
    assert_eq!(fs::read_link(computer.appimage()).unwrap(), kept);
    assert_eq!(fs::read(kept).unwrap(), new());
    purser.quit().await;
}

#[tokio::test]
async fn only_the_version_that_was_shown_is_installed() {
    let (address, computer) = (Address::new().await, Computer::new());
    fs::write(computer.appimage(), OLD).unwrap();
    address.publish(&address.release(7, "9.0.0", &new()), &OURS);
    let purser = computer.mounted(address.source());
    let refused = Err(ProblemCode::UpdateNotInstalled);
    assert_eq!(
        purser.install("9.0.0").await,
        refused,
        "nothing was shown yet"
    );
    purser.check().await.unwrap();
    address.asked();
    assert_eq!(purser.install("9.1.0").await, refused);
    assert!(!address.asked().contains(&FILE.to_owned()));
    purser.quit().await;
}

#[tokio::test]
async fn what_was_not_installed_by_us_is_not_replaced_by_us() {
    let (address, computer) = (Address::new().await, Computer::new());
    address.publish(&address.release(7, "9.0.0", &new()), &OURS);
    let purser = computer.built(Some(address.source()));
    purser.check().await.unwrap();
    let refused = Err(ProblemCode::UpdateNotInstalled);
    assert_eq!(purser.install("9.0.0").await, refused);
    purser.quit().await;
}
