//! Anything may follow anything: what must hold whatever happens to a machine.

use std::time::Duration;

use jiff::SignedDuration;
use proptest::prelude::*;

use super::gateway::{Gateway, Modes, Mood};
use super::machine::Machine;
use super::{HOUR, seconds};
use crate::feeds::Feed;

#[derive(Debug, Clone)]
enum Happening {
    Pass(i64),
    Sleep(i64),
    Notice,
    Window(bool),
    Mood(Feed, Mood),
    Skew(i64),
}

fn feed() -> impl Strategy<Value = Feed> {
    prop::sample::select(&Feed::ALL[..])
}

fn mood() -> impl Strategy<Value = Mood> {
    let asked = prop::option::of((0_u64..4000).prop_map(Duration::from_secs));
    prop_oneof![
        3 => Just(Mood::Fine),
        1 => asked.prop_map(|retry_after| Mood::Storm { retry_after }),
        1 => Just(Mood::Unreachable),
    ]
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        4 => (0_i64..4000).prop_map(Happening::Pass),
        1 => (0_i64..40_000).prop_map(Happening::Sleep),
        1 => Just(Happening::Notice),
        1 => any::<bool>().prop_map(Happening::Window),
        2 => (feed(), mood()).prop_map(|(feed, mood)| Happening::Mood(feed, mood)),
        1 => (-600_i64..600).prop_map(Happening::Skew),
    ]
}

fn modes() -> impl Strategy<Value = Modes> {
    prop_oneof![
        4 => prop::collection::vec(1_i64..5000, 1..6).prop_map(Modes::Cycle),
        1 => Just(Modes::Endless),
    ]
}

fn happen(machine: &mut Machine, happening: Happening) {
    match happening {
        Happening::Pass(time) => machine.pass(seconds(time)),
        Happening::Sleep(time) => machine.sleep(seconds(time)),
        Happening::Notice => machine.notice(),
        Happening::Window(shown) => machine.window(shown),
        Happening::Mood(feed, mood) => machine.mood(feed, mood),
        Happening::Skew(skew) => machine.skew = seconds(skew),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_happens_it_asks_neither_too_often_nor_never_and_counts_down_right(
        modes in modes(), happenings in prop::collection::vec(happening(), 1..40),
    ) {
        let mut machine = Machine::new(Gateway::new(modes));
        for happening in happenings {
            happen(&mut machine, happening);
        }
        let worst = machine.worst_countdown;
        prop_assert!(worst <= seconds(1), "off by {worst:?}");
        for feed in Feed::ALL {
            let times = machine.times(feed, SignedDuration::ZERO);
            for few in times.windows(3) {
                prop_assert!(few[2] - few[0] >= SignedDuration::from_millis(800), "{feed:?}: {few:?}");
            }
            for minute in times.windows(15) {
                prop_assert!(minute[14] - minute[0] >= seconds(60), "{feed:?}: {minute:?}");
            }
            machine.mood(feed, Mood::Fine);
        }
        // A gateway that is well again is read again; it may have asked to wait for an hour.
        let from = machine.now;
        machine.pass(HOUR + seconds(80 + 660));
        for feed in [Feed::Status, Feed::Inbox] {
            prop_assert!(machine.count(feed, from) > 0, "{feed:?} is forgotten");
        }
    }
}
