//! Merchants that cheat, each in one way: `/hostile/x402/<mode>` sells by x402 version 2,
//! `/hostile/mpp/<mode>` by MPP. What they take is settled and logged like any other payment. Must
//! not know how a wallet defends itself.

use std::{convert::Infallible, sync::Arc, time::Duration};

use alloy::primitives::{Address, B256, address};
use axum::{
    Router,
    body::{Body, Bytes},
    extract::{ConnectInfo, Path, State as FromState},
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use futures_util::{StreamExt, stream};
use jiff::{SignedDuration, Timestamp};
use payments::protocol::{header::PAYMENT_REQUIRED, x402::Dialect};
use serde::Deserialize;
use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::{
    Merchants,
    chain::ChainName,
    mpp,
    sale::{Asked, Paid, Sale, Split, Taken, Terms},
    settlement::Settlement,
    x402,
};
use crate::{listener::Connection, world::World};

/// What an answer costs: one cent.
const PRICE: u64 = 10_000;
/// What it costs once a payment has come.
const RISEN_PRICE: u64 = 100 * PRICE;
/// How many offers are too many.
const OFFERS: u64 = 64;
/// How long a header is too long, in bytes.
const HUGE_HEADER: usize = 1024 * 1024;
/// How long the rest of a slow answer takes.
const SLOW: Duration = Duration::from_secs(120);
/// Somebody else: a token, a shop, a transaction that never was.
const STRANGER: Address = address!("5a0b54d5dc17e0aadc383d2db43b0a0d3e029c4c");
const STRANGE_HOST: &str = "shop.example";

/// How a merchant cheats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Mode {
    /// Takes the payment and asks for another.
    AsksAgain,
    /// Asks for a hundred times as much once a payment has come, and takes nothing.
    PriceRises,
    /// Sends terms that have expired.
    Expired,
    /// Splits the whole amount off.
    Splits,
    /// Sends the first request to another origin.
    RedirectsFirst,
    /// Sends the paid request to another origin.
    RedirectsPaid,
    /// Names a chain that nobody knows.
    WrongChain,
    /// Names a token that nobody knows.
    WrongToken,
    /// Names another realm.
    WrongRealm,
    /// Gives the token another name.
    WrongName,
    /// Gives the token more decimals.
    WrongDecimals,
    /// Sends a header of a megabyte.
    HugeHeader,
    /// Sends 64 offers.
    ManyOffers,
    /// Takes the payment and answers 500.
    Fails,
    /// Takes the payment and sends no receipt.
    NoReceipt,
    /// Takes the payment and names another transaction.
    ForgedReceipt,
    /// Sends the terms of another path.
    OtherResource,
    /// Sends the terms of another host.
    OtherHost,
    /// Wants the zero address paid.
    ZeroRecipient,
    /// Wants a burn address paid.
    BurnRecipient,
    /// Wants `?payer=` paid: whoever pays.
    SelfRecipient,
    /// Wants another account paid than the sandbox's other merchants.
    OtherRecipient,
    /// Takes the payment and sends its answer slowly.
    SlowBody,
    /// Takes the payment and cuts the connection.
    Cut,
    /// Answers 500, and takes the payment when `/sandbox/merchants/take` tells it to.
    TakesLater,
}

/// By which protocol it sells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Protocol {
    X402,
    Mpp,
}

impl Protocol {
    /// Whether a request carries a payment.
    fn is_paid(self, asked: &Asked) -> bool {
        match self {
            Self::X402 => asked.header(Dialect::V2.payment_header()).is_some(),
            Self::Mpp => mpp::is_paid(asked),
        }
    }
}

/// The routes.
pub(super) fn routes() -> Router<Arc<World>> {
    Router::new().route("/hostile/{protocol}/{mode}", get(sell))
}

async fn sell(
    FromState(world): FromState<Arc<World>>,
    Path((protocol, mode)): Path<(Protocol, Mode)>,
    ConnectInfo(connection): ConnectInfo<Connection>,
    asked: Asked,
) -> Response {
    let paid = protocol.is_paid(&asked);
    if (mode == Mode::RedirectsFirst && !paid) || (mode == Mode::RedirectsPaid && paid) {
        return Redirect::temporary(&elsewhere(&asked)).into_response();
    }
    let mut state = world.state();
    let now = state.now();
    let merchants = &mut state.merchants;
    if mode == Mode::TakesLater && paid {
        merchants.held.push(Held { protocol, asked });
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    }
    let shop = Shop::of(protocol, mode, &asked, now);
    match shop.charge(merchants) {
        Taken::Paid(_) if mode == Mode::Cut => {
            connection.cut();
            StatusCode::NO_CONTENT.into_response()
        }
        Taken::Paid(paid) if mode == Mode::SlowBody => paid.with(slowly(world.stop().clone())),
        Taken::Paid(paid) => shop.serve(merchants, &paid),
        Taken::Answer(response) if mode == Mode::HugeHeader => swollen(response),
        Taken::Answer(response) => response,
    }
}

/// A paid request that its merchant holds back.
pub(super) struct Held {
    protocol: Protocol,
    asked: Asked,
}

/// Takes what was held back, as far as its time is not over.
pub(super) fn take(merchants: &mut Merchants, now: Timestamp) {
    for Held { protocol, asked } in std::mem::take(&mut merchants.held) {
        let shop = Shop::of(protocol, Mode::TakesLater, &asked, now);
        // Who paid is gone: nobody gets the answer.
        drop(shop.charge(merchants));
    }
}

/// The weather, on this machine's other name: another origin.
fn elsewhere(asked: &Asked) -> String {
    let host = asked.host();
    let other = match host.strip_prefix("localhost") {
        Some(port) => format!("127.0.0.1{port}"),
        None => host.replace("127.0.0.1", "localhost"),
    };
    format!("http://{other}/x402/v2/weather")
}

/// What is sold, as the mode has it.
fn sale(protocol: Protocol, mode: Mode, asked: &Asked, now: Timestamp) -> Sale {
    let chain = match (protocol, mode) {
        (Protocol::Mpp, Mode::WrongDecimals) | (Protocol::X402, _) => ChainName::Base,
        (Protocol::Mpp, _) => ChainName::Tempo,
    };
    let honest = Sale::of(asked, vec![Terms::new(chain, PRICE)], now);
    let mut terms = Terms::new(chain, PRICE);
    match mode {
        Mode::WrongChain => terms.chain_id = 999,
        Mode::WrongToken => terms.token = STRANGER,
        Mode::WrongName => terms.token_name = "USD Coin",
        Mode::WrongDecimals => terms.decimals = 18,
        Mode::ZeroRecipient => terms.recipient = Address::ZERO,
        Mode::BurnRecipient => {
            terms.recipient = address!("000000000000000000000000000000000000dead");
        }
        Mode::SelfRecipient => {
            let payer = asked.query("payer").and_then(|payer| payer.parse().ok());
            terms.recipient = payer.unwrap_or(STRANGER);
        }
        Mode::OtherRecipient => terms.recipient = STRANGER,
        Mode::Splits => {
            terms.splits = vec![Split {
                recipient: STRANGER,
                amount: PRICE,
            }];
        }
        _ => {}
    }
    let sale = Sale {
        terms: vec![terms],
        ..honest
    };
    placed(mode, sale, now)
}

/// The sale with another place, time or number of offers.
fn placed(mode: Mode, sale: Sale, now: Timestamp) -> Sale {
    let priced = |amount| Terms {
        amount,
        ..sale.terms[0].clone()
    };
    match mode {
        Mode::WrongRealm => Sale {
            realm: STRANGE_HOST.to_owned(),
            ..sale
        },
        Mode::OtherHost => Sale {
            realm: STRANGE_HOST.to_owned(),
            resource: format!("https://{STRANGE_HOST}/weather"),
            ..sale
        },
        Mode::OtherResource => Sale {
            resource: format!("http://{}/x402/v2/weather", sale.realm),
            ..sale
        },
        Mode::Expired => Sale {
            expires_at: now
                .saturating_sub(SignedDuration::from_secs(1))
                .unwrap_or(Timestamp::MIN),
            max_timeout_seconds: 0,
            ..sale
        },
        Mode::ManyOffers => Sale {
            terms: (0..OFFERS).map(|more| priced(PRICE + more)).collect(),
            ..sale
        },
        _ => sale,
    }
}

/// One sale of one hostile merchant.
struct Shop<'a> {
    protocol: Protocol,
    mode: Mode,
    asked: &'a Asked,
    sale: Sale,
    now: Timestamp,
}

impl<'a> Shop<'a> {
    fn of(protocol: Protocol, mode: Mode, asked: &'a Asked, now: Timestamp) -> Self {
        Self {
            protocol,
            mode,
            asked,
            sale: sale(protocol, mode, asked, now),
            now,
        }
    }

    fn charge(&self, merchants: &mut Merchants) -> Taken {
        let mut sale = self.sale.clone();
        if self.mode == Mode::PriceRises && self.protocol.is_paid(self.asked) {
            sale.terms
                .iter_mut()
                .for_each(|terms| terms.amount = RISEN_PRICE);
        }
        match self.protocol {
            Protocol::X402 => x402::charge(merchants, Dialect::V2, self.asked, &sale, self.now),
            Protocol::Mpp => mpp::charge(merchants, self.asked, &sale, self.now),
        }
    }

    /// What the payer gets for the payment that was taken.
    fn serve(&self, merchants: &Merchants, paid: &Paid) -> Response {
        let content = || axum::Json(json!({"sold": true}));
        match self.mode {
            Mode::AsksAgain => match self.protocol {
                Protocol::X402 => x402::ask(Dialect::V2, &self.sale, x402::Fault::Missing),
                Protocol::Mpp => mpp::ask(merchants, self.asked, &self.sale, mpp::Fault::Missing),
            },
            Mode::Fails => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
            Mode::NoReceipt => content().into_response(),
            Mode::ForgedReceipt => self.forged(paid).with(content()),
            _ => paid.with(content()),
        }
    }

    /// The same payment with a receipt of a transaction that never was.
    fn forged(&self, paid: &Paid) -> Paid {
        let settlement = Settlement {
            transaction: B256::repeat_byte(0xfe),
            ..paid.settlement.clone()
        };
        let receipt = match self.protocol {
            Protocol::X402 => x402::receipt(Dialect::V2, &self.sale.terms[0], &settlement),
            Protocol::Mpp => mpp::receipt(&settlement),
        };
        Paid {
            receipt: receipt.unwrap_or_else(|| paid.receipt.clone()),
            settlement,
        }
    }
}

/// A body that begins at once and ends much later, or when the sandbox stops.
fn slowly(stop: CancellationToken) -> Body {
    let begin = stream::once(async { Ok::<_, Infallible>(Bytes::from_static(b"{\"sold\":")) });
    let end = stream::once(async move {
        tokio::select! {
            () = tokio::time::sleep(SLOW) => {}
            () = stop.cancelled() => {}
        }
        Ok(Bytes::from_static(b"true}"))
    });
    Body::from_stream(begin.chain(end))
}

/// The answer with headers of a megabyte.
fn swollen(mut response: Response) -> Response {
    if let Ok(value) = HeaderValue::from_bytes(&vec![b'A'; HUGE_HEADER]) {
        let headers = response.headers_mut();
        headers.insert(header::WWW_AUTHENTICATE, value.clone());
        headers.insert(HeaderName::from_static(PAYMENT_REQUIRED), value);
    }
    response
}
