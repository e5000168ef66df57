//! What npm's `mppx` sells is paid by MPP, and the chain has it as we said it would.

use payments::{Rail, Trace, chain::Outcome};
use tests::{
    chain::{AUTHOR, Chain, MERCHANT, PATH_USD, PAYER, USDC},
    home::Home,
    merchant::Merchant,
};

use crate::settle::{Buyer, get, post};

struct Market {
    buyer: Buyer,
    merchant: Merchant,
    tempo: Chain,
    base: Chain,
    _home: Home,
}

impl Market {
    fn open() -> Self {
        let home = Home::new();
        let (tempo, base) = (Chain::tempo(&home), Chain::base(&home));
        Self {
            buyer: Buyer::new(),
            merchant: Merchant::mpp(&home, &tempo, &base),
            tempo,
            base,
            _home: home,
        }
    }

    /// What somebody has on Tempo, in base units.
    fn on_tempo(&self, owner: &str) -> u128 {
        self.tempo.balance(PATH_USD, owner)
    }
}

#[tokio::test]
async fn a_charge_settles_in_the_very_transaction_that_was_signed() {
    let market = Market::open();
    let [merchant, payer] = [MERCHANT, PAYER].map(|owner| market.on_tempo(owner));
    let page = get(&market.merchant.at("/charge"));
    let bought = market
        .buyer
        .buy(page, Rail::TempoCharge, &market.tempo)
        .await;
    let Trace::TempoTransaction { hash, .. } = bought.signed.trace else {
        panic!("{:?}", bought.signed.trace);
    };
    assert_eq!(bought.transaction().await, hash.to_string());
    assert!(market.tempo.settled(&hash.to_string()).is_some());
    assert_eq!(market.on_tempo(MERCHANT), merchant + 10_000);
    let spent = payer - market.on_tempo(PAYER);
    assert!(10_000 < spent && spent <= bought.price() + bought.fee_at_most());
    assert_eq!(market.merchant.count("/charge"), 1);
}

#[tokio::test]
async fn a_sponsored_charge_costs_the_price_alone_and_is_found_without_its_hash() {
    let market = Market::open();
    let [merchant, payer] = [MERCHANT, PAYER].map(|owner| market.on_tempo(owner));
    let page = get(&market.merchant.at("/sponsored"));
    let bought = market
        .buyer
        .buy(page, Rail::TempoCharge, &market.tempo)
        .await;
    let hash = bought.transaction().await;
    assert!(market.tempo.settled(&hash).is_some());
    assert_eq!(market.on_tempo(MERCHANT), merchant + 10_000);
    assert_eq!(market.on_tempo(PAYER), payer - 10_000);
    assert_eq!(market.merchant.count("/sponsored"), 1);
}

#[tokio::test]
async fn a_split_price_reaches_each_who_gets_a_part() {
    let market = Market::open();
    let [merchant, author] = [MERCHANT, AUTHOR].map(|owner| market.on_tempo(owner));
    let page = get(&market.merchant.at("/split"));
    let bought = market
        .buyer
        .buy(page, Rail::TempoCharge, &market.tempo)
        .await;
    assert!(matches!(bought.outcome().await, Outcome::Settled { .. }));
    assert_eq!(market.on_tempo(MERCHANT), merchant + 7_000);
    assert_eq!(market.on_tempo(AUTHOR), author + 3_000);
}

#[tokio::test]
async fn a_price_of_nothing_is_paid_by_a_proof_and_moves_nothing() {
    let market = Market::open();
    let payer = market.on_tempo(PAYER);
    let page = get(&market.merchant.at("/proof"));
    let _ = market
        .buyer
        .buy(page, Rail::TempoProof, &market.tempo)
        .await;
    assert_eq!(market.on_tempo(PAYER), payer);
    assert_eq!(market.merchant.count("/proof"), 1);
}

#[tokio::test]
async fn of_two_chains_in_one_line_either_can_be_paid() {
    let market = Market::open();
    let tempo = market.on_tempo(MERCHANT);
    let page = || get(&market.merchant.at("/both"));
    let here = market
        .buyer
        .buy(page(), Rail::EvmCharge, &market.base)
        .await;
    let there = market
        .buyer
        .buy(page(), Rail::TempoCharge, &market.tempo)
        .await;
    assert!(market.base.settled(&here.transaction().await).is_some());
    assert!(market.tempo.settled(&there.transaction().await).is_some());
    assert_eq!(market.base.balance(USDC, MERCHANT), 1_000);
    assert_eq!(market.on_tempo(MERCHANT), tempo + 1_000);
    assert_eq!(market.merchant.count("/both"), 2);
}

#[tokio::test]
async fn a_query_that_must_be_announced_as_paid_is_answered_when_it_is() {
    let market = Market::open();
    let url = market.merchant.at("/graphql");
    let query = post(&url, r#"{"query":"query { getNetworks { id name } }"}"#);
    assert_eq!(market.buyer.ask(&query).await.status, 401);
    let query = query.header("x-codex-payment", b"mpp").unwrap();
    let bought = market
        .buyer
        .buy(query, Rail::TempoCharge, &market.tempo)
        .await;
    assert!(market.tempo.settled(&bought.transaction().await).is_some());
    let mutation = post(&url, r#"{"query":"mutation { drop }"}"#);
    let mutation = mutation.header("x-codex-payment", b"mpp").unwrap();
    assert_eq!(market.buyer.ask(&mutation).await.status, 403);
    assert_eq!(market.merchant.count("/graphql"), 1);
}

#[tokio::test]
async fn a_charge_that_was_never_sent_may_settle_until_its_time_is_over_and_not_after() {
    let market = Market::open();
    let [merchant, payer] = [MERCHANT, PAYER].map(|owner| market.on_tempo(owner));
    let page = get(&market.merchant.at("/charge"));
    let signed = market
        .buyer
        .sign(page, Rail::TempoCharge, &market.tempo)
        .await;
    assert_eq!(signed.outcome().await, Outcome::Pending);
    market.tempo.pass(200);
    assert_eq!(signed.outcome().await, Outcome::Expired);
    assert_ne!(market.buyer.send(&signed).await.status, 200);
    assert_eq!(market.on_tempo(MERCHANT), merchant);
    assert_eq!(market.on_tempo(PAYER), payer);
    assert_eq!(market.merchant.count("/charge"), 0);
}
