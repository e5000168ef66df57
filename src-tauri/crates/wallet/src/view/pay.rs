//! What is known of the Pay Wallet → what is shown of it. Pure; asks no chain.

use crate::clock::Now;
use crate::contract::{ExchangeView, GraphView, Limits, PaymentsView, UnknownOrigin};
use crate::state::State;
use crate::words::Words;

pub(super) fn payments(state: &State, _now: Now, _words: &Words) -> PaymentsView {
    PaymentsView {
        sandbox: state.settings.sandbox,
        trouble: None,
        key: None,
        paused: false,
        limits: Limits {
            per_payment: String::new(),
            per_origin_day: String::new(),
            per_day: String::new(),
            channel_deposit: String::new(),
            unknown: UnknownOrigin::Ask,
        },
        spent_today: String::new(),
        back_test: None,
        asks: Vec::new(),
        payments: Vec::new(),
        origins: Vec::new(),
        answers: Vec::new(),
        channels: Vec::new(),
        networks: Vec::new(),
        outside: Vec::new(),
        graph: GraphView {
            url: String::new(),
            has_key: false,
            price: None,
            ready: Vec::new(),
        },
        exchange: ExchangeView::default(),
    }
}
