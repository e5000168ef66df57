//! What the forecast must hold, by example and by property.

use gateway::wire::{Pricing, PricingMode, Rates};
use proptest::prelude::*;

use super::*;

const SURGE: Price = Price(1_133_333);
const REDUCED: Price = Price(900_000);

fn at(minutes: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + minutes * 60).unwrap()
}

fn mark(minutes: i64, balance: i64, price: Price) -> Mark {
    Mark {
        at: at(minutes),
        balance: MicroUsd(balance),
        price,
    }
}

fn history(marks: impl IntoIterator<Item = Mark>) -> History {
    let mut history = History::default();
    marks.into_iter().for_each(|mark| history.read(mark));
    history
}

/// A dollar an hour for two hours, with ten dollars left.
fn a_dollar_an_hour(price: Price) -> History {
    history((0..=120).map(|minute| mark(minute, 12_000_000 - minute * 1_000_000 / 60, price)))
}

fn out(history: &History, known: &[Window], after: Price) -> Option<Timestamp> {
    Some(history.forecast(known, after)?.runs_out)
}

#[test]
fn ten_dollars_last_ten_hours_at_a_dollar_an_hour() {
    let history = a_dollar_an_hour(Price::NORMAL);
    assert_eq!(out(&history, &[], Price::NORMAL), Some(at(120 + 600)));
    let pace = history.forecast(&[], Price::NORMAL).unwrap().pace;
    assert_eq!(pace.per_hour(), MicroUsd(1_000_000));
}

#[test]
fn what_was_used_in_surge_is_less_at_the_normal_rates() {
    let surge = a_dollar_an_hour(SURGE);
    let normal = out(&surge, &[], Price::NORMAL).unwrap();
    assert!(normal > at(120 + 600), "{normal}");
    let in_surge = out(&surge, &[], SURGE).unwrap();
    let off = in_surge.duration_since(at(120 + 600)).abs();
    assert!(off < SignedDuration::from_mins(1), "{off}");
}

#[test]
fn a_known_surge_shortens_and_known_reduced_hours_lengthen() {
    let history = a_dollar_an_hour(Price::NORMAL);
    let with = |price| {
        let window = Window {
            until: at(120 + 60),
            price,
        };
        out(&history, &[window], Price::NORMAL).unwrap()
    };
    let plain = out(&history, &[], Price::NORMAL).unwrap();
    assert!(with(SURGE) < plain);
    assert!(with(REDUCED) > plain);
    assert_eq!(with(Price::NORMAL), plain);
}

#[test]
fn it_can_run_out_within_the_known_window() {
    let history = history([mark(0, 40_000_000, SURGE), mark(60, 10_000_000, SURGE)]);
    let window = Window {
        until: at(100),
        price: SURGE,
    };
    let out = out(&history, &[window], REDUCED).unwrap();
    let expected = at(80);
    let off = out.duration_since(expected).abs();
    assert!(off <= SignedDuration::from_secs(1), "{out} {expected}");
}

#[test]
fn a_top_up_is_no_negative_spending() {
    let mut marks: Vec<_> = (0..=60)
        .map(|minute| mark(minute, 12_000_000 - minute * 1_000_000 / 60, Price::NORMAL))
        .collect();
    marks.extend((61..=121).map(|minute| {
        let used = (minute - 61) * 1_000_000 / 60;
        mark(minute, 61_000_000 - used, Price::NORMAL)
    }));
    let out = out(&history(marks), &[], Price::NORMAL).unwrap();
    assert_eq!(out, at(121 + 60 * 60));
}

#[test]
fn too_little_is_foretold_by_nothing() {
    let young = history([mark(0, 9_000_000, SURGE), mark(29, 8_000_000, SURGE)]);
    let idle = history([mark(0, 9_000_000, SURGE), mark(90, 9_000_000, SURGE)]);
    let empty = history([mark(0, 9_000_000, SURGE), mark(90, 0, SURGE)]);
    let years = history([mark(0, 900_000_000, SURGE), mark(90, 899_999_990, SURGE)]);
    for history in [History::default(), young, idle, empty, years] {
        assert_eq!(history.forecast(&[], SURGE), None, "{history:?}");
    }
}

#[test]
fn use_of_more_than_a_day_ago_is_forgotten() {
    let mut history = a_dollar_an_hour(Price::NORMAL);
    for hour in 2..=27 {
        history.read(mark(hour * 60, 10_000_000, Price::NORMAL));
    }
    assert_eq!(history.forecast(&[], Price::NORMAL), None);
}

#[test]
fn a_clock_that_was_set_back_makes_all_worthless() {
    let mut history = a_dollar_an_hour(Price::NORMAL);
    history.read(mark(-600, 10_000_000, Price::NORMAL));
    assert_eq!(history.forecast(&[], Price::NORMAL), None);
}

#[test]
fn time_under_an_unlimited_plan_is_no_time_of_saving() {
    let mut history = a_dollar_an_hour(Price::NORMAL);
    history.pause();
    assert_eq!(history.forecast(&[], Price::NORMAL), None);
    history.read(mark(1_000, 10_000_000, Price::NORMAL));
    let out = out(&history, &[], Price::NORMAL).unwrap();
    assert_eq!(out, at(1_000 + 600));
}

#[test]
fn a_modes_price_is_the_mean_of_both_rates_beside_the_normal_ones() {
    let pricing = |input, output| Pricing {
        mode: PricingMode::Surge,
        input_micro_usd_per_million: MicroUsd(input),
        output_micro_usd_per_million: MicroUsd(output),
        normal: Some(Rates {
            input: MicroUsd(5_000_000),
            output: MicroUsd(30_000_000),
        }),
        ends_at: None,
        server_time: at(0),
    };
    assert_eq!(Price::of(&pricing(6_000_000, 32_000_000)), SURGE);
    assert_eq!(Price::of(&pricing(4_500_000, 27_000_000)), REDUCED);
    assert_eq!(Price::of(&pricing(0, -1)), Price(1));
    assert_eq!(
        Price::of(&pricing(i64::MAX, i64::MAX)),
        Price(Price::DEAREST)
    );
    let mut untold = pricing(6_000_000, 32_000_000);
    untold.normal = None;
    assert_eq!(Price::of(&untold), Price::NORMAL);
}

#[test]
fn a_history_is_the_same_after_it_was_written_and_read() {
    let history = a_dollar_an_hour(SURGE);
    let text = serde_json::to_string(&history).unwrap();
    assert_eq!(serde_json::from_str::<History>(&text).unwrap(), history);
    assert!(text.len() < 4_000, "{}", text.len());
}

#[test]
fn a_gateway_whose_prices_flap_does_not_fill_the_memory() {
    let flapping = |minute: i64| Price(u32::try_from(900_000 + minute % 2).unwrap());
    let marks = (0..20_000).map(|minute| Mark {
        at: at(0) + SignedDuration::from_secs(minute),
        balance: MicroUsd(90_000_000 - minute),
        price: flapping(minute),
    });
    assert_eq!(history(marks).stretches.len(), STRETCHES);
}

fn price() -> impl Strategy<Value = Price> {
    (1_u32..=5 * WHOLE).prop_map(Price)
}

fn pace() -> impl Strategy<Value = Pace> {
    (1_i128..1_000_000_000_000, 1_800_i128..90_000)
        .prop_map(|(normal, seconds)| Pace { normal, seconds })
}

prop_compose! {
    fn windows()(lengths in prop::collection::vec((0_i64..5_000, price()), 0..6)) -> Vec<Window> {
        let mut until = 0;
        lengths.into_iter().map(|(minutes, price)| {
            until += minutes;
            Window { until: at(until), price }
        }).collect()
    }
}

/// When it runs out; a time that no timestamp can hold is after all others.
fn end(balance: i64, pace: Pace, windows: &[Window], after: Price) -> Timestamp {
    runs_out(MicroUsd(balance), pace, at(0), windows, after).unwrap_or(Timestamp::MAX)
}

proptest! {
    #[test]
    fn more_balance_never_runs_out_earlier(
        balance in 1_i64..1_000_000_000_000, more in 0_i64..1_000_000_000, pace in pace(),
        windows in windows(), after in price(),
    ) {
        prop_assert!(
            end(balance, pace, &windows, after) <= end(balance + more, pace, &windows, after)
        );
    }

    #[test]
    fn a_higher_rate_in_any_window_or_after_never_runs_out_later(
        balance in 1_i64..1_000_000_000_000, pace in pace(), windows in windows(), after in price(),
        rise in 0_u32..WHOLE, which: prop::sample::Index,
    ) {
        let plain = end(balance, pace, &windows, after);
        let mut dearer = windows.clone();
        match dearer.len() {
            0 => {}
            length => dearer[which.index(length)].price.0 += rise,
        }
        prop_assert!(end(balance, pace, &dearer, after) <= plain);
        prop_assert!(end(balance, pace, &windows, Price(after.0 + rise)) <= plain);
    }

    #[test]
    fn a_quicker_pace_never_lasts_longer(
        balance in 1_i64..1_000_000_000_000, pace in pace(), more in 0_i128..1_000_000_000,
        windows in windows(), after in price(),
    ) {
        let quicker = Pace { normal: pace.normal + more, ..pace };
        prop_assert!(end(balance, quicker, &windows, after) <= end(balance, pace, &windows, after));
    }

    #[test]
    fn however_the_balance_moved_no_forecast_is_of_the_past_or_beyond_the_horizon(
        moves in prop::collection::vec((-600_i64..100_000, -5_000_000_i64..50_000_000, price()), 0..80),
        windows in windows(), after in price(),
    ) {
        let mut history = History::default();
        let (mut minute, mut last) = (0, at(0));
        for (seconds, balance, price) in moves {
            minute += seconds / 60;
            last = at(minute);
            history.read(Mark { at: last, balance: MicroUsd(balance), price });
        }
        if let Some(forecast) = history.forecast(&windows, after) {
            prop_assert!(forecast.runs_out >= last);
            prop_assert!(forecast.runs_out <= last + HORIZON);
            prop_assert!(forecast.pace.per_hour() >= MicroUsd(0));
        }
    }
}
