//! What matters most of all that is shown. Pure; draws nothing.

use crate::contract::{Glance, ModeView, SessionView, View};

/// A person is waited for before anything else; numbers that are old say nothing of their own.
pub(super) fn glance(view: &View) -> Glance {
    let signed_in = matches!(view.session, SessionView::SignedIn { .. });
    let signed_out_by_gateway = matches!(view.session, SessionView::SignedOut { reason: Some(_) });
    let low = view.wallet.as_ref().is_some_and(|wallet| wallet.low);
    let mode = view.pricing.as_ref().map(|pricing| pricing.mode);
    if !view.payments.asks.is_empty() {
        Glance::ApprovalWaiting
    } else if view.trouble.is_some() || signed_out_by_gateway {
        Glance::Offline
    } else if signed_in && low {
        Glance::LowBalance
    } else if signed_in && mode == Some(ModeView::Surge) {
        Glance::Surge
    } else {
        Glance::Fine
    }
}

#[cfg(test)]
mod tests {
    use gateway::wire::PricingMode::{Reduced, Standard, Surge};

    use super::*;
    use crate::contract::{ApprovalView, PriceView, ProblemCode};
    use crate::event::Event;
    use crate::problem::Fault;
    use crate::state::State;
    use crate::state::tests::{at, read, signed_in};
    use crate::view::project;
    use crate::words::Words;

    /// Below the low mark, in micro-USD.
    const LOW: i64 = 1_000_000;
    const ENOUGH: i64 = 9_000_000;

    fn shown(state: &State) -> View {
        project(state, at(10), &Words::load())
    }

    fn seen(state: &State) -> Glance {
        shown(state).glance
    }

    #[test]
    fn what_was_never_read_is_no_trouble_and_neither_is_nobody() {
        assert_eq!(seen(&signed_in()), Glance::Fine);
        let mut state = signed_in();
        read(&mut state, LOW, Surge, at(1));
        state.apply(Event::SignedOut { reason: None });
        assert_eq!(seen(&state), Glance::Fine);
    }

    #[test]
    fn a_low_balance_matters_more_than_surge_pricing() {
        for (balance, mode, glance) in [
            (ENOUGH, Standard, Glance::Fine),
            (ENOUGH, Reduced, Glance::Fine),
            (ENOUGH, Surge, Glance::Surge),
            (LOW, Standard, Glance::LowBalance),
            (LOW, Surge, Glance::LowBalance),
        ] {
            let mut state = signed_in();
            read(&mut state, balance, mode, at(1));
            assert_eq!(seen(&state), glance, "{balance} {mode:?}");
        }
    }

    #[test]
    fn an_old_number_says_nothing_but_that_it_is_old() {
        let mut state = signed_in();
        read(&mut state, LOW, Surge, at(1));
        state.apply(Event::ReadingFailed(Fault::new(ProblemCode::Unreachable)));
        assert_eq!(seen(&state), Glance::Offline);
        read(&mut state, ENOUGH, Standard, at(2));
        assert_eq!(seen(&state), Glance::Fine);
        let reason = Some(Fault::new(ProblemCode::TokenRejected));
        state.apply(Event::SignedOut { reason });
        assert_eq!(seen(&state), Glance::Offline);
    }

    #[test]
    fn a_question_matters_more_than_everything() {
        let mut state = signed_in();
        read(&mut state, LOW, Surge, at(1));
        state.apply(Event::ReadingFailed(Fault::new(ProblemCode::Unreachable)));
        let mut view = shown(&state);
        view.payments.asks.push(question());
        assert_eq!(glance(&view), Glance::ApprovalWaiting);
        view.session = SessionView::SignedOut { reason: None };
        assert_eq!(glance(&view), Glance::ApprovalWaiting);
    }

    fn question() -> ApprovalView {
        ApprovalView {
            id: "0f".to_owned(),
            intent: "lunch".to_owned(),
            method: "GET".to_owned(),
            origin: "https://api.example.com".to_owned(),
            host: "api.example.com".to_owned(),
            path: "/lunch".to_owned(),
            price: PriceView {
                amount: "0.01 USDC".to_owned(),
                network: "Base".to_owned(),
                test: false,
                way: "x402".to_owned(),
                recipient: String::new(),
                short_recipient: String::new(),
                splits: Vec::new(),
                fee_paid: false,
                expires_at: None,
            },
            deposit: None,
            reasons: Vec::new(),
            description: None,
            expires_in_seconds: Some(60),
        }
    }
}
