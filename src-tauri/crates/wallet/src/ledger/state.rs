//! The states of a payment and the steps between them. Knows no database.

use std::fmt;

use crate::policy::Booking;

/// Where a payment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Its price is known; a question about it may be open.
    Quoted,
    /// Its amount is reserved; nothing is signed.
    Approved,
    /// The exact bytes of its authorization are durable; nothing has left.
    Signed,
    /// Its bytes are being sent, for the first time.
    Sent,
    /// It may have been paid; only the chain can tell.
    Unknown,
    /// It was paid; what was bought has not arrived.
    Settled,
    /// It was paid, and what was bought has arrived.
    Delivered,
    /// Its authorization can no longer be used and never was, by the chain's own word.
    Expired,
    /// The person said no.
    Declined,
    /// The policy said no.
    Refused,
    /// It ended before anything left.
    Failed,
}

/// All states, with their names in the ledger.
const STATES: [(State, &str); 11] = [
    (State::Quoted, "quoted"),
    (State::Approved, "approved"),
    (State::Signed, "signed"),
    (State::Sent, "sent"),
    (State::Unknown, "unknown"),
    (State::Settled, "settled"),
    (State::Delivered, "delivered"),
    (State::Expired, "expired"),
    (State::Declined, "declined"),
    (State::Refused, "refused"),
    (State::Failed, "failed"),
];

impl State {
    /// Its name in the ledger and in an export.
    #[must_use]
    pub fn name(self) -> &'static str {
        let named = STATES.iter().find(|(state, _)| *state == self);
        named.map_or("", |(_, name)| name)
    }

    /// The state of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let state = STATES.iter().find(|(_, its)| *its == name);
        state.map(|(state, _)| *state)
    }

    /// Whether it takes from the caps: from its approval on, until it surely was not paid.
    #[must_use]
    pub fn booking(self) -> Booking {
        match self {
            Self::Approved
            | Self::Signed
            | Self::Sent
            | Self::Unknown
            | Self::Settled
            | Self::Delivered => Booking::Spent,
            Self::Quoted | Self::Expired | Self::Declined | Self::Refused | Self::Failed => {
                Booking::NotSpent
            }
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// What happens to a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// Its price became known.
    Quote,
    /// The person is asked.
    Ask,
    /// It may be paid.
    Approve,
    /// The person says no.
    Decline,
    /// The policy says no.
    Refuse,
    /// It was signed.
    Sign,
    /// Its bytes are about to be sent, or to be sent again.
    Send,
    /// Nobody here knows whether it was paid.
    Doubt,
    /// It was paid.
    Settle,
    /// What was bought arrived.
    Deliver,
    /// The chain rules out that it was or will be paid.
    Expire,
    /// The attempt in hand ended before anything left.
    Fail,
    /// The person wants it again after all.
    Reopen,
}

/// All steps, with their names in the ledger.
const STEPS: [(Step, &str); 13] = [
    (Step::Quote, "quote"),
    (Step::Ask, "ask"),
    (Step::Approve, "approve"),
    (Step::Decline, "decline"),
    (Step::Refuse, "refuse"),
    (Step::Sign, "sign"),
    (Step::Send, "send"),
    (Step::Doubt, "doubt"),
    (Step::Settle, "settle"),
    (Step::Deliver, "deliver"),
    (Step::Expire, "expire"),
    (Step::Fail, "fail"),
    (Step::Reopen, "reopen"),
];

impl Step {
    /// Its name in the ledger.
    #[must_use]
    pub fn name(self) -> &'static str {
        let named = STEPS.iter().find(|(step, _)| *step == self);
        named.map_or("", |(_, name)| name)
    }

    /// The step of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let step = STEPS.iter().find(|(_, its)| *its == name);
        step.map(|(step, _)| *step)
    }
}

/// Every legal step. What is not here is refused.
///
/// - `Sent` means that its bytes were sent once and the sender still waits. Sending again makes it
///   `Unknown`: from then on no failure of an attempt proves that nothing left before.
/// - Without a receipt an arrived answer (`Deliver`) proves no payment, so doubt stays. Its bytes
///   are kept, and the chain's `Settle` then makes it `Delivered`.
/// - What the person declined stays declined: asking again under the same name would nag.
/// - A signed payment whose sending is not on record may still be found settled: the chain is right.
const LEGAL: [(State, Step, State); 33] = {
    use State::*;
    use Step::*;
    [
        (Quoted, Quote, Quoted),
        (Quoted, Ask, Quoted),
        (Quoted, Approve, Approved),
        (Quoted, Decline, Declined),
        (Quoted, Refuse, Refused),
        (Quoted, Fail, Failed),
        (Approved, Sign, Signed),
        (Approved, Fail, Failed),
        (Signed, Send, Sent),
        (Signed, Settle, Settled),
        (Signed, Expire, Expired),
        (Signed, Fail, Failed),
        (Sent, Send, Unknown),
        (Sent, Doubt, Unknown),
        (Sent, Deliver, Unknown),
        (Sent, Settle, Settled),
        (Sent, Expire, Expired),
        (Sent, Fail, Failed),
        (Unknown, Send, Unknown),
        (Unknown, Doubt, Unknown),
        (Unknown, Deliver, Unknown),
        (Unknown, Fail, Unknown),
        (Unknown, Settle, Settled),
        (Unknown, Expire, Expired),
        (Settled, Send, Settled),
        (Settled, Doubt, Settled),
        (Settled, Fail, Settled),
        (Settled, Settle, Settled),
        (Settled, Deliver, Delivered),
        (Delivered, Settle, Delivered),
        (Expired, Reopen, Quoted),
        (Refused, Reopen, Quoted),
        (Failed, Reopen, Quoted),
    ]
};

/// A step that a payment in that state cannot take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a payment that is {from} cannot take the step {step:?}")]
pub struct Illegal {
    /// Where it stands.
    pub from: State,
    /// What was to happen.
    pub step: Step,
}

/// Where a step leads.
///
/// # Errors
/// [`Illegal`] when the payment cannot take it.
pub fn next(from: State, step: Step) -> Result<State, Illegal> {
    LEGAL
        .iter()
        .find(|(its, legal, _)| *its == from && *legal == step)
        .map(|(_, _, to)| *to)
        .ok_or(Illegal { from, step })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One line per state: where each step leads, in the order of the heading; `-` is refused.
    const TABLE: &str = "
        from       quote   ask     approve   decline   refuse   sign    send     doubt    settle     deliver    expire   fail     reopen
        quoted     quoted  quoted  approved  declined  refused  -       -        -        -          -          -        failed   -
        approved   -       -       -         -         -        signed  -        -        -          -          -        failed   -
        signed     -       -       -         -         -        -       sent     -        settled    -          expired  failed   -
        sent       -       -       -         -         -        -       unknown  unknown  settled    unknown    expired  failed   -
        unknown    -       -       -         -         -        -       unknown  unknown  settled    unknown    expired  unknown  -
        settled    -       -       -         -         -        -       settled  settled  settled    delivered  -        settled  -
        delivered  -       -       -         -         -        -       -        -        delivered  -          -        -        -
        expired    -       -       -         -         -        -       -        -        -          -          -        -        quoted
        declined   -       -       -         -         -        -       -        -        -          -          -        -        -
        refused    -       -       -         -         -        -       -        -        -          -          -        -        quoted
        failed     -       -       -         -         -        -       -        -        -          -          -        -        quoted
    ";

    #[test]
    fn every_step_from_every_state_leads_where_the_table_says_or_is_refused() {
        let rows: Vec<Vec<&str>> = TABLE
            .lines()
            .map(|line| line.split_whitespace().collect::<Vec<_>>())
            .filter(|row| !row.is_empty())
            .collect();
        assert_eq!(rows.len(), STATES.len() + 1, "a line for each state");
        for row in &rows[1..] {
            let from = State::named(row[0]).unwrap();
            assert_eq!(row.len(), STEPS.len() + 1, "a cell for each step");
            for (name, cell) in rows[0].iter().zip(row).skip(1) {
                let step = Step::named(name).unwrap();
                let expected = State::named(cell).ok_or(Illegal { from, step });
                assert_eq!(next(from, step), expected, "{from} {step:?}");
            }
        }
    }

    #[test]
    fn a_payment_that_may_have_been_paid_is_never_signed_again() {
        for (state, _) in STATES {
            let may_be_paid = !matches!(
                state,
                State::Quoted
                    | State::Approved
                    | State::Expired
                    | State::Declined
                    | State::Refused
                    | State::Failed
            );
            if may_be_paid {
                assert!(next(state, Step::Sign).is_err(), "{state}");
                assert!(next(state, Step::Reopen).is_err(), "{state}");
            }
        }
    }
}
