//! Random lives of random payments: the sums and the events always agree with the states.

use std::collections::HashMap;

use proptest::prelude::*;

use super::*;
use crate::policy::Booking;

/// Something tried on one of a few payments.
#[derive(Debug, Clone, Copy)]
enum Tried {
    Reserve(u64),
    Sign,
    Send,
    Doubt,
    SettleByReceipt,
    SettleByChain,
    Deliver,
    Expire,
    Fail,
    Reopen,
}

fn tried() -> impl Strategy<Value = Tried> {
    prop_oneof![
        4 => (0..60_u64).prop_map(Tried::Reserve),
        4 => Just(Tried::Sign),
        4 => Just(Tried::Send),
        1 => Just(Tried::Doubt),
        1 => Just(Tried::SettleByReceipt),
        1 => Just(Tried::SettleByChain),
        1 => Just(Tried::Deliver),
        1 => Just(Tried::Expire),
        1 => Just(Tried::Fail),
        2 => Just(Tried::Reopen),
    ]
}

/// Tries it; whether the ledger refuses it is the ledger's business.
fn attempt(ledger: &Ledger, intent: &Intent, tried: Tried, second: i64) -> Result<(), LedgerError> {
    let now = at(second);
    match tried {
        Tried::Reserve(micros) => ledger
            .reserve(&quote(intent.as_str(), micros), &policy(), now)
            .map(drop),
        Tried::Sign => sign(ledger, intent, &fresh()),
        Tried::Send => ledger.sent(intent, now).map(drop),
        Tried::Doubt => ledger.unknown(intent, "timeout", now).map(drop),
        Tried::SettleByReceipt => ledger
            .settled(intent, &settlement(SettledBy::Receipt), now)
            .map(drop),
        Tried::SettleByChain => ledger
            .settled(intent, &settlement(SettledBy::Chain), now)
            .map(drop),
        Tried::Deliver => ledger.delivered(intent, &answer("x"), None, now).map(drop),
        Tried::Expire => ledger.expired(intent, now).map(drop),
        Tried::Fail => ledger.failed(intent, "not-sent", now).map(drop),
        Tried::Reopen => ledger.reopen(intent, now),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn sums_events_and_signatures_agree_with_the_states(
        lives in prop::collection::vec((0..4_usize, tried()), 1..60)
    ) {
        let fixture = Fixture::new();
        let ledger = &fixture.ledger;
        let mut signatures: HashMap<usize, Vec<String>> = HashMap::new();
        for ((who, tried), second) in lives.into_iter().zip(0_i64..) {
            let intent = intent(&format!("n{who}"));
            let before = ledger.payment(&intent).unwrap();
            match attempt(ledger, &intent, tried, second) {
                Ok(()) => {}
                Err(LedgerError::Illegal(_) | LedgerError::NoSuchPayment) => {
                    prop_assert_eq!(ledger.payment(&intent).unwrap(), before);
                }
                Err(error) => panic!("{error}"),
            }
            if let Some(header) = fixture.header(&intent) {
                let seen = signatures.entry(who).or_default();
                if !seen.contains(&header) {
                    seen.push(header);
                }
            }
            let payments = ledger.recent(9, None).unwrap();
            let spent: u64 = payments
                .iter()
                .filter(|payment| payment.state.booking() == Booking::Spent)
                .map(|payment| payment.micros.0)
                .sum();
            prop_assert_eq!(fixture.spent(), spent);
            prop_assert!(spent <= 100, "the cap of a day holds");
            for payment in payments {
                let events = ledger.events(&payment.intent).unwrap();
                prop_assert_eq!(events.last().unwrap().to, payment.state);
                for pair in events.windows(2) {
                    prop_assert_eq!(pair[1].from, Some(pair[0].to));
                    prop_assert_eq!(next(pair[0].to, pair[1].step), Ok(pair[1].to));
                }
                let paid = events.iter().filter(|event| event.to == State::Settled
                    && event.from != Some(State::Settled)).count();
                prop_assert!(paid <= 1, "an intent is paid at most once");
            }
        }
        for (who, seen) in signatures {
            let events = ledger.events(&intent(&format!("n{who}"))).unwrap();
            let again = events.iter().filter(|event| event.step == Step::Reopen).count();
            prop_assert!(seen.len() <= 1 + again, "signed anew only after it was reopened");
        }
    }
}
