//! Every way to be refused has its own code, and leaves everything as it was.

use std::fs;

use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use wallet::contract::{ProblemCode, UpdateView};

use crate::address::{Address, Answer, FILE, OTHERS, OURS};
use crate::purser::Computer;

const OLD: &[u8] = b"the old Purser";
const NEW: &[u8] = b"the new Purser, which is a little longer";

/// What checking ends in, after `publish` published.
async fn checked(publish: impl FnOnce(&Address)) -> ProblemCode {
    let (address, computer) = (Address::new().await, Computer::new());
    publish(&address);
    let purser = computer.mounted(address.source());
    let code = purser.check().await.unwrap_err();
    assert_eq!(purser.update().await, UpdateView::Unknown);
    purser.quit().await;
    code
}

#[tokio::test]
async fn a_description_that_another_key_signed_is_not_signed() {
    let code = checked(|address| {
        address.publish(&address.release(7, "9.0.0", NEW), &OTHERS);
    });
    assert_eq!(code.await, ProblemCode::UpdateNotSigned);
}

#[tokio::test]
async fn a_description_with_one_changed_letter_is_not_signed() {
    let code = checked(|address| {
        address.publish(&address.release(7, "9.0.0", NEW), &OURS);
        address.spoil(|bytes| {
            let text = String::from_utf8(bytes).unwrap();
            Answer::Bytes(text.replace("Quicker", "Quacker").into_bytes())
        });
    });
    assert_eq!(code.await, ProblemCode::UpdateNotSigned);
}

#[tokio::test]
async fn a_stale_description_is_expired() {
    let code = checked(|address| {
        let mut stale = address.release(7, "9.0.0", NEW);
        stale["issued"] = json!(Timestamp::now() - SignedDuration::from_hours(48));
        stale["expires"] = json!(Timestamp::now() - SignedDuration::from_hours(1));
        address.publish(&stale, &OURS);
    });
    assert_eq!(code.await, ProblemCode::UpdateExpired);
}

#[tokio::test]
async fn a_description_of_an_older_purser_goes_back() {
    let code = checked(|address| address.publish(&address.release(7, "0.0.1", NEW), &OURS));
    assert_eq!(code.await, ProblemCode::UpdateRolledBack);
}

#[tokio::test]
async fn an_oversized_description_is_too_large() {
    let code = checked(|address| {
        let mut large = address.release(7, "9.0.0", NEW);
        large["notes"] = json!("x".repeat(64 * 1024));
        address.publish(&large, &OURS);
    });
    assert_eq!(code.await, ProblemCode::UpdateTooLarge);
}

#[tokio::test]
async fn a_description_is_truncated_whether_the_line_broke_or_the_file_is_half() {
    let broken = checked(|address| {
        address.publish(&address.release(7, "9.0.0", NEW), &OURS);
        address.spoil(Answer::CutShort);
    });
    assert_eq!(broken.await, ProblemCode::UpdateTruncated);
    let half = checked(|address| {
        address.publish(&address.release(7, "9.0.0", NEW), &OURS);
        address.spoil(|bytes| Answer::Bytes(bytes[..bytes.len() / 2].to_vec()));
    });
    assert_eq!(half.await, ProblemCode::UpdateTruncated);
}

#[tokio::test]
async fn a_signed_description_of_another_format_is_unreadable() {
    let code = checked(|address| {
        let mut later = address.release(7, "9.0.0", NEW);
        later["format"] = json!(2);
        address.publish(&later, &OURS);
    });
    assert_eq!(code.await, ProblemCode::UpdateUnreadable);
}

#[tokio::test]
async fn a_release_for_other_computers_is_not_for_this_one() {
    let code = checked(|address| {
        let mut other = address.release(7, "9.0.0", NEW);
        other["artefacts"][0]["arch"] = json!("pdp11");
        address.publish(&other, &OURS);
    });
    assert_eq!(code.await, ProblemCode::UpdateNotForThis);
}

#[tokio::test]
async fn an_address_that_publishes_nothing_is_unavailable() {
    assert_eq!(checked(|_| {}).await, ProblemCode::UpdateUnavailable);
}

#[tokio::test]
async fn an_address_that_nobody_serves_is_unreachable() {
    let computer = Computer::new();
    let gone = Address::new().await.source();
    let purser = computer.built(Some(gone));
    assert_eq!(purser.check().await, Err(ProblemCode::Unreachable));
    purser.quit().await;
}

#[tokio::test]
async fn a_build_without_a_release_address_asks_nobody_and_says_so() {
    let computer = Computer::new();
    let purser = computer.built(None);
    assert_eq!(purser.check().await, Err(ProblemCode::ReleasesUnknown));
    assert_eq!(purser.update().await, UpdateView::Unaware);
    purser.quit().await;
}

#[tokio::test]
async fn a_file_that_is_not_what_was_signed_never_takes_the_old_ones_place() {
    use ProblemCode::{UpdateDiffers, UpdateTooLarge, UpdateTruncated, UpdateUnavailable};
    let mut other = NEW.to_vec();
    other[3] ^= 1;
    let answers = [
        (Answer::Bytes(other), UpdateDiffers),
        (Answer::Bytes([NEW, b"!"].concat()), UpdateTooLarge),
        (Answer::Bytes(NEW[1..].to_vec()), UpdateTruncated),
        (Answer::CutShort(NEW.to_vec()), UpdateTruncated),
    ];
    for (answer, expected) in answers {
        let (address, computer) = (Address::new().await, Computer::new());
        fs::write(computer.appimage(), OLD).unwrap();
        address.publish(&address.release(7, "9.0.0", NEW), &OURS);
        let purser = computer.mounted(address.source());
        purser.check().await.unwrap();
        address.answer(FILE, answer);
        assert_eq!(purser.install("9.0.0").await, Err(expected));
        assert_eq!(fs::read(computer.appimage()).unwrap(), OLD);
        let left = fs::read_dir(computer.folder.path().join("data/updates"));
        assert_eq!(left.map_or(0, Iterator::count), 0, "{expected:?}");
        purser.quit().await;
    }
    let (address, computer) = (Address::new().await, Computer::new());
    let mut nowhere = address.release(7, "9.0.0", NEW);
    nowhere["artefacts"][0]["url"] = json!(format!("{}-gone", address.source().address));
    address.publish(&nowhere, &OURS);
    let purser = computer.mounted(address.source());
    purser.check().await.unwrap();
    assert_eq!(purser.install("9.0.0").await, Err(UpdateUnavailable));
    purser.quit().await;
}
