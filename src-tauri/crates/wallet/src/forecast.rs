//! When the Token Wallet runs out if its use goes on as it was. Pure: it must not know a clock, a
//! word, or who spends.

use std::collections::VecDeque;

use gateway::{MicroUsd, wire};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// Use that is longer ago does not count.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(24);
/// Neighbouring stretches at one price are kept as one up to this length.
const STRETCH: SignedDuration = SignedDuration::from_mins(10);
/// A gateway whose prices flap does not fill the memory.
const STRETCHES: usize = 512;
/// After less than this, nothing is foretold.
const ENOUGH: SignedDuration = SignedDuration::from_mins(30);
/// What lies farther away is not foretold: nobody's use stays the same so long.
const HORIZON: SignedDuration = SignedDuration::from_hours(24 * 60);
/// Parts per million.
const WHOLE: u32 = 1_000_000;
const HOUR_SECONDS: i128 = 3_600;

/// What a pricing mode costs beside the normal rates, in parts per million, at least 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Price(u32);

impl Price {
    /// The normal rates.
    pub(crate) const NORMAL: Self = Self(WHOLE);
    /// A thousand times the normal rates; nothing is dearer.
    const DEAREST: u32 = 1_000 * WHOLE;

    /// Of the mode in force. A balance does not tell what was input and what was output: half of
    /// the money counts as each. Where the gateway does not tell its normal rates, these are they.
    pub(crate) fn of(pricing: &wire::Pricing) -> Self {
        let Some(normal) = pricing.normal else {
            return Self::NORMAL;
        };
        let share = |now: MicroUsd, normal: MicroUsd| {
            let share = i128::from(now.0.max(0)) * i128::from(WHOLE) / i128::from(normal.0.max(1));
            share.clamp(1, i128::from(Self::DEAREST))
        };
        let input = share(pricing.input_micro_usd_per_million, normal.input);
        let output = share(pricing.output_micro_usd_per_million, normal.output);
        Self(u32::try_from(i128::midpoint(input, output)).unwrap_or(Self::DEAREST))
    }

    fn parts(self) -> i128 {
        i128::from(self.0.max(1))
    }
}

/// Time between two readings of the balance, and what was spent in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Stretch {
    from: Timestamp,
    to: Timestamp,
    spent: MicroUsd,
    /// Of the mode that was in force when it began.
    price: Price,
}

/// One reading of the balance, by the local wall clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Mark {
    pub(crate) at: Timestamp,
    pub(crate) balance: MicroUsd,
    pub(crate) price: Price,
}

/// What was spent, and when, as far back as it counts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct History {
    stretches: VecDeque<Stretch>,
    last: Option<Mark>,
}

/// How much is used in how much time, as if it had all been at the normal rates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pace {
    /// Micro-USD at the normal rates, above 0.
    pub(crate) normal: i128,
    /// In so many seconds, above 0.
    pub(crate) seconds: i128,
}

/// What is known of the prices to come: one price until then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Window {
    pub(crate) until: Timestamp,
    pub(crate) price: Price,
}

/// When it runs out, and at which pace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Forecast {
    /// By the local wall clock.
    pub(crate) runs_out: Timestamp,
    pub(crate) pace: Pace,
}

impl History {
    /// The balance was read. What was spent around a top-up cannot be told: that time does not
    /// count. A clock that was set back makes all that is known worthless.
    pub(crate) fn read(&mut self, mark: Mark) {
        let Some(last) = self.last.replace(mark.clone()) else {
            return;
        };
        if mark.at < last.at {
            self.stretches.clear();
        }
        if mark.at <= last.at || mark.balance > last.balance {
            return;
        }
        self.note(Stretch {
            from: last.at,
            to: mark.at,
            spent: last.balance.saturating_sub(mark.balance),
            price: last.price,
        });
        let forgotten = |stretch: &Stretch| mark.at.duration_since(stretch.to) > REMEMBERED;
        while self.stretches.len() > STRETCHES || self.stretches.front().is_some_and(forgotten) {
            self.stretches.pop_front();
        }
    }

    /// What happens to the balance now says nothing about use, as under an Unlimited plan.
    pub(crate) fn pause(&mut self) {
        self.last = None;
    }

    fn note(&mut self, new: Stretch) {
        match self.stretches.back_mut() {
            Some(before)
                if before.price == new.price
                    && before.to == new.from
                    && new.to.duration_since(before.from) <= STRETCH =>
            {
                before.to = new.to;
                before.spent = before.spent.saturating_add(new.spent);
            }
            _ => self.stretches.push_back(new),
        }
    }

    /// None while too little is known, and when nothing was used.
    fn pace(&self) -> Option<Pace> {
        let (mut normal, mut time) = (0_i128, SignedDuration::ZERO);
        for stretch in &self.stretches {
            let spent = i128::from(stretch.spent.0) * i128::from(WHOLE);
            normal = normal.saturating_add(spent / stretch.price.parts());
            time = time.saturating_add(stretch.to.duration_since(stretch.from));
        }
        (time >= ENOUGH && normal > 0).then(|| Pace {
            normal,
            seconds: i128::from(time.as_secs()),
        })
    }

    /// When what is left runs out. None when too little is known, when nothing is used or left, and
    /// when it is too far away to say. After the known windows, the price stays `after`.
    pub(crate) fn forecast(&self, known: &[Window], after: Price) -> Option<Forecast> {
        let last = self.last.as_ref()?;
        let pace = self.pace()?;
        let runs_out = runs_out(last.balance, pace, last.at, known, after)?;
        (runs_out.duration_since(last.at) <= HORIZON).then_some(Forecast { runs_out, pace })
    }
}

impl Pace {
    /// What an hour uses at the normal rates.
    pub(crate) fn per_hour(self) -> MicroUsd {
        let hour = self.normal.saturating_mul(HOUR_SECONDS) / self.seconds;
        MicroUsd(i64::try_from(hour).unwrap_or(i64::MAX))
    }
}

/// When `balance` is used up, to the whole second before. None when nothing is left, and beyond
/// what a timestamp can hold.
fn runs_out(
    balance: MicroUsd,
    pace: Pace,
    from: Timestamp,
    known: &[Window],
    after: Price,
) -> Option<Timestamp> {
    if balance <= MicroUsd(0) {
        return None;
    }
    // In parts of a micro-USD that make everything below exact.
    let mut left = i128::from(balance.0)
        .saturating_mul(i128::from(WHOLE))
        .saturating_mul(pace.seconds);
    let used_in_a_second = |price: Price| pace.normal.saturating_mul(price.parts());
    let mut passed = 0_i128;
    for window in known {
        let until = i128::from(window.until.duration_since(from).as_secs());
        let used = used_in_a_second(window.price);
        let all = used.saturating_mul((until - passed).max(0));
        if all >= left {
            return later(from, passed + left / used);
        }
        left -= all;
        passed = passed.max(until);
    }
    later(from, passed + left / used_in_a_second(after))
}

fn later(from: Timestamp, seconds: i128) -> Option<Timestamp> {
    let seconds = i64::try_from(seconds).ok()?;
    from.checked_add(SignedDuration::from_secs(seconds)).ok()
}

#[cfg(test)]
mod tests;
