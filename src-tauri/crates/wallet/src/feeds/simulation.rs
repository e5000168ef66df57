//! Days of polling in simulated time, against a scripted gateway. No test here knows real time.

mod gateway;
mod machine;
mod sequences;

use std::time::Duration;

use jiff::SignedDuration;

use super::Feed;
use gateway::{Gateway, Modes, Mood};
use machine::Machine;

const MINUTE: SignedDuration = SignedDuration::from_mins(1);
const HOUR: SignedDuration = SignedDuration::from_hours(1);
const DAY: SignedDuration = SignedDuration::from_hours(24);

fn seconds(seconds: i64) -> SignedDuration {
    SignedDuration::from_secs(seconds)
}

/// A machine that has been idle for two hours, at a gateway without reviews.
fn idle() -> Machine {
    let mut machine = Machine::new(Gateway::new(Modes::Endless));
    machine.pass(HOUR * 2);
    machine
}

/// Modes as long as the sandbox's.
fn usual() -> Modes {
    Modes::Cycle([42, 30, 42, 15].map(|minutes| minutes * 60).to_vec())
}

#[track_caller]
fn assert_countdown(machine: &Machine) {
    let worst = machine.worst_countdown;
    assert!(worst <= seconds(1), "off by {worst:?}");
}

#[test]
fn after_eight_hours_of_sleep_each_feed_is_read_once_and_at_once() {
    let mut machine = idle();
    machine.sleep(HOUR * 8);
    let woke = machine.now;
    machine.pass(SignedDuration::from_millis(1));
    for feed in Feed::ALL {
        assert_eq!(machine.times(feed, woke), [woke], "{feed:?}");
    }
    // The network's signal, and the timer that was due in sleep, come as well.
    machine.pass(seconds(1));
    machine.notice();
    machine.pass(seconds(1));
    machine.notice();
    machine.pass(seconds(20));
    for feed in Feed::ALL {
        assert_eq!(machine.count(feed, woke), 1, "{feed:?}");
    }
}

#[test]
fn a_machine_that_wakes_without_a_network_reads_as_soon_as_it_has_one() {
    let mut machine = idle();
    for feed in Feed::ALL {
        machine.mood(feed, Mood::Unreachable);
    }
    machine.sleep(HOUR * 8);
    machine.pass(seconds(4));
    for feed in Feed::ALL {
        machine.mood(feed, Mood::Fine);
    }
    machine.notice();
    let up = machine.now;
    machine.pass(SignedDuration::from_millis(1));
    for feed in Feed::ALL {
        assert_eq!(machine.times(feed, up), [up], "{feed:?}");
    }
    machine.pass(seconds(20));
    assert_eq!(machine.asked.iter().filter(|(_, at)| *at > up).count(), 0);
}

#[test]
fn a_network_that_comes_back_ends_a_long_backoff_at_once() {
    let mut machine = idle();
    machine.mood(Feed::Status, Mood::Unreachable);
    machine.pass(HOUR * 3);
    machine.mood(Feed::Status, Mood::Fine);
    machine.notice();
    let up = machine.now;
    machine.pass(SignedDuration::from_millis(1));
    assert_eq!(machine.times(Feed::Status, up), [up]);
}

#[test]
fn a_network_that_flaps_is_no_reason_to_ask_all_the_time() {
    let mut machine = idle();
    let from = machine.now;
    for _ in 0..600 {
        machine.notice();
        machine.pass(SignedDuration::from_millis(100));
    }
    assert!(machine.count(Feed::Status, from) <= 7);
    machine.mood(Feed::Status, Mood::Unreachable);
    let from = machine.now;
    for _ in 0..600 {
        machine.notice();
        machine.pass(SignedDuration::from_millis(100));
    }
    assert!(machine.count(Feed::Status, from) <= 31);
}

#[test]
fn retry_after_holds_off_its_own_feed_alone_and_no_wake_overrides_it() {
    let mut machine = idle();
    let retry_after = Some(Duration::from_secs(1800));
    machine.mood(Feed::Inbox, Mood::Storm { retry_after });
    machine.pass(MINUTE * 6);
    let storm = machine.now;
    machine.mood(Feed::Inbox, Mood::Fine);
    machine.window(true);
    machine.sleep(MINUTE * 10);
    machine.pass(MINUTE * 10);
    assert_eq!(machine.count(Feed::Inbox, storm), 0);
    assert!(machine.count(Feed::Status, storm) >= 50);
    machine.pass(MINUTE * 11);
    assert!(machine.count(Feed::Inbox, storm) >= 1);
}

#[test]
fn a_storm_without_retry_after_is_met_seldom_and_out_of_step() {
    let mut machine = idle();
    let from = machine.now;
    for feed in [Feed::Status, Feed::Inbox] {
        machine.mood(feed, Mood::Storm { retry_after: None });
    }
    machine.pass(HOUR * 4);
    for feed in [Feed::Status, Feed::Inbox] {
        let times = machine.times(feed, from);
        let first = times[1] - times[0];
        assert!(first >= seconds(5) && first <= seconds(16), "{first:?}");
        assert!(times.len() < 200, "{feed:?}: {}", times.len());
    }
    let status = machine.times(Feed::Status, from + MINUTE * 10);
    let inbox = machine.times(Feed::Inbox, from + MINUTE * 10);
    assert!(status.iter().all(|time| !inbox.contains(time)));
    for feed in [Feed::Status, Feed::Inbox] {
        machine.mood(feed, Mood::Fine);
    }
    machine.pass(MINUTE * 11);
    let back = machine.now;
    machine.pass(MINUTE * 12);
    assert!(machine.count(Feed::Status, back) >= 2);
}

#[test]
fn a_whole_day_of_modes_is_counted_down_to_the_second_whatever_the_clock_says() {
    for skew in [-10, 0, 10] {
        let mut machine = Machine::new(Gateway::new(usual()));
        machine.skew = MINUTE * skew;
        machine.pass(DAY);
        let reviews = machine.gateway.reviews(SignedDuration::ZERO, DAY - MINUTE);
        assert_eq!(reviews.len(), 44);
        for review in reviews {
            let after = machine.times(Feed::Status, review);
            let soon =
                |time: &&SignedDuration| **time - review <= SignedDuration::from_millis(1500);
            assert_eq!(after.iter().filter(soon).count(), 1, "{review:?}");
            assert!(after[1] - review >= seconds(10), "{after:?}");
        }
        assert_countdown(&machine);
    }
}

#[test]
fn the_countdown_goes_on_through_sleep_and_is_right_before_anything_was_read() {
    let mut machine = Machine::new(Gateway::new(Modes::Cycle(vec![6 * 3600])));
    machine.pass(HOUR);
    for feed in Feed::ALL {
        machine.mood(feed, Mood::Unreachable);
    }
    machine.sleep(HOUR * 4);
    machine.skew = MINUTE * -10;
    machine.pass(MINUTE * 30);
    assert_countdown(&machine);
}

#[test]
fn a_gateway_whose_clock_jumps_is_followed_with_the_next_whole_answer() {
    let mut machine = Machine::new(Gateway::new(Modes::Cycle(vec![12 * 3600])));
    machine.pass(HOUR);
    for jump in [10, -20] {
        machine.gateway.start += MINUTE * jump;
        machine.pass(HOUR + MINUTE * 6);
        machine.worst_countdown = SignedDuration::ZERO;
        machine.pass(HOUR);
        assert_countdown(&machine);
    }
}

#[test]
fn modes_that_flap_are_followed_but_told_seldom_and_the_last_one_is_told() {
    let mut machine = Machine::new(Gateway::new(Modes::Cycle(vec![30])));
    machine.pass(HOUR);
    assert!(machine.count(Feed::Status, SignedDuration::ZERO) <= 125);
    assert_countdown(&machine);
    assert!(machine.notified.len() <= 7, "{:?}", machine.notified);
    // Of four modes, the last one comes after seven of these, and stays.
    machine.gateway.modes = Modes::Cycle([vec![30; 127], vec![1_000_000]].concat());
    machine.pass(MINUTE * 30);
    let last = machine.notified.last().unwrap();
    assert!(last.contains("Surge"), "{last}");
}

#[test]
fn no_promise_of_a_review_makes_it_ask_in_a_tight_loop() {
    for milliseconds in [-600_000, -1, 0, 1, 100, 2_000] {
        let teasing = Modes::Teasing(SignedDuration::from_millis(milliseconds));
        let mut machine = Machine::new(Gateway::new(teasing));
        machine.pass(HOUR);
        let count = machine.count(Feed::Status, SignedDuration::ZERO);
        assert!(count <= 400, "{milliseconds} ms: {count}");
    }
}

#[test]
fn a_window_that_opens_is_shown_fresh_numbers_and_one_that_closes_is_not_read_for() {
    let mut machine = idle();
    let opened = machine.now;
    machine.window(true);
    machine.pass(MINUTE * 10);
    let times = machine.times(Feed::Status, opened);
    assert_eq!(times[0], opened);
    assert!((54..=67).contains(&times.len()), "{}", times.len());
    let closed = machine.now;
    machine.window(false);
    machine.pass(MINUTE * 5);
    assert!(machine.count(Feed::Status, closed) <= 12);
    let flaps = machine.now;
    for shown in [true, false].repeat(300) {
        machine.window(shown);
        machine.pass(SignedDuration::from_millis(100));
    }
    assert!(machine.count(Feed::Status, flaps) <= 8);
}

/// The figures stand in the test's output (`--nocapture`).
#[test]
fn an_idle_day_costs_few_readings() {
    let mut machine = Machine::new(Gateway::new(usual()));
    machine.pass(HOUR * 2);
    let from = machine.now;
    machine.pass(DAY);
    for (feed, most) in [(Feed::Account, 5), (Feed::Status, 360), (Feed::Inbox, 320)] {
        let count = machine.count(feed, from);
        assert!(count <= most, "{feed:?}: {count}");
        println!("{feed:?}: {count} readings in an idle day");
    }
    println!("countdown: off by {:?} at most", machine.worst_countdown);
}
