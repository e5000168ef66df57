//! What is told, and that it is told once.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use gateway::wire;
use gateway::wire::PricingMode::{self, Standard, Surge};
use proptest::prelude::*;

use super::*;
use crate::contract::{PackView, Place, Tool};
use crate::event::Event;
use crate::ledger::{Payment, State as PaymentState, tests::approved_payment};
use crate::pay::LedgerLook;
use crate::reading::Facts;
use crate::state::tests::{at, read, signed_in};
use crate::tools::{Survey, ToolLook, ToolStatus};

/// A person, and what they were told.
struct Person {
    words: Words,
    told: Told,
    state: State,
}

impl Person {
    fn of(user: &str) -> Self {
        let mut person = Self {
            words: Words::load(),
            told: Told::default(),
            state: signed_in(),
        };
        person.signs_in(user);
        person
    }

    fn signs_in(&mut self, user: &str) {
        self.state.apply(Event::SignedIn {
            gateway: "https://codexapi.pro/".to_owned(),
            sandbox: false,
            account: Some(wire::Account {
                user_id: user.to_owned(),
                username: String::new(),
                email: String::new(),
                display_name: String::new(),
                edge_region: None,
                two_factor_enabled: false,
                created_at: None,
                wallet: None,
            }),
            facts: Facts::default(),
        });
    }

    /// What this State adds; it is remembered.
    fn hears(&mut self) -> Vec<News> {
        let voice = Voice {
            words: &self.words,
            language: Language::English,
            zone: &TimeZone::UTC,
        };
        let found = notices(&self.told, &self.state, voice);
        self.told.learn(&found);
        found.news
    }

    fn titles(&mut self) -> Vec<String> {
        let news = self.hears().into_iter();
        news.map(|news| news.notice.title).collect()
    }

    fn has_inbox(&mut self, ids: &[&str]) {
        self.state.apply(Event::InboxRead(wire::Messages {
            messages: ids.iter().map(|id| message(id)).collect(),
            unread: 0,
        }));
    }

    fn has(&mut self, balance: i64, mode: PricingMode) {
        read(&mut self.state, balance, mode, at(1));
    }

    fn sees_codex(&mut self, state: setup::State) {
        self.state.apply(Event::ToolsLookedAt {
            survey: Arc::new(Survey::default()),
            tools: vec![ToolLook {
                tool: Tool::Codex,
                place: Place::default(),
                installs: Vec::new(),
                config_path: PathBuf::from("/home/ada/.codex/config.toml"),
                status: Ok(ToolStatus::Pointed(setup::Status {
                    state,
                    can_undo: true,
                })),
                seen: None,
                threads: None,
            }],
            pack: PackView::default(),
            history: Vec::new(),
            there: None,
        });
    }

    fn has_paid(&mut self, payment: &Payment, state: PaymentState) {
        let payment = Payment {
            state,
            ..payment.clone()
        };
        self.state.apply(Event::LedgerRead(Arc::new(LedgerLook {
            payments: vec![payment],
            ..LedgerLook::default()
        })));
    }
}

fn message(id: &str) -> wire::Message {
    wire::Message {
        id: id.to_owned(),
        kind: wire::MessageKind::Broadcast,
        title: format!("Message {id}"),
        body: String::new(),
        created_at: at(0).wall,
        read_at: None,
        link: None,
    }
}

#[test]
fn only_messages_that_came_since_the_first_inbox_are_told_and_each_once() {
    let mut person = Person::of("ada");
    person.has_inbox(&["1"]);
    assert_eq!(person.titles(), Vec::<String>::new());
    person.has_inbox(&["2", "1"]);
    assert_eq!(person.titles(), ["Message 2"]);
    person.has_inbox(&["3", "2", "1"]);
    assert_eq!(person.titles(), ["Message 3"]);
    assert_eq!(person.titles(), Vec::<String>::new());
}

#[test]
fn a_message_that_was_read_elsewhere_is_not_told() {
    let mut person = Person::of("ada");
    person.has_inbox(&[]);
    let _ = person.hears();
    person.has_inbox(&["1"]);
    person.state.apply(Event::MessageRead("1".to_owned()));
    assert_eq!(person.titles(), Vec::<String>::new());
}

#[test]
fn a_click_on_a_message_leads_to_the_inbox() {
    let mut person = Person::of("ada");
    person.has_inbox(&[]);
    let _ = person.hears();
    person.has_inbox(&["1"]);
    let [news] = &person.hears()[..] else {
        unreachable!("one message")
    };
    assert_eq!(
        (news.kind, news.notice.screen),
        (NoticeKind::Message, Screen::Inbox)
    );
    assert_eq!(news.notice.actions, Vec::new());
}

#[test]
fn the_next_account_does_not_hear_of_the_last_ones_changes() {
    let mut person = Person::of("ada");
    person.has(9_000_000, Standard);
    person.has_inbox(&["1"]);
    let _ = person.hears();
    person.signs_in("bob");
    person.has(1_000_000, Surge);
    person.has_inbox(&["2"]);
    assert_eq!(person.titles(), Vec::<String>::new());
}

#[test]
fn nothing_is_told_of_an_account_that_is_not_known_yet() {
    let mut person = Person::of("ada");
    person.has(9_000_000, Standard);
    let _ = person.hears();
    person.state.apply(Event::SignedIn {
        gateway: "https://codexapi.pro/".to_owned(),
        sandbox: false,
        account: None,
        facts: Facts::default(),
    });
    person.has(1_000_000, Surge);
    assert_eq!(person.titles(), Vec::<String>::new());
    person.signs_in("ada");
    person.has(1_000_000, Standard);
    assert_eq!(person.titles(), ["Low balance: $1.00"]);
}

#[test]
fn a_low_balance_is_told_again_only_after_it_was_clearly_above_its_mark() {
    let mut person = Person::of("ada");
    let mut told_at = |balance| {
        person.has(balance, Standard);
        person.hears().len()
    };
    // The mark is 2.00: it has recovered at 2.20.
    let balances = [
        3_000_000, 1_990_000, 1_000_000, 2_010_000, 1_990_000, 2_199_999, 1_000_000, 2_200_000,
        1_999_999,
    ];
    assert_eq!(balances.map(&mut told_at), [0, 1, 0, 0, 0, 0, 0, 0, 1]);
}

#[test]
fn a_new_pricing_mode_is_told_with_its_rates() {
    let mut person = Person::of("ada");
    person.has(9_000_000, Standard);
    let _ = person.hears();
    person.has(9_000_000, Surge);
    let [news] = &person.hears()[..] else {
        unreachable!("one change")
    };
    assert_eq!(news.notice.title, "Surge pricing now");
    assert_eq!(
        news.notice.body,
        "$5.00 in · $30.00 out, per million tokens"
    );
}

#[test]
fn a_config_that_another_program_changed_is_told_once_until_it_is_mended() {
    let drifted = || setup::State::Drifted {
        keys: vec!["model".to_owned()],
    };
    let set_up = || setup::State::SetUp {
        base_url: "https://codexapi.pro/v1".to_owned(),
    };
    let mut person = Person::of("ada");
    let mut told = |state| {
        person.sees_codex(state);
        person.hears()
    };
    assert_eq!(told(set_up()), Vec::new());
    let news = told(drifted());
    assert_eq!(
        (news.len(), news[0].kind, news[0].notice.screen),
        (1, NoticeKind::Drift, Screen::SetUp)
    );
    assert!(news[0].notice.body.contains("/home/ada/.codex/config.toml"));
    assert_eq!(told(drifted()), Vec::new());
    assert_eq!(told(set_up()), Vec::new());
    assert_eq!(told(drifted()).len(), 1);
}

#[test]
fn a_payment_in_doubt_is_told_and_so_is_the_end_of_its_doubt() {
    let mut person = Person::of("ada");
    let payment = approved_payment("doubtful");
    let states = [
        PaymentState::Sent,
        PaymentState::Unknown,
        PaymentState::Unknown,
        PaymentState::Settled,
        PaymentState::Delivered,
    ];
    let kinds = states.map(|state| {
        person.has_paid(&payment, state);
        person.hears().first().map(|news| news.kind)
    });
    let doubt = Some(NoticeKind::PaymentUnknown);
    let end = Some(NoticeKind::PaymentSettled);
    assert_eq!(kinds, [None, doubt, None, end, None]);
}

#[test]
fn a_payment_within_the_limits_that_went_well_is_not_told() {
    let mut person = Person::of("ada");
    let payment = approved_payment("plain");
    for state in [PaymentState::Sent, PaymentState::Settled] {
        person.has_paid(&payment, state);
        assert_eq!(person.hears(), Vec::new());
    }
}

#[test]
fn a_payment_that_was_asked_about_is_told_when_it_was_made() {
    let mut person = Person::of("ada");
    person.told.learn(&Found {
        ids: vec!["approval:asked:0123".to_owned()],
        ..Found::default()
    });
    for (intent, told) in [("asked", 1), ("aske", 0)] {
        person.has_paid(&approved_payment(intent), PaymentState::Delivered);
        assert_eq!(person.hears().len(), told, "{intent}");
    }
}

#[test]
fn news_that_no_longer_holds_is_not_worth_telling() {
    let mut person = Person::of("ada");
    person.has_inbox(&[]);
    person.has(9_000_000, Standard);
    let _ = person.hears();
    person.has_inbox(&["1"]);
    person.has(1_000_000, Standard);
    let news = person.hears();
    assert_eq!(news.len(), 2);
    let holds = |person: &Person| {
        let mut news = news.iter();
        news.any(|news| still_holds(&person.told, news, &person.state))
    };
    assert!(holds(&person));
    person.state.apply(Event::MessageRead("1".to_owned()));
    person.has(9_000_000, Standard);
    let _ = person.hears();
    assert!(!holds(&person));
}

#[test]
fn news_of_an_account_goes_when_it_signs_out_and_a_question_when_it_was_answered() {
    let mut person = Person::of("ada");
    person.has_inbox(&[]);
    let _ = person.hears();
    person.has_inbox(&["1"]);
    let mut news = person.hears();
    person.state.apply(Event::SignedOut { reason: None });
    let question = About::Question {
        intent: "lunch".to_owned(),
        ask: "0123".to_owned(),
    };
    news.push(News {
        about: question,
        ..news[0].clone()
    });
    for news in &news {
        assert!(!still_holds(&person.told, news, &person.state), "{news:?}");
    }
}

proptest! {
    /// Whatever is read in whatever order, and wherever it is read again: no id twice.
    #[test]
    fn nothing_is_told_twice(inboxes in prop::collection::vec(
        (prop::collection::btree_set(0..20_u8, 0..8), any::<bool>()), 1..20
    )) {
        let mut person = Person::of("ada");
        let mut told = BTreeSet::new();
        for (ids, again) in inboxes {
            let ids: Vec<String> = ids.iter().map(u8::to_string).collect();
            let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
            if again {
                // A new start: the State is lost, what was told is not.
                person.state = signed_in();
                person.signs_in("ada");
            }
            person.has_inbox(&ids);
            for news in person.hears() {
                prop_assert!(told.insert(news.id()), "{news:?}");
            }
        }
    }

    /// However a balance moves: between two notices it was once clearly above its mark.
    #[test]
    fn a_balance_around_its_mark_is_told_once(
        balances in prop::collection::vec(1_500_000..2_500_000_i64, 1..60)
    ) {
        let mut person = Person::of("ada");
        let mut armed = None;
        for balance in balances {
            person.has(balance, Standard);
            let told = !person.hears().is_empty();
            prop_assert_eq!(told, armed == Some(true) && balance < 2_000_000);
            armed = match balance {
                ..2_000_000 => Some(false),
                2_200_000.. => Some(true),
                _ => armed.or(Some(true)),
            };
        }
    }
}
