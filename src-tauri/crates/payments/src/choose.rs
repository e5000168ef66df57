//! Which of several payable offers comes first. Must not know limits: whether the first may be paid is not asked here.

use std::cmp::Reverse;

use alloy::primitives::Address;

use crate::{BaseUnits, ChainId, Payable, Rail};

/// Whether the payer has what an offer asks. In the order of preference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Means {
    /// The balance covers it.
    Enough,
    /// The balance is not known.
    Unknown,
    /// The balance does not cover it.
    TooLittle,
}

/// An offer in its place.
#[derive(Debug, Clone)]
pub struct Ranked {
    /// The offer.
    pub payable: Payable,
    /// Whether it can be paid for.
    pub means: Means,
}

/// Orders offers: those the payer has the means for, charges before sessions, the cheapest, then by [`Rail`]; equals
/// stay as the server listed them. `balance` is `None` where it could not be asked.
#[must_use]
pub fn rank(
    payables: Vec<Payable>,
    balance: impl Fn(ChainId, Address) -> Option<BaseUnits>,
) -> Vec<Ranked> {
    let mut ranked: Vec<Ranked> = payables
        .into_iter()
        .map(|payable| {
            let token = payable.token();
            let means = match balance(token.chain, token.address) {
                _ if payable.amount().is_zero() => Means::Enough,
                Some(balance) if balance >= payable.amount() => Means::Enough,
                Some(_) => Means::TooLittle,
                None => Means::Unknown,
            };
            Ranked { payable, means }
        })
        .collect();
    ranked.sort_by_key(|ranked| {
        let rail = ranked.payable.rail();
        let is_charge = rail != Rail::TempoSession;
        (
            ranked.means,
            Reverse(is_charge),
            ranked.payable.micros(),
            rail,
        )
    });
    ranked
}

/// The value of `Accept-Payment`: the MPP offers that could be paid, the first one preferred most. `None` if there is
/// none among them; x402 knows no such header.
#[must_use]
pub fn accept_payment(rails: &[Rail]) -> Option<String> {
    let mut names: Vec<&str> = Vec::new();
    for rail in rails {
        let name = match rail {
            Rail::TempoProof | Rail::TempoCharge => "tempo/charge",
            Rail::EvmCharge => "evm/charge",
            Rail::TempoSession => "tempo/session",
            Rail::X402V2 | Rail::X402V1 | Rail::X402Array => continue,
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let entries: Vec<String> = names
        .iter()
        .enumerate()
        .map(|(place, name)| match place {
            0 => (*name).to_owned(),
            place => format!("{name};q=0.{}", 10 - place),
        })
        .collect();
    (!entries.is_empty()).then(|| entries.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{self, payable};

    fn order(ranked: &[Ranked]) -> Vec<(Rail, u64)> {
        ranked
            .iter()
            .map(|ranked| (ranked.payable.rail(), ranked.payable.micros().0))
            .collect()
    }

    fn offers() -> Vec<Payable> {
        vec![
            payable(&fixtures::tempo_session("1")),
            payable(&fixtures::x402_v2("20")),
            payable(&fixtures::tempo_charge("20")),
            payable(&fixtures::evm_charge("5")),
        ]
    }

    #[test]
    fn the_cheapest_comes_first_then_the_fixed_order_and_a_session_last() {
        let ranked = rank(offers(), |_, _| BaseUnits::parse("1000").ok());
        let expected = [
            (Rail::EvmCharge, 5),
            (Rail::TempoCharge, 20),
            (Rail::X402V2, 20),
            (Rail::TempoSession, 1),
        ];
        assert_eq!(order(&ranked), expected);
    }

    #[test]
    fn what_the_payer_has_no_means_for_comes_last() {
        let ranked = rank(offers(), |chain, _| match chain {
            ChainId::TEMPO_TESTNET => None,
            _ => BaseUnits::parse("5").ok(),
        });
        let means: Vec<_> = ranked.iter().map(|ranked| ranked.means).collect();
        assert_eq!(
            means,
            [
                Means::Enough,
                Means::Unknown,
                Means::Unknown,
                Means::TooLittle
            ]
        );
        assert_eq!(ranked[3].payable.rail(), Rail::X402V2);
    }

    #[test]
    fn a_proof_needs_no_balance() {
        let ranked = rank(vec![payable(&fixtures::tempo_charge("0"))], |_, _| {
            Some(BaseUnits::ZERO)
        });
        assert_eq!(ranked[0].means, Means::Enough);
    }

    #[test]
    fn the_header_names_what_can_be_paid_in_the_order_of_preference() {
        let rails = [
            Rail::TempoCharge,
            Rail::TempoProof,
            Rail::X402V2,
            Rail::EvmCharge,
            Rail::TempoSession,
        ];
        let header = accept_payment(&rails).unwrap();
        assert_eq!(
            header,
            "tempo/charge, evm/charge;q=0.9, tempo/session;q=0.8"
        );
        assert_eq!(
            mpp::accept_payment::parse(&header).unwrap().len(),
            3,
            "the crate that servers use reads it"
        );
        assert_eq!(accept_payment(&[Rail::X402V1]), None);
    }
}
