//! What npm's `mppx` sells page by page is paid through a channel, on a chain where a contract stands
//! in for the reserve of deposits.

use gateway::paid::PaidRequest;
use jiff::Timestamp;
use payments::{
    BaseUnits, Payable, Rail, Rpc,
    chain::Outcome,
    channels::{self, Channel, ChannelError, Step},
};
use tests::{
    chain::{Chain, MERCHANT, PATH_USD, PAYER, RESERVE},
    home::Home,
    merchant::Merchant,
};

use crate::settle::{Buyer, get};

struct Market {
    buyer: Buyer,
    merchant: Merchant,
    tempo: Chain,
    _home: Home,
}

impl Market {
    fn open() -> Self {
        let home = Home::new();
        let tempo = Chain::tempo(&home);
        Self {
            buyer: Buyer::new(),
            merchant: Merchant::session(&home, &tempo),
            tempo,
            _home: home,
        }
    }

    fn page(&self) -> PaidRequest {
        get(&self.merchant.at("/page"))
    }

    /// What is asked for the next page, and where its chain is asked.
    async fn next(&self) -> (Payable, Rpc) {
        let payable = self.buyer.payable(&self.page(), Rail::TempoSession).await;
        let rpc = Rpc::connect(payable.network(), self.merchant.rpc()).unwrap();
        (payable, rpc)
    }

    /// Opens a channel, which pays for the first page. The merchant would like a deposit of 50000.
    async fn first(&self, most: BaseUnits) -> Channel {
        let (payable, rpc) = self.next().await;
        assert_eq!(payable.terms().deposit, Some(units(50_000)));
        let (key, now) = (&self.buyer.key, Timestamp::now());
        let deposit = channels::deposit(&payable, BaseUnits::ZERO, most).unwrap();
        let opened = channels::open(&payable, key, &rpc, now, deposit).await;
        self.delivered(opened.unwrap()).await
    }

    /// Promises one more page.
    async fn promise(&self, channel: &Channel) -> Result<Step, ChannelError> {
        let (payable, _) = self.next().await;
        channels::voucher(channel, &payable, &self.buyer.key, Timestamp::now())
    }

    /// Sends a step, which is taken.
    async fn delivered(&self, step: Step) -> Channel {
        let answer = self.buyer.send_signed(&self.page(), &step.signed).await;
        let body = String::from_utf8_lossy(&answer.body);
        assert!((200..300).contains(&answer.status), "{body}");
        step.channel
    }

    fn has(&self, owner: &str) -> u128 {
        self.tempo.balance(PATH_USD, owner)
    }
}

fn units(amount: u64) -> BaseUnits {
    BaseUnits::parse(&amount.to_string()).unwrap()
}

#[tokio::test]
async fn a_channel_holds_our_deposit_pays_page_after_page_and_gives_back_what_is_left() {
    let market = Market::open();
    let reserve = market.has(RESERVE);
    let channel = market.first(units(30_000)).await;
    assert_eq!(market.has(RESERVE), reserve + 30_000);
    let channel = market
        .delivered(market.promise(&channel).await.unwrap())
        .await;
    let channel = market
        .delivered(market.promise(&channel).await.unwrap())
        .await;
    let missing = units(10_000);
    let over = market.promise(&channel).await.unwrap_err();
    assert_eq!(over, ChannelError::NeedsTopUp { missing });

    let (payable, rpc) = market.next().await;
    let (key, now) = (&market.buyer.key, Timestamp::now());
    let more = channels::top_up(&channel, &payable, key, &rpc, now, units(20_000)).await;
    let channel = market.delivered(more.unwrap()).await;
    assert_eq!(market.has(RESERVE), reserve + 50_000);
    let channel = market
        .delivered(market.promise(&channel).await.unwrap())
        .await;
    assert_eq!(market.merchant.count("/page"), 4);

    let [merchant, payer] = [MERCHANT, PAYER].map(|owner| market.has(owner));
    let (payable, rpc) = market.next().await;
    let (now, owed) = (Timestamp::now(), units(40_000));
    let close = channels::close(&channel, &payable, key, &rpc, now, owed).await;
    let close = close.unwrap();
    let (trace, until) = (close.signed.trace.clone(), close.signed.valid_before);
    let _ = market.delivered(close).await;
    let outcome = rpc.outcome(&trace, until).await.unwrap();
    assert!(matches!(outcome, Outcome::Settled { .. }), "{outcome:?}");
    assert_eq!(market.has(RESERVE), reserve);
    assert_eq!(market.has(PAYER), payer + 10_000);
    let captured = market.has(MERCHANT) - merchant;
    assert!(
        (1..=40_000).contains(&captured),
        "its fee came off {captured}"
    );
}
