//! What is shown when, and as how many notifications.

use jiff::civil::{Date, time};
use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::*;
use crate::notices::{About, Act, NoticeAction};

const KINDS: [NoticeKind; 8] = [
    NoticeKind::Message,
    NoticeKind::LowBalance,
    NoticeKind::PricingMode,
    NoticeKind::PaymentAsked,
    NoticeKind::PaymentSettled,
    NoticeKind::PaymentUnknown,
    NoticeKind::Drift,
    NoticeKind::Update,
];
const NOON: Time = Time::constant(12, 0, 0, 0);

fn waiting(kind: NoticeKind, number: usize, came: Came) -> Waiting {
    Waiting {
        news: News {
            kind,
            about: About::Fact {
                id: format!("{number}"),
            },
            notice: Notice {
                title: format!("News {number}"),
                body: "More of it".to_owned(),
                screen: Screen::Inbox,
                actions: vec![NoticeAction {
                    label: "Decline".to_owned(),
                    act: Act::Decline(format!("{number}")),
                }],
            },
        },
        came,
    }
}

fn messages(count: usize, came: Came) -> Vec<Waiting> {
    (0..count)
        .map(|number| waiting(NoticeKind::Message, number, came))
        .collect()
}

fn quiet(from: Time, until: Time) -> NoticeSettings {
    NoticeSettings {
        quiet: Some(Quiet { from, until }),
        ..NoticeSettings::default()
    }
}

/// The titles of all notifications that are shown at this time, in their order.
fn shown(waiting: &[Waiting], settings: &NoticeSettings, local: Time) -> Vec<String> {
    let words = Words::load();
    let mut left = waiting.to_vec();
    let mut titles = Vec::new();
    while let Some(parcel) = next(&left, settings, local, &words, Language::English) {
        left.retain(|waiting| !parcel.ids.contains(&waiting.news.id()));
        titles.push(parcel.notice.title);
    }
    titles
}

#[test]
fn three_at_once_are_told_one_by_one_and_four_as_one() {
    let told = |count| {
        shown(
            &messages(count, Came::Awake),
            &NoticeSettings::default(),
            NOON,
        )
    };
    assert_eq!(told(3), ["News 0", "News 1", "News 2"]);
    assert_eq!(told(4), ["4 pieces of news"]);
}

#[test]
fn a_digest_names_what_it_tells_and_leads_where_all_of_it_is() {
    let words = Words::load();
    let digest_of = |waiting: &[Waiting]| {
        let settings = NoticeSettings::default();
        let parcel = next(waiting, &settings, NOON, &words, Language::English).unwrap();
        (parcel.notice, parcel.ids.len())
    };
    let (notice, told) = digest_of(&messages(10, Came::Awake));
    assert_eq!(told, 10);
    assert_eq!(notice.body.lines().count(), 9);
    assert_eq!(notice.body.lines().next(), Some("News 0"));
    assert_eq!(notice.body.lines().last(), Some("and 2 more"));
    assert_eq!((notice.screen, notice.actions), (Screen::Inbox, Vec::new()));

    let mut mixed = messages(8, Came::Awake);
    mixed[3].news.notice.screen = Screen::Home;
    let (notice, _) = digest_of(&mixed);
    assert_eq!(
        (notice.screen, notice.body.lines().count()),
        (Screen::Home, 8)
    );
}

#[test]
fn a_question_is_never_part_of_a_digest_and_comes_first() {
    let mut all = messages(4, Came::Awake);
    all.push(waiting(NoticeKind::PaymentAsked, 9, Came::Awake));
    assert_eq!(
        shown(&all, &NoticeSettings::default(), NOON),
        ["News 9", "4 pieces of news"]
    );
}

#[test]
fn what_came_in_quiet_hours_waits_for_their_end_and_is_told_as_one() {
    let night = quiet(time(22, 0, 0, 0), time(7, 0, 0, 0));
    let two = messages(2, Came::InQuiet);
    assert_eq!(shown(&two, &night, time(23, 0, 0, 0)), Vec::<String>::new());
    assert_eq!(
        shown(&two, &night, time(6, 59, 59, 0)),
        Vec::<String>::new()
    );
    assert_eq!(
        shown(&two, &night, time(7, 0, 0, 0)),
        ["While it was quiet: 2 pieces of news"]
    );
    assert_eq!(
        shown(&two[..1], &night, time(7, 0, 0, 0)),
        ["News 0"],
        "one alone is itself"
    );
}

#[test]
fn a_question_does_not_wait_for_the_end_of_quiet_hours() {
    let night = quiet(time(22, 0, 0, 0), time(7, 0, 0, 0));
    let mut all = messages(2, Came::InQuiet);
    all.push(waiting(NoticeKind::PaymentAsked, 9, Came::InQuiet));
    assert_eq!(shown(&all, &night, time(3, 0, 0, 0)), ["News 9"]);
}

#[test]
fn a_kind_that_is_off_is_dropped_whenever_it_is() {
    let mut settings = quiet(time(22, 0, 0, 0), time(7, 0, 0, 0));
    settings.off.extend(KINDS);
    for kind in KINDS {
        for hour in 0..24 {
            assert_eq!(settings.fate(kind, time(hour, 0, 0, 0)), Fate::Drop);
        }
    }
}

#[test]
fn hours_are_read_and_shown_alike_and_what_is_none_is_refused() {
    let hours = |from: &str, until: &str| QuietHours {
        from: from.to_owned(),
        until: until.to_owned(),
    };
    let night = hours("22:30", "07:05");
    let read = Quiet::parse(&night).unwrap();
    let settings = quiet(read.from, read.until);
    assert_eq!(settings.view().quiet, Some(night));
    for (from, until) in [
        ("", "07:00"),
        ("24:00", "07:00"),
        ("22:00", "07:60"),
        ("22:00", "22:00"),
        ("10 pm", "07:00"),
        ("22:00:59", "07:00"),
    ] {
        let refused = Quiet::parse(&hours(from, until)).unwrap_err();
        assert_eq!(refused.code, ProblemCode::InputUnreadable, "{from} {until}");
    }
}

/// Central Europe in 2026: 02:00 becomes 03:00 on 29 March, 03:00 becomes 02:00 on 25 October.
#[test]
fn a_changed_clock_ends_the_quiet_after_the_gap_and_repeats_it_with_the_hour() {
    let berlin = TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap();
    let settings = quiet(time(23, 0, 0, 0), time(2, 30, 0, 0));
    let quiet_minutes = |date: Date| {
        let midnight = date.to_zoned(berlin.clone()).unwrap().timestamp();
        let minutes = 0..6 * 60;
        let quiet: Vec<i32> = minutes
            .filter(|minute| {
                let at = midnight + jiff::SignedDuration::from_mins(i64::from(*minute));
                let local = at.to_zoned(berlin.clone()).time();
                settings.fate(NoticeKind::Message, local) == Fate::Wait
            })
            .collect();
        (quiet.len(), quiet.last().copied())
    };
    assert_eq!(
        quiet_minutes(jiff::civil::date(2026, 3, 29)),
        (120, Some(119))
    );
    assert_eq!(
        quiet_minutes(jiff::civil::date(2026, 10, 25)),
        (180, Some(209))
    );
    assert_eq!(
        quiet_minutes(jiff::civil::date(2026, 6, 1)),
        (150, Some(149))
    );
}

fn times() -> impl Strategy<Value = Time> {
    (0..24_i8, 0..60_i8).prop_map(|(hour, minute)| time(hour, minute, 0, 0))
}

fn news() -> impl Strategy<Value = Vec<Waiting>> {
    let one = (
        prop::sample::select(KINDS.to_vec()),
        prop::sample::select(vec![Came::Awake, Came::InQuiet]),
    );
    prop::collection::vec(one, 0..12).prop_map(|all| {
        let numbered = all.into_iter().enumerate();
        numbered
            .map(|(number, (kind, came))| waiting(kind, number, came))
            .collect()
    })
}

proptest! {
    #[test]
    fn quiet_hours_and_the_rest_of_the_day_are_each_others_opposite(
        from in times(), until in times(), now in times()
    ) {
        prop_assume!(from != until);
        let (hours, rest) = (Quiet { from, until }, Quiet { from: until, until: from });
        prop_assert_ne!(hours.covers(now), rest.covers(now));
        prop_assert!(hours.covers(from) && !hours.covers(until));
    }

    /// All that may be told is told, each once; the rest waits or is off.
    #[test]
    fn every_news_is_in_one_notification_or_waits_or_is_off(
        all in news(),
        off in prop::collection::btree_set(prop::sample::select(KINDS.to_vec()), 0..4),
        from in times(), until in times(), now in times()
    ) {
        let settings = NoticeSettings { off, quiet: Some(Quiet { from, until }) };
        let words = Words::load();
        let mut left = all.clone();
        let mut told = Vec::new();
        let mut shown = 0;
        while let Some(parcel) = next(&left, &settings, now, &words, Language::English) {
            left.retain(|waiting| !parcel.ids.contains(&waiting.news.id()));
            told.extend(parcel.ids);
            shown += 1;
        }
        let due = |waiting: &&Waiting| settings.fate(waiting.news.kind, now) == Fate::Tell;
        let mut wanted: Vec<String> = all.iter().filter(due).map(|due| due.news.id()).collect();
        prop_assert_eq!(left.iter().filter(due).count(), 0);
        told.sort();
        wanted.sort();
        prop_assert_eq!(told, wanted);
        let questions = all.iter().filter(due).filter(|due| due.news.kind == NoticeKind::PaymentAsked);
        // One digest of what was held, and three others at most.
        prop_assert!(shown <= questions.count() + 1 + MOST_AT_ONCE);
    }
}
