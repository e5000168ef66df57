//! Merchants that cheat, each in one way, and the real program that meets them. Nothing is paid
//! beyond what the person allowed: the merchants' log, the chains' balances and the person's own
//! ledger have to agree, and asking again with the same intent pays nothing more.

use std::{io::ErrorKind, net::TcpListener};

use serde_json::Value;
use tests::{chain::PAYER, payer::Payer};

const WELL: i32 = 0;
const USAGE: i32 = 2;
const NETWORK: i32 = 4;
const REFUSED: i32 = 5;
const UNKNOWN: i32 = 6;
/// What a hostile merchant sells, in base units.
const PRICE: u128 = 10_000;
/// Longer than any payment may be taken after it was signed, in seconds.
const LONG: u32 = 600;

/// The transaction that a forged receipt names.
const FORGED: &str = "0xfefefefefefefefefefefefefefefefefefefefefefefefefefefefefefefefe";
const PROTOCOLS: [&str; 2] = ["x402", "mpp"];

const NOT_MADE: &str = "asks for a payment that Purser does not make";
const NOT_GIVEN: &str = "did not give what was asked for";
const NOT_KNOWN: &str = "It is not known whether";
const PAID_FOR_NOTHING: &str = "It was paid, and gave no answer. The ledger keeps the payment";
const NOTHING_PAID: &str = "Nothing was paid";

/// What has to come of buying from one merchant.
struct Meeting<'a> {
    /// Protocol and mode.
    at: String,
    exit: i32,
    /// What standard error has to say, in words of the catalogue.
    says: [&'a str; 2],
    /// How often the merchant takes the price.
    taken: usize,
    /// The state in the ledger; null where there is no line.
    state: Value,
}

/// A merchant whose terms are refused before anything is signed.
fn refused<'a>(at: &str, why: &'a str) -> Meeting<'a> {
    Meeting {
        says: [NOT_MADE, why],
        ..unpaid(at, REFUSED)
    }
}

/// A merchant that is sent no payment.
fn unpaid<'a>(at: &str, exit: i32) -> Meeting<'a> {
    Meeting {
        at: at.to_owned(),
        exit,
        says: [NOTHING_PAID; 2],
        taken: 0,
        state: Value::Null,
    }
}

/// A merchant that takes its price and gives nothing.
fn robbed<'a>(at: &str) -> Meeting<'a> {
    Meeting {
        at: at.to_owned(),
        exit: NETWORK,
        says: [NOT_GIVEN, PAID_FOR_NOTHING],
        taken: 1,
        state: "settled".into(),
    }
}

/// A merchant of whom nobody knows whether it will take what it was sent.
fn doubted<'a>(at: &str) -> Meeting<'a> {
    Meeting {
        at: at.to_owned(),
        exit: UNKNOWN,
        says: [NOT_KNOWN, "does not pay again"],
        taken: 0,
        state: "unknown".into(),
    }
}

/// A merchant that takes its price once and gives what was bought.
fn served<'a>(at: &str) -> Meeting<'a> {
    Meeting {
        at: at.to_owned(),
        exit: WELL,
        says: [""; 2],
        taken: 1,
        state: "delivered".into(),
    }
}

impl Meeting<'_> {
    /// Buys twice with the same intent, and compares all the books after each time.
    #[track_caller]
    fn held(&self, payer: &Payer) {
        let (at, before) = (&self.at, payer.taken().len());
        let (url, intent) = (payer.at(&format!("/hostile/{at}")), self.intent());
        for time in ["first", "again"] {
            let ended = payer.run(&["pay", "--yes", "--intent", &intent, &url]);
            assert_eq!(ended.code, Some(self.exit), "{at} {time}: {ended:?}");
            let said = self.says.iter().all(|words| ended.err.contains(words));
            assert!(said, "{at} {time}: {ended:?}");
            let taken = payer.taken();
            assert_eq!(taken.len(), before + self.taken, "{at} {time}");
            assert!(taken.iter().all(|amount| *amount == PRICE.to_string()));
            let line = payer.line(&intent);
            assert_eq!(line["state"], self.state, "{at} {time}: {line}");
            let unsaid = self.state.is_null() && !ended.err.contains(NOTHING_PAID);
            assert!(!unsaid, "{at} {time}: {ended:?}");
            books_agree(payer);
        }
    }

    fn intent(&self) -> String {
        let named = |letter: char| {
            if letter.is_alphanumeric() {
                letter
            } else {
                '-'
            }
        };
        self.at.chars().map(named).collect()
    }
}

/// The chains moved what the merchants were paid and what the ledger says, and nothing else.
#[track_caller]
fn books_agree(payer: &Payer) {
    let taken: u128 = payer.taken().iter().map(|one| number(one)).sum();
    assert_eq!(payer.moved(), taken, "the chains and the merchants");
    let ledger = payer.ledger().into_iter();
    let settled = ledger.filter(|line| line["state"] == "settled" || line["state"] == "delivered");
    let settled = settled.map(|line| number(line["base_units"].as_str().unwrap()));
    assert_eq!(settled.sum::<u128>(), taken, "the ledger and the merchants");
}

fn number(digits: &str) -> u128 {
    digits.parse().unwrap()
}

#[test]
fn terms_that_are_wrong_in_one_thing_are_refused_before_anything_is_signed() {
    let payer = Payer::allowing();
    for (at, why) in [
        ("x402/wrong-chain", "does not know this network"),
        ("x402/wrong-token", "does not know this token"),
        ("x402/wrong-name", "by another name than its own"),
        ("x402/expired", "The offer has ended"),
        ("mpp/wrong-chain", "does not know this network"),
        ("mpp/wrong-token", "does not know this token"),
        ("mpp/wrong-decimals", "other decimals than it has"),
        ("mpp/expired", "The offer has ended"),
        ("mpp/splits", "as large as the whole"),
    ] {
        refused(at, why).held(&payer);
    }
    assert_eq!(payer.sent_in_vain(), 0, "no payment may have left");
}

#[test]
fn terms_of_another_resource_host_or_realm_are_refused_before_anything_is_signed() {
    let payer = Payer::allowing();
    for (at, why) in [
        ("x402/other-resource", "another address than you asked"),
        ("x402/other-host", "another address than you asked"),
        ("mpp/other-host", "another host than you asked"),
        ("mpp/wrong-realm", "another host than you asked"),
    ] {
        refused(at, why).held(&payer);
    }
    assert_eq!(payer.sent_in_vain(), 0, "no payment may have left");
}

#[test]
fn nobody_pays_the_empty_address_a_burn_address_or_themselves() {
    let payer = Payer::allowing();
    for protocol in PROTOCOLS {
        for (mode, why) in [
            ("zero-recipient", "The recipient is the empty address"),
            ("burn-recipient", "Nobody could ever use what is paid"),
            (
                &format!("self-recipient?payer={PAYER}"),
                "It would pay yourself",
            ),
        ] {
            refused(&format!("{protocol}/{mode}"), why).held(&payer);
        }
    }
    assert_eq!(payer.sent_in_vain(), 0, "no payment may have left");
}

#[test]
fn another_recipient_than_the_one_that_was_paid_before_is_a_question_to_the_person() {
    for protocol in PROTOCOLS {
        let payer = Payer::allowing();
        served(&format!("{protocol}/no-receipt")).held(&payer);
        let other = Meeting {
            says: ["which needs your approval", "nobody can be asked here"],
            state: "failed".into(),
            ..unpaid(&format!("{protocol}/other-recipient"), REFUSED)
        };
        other.held(&payer);
        assert_eq!(payer.sent_in_vain(), 0, "{protocol}");
    }
}

#[test]
fn a_payment_that_was_taken_and_brought_nothing_is_told_and_never_made_again() {
    for protocol in PROTOCOLS {
        let payer = Payer::allowing();
        for mode in ["asks-again", "fails", "cut"] {
            robbed(&format!("{protocol}/{mode}")).held(&payer);
        }
    }
}

#[test]
fn an_answer_that_does_not_end_is_no_answer_and_what_it_cost_is_told() {
    robbed("x402/slow-body").held(&Payer::allowing());
}

#[test]
fn a_payment_that_was_not_taken_is_in_doubt_until_its_time_is_over() {
    for protocol in PROTOCOLS {
        let payer = Payer::allowing();
        let modes = ["price-rises", "redirects-paid"];
        let meetings = modes.map(|mode| doubted(&format!("{protocol}/{mode}")));
        meetings.iter().for_each(|meeting| meeting.held(&payer));
        payer.clock_ahead(LONG);
        let _ = payer.run(&["ledger"]).well();
        for meeting in &meetings {
            let line = payer.line(&meeting.intent());
            assert_eq!(line["state"], "expired", "{line}");
        }
        books_agree(&payer);
    }
}

#[test]
fn goods_with_no_receipt_or_a_forged_one_are_paid_once_by_the_chains_own_word() {
    for protocol in PROTOCOLS {
        let payer = Payer::allowing();
        for mode in ["no-receipt", "forged-receipt"] {
            let meeting = served(&format!("{protocol}/{mode}"));
            meeting.held(&payer);
            let line = payer.line(&meeting.intent());
            assert_eq!(line["settled_by"], "chain", "{line}");
            assert_ne!(line["transaction"], FORGED, "{line}");
        }
    }
}

#[test]
fn a_redirect_instead_of_a_price_is_an_answer_and_is_not_followed() {
    let payer = Payer::allowing();
    for protocol in PROTOCOLS {
        let redirected = Meeting {
            says: [NOTHING_PAID, "The server answered 307"],
            ..unpaid(&format!("{protocol}/redirects-first"), NETWORK)
        };
        redirected.held(&payer);
    }
    assert_eq!(payer.sent_in_vain(), 0);
}

#[test]
fn a_header_of_a_megabyte_is_not_read_and_nothing_is_paid() {
    let payer = Payer::allowing();
    for protocol in PROTOCOLS {
        let huge = Meeting {
            says: [NOT_GIVEN, "larger than Purser reads"],
            ..unpaid(&format!("{protocol}/huge-header"), NETWORK)
        };
        huge.held(&payer);
    }
    assert_eq!(payer.sent_in_vain(), 0);
}

#[test]
fn of_sixty_four_offers_at_most_the_cheapest_is_paid() {
    let payer = Payer::allowing();
    refused("x402/many-offers", NOT_MADE).held(&payer);
    served("mpp/many-offers").held(&payer);
}

#[test]
fn nothing_is_sent_over_plain_http_to_another_machine() {
    let payer = Payer::allowing();
    let listener = TcpListener::bind("0.0.0.0:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let port = listener.local_addr().unwrap().port();
    for host in ["0.0.0.0", "[::]", "merchant.example"] {
        let ended = payer.run(&["pay", "--yes", &format!("http://{host}:{port}/")]);
        assert_eq!(ended.code, Some(USAGE), "{ended:?}");
        assert!(ended.err.contains(NOTHING_PAID), "{ended:?}");
    }
    let nobody = listener.accept().unwrap_err();
    assert_eq!(nobody.kind(), ErrorKind::WouldBlock);
}

#[test]
fn merchants_that_take_and_give_nothing_get_no_more_than_a_day_allows() {
    let payer = Payer::allowing();
    let limit = ["policy", "set", "--per-origin-day", "0.03"];
    let _ = payer.run(&limit).well();
    let modes = [
        "price-rises",
        "fails",
        "redirects-paid",
        "cut",
        "asks-again",
    ];
    for (number, mode) in modes.into_iter().enumerate() {
        let url = payer.at(&format!("/hostile/x402/{mode}"));
        let ended = payer.run(&["pay", "--yes", &url]);
        let over = ended.code == Some(REFUSED) && ended.err.contains("Your limits refuse");
        assert_eq!(over, number >= 3, "{mode}: {ended:?}");
    }
    assert_eq!((payer.moved(), payer.sent_in_vain()), (PRICE, 1));
    books_agree(&payer);
}
