//! What is known of the Pay Wallet → what is shown of it. Pure; asks no chain.

mod answers;
mod book;
mod exchange;

use jiff::Timestamp;
use payments::{Address, Network, Offer, PaidBy, Purpose, Rail, Registry};
use qrcode::{Color, QrCode};

use crate::clock::Now;
use crate::contract::{
    ApprovalView, BackTestView, BalanceView, GraphPrice, GraphView, KeyView, Language, Limits,
    NetworkView, OutsideView, PaymentsView, PriceView, QrView, ReadyQuery, SplitView,
    UnknownOrigin,
};
use crate::effects::pay::{BACK_TEST_DAYS, graph_url, networks, rpc_url, tokens};
use crate::ledger::{Payment, State as Standing};
use crate::pay::{Pay, Question, ways};
use crate::policy::{self, AskReason, BackTest, Tally};
use crate::problem::Fault;
use crate::settings::PaySettings;
use crate::state::State;
use crate::words::Words;
use crate::{graph, money};

/// Longest text of a server that is shown, in characters.
const LONGEST_WORDS: usize = 300;

pub(super) fn payments(state: &State, now: Now, words: &Words) -> PaymentsView {
    let (pay, settings) = (&state.pay, state.settings.paying());
    let language = state.settings.language;
    let problem = |fault: &Fault| words.problem(language, fault);
    PaymentsView {
        sandbox: state.settings.sandbox,
        trouble: pay.trouble.as_ref().map(problem),
        key: settings
            .address
            .as_deref()
            .map(|address| key(address, state, now, words)),
        paused: settings.policy.paused,
        limits: limits(settings),
        spent_today: money::decimal(pay.ledger.spent_today),
        back_test: pay
            .back_test
            .as_deref()
            .map(|(limits, result)| back_test(limits, result, words, language)),
        asks: pay
            .asks
            .iter()
            .filter(|asked| asked.until > now.wall)
            .map(|asked| question(asked, now.wall, words, language))
            .collect(),
        payments: pay
            .ledger
            .payments
            .iter()
            .map(|payment| book::payment(payment, words, &state.settings))
            .collect(),
        origins: book::origins(&pay.ledger.origins, &settings.policy),
        answers: pay
            .answers
            .iter()
            .map(|answer| answers::answer(answer, &pay.ledger.payments, words, &state.settings))
            .collect(),
        channels: book::channels(&pay.ledger.channels),
        networks: networks(state.settings.sandbox)
            .map(|known| network(known, state))
            .collect(),
        outside: pay
            .outside
            .iter()
            .map(|(payer, program)| OutsideView {
                payer: *payer,
                program: program.display().to_string(),
            })
            .collect(),
        graph: supergraph(state),
        exchange: exchange::exchange(&settings.exchange, &pay.exchange),
    }
}

fn key(address: &str, state: &State, now: Now, words: &Words) -> KeyView {
    let balance = |(network, token): (&Network, &'static payments::Token)| {
        let known = state.pay.balances.iter().find(|known| known.token == token);
        let amount = known.and_then(|known| known.amount);
        BalanceView {
            network: network.name.to_owned(),
            chain: chain(network),
            test: is_test(network),
            token: token.symbol.to_owned(),
            amount: amount.map(|(amount, _)| money::number(amount, token)),
            age_seconds: amount.map_or(0, |(_, at)| super::seconds(now.mono - at)),
            trouble: known
                .and_then(|known| known.trouble.as_ref())
                .map(|fault| words.problem(state.settings.language, fault)),
        }
    };
    KeyView {
        address: address.to_owned(),
        short: short(address),
        qr: qr(address),
        phrase_waits: state.settings.paying().phrase_waits,
        balances: tokens(state).map(balance).collect(),
    }
}

fn chain(network: &Network) -> u32 {
    u32::try_from(network.chain.0).unwrap_or(u32::MAX)
}

fn is_test(network: &Network) -> bool {
    network.purpose == Purpose::Test
}

/// `0x1234…abcd`.
fn short(address: &str) -> String {
    match (
        address.get(..6),
        address.get(address.len().saturating_sub(4)..),
    ) {
        (Some(head), Some(tail)) if address.len() > 12 => format!("{head}…{tail}"),
        _ => address.to_owned(),
    }
}

/// The dark modules as one path: `M x y h 1 v 1 h -1 z` for each. Empty for what is too long.
fn qr(address: &str) -> QrView {
    /// Light modules around a code (ISO/IEC 18004).
    const QUIET: usize = 4;
    let Ok(code) = QrCode::new(address) else {
        return QrView {
            size: 0,
            path: String::new(),
        };
    };
    let width = code.width();
    let mut path = String::new();
    for (at, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            let (x, y) = (at % width + QUIET, at / width + QUIET);
            path.push_str(&format!("M{x} {y}h1v1h-1z"));
        }
    }
    QrView {
        size: u32::try_from(width + 2 * QUIET).unwrap_or(u32::MAX),
        path,
    }
}

fn limits(settings: &PaySettings) -> Limits {
    let policy = &settings.policy;
    Limits {
        per_payment: money::decimal(policy.per_payment),
        per_origin_day: money::decimal(policy.per_origin_day),
        per_day: money::decimal(policy.per_day),
        channel_deposit: money::decimal(settings.channel_deposit),
        unknown: match policy.unknown {
            policy::UnknownOrigin::Ask => UnknownOrigin::Ask,
            policy::UnknownOrigin::Refuse => UnknownOrigin::Refuse,
        },
    }
}

fn back_test(
    limits: &Limits,
    result: &BackTest,
    words: &Words,
    language: Language,
) -> BackTestView {
    let count = |tally: &Tally| u32::try_from(tally.count).unwrap_or(u32::MAX);
    let (paid, asked, refused) = (
        count(&result.paid),
        count(&result.asked),
        count(&result.refused),
    );
    let mentions = [
        ("days", BACK_TEST_DAYS.to_string()),
        ("paid", paid.to_string()),
        ("asked", asked.to_string()),
        ("refused", refused.to_string()),
    ];
    let mentions = mentions
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    BackTestView {
        limits: limits.clone(),
        days: BACK_TEST_DAYS,
        paid,
        asked,
        refused,
        sentence: words.text(language, "back-test", &mentions),
    }
}

fn question(asked: &Question, now: Timestamp, words: &Words, language: Language) -> ApprovalView {
    let reason = |why: &AskReason| {
        let key = match why {
            AskReason::UnknownOrigin => "reason-ask-unknown",
            AskReason::NewRecipient { .. } => "reason-ask-recipient",
        };
        words.text(language, key, &[])
    };
    let left = asked.until.duration_since(now);
    ApprovalView {
        id: asked.id.as_str().to_owned(),
        intent: asked.intent.clone(),
        method: asked.method.to_owned(),
        origin: asked.origin.to_string(),
        host: asked.host.clone(),
        path: asked.path.clone(),
        price: price(
            asked.payable.offer(),
            asked.payable.network(),
            asked.payable.token(),
            words,
            language,
        ),
        deposit: asked
            .deposit
            .map(|deposit| money::token(deposit, asked.payable.token())),
        reasons: asked.reasons.iter().map(reason).collect(),
        description: asked.payable.terms().description.as_deref().map(untrusted),
        expires_in_seconds: Some(super::seconds(left)),
    }
}

/// A server's words, shortened.
fn untrusted(text: &str) -> String {
    text.chars().take(LONGEST_WORDS).collect()
}

/// What an offer asks, in our registry's terms.
fn price(
    offer: &Offer,
    network: &Network,
    token: &payments::Token,
    words: &Words,
    language: Language,
) -> PriceView {
    let terms = offer.terms();
    let recipient = terms.recipient.to_string();
    PriceView {
        amount: money::token(terms.amount, token),
        network: network.name.to_owned(),
        test: is_test(network),
        way: way(offer.rail(), words, language),
        short_recipient: short(&recipient),
        recipient,
        splits: terms
            .splits
            .iter()
            .map(|split| SplitView {
                amount: money::token(split.amount, token),
                recipient: Address::to_string(&split.recipient),
            })
            .collect(),
        fee_paid: terms.gas == PaidBy::Server,
        expires_at: terms.expires_at.map(|at| at.to_string()),
    }
}

/// How something is paid, in words.
fn way(rail: Rail, words: &Words, language: Language) -> String {
    words.text(language, ways::words(ways::name(rail)), &[])
}

fn network(known: &'static Network, state: &State) -> NetworkView {
    NetworkView {
        chain: chain(known),
        name: known.name.to_owned(),
        test: is_test(known),
        rpc: rpc_url(state, known),
        chosen: state.settings.paying().rpc.contains_key(&chain(known)),
    }
}

fn supergraph(state: &State) -> GraphView {
    let url = graph_url(state);
    let last = |pay: &Pay| {
        let place = url.split_once("//").map(|(_, place)| place.to_owned())?;
        let paid = |payment: &&Payment| {
            let settled = matches!(payment.state, Standing::Settled | Standing::Delivered);
            settled && payment.place == place
        };
        let last = pay.ledger.payments.iter().find(paid)?;
        Some(GraphPrice {
            shown: money::paid(last),
            amount: money::decimal(last.amount.micros(last.decimals)?),
        })
    };
    GraphView {
        has_key: state.pay.graph_key,
        price: last(&state.pay),
        ready: graph::READY
            .iter()
            .map(|(name, query)| ReadyQuery {
                name: (*name).to_owned(),
                query: (*query).to_owned(),
            })
            .collect(),
        url,
    }
}

/// The network and token of an offer, where our registry has both.
fn known(offer: &Offer) -> Option<(&'static Network, &'static payments::Token)> {
    let (registry, terms) = (Registry::built_in(), offer.terms());
    let network = registry.network(terms.chain)?;
    Some((network, registry.token(terms.chain, terms.token)?))
}
