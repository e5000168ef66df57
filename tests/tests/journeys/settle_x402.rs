//! What npm's x402 servers sell is paid in each dialect, and the reference facilitator settles it.

use payments::{Rail, chain::Outcome};
use tests::{
    chain::{Chain, MERCHANT, PAYER, USDC},
    home::Home,
    merchant::Merchant,
};

use crate::settle::{Buyer, Purchase, get, post};

struct Market {
    buyer: Buyer,
    merchant: Merchant,
    base: Chain,
    _home: Home,
}

impl Market {
    fn open() -> Self {
        let home = Home::new();
        let base = Chain::base(&home);
        Self {
            buyer: Buyer::new(),
            merchant: Merchant::x402(&home, &base),
            base,
            _home: home,
        }
    }

    /// What somebody has, in base units.
    fn has(&self, owner: &str) -> u128 {
        self.base.balance(USDC, owner)
    }

    /// That this purchase, and nothing else, settled.
    async fn settled_alone(&self, bought: &Purchase, payer_had: u128) {
        assert!(self.base.settled(&bought.transaction().await).is_some());
        assert_eq!(self.has(MERCHANT), bought.price());
        assert_eq!(self.has(PAYER), payer_had - bought.price());
    }
}

#[tokio::test]
async fn version_2_is_paid_by_a_header_and_the_body_arrives_as_it_was() {
    let market = Market::open();
    let payer = market.has(PAYER);
    let request = post(&market.merchant.at("/v2"), r#"{"b":1,  "a":"é"}"#);
    let bought = market.buyer.sign(request, Rail::X402V2, &market.base).await;
    let answer = market.buyer.send(&bought).await;
    assert_eq!(answer.status, 200);
    let body = r#"{"body":{"b":1,"a":"é"},"method":"POST"}"#;
    assert_eq!(String::from_utf8_lossy(&answer.body), body);
    market.settled_alone(&bought, payer).await;
    assert_eq!(market.merchant.count("/v2"), 1);
}

#[tokio::test]
async fn the_same_payment_twice_moves_the_money_once_and_delivers_once() {
    let market = Market::open();
    let payer = market.has(PAYER);
    let page = get(&market.merchant.at("/v2"));
    let bought = market.buyer.buy(page, Rail::X402V2, &market.base).await;
    assert_eq!(market.buyer.send(&bought).await.status, 402);
    market.settled_alone(&bought, payer).await;
    assert_eq!(market.merchant.count("/v2"), 1);
}

#[tokio::test]
async fn the_same_identified_payment_twice_moves_the_money_once_and_delivers_twice() {
    let market = Market::open();
    let payer = market.has(PAYER);
    let page = get(&market.merchant.at("/identified"));
    let bought = market.buyer.buy(page, Rail::X402V2, &market.base).await;
    assert_eq!(market.buyer.send(&bought).await.status, 200);
    market.settled_alone(&bought, payer).await;
    assert_eq!(market.merchant.count("/identified"), 1);
}

#[tokio::test]
async fn version_1_is_paid_by_the_terms_in_its_body() {
    let market = Market::open();
    let payer = market.has(PAYER);
    let page = get(&market.merchant.at("/v1"));
    let bought = market.buyer.buy(page, Rail::X402V1, &market.base).await;
    market.settled_alone(&bought, payer).await;
    assert_eq!(market.merchant.count("/v1"), 1);
}

#[tokio::test]
async fn an_array_of_payload_exchange_is_paid_as_version_1() {
    let market = Market::open();
    let payer = market.has(PAYER);
    let run = post(&market.merchant.at("/tool/design/run"), "{}");
    let bought = market.buyer.buy(run, Rail::X402Array, &market.base).await;
    assert_eq!(bought.price(), 80_000);
    market.settled_alone(&bought, payer).await;
    assert_eq!(market.merchant.count("/tool/design/run"), 1);
}

#[tokio::test]
async fn an_authorization_that_was_never_sent_expires_by_the_chains_time() {
    let market = Market::open();
    let payer = market.has(PAYER);
    let page = get(&market.merchant.at("/v2"));
    let signed = market.buyer.sign(page, Rail::X402V2, &market.base).await;
    assert_eq!(signed.outcome().await, Outcome::Pending);
    market.base.pass(200);
    assert_eq!(signed.outcome().await, Outcome::Expired);
    assert_ne!(market.buyer.send(&signed).await.status, 200);
    assert_eq!(market.has(PAYER), payer);
}
