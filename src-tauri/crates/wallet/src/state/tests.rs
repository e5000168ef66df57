//! How facts change State, one at a time.

use gateway::MicroUsd;

use super::*;
use crate::clock::Now;
use crate::contract::ProblemCode;

pub(crate) fn at(seconds: i64) -> Now {
    Now {
        wall: jiff::Timestamp::from_second(1_800_000_000 + seconds).unwrap(),
        mono: SignedDuration::from_secs(seconds),
    }
}

pub(crate) fn status(balance: i64, mode: wire::PricingMode, read: Now) -> wire::WalletStatus {
    wire::WalletStatus {
        wallet: wire::Wallet {
            balance_micro_usd: MicroUsd(balance),
            cash_balance_micro_usd: MicroUsd(0),
            low_balance_micro_usd: Some(MicroUsd(2_000_000)),
            unlimited: None,
            updated_at: None,
        },
        pricing: wire::Pricing {
            mode,
            input_micro_usd_per_million: MicroUsd(5_000_000),
            output_micro_usd_per_million: MicroUsd(30_000_000),
            normal: None,
            ends_at: Some(read.wall + SignedDuration::from_secs(600)),
            server_time: read.wall,
        },
    }
}

pub(crate) fn signed_in() -> State {
    let mut state = State::new(Settings::default(), VaultView::Keychain);
    state.apply(Event::SignedIn {
        gateway: "https://codexapi.pro/".to_owned(),
        sandbox: false,
        account: None,
        facts: Facts::default(),
    });
    state
}

pub(crate) fn read(state: &mut State, balance: i64, mode: wire::PricingMode, now: Now) {
    state.apply(Event::StatusRead {
        status: status(balance, mode, now),
        answered: Answered::at_once(now.mono),
        wall: now.wall,
    });
}

#[test]
fn a_failed_reading_keeps_the_last_amount_and_says_why() {
    let mut state = signed_in();
    read(&mut state, 7, wire::PricingMode::Standard, at(1));
    state.apply(Event::ReadingFailed(Fault::new(ProblemCode::Unreachable)));
    assert_eq!(
        state.wallet.as_ref().unwrap().value.balance_micro_usd,
        MicroUsd(7)
    );
    assert_eq!(state.trouble, Some(Fault::new(ProblemCode::Unreachable)));
    read(&mut state, 6, wire::PricingMode::Standard, at(2));
    assert_eq!(state.trouble, None);
}

#[test]
fn the_user_name_which_may_be_the_token_does_not_enter_the_state() {
    let account = wire::Account {
        user_id: "7".to_owned(),
        username: "g2g-codex-canary".to_owned(),
        email: "ada@example.com".to_owned(),
        display_name: String::new(),
        edge_region: None,
        two_factor_enabled: false,
        created_at: None,
        wallet: None,
    };
    let mut state = signed_in();
    for event in [
        Event::SignedIn {
            gateway: "https://codexapi.pro".to_owned(),
            sandbox: false,
            account: Some(account.clone()),
            facts: Facts::default(),
        },
        Event::AccountRead {
            account: account.clone(),
            facts: Facts::default(),
        },
    ] {
        state.apply(event);
        let Session::SignedIn {
            account: Some(kept),
        } = &state.session
        else {
            unreachable!("signed in");
        };
        assert_eq!((kept.username.as_str(), &kept.email), ("", &account.email));
    }
}

#[test]
fn signing_out_forgets_every_number_and_starts_a_new_era() {
    let mut state = signed_in();
    let era = state.era;
    read(&mut state, 7, wire::PricingMode::Standard, at(1));
    state.apply(Event::SignedOut { reason: None });
    assert!(state.wallet.is_none() && state.pricing.is_none() && state.inbox.is_none());
    assert_ne!(state.era, era);
}
