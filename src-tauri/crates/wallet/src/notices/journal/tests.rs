//! What survives a process that dies at any step.

use jiff::Timestamp;
use proptest::prelude::*;

use super::*;
use crate::contract::{NoticeKind, Screen};
use crate::notices::{About, News, Notice};

fn at(seconds: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_secs(1_800_000_000 + seconds)
}

fn found(id: &str) -> Found {
    let mut found = Found::default();
    found.once(News {
        kind: NoticeKind::Message,
        about: About::Fact { id: id.to_owned() },
        notice: Notice {
            title: id.to_owned(),
            body: String::new(),
            screen: Screen::Inbox,
            actions: Vec::new(),
        },
    });
    found
}

fn first(waiting: &[Waiting]) -> Option<Parcel> {
    waiting.first().map(|waiting| Parcel {
        ids: vec![waiting.news.id()],
        notice: waiting.news.notice.clone(),
    })
}

fn take(journal: &mut Journal, now: Timestamp) -> Option<Showing> {
    journal.next(now, |_, _| true, first).unwrap()
}

fn title(showing: Option<Showing>) -> Option<String> {
    showing.map(|showing| showing.parcel.notice.title)
}

#[test]
fn what_waits_outlives_the_process_and_what_was_shown_does_not_come_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut journal = Journal::in_folder(folder.path());
    journal.note(found("one"), Came::Awake).unwrap();
    journal.note(found("two"), Came::Awake).unwrap();
    let mut journal = Journal::in_folder(folder.path());
    assert_eq!(title(take(&mut journal, at(0))).as_deref(), Some("one"));
    journal.shown(Some(1)).unwrap();
    let mut journal = Journal::in_folder(folder.path());
    assert!(journal.told().knows("one") && journal.told().knows("two"));
    assert_eq!(title(take(&mut journal, at(0))).as_deref(), Some("two"));
    journal.shown(Some(2)).unwrap();
    assert_eq!(take(&mut Journal::in_folder(folder.path()), at(0)), None);
}

#[test]
fn a_notification_in_doubt_is_shown_again_under_its_number_where_the_desktop_keeps_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let mut journal = Journal::in_folder(folder.path());
    for id in ["one", "two"] {
        journal.note(found(id), Came::Awake).unwrap();
    }
    let shown = take(&mut journal, at(0)).unwrap();
    journal.shown(Some(shown.number)).unwrap();
    let doubtful = take(&mut journal, at(5)).unwrap();
    assert_ne!(doubtful.number, shown.number);
    let mut journal = Journal::in_folder(folder.path());
    assert_eq!(journal.again(at(14)).unwrap(), Some(doubtful));
    // Later it may have been read and be gone; and a clock that went back proves nothing.
    for later in [at(15), at(4)] {
        let mut journal = Journal::in_folder(folder.path());
        let before = std::fs::read(&journal.path).unwrap();
        assert_eq!(journal.again(later).unwrap(), None);
        assert_eq!(take(&mut journal, later), None);
        std::fs::write(&journal.path, before).unwrap();
    }
}

#[test]
fn a_notification_in_doubt_counts_as_told_where_the_desktop_gives_numbers_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let mut journal = Journal::in_folder(folder.path());
    for id in ["one", "two", "three"] {
        journal.note(found(id), Came::Awake).unwrap();
    }
    let _ = take(&mut journal, at(0));
    journal.shown(Some(1)).unwrap();
    let _ = take(&mut journal, at(1));
    let mut journal = Journal::in_folder(folder.path());
    assert_eq!(journal.again(at(1)).unwrap(), None);
    assert_eq!(title(take(&mut journal, at(1))).as_deref(), Some("three"));
}

#[test]
fn later_news_of_the_same_takes_the_place_of_what_waits() {
    let folder = tempfile::tempdir().unwrap();
    let mut journal = Journal::in_folder(folder.path());
    journal.note(found("mode"), Came::InQuiet).unwrap();
    let mut newer = found("mode");
    newer.news[0].notice.title = "newer".to_owned();
    journal.note(newer, Came::InQuiet).unwrap();
    assert_eq!(title(take(&mut journal, at(0))).as_deref(), Some("newer"));
    assert_eq!(take(&mut journal, at(0)), None);
}

#[test]
fn what_is_not_worth_telling_any_more_is_left_out_for_good() {
    let folder = tempfile::tempdir().unwrap();
    let mut journal = Journal::in_folder(folder.path());
    journal.note(found("one"), Came::Awake).unwrap();
    let none = journal.next(at(0), |_, _| false, first).unwrap();
    assert_eq!(none, None);
    assert_eq!(take(&mut Journal::in_folder(folder.path()), at(0)), None);
}

#[test]
fn a_disk_that_refuses_leaves_everything_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let blocked = folder.path().join("blocked");
    std::fs::write(&blocked, "a file where the folder should be").unwrap();
    let mut journal = Journal::in_folder(&blocked);
    assert!(journal.note(found("one"), Came::Awake).is_err());
    assert!(!journal.told().knows("one"));
    assert_eq!(take(&mut journal, at(0)), None);
}

#[test]
fn the_journal_does_not_grow_without_end() {
    let folder = tempfile::tempdir().unwrap();
    let mut journal = Journal::in_folder(folder.path());
    let mut many = Found::default();
    for number in 0..REMEMBERED + 5 {
        many.ids.push(format!("message:{number}"));
        many.standings.push((format!("config:{number}"), "fine"));
    }
    journal.note(many, Came::Awake).unwrap();
    let told = journal.told();
    assert!(!told.knows("message:4") && told.knows("message:5"));
    assert_eq!(told.standing("config:4"), None);
    assert_eq!(told.standing("config:5"), Some("fine"));
}

/// What happens between two starts.
#[derive(Debug, Clone, Copy)]
enum Step {
    Find,
    Take,
    Show,
    DieBeforeTheDesktopHears,
    DieAfterTheDesktopHeard,
}

proptest! {
    // Each step waits for the disk.
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// A desktop that keeps numbers shows each news once, whenever the process dies; one that does
    /// not shows it once at most, and each death costs one at most.
    #[test]
    fn each_news_is_on_the_screen_once_whenever_the_process_dies(
        steps in prop::collection::vec(
            prop::sample::select(vec![
                Step::Find,
                Step::Take,
                Step::Show,
                Step::DieBeforeTheDesktopHears,
                Step::DieAfterTheDesktopHeard,
            ]), 1..40
        ),
        keeps in any::<bool>(),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = Journal::in_folder(folder.path());
        let mut screen: Vec<(u32, String)> = Vec::new();
        let (mut found_so_far, mut unheard, mut own) = (0_usize, 0_usize, 0);
        let mut on_its_way: Option<Showing> = None;
        // The desktop is known from an earlier notification.
        journal.note(found("before"), Came::Awake).unwrap();
        let before = take(&mut journal, at(0)).unwrap();
        journal.shown(Some(if keeps { before.number } else { 1 })).unwrap();
        let mut show = |screen: &mut Vec<(u32, String)>, showing: &Showing| {
            own += 1;
            let number = if keeps { showing.number } else { own };
            screen.retain(|(shown, _)| *shown != number);
            screen.push((number, showing.parcel.notice.title.clone()));
            number
        };
        for step in steps.into_iter().chain([Step::DieAfterTheDesktopHeard]) {
            match (step, on_its_way.take()) {
                (Step::Find, way) => {
                    journal.note(found(&format!("news {found_so_far}")), Came::Awake).unwrap();
                    found_so_far += 1;
                    on_its_way = way;
                }
                (Step::Take, None) => on_its_way = take(&mut journal, at(0)),
                (Step::Take, way) => on_its_way = way,
                (Step::Show, Some(way)) => {
                    let number = show(&mut screen, &way);
                    journal.shown(Some(number)).unwrap();
                }
                (Step::Show, None) => {}
                (death, way) => {
                    match (death, &way) {
                        (Step::DieAfterTheDesktopHeard, Some(way)) => {
                            show(&mut screen, way);
                        }
                        (_, Some(_)) => unheard += 1,
                        (_, None) => {}
                    }
                    journal = Journal::in_folder(folder.path());
                    if let Some(again) = journal.again(at(0)).unwrap() {
                        let number = show(&mut screen, &again);
                        journal.shown(Some(number)).unwrap();
                    }
                }
            }
        }
        while let Some(way) = take(&mut journal, at(0)) {
            let number = show(&mut screen, &way);
            journal.shown(Some(number)).unwrap();
        }
        let mut titles: Vec<&String> = screen.iter().map(|(_, title)| title).collect();
        titles.sort();
        titles.dedup();
        prop_assert_eq!(titles.len(), screen.len());
        let lost = if keeps { 0 } else { unheard };
        // The one that made the desktop known is not on it.
        prop_assert_eq!(screen.len() + lost, found_so_far);
    }
}
