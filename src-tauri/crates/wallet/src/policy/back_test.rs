//! Judges past wishes by another policy: what it would have paid, asked and refused. Knows no
//! ledger.

use std::collections::{HashMap, VecDeque};

use jiff::{SignedDuration, Timestamp};
use payments::Micros;

use super::{Decision, Origin, Policy, Recipient, Spent, Wish, decide};

/// What a policy counts as a day.
pub(crate) const DAY: SignedDuration = SignedDuration::from_hours(24);

/// A wish of the past.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// When it was made.
    pub at: Timestamp,
    /// What was wished.
    pub wish: Wish,
    /// What became of it.
    pub booking: Booking,
}

/// Whether a wish of the past took from the caps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Booking {
    /// It was paid, or may still be.
    Spent,
    /// It surely was not paid.
    NotSpent,
}

/// What a policy would have done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BackTest {
    /// Paid by itself.
    pub paid: Tally,
    /// Asked the person about.
    pub asked: Tally,
    /// Refused.
    pub refused: Tally,
}

/// How many wishes, and what they add up to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many.
    pub count: u64,
    /// Their amounts; a sum beyond what the type holds stays at its end.
    pub sum: Micros,
}

/// Judges every wish from `since` on, in the order of time, with [`decide`].
///
/// Each is judged after what had **in truth** been spent when it was made (older wishes count for
/// that, so hand over those of the day before `since` too). A replay that booked its own payments
/// would let one that is newly allowed use up a day and refuse later ones: raising a cap could
/// then refuse more. The caller's own maximum is not part of a policy and is left out.
#[must_use]
pub fn back_test(policy: &Policy, history: &[Past], since: Timestamp) -> BackTest {
    let mut in_order: Vec<&Past> = history.iter().collect();
    in_order.sort_by_key(|past| past.at);
    let mut outcome = BackTest::default();
    let mut window = Window::default();
    for past in in_order {
        window.forget_before(past.at);
        if past.at >= since {
            let wish = Wish {
                max_amount: None,
                ..past.wish.clone()
            };
            let tally = match decide(policy, &wish, &window.spent(&wish.origin)) {
                Decision::Pay => &mut outcome.paid,
                Decision::Ask(_) => &mut outcome.asked,
                Decision::Refuse(_) => &mut outcome.refused,
            };
            tally.count += 1;
            tally.sum = Micros(tally.sum.0.saturating_add(wish.amount.0));
        }
        if past.booking == Booking::Spent {
            window.book(past);
        }
    }
    outcome
}

/// What was spent in the day that ends at the wish being judged. In `u128`, in which the sum of
/// more payments than fit into memory cannot overflow.
#[derive(Default)]
struct Window<'a> {
    payments: VecDeque<&'a Past>,
    overall: u128,
    by_origin: HashMap<&'a Origin, u128>,
    pinned: HashMap<&'a Origin, Vec<Recipient>>,
}

impl<'a> Window<'a> {
    fn book(&mut self, past: &'a Past) {
        let amount = u128::from(past.wish.counted().0);
        self.payments.push_back(past);
        self.overall += amount;
        *self.by_origin.entry(&past.wish.origin).or_default() += amount;
        let pinned = self.pinned.entry(&past.wish.origin).or_default();
        for recipient in past.wish.recipients() {
            if !pinned.contains(&recipient) {
                pinned.push(recipient);
            }
        }
    }

    /// Forgets the payments that are a day old at that time.
    fn forget_before(&mut self, now: Timestamp) {
        while let Some(oldest) = self.payments.front()
            && now.duration_since(oldest.at) >= DAY
        {
            let amount = u128::from(oldest.wish.counted().0);
            self.overall -= amount;
            if let Some(sum) = self.by_origin.get_mut(&oldest.wish.origin) {
                *sum -= amount;
            }
            self.payments.pop_front();
        }
    }

    fn spent(&self, origin: &Origin) -> Spent {
        let micros = |sum: u128| Micros(u64::try_from(sum).unwrap_or(u64::MAX));
        Spent {
            today_overall: micros(self.overall),
            today_origin: micros(self.by_origin.get(origin).copied().unwrap_or_default()),
            pinned: self.pinned.get(origin).cloned().unwrap_or_default(),
        }
    }
}
