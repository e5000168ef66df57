//! Buys with the product's own parts, from the 402 to the chain: reads the offers, checks one, signs
//! for it, sends once, and has the chain say what became of it. No journal, no limits: those are the
//! engine's.

use gateway::paid::{Method, PaidAnswer, PaidApis, PaidRequest, PaidUrl};
use jiff::Timestamp;
use payments::{
    Answered, Dialects, Offer, PayKey, Payable, Rail, Reading, Registry, Request, Rpc, Signed,
    chain::Outcome, check, read, sign,
};
use tests::chain::{Chain, PHRASE};
use url::Url;

/// Names the payment towards merchants that ask for a name.
const IDENTIFIER: &str = "pay_0123456789abcdef0123456789abcdef";

/// Who buys.
pub(crate) struct Buyer {
    apis: PaidApis,
    pub(crate) key: PayKey,
}

/// What was bought, or would have been.
pub(crate) struct Purchase {
    request: PaidRequest,
    payable: Payable,
    pub(crate) signed: Signed,
    rpc: Rpc,
}

impl Buyer {
    /// The payer of the chains.
    pub(crate) fn new() -> Self {
        Self {
            apis: PaidApis::new().unwrap(),
            key: PayKey::from_phrase(&PHRASE.into()).unwrap(),
        }
    }

    /// Sends a request without a payment.
    pub(crate) async fn ask(&self, request: &PaidRequest) -> PaidAnswer {
        self.apis.send(request, None).await.unwrap()
    }

    /// Asks, is answered 402, and checks its offer on `rail`.
    pub(crate) async fn payable(&self, request: &PaidRequest, rail: Rail) -> Payable {
        let answer = self.ask(request).await;
        assert_eq!(answer.status, 402);
        self.check(request, &offer(&answer, rail))
    }

    /// The same, and signs for it; `chain` settles it.
    pub(crate) async fn sign(&self, request: PaidRequest, rail: Rail, chain: &Chain) -> Purchase {
        let payable = self.payable(&request, rail).await;
        let rpc = Rpc::connect(payable.network(), chain.url()).unwrap();
        let signed = sign(&payable, &self.key, &rpc, Timestamp::now(), IDENTIFIER).await;
        Purchase {
            request,
            payable,
            signed: signed.unwrap(),
            rpc,
        }
    }

    /// Sends what was signed, and gives the answer.
    pub(crate) async fn send(&self, purchase: &Purchase) -> PaidAnswer {
        self.send_signed(&purchase.request, &purchase.signed).await
    }

    /// Sends a request with what was signed for it.
    pub(crate) async fn send_signed(&self, request: &PaidRequest, signed: &Signed) -> PaidAnswer {
        let credential = (signed.header_name, &signed.header_value);
        self.apis.send(request, Some(credential)).await.unwrap()
    }

    /// The same, when what was asked for is then delivered.
    pub(crate) async fn buy(&self, request: PaidRequest, rail: Rail, chain: &Chain) -> Purchase {
        let purchase = self.sign(request, rail, chain).await;
        let answer = self.send(&purchase).await;
        let body = String::from_utf8_lossy(&answer.body);
        assert_eq!(answer.status, 200, "{body}");
        purchase
    }

    fn check(&self, request: &PaidRequest, offer: &Offer) -> Payable {
        let url = Url::parse(request.url().as_str()).unwrap();
        let asked = Request {
            url: &url,
            body: request.body_bytes(),
        };
        let registry = Registry::built_in();
        check(
            offer,
            &asked,
            &registry,
            self.key.address(),
            Timestamp::now(),
        )
        .unwrap()
    }
}

impl Purchase {
    /// What became of it, by the chain.
    pub(crate) async fn outcome(&self) -> Outcome {
        let outcome = self
            .rpc
            .outcome(&self.signed.trace, self.signed.valid_before);
        outcome.await.unwrap()
    }

    /// The transaction that settled it.
    pub(crate) async fn transaction(&self) -> String {
        let outcome = self.outcome().await;
        let Outcome::Settled {
            transaction: Some(hash),
        } = outcome
        else {
            panic!("no transaction: {outcome:?}");
        };
        hash
    }

    /// The price, in base units.
    pub(crate) fn price(&self) -> u128 {
        u128::try_from(self.payable.amount().0).unwrap()
    }

    /// The most that it may have cost beside the price, in base units.
    pub(crate) fn fee_at_most(&self) -> u128 {
        u128::try_from(self.signed.fee_at_most.0).unwrap()
    }
}

/// A request of something that is sold.
pub(crate) fn get(url: &str) -> PaidRequest {
    PaidRequest::new(Method::Get, PaidUrl::parse(url).unwrap())
}

/// A request that sends JSON.
pub(crate) fn post(url: &str, json: &str) -> PaidRequest {
    PaidRequest::new(Method::Post, PaidUrl::parse(url).unwrap())
        .header("content-type", b"application/json")
        .unwrap()
        .body(json.as_bytes().to_vec())
}

/// The only offer of this rail.
fn offer(answer: &PaidAnswer, rail: Rail) -> Offer {
    let answered = Answered {
        headers: &answer.headers,
        body: &answer.body,
    };
    let offers = read(&answered, Dialects::WithArray);
    let mut of_rail = offers.into_iter().filter_map(|reading| match reading {
        Reading::Offer(offer) if offer.rail() == rail => Some(*offer),
        Reading::Offer(_) | Reading::Unsupported { .. } => None,
    });
    let found = of_rail.next().unwrap();
    assert!(of_rail.next().is_none(), "one offer of {rail:?}");
    found
}
