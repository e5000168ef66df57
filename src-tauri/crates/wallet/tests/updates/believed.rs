//! What is believed is remembered, told once, and never forgotten by a restart.

use std::fs;
use std::time::Duration;

use wallet::contract::{ProblemCode, UpdateView, UpdateWay};

use crate::address::{Address, OTHERS, OURS};
use crate::purser::Computer;

const NEW: &[u8] = b"the new Purser";

fn version(update: &UpdateView) -> &str {
    match update {
        UpdateView::Available { version, .. } => version,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_newer_release_is_shown_with_what_is_new_and_how_it_comes_here() {
    let (address, computer) = (Address::new().await, Computer::new());
    address.publish(&address.release(7, "9.0.0", NEW), &OURS);
    let purser = computer.built(Some(address.source()));
    let update = purser.check().await.unwrap();
    let UpdateView::Available {
        version,
        notes,
        page,
        way,
    } = update
    else {
        panic!("{update:?}");
    };
    assert_eq!((version.as_str(), notes.as_str()), ("9.0.0", "Quicker."));
    assert_eq!(page.unwrap().host, "example.org");
    assert_eq!(way, UpdateWay::ByHand);
    purser.quit().await;
}

#[tokio::test]
async fn the_newest_is_said_to_be_the_newest() {
    let (address, computer) = (Address::new().await, Computer::new());
    let this = env!("CARGO_PKG_VERSION");
    address.publish(&address.release(7, this, NEW), &OURS);
    let purser = computer.built(Some(address.source()));
    let update = purser.check().await.unwrap();
    assert!(matches!(update, UpdateView::Current { .. }), "{update:?}");
    purser.quit().await;
}

#[tokio::test]
async fn an_update_is_told_once_per_version_also_across_restarts() {
    let (address, computer) = (Address::new().await, Computer::new());
    address.publish(&address.release(7, "9.0.0", NEW), &OURS);
    let mut purser = computer.built(Some(address.source()));
    purser.check().await.unwrap();
    assert_eq!(purser.told().await, "Purser 9.0.0 is there");
    purser.check().await.unwrap();
    purser.quit().await;
    let mut purser = computer.built(Some(address.source()));
    purser.check().await.unwrap();
    address.publish(&address.release(8, "9.1.0", NEW), &OURS);
    purser.check().await.unwrap();
    assert_eq!(purser.told().await, "Purser 9.1.0 is there");
    purser.quit().await;
}

#[tokio::test]
async fn a_restart_shows_what_was_known_and_asks_nobody() {
    let (address, computer) = (Address::new().await, Computer::new());
    address.publish(&address.release(7, "9.0.0", NEW), &OURS);
    let purser = computer.built(Some(address.source()));
    purser.check().await.unwrap();
    purser.quit().await;
    address.asked();
    let purser = computer.built(Some(address.source()));
    assert_eq!(version(&purser.recalled().await), "9.0.0");
    assert_eq!(address.asked(), Vec::<String>::new());
    purser.quit().await;
}

#[tokio::test]
async fn a_failed_look_makes_the_last_one_that_worked_no_newer() {
    let (address, computer) = (Address::new().await, Computer::new());
    address.publish(&address.release(7, env!("CARGO_PKG_VERSION"), NEW), &OURS);
    let purser = computer.built(Some(address.source()));
    let current = purser.check().await.unwrap();
    assert!(matches!(current, UpdateView::Current { .. }), "{current:?}");
    address.publish(&address.release(8, "9.0.0", NEW), &OTHERS);
    assert_eq!(purser.check().await, Err(ProblemCode::UpdateNotSigned));
    assert_eq!(purser.update().await, current);
    purser.quit().await;
    let purser = computer.built(Some(address.source()));
    assert_eq!(purser.recalled().await, current);
    purser.quit().await;
}

#[tokio::test]
async fn a_remembered_description_that_was_changed_on_the_disk_is_not_shown() {
    let (address, computer) = (Address::new().await, Computer::new());
    address.publish(&address.release(7, "9.0.0", NEW), &OURS);
    let purser = computer.built(Some(address.source()));
    purser.check().await.unwrap();
    purser.quit().await;
    let record = computer.folder.path().join("data/releases.json");
    let text = fs::read_to_string(&record).unwrap();
    fs::write(&record, text.replace("Quicker", "Quacker")).unwrap();
    let purser = computer.built(Some(address.source()));
    // Its turn comes after the recall's.
    let update = purser.check().await.unwrap();
    let UpdateView::Available { notes, .. } = update else {
        panic!("{update:?}");
    };
    assert_eq!(notes, "Quicker.");
    purser.quit().await;
}

#[tokio::test]
async fn a_counter_that_goes_back_is_refused_also_after_a_restart() {
    let (address, computer) = (Address::new().await, Computer::new());
    address.publish(&address.release(7, "9.1.0", NEW), &OURS);
    let purser = computer.built(Some(address.source()));
    purser.check().await.unwrap();
    purser.quit().await;
    let purser = computer.built(Some(address.source()));
    for (counter, older) in [(6, "9.1.0"), (6, "9.2.0"), (8, "9.0.0"), (7, "9.3.0")] {
        address.publish(&address.release(counter, older, NEW), &OURS);
        assert_eq!(
            purser.check().await,
            Err(ProblemCode::UpdateRolledBack),
            "{counter} {older}"
        );
    }
    assert_eq!(version(&purser.update().await), "9.1.0");
    purser.quit().await;
}

#[tokio::test(start_paused = true)]
async fn a_look_of_pursers_own_that_fails_is_told_nobody_and_waits_for_another_day() {
    let (gone, computer) = (Address::new().await.source(), Computer::new());
    let mut purser = computer.built(Some(gone));
    let record = computer.folder.path().join("data/releases.json");
    while !record.exists() {
        tokio::time::advance(Duration::from_secs(60)).await;
    }
    let asked = fs::read_to_string(&record).unwrap();
    assert!(asked.contains("\"asked\""), "{asked}");
    tokio::time::advance(Duration::from_secs(12 * 3600)).await;
    assert_eq!(purser.update().await, UpdateView::Unknown);
    assert_eq!(fs::read_to_string(&record).unwrap(), asked);
    assert!(!purser.told_more());
    purser.quit().await;
}
