//! Amounts: a token's base units, and millionths of a dollar for budgets. Must not know any token.

use std::fmt;

use alloy::primitives::U256;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// How many decimal digits 2^256−1 has.
const MOST_DIGITS: usize = 78;

/// How many decimals one millionth of a dollar stands for.
const MICRO_DECIMALS: u8 = 6;

/// An amount in a token's smallest unit. Its text is a plain decimal number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct BaseUnits(pub U256);

/// Text that is not an amount in base units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a whole number of base units")]
pub struct NotBaseUnits;

impl BaseUnits {
    /// Nothing.
    pub const ZERO: Self = Self(U256::ZERO);

    /// Reads `0` or digits without a leading zero: no sign, no point, no exponent, no `0x`, at most 78 digits.
    ///
    /// # Errors
    /// [`NotBaseUnits`] for every other text, and for a number above 2^256−1.
    pub fn parse(text: &str) -> Result<Self, NotBaseUnits> {
        let plain = !text.is_empty()
            && text.len() <= MOST_DIGITS
            && text.bytes().all(|byte| byte.is_ascii_digit())
            && (text == "0" || !text.starts_with('0'));
        if !plain {
            return Err(NotBaseUnits);
        }
        U256::from_str_radix(text, 10)
            .map(Self)
            .map_err(|_| NotBaseUnits)
    }

    /// Whether it is nothing.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// `self + other`, if that can be written.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// `self − other`, if that is not below nothing.
    #[must_use]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// The amount in millionths of one token, rounded up, so that a budget never counts too little. `None` above
    /// what [`Micros`] can hold.
    #[must_use]
    pub fn micros(self, decimals: u8) -> Option<Micros> {
        let ten = U256::from(10);
        let micros = match decimals.checked_sub(MICRO_DECIMALS) {
            Some(more) => match ten.checked_pow(U256::from(more)) {
                Some(unit) => self.0.div_ceil(unit),
                None if self.is_zero() => U256::ZERO,
                None => U256::ONE,
            },
            None => {
                let unit = ten.pow(U256::from(MICRO_DECIMALS - decimals));
                self.0.checked_mul(unit)?
            }
        };
        u64::try_from(micros).ok().map(Micros)
    }

    /// The most base units that are not above `budget`, so that none is exceeded.
    #[must_use]
    pub fn within(budget: Micros, decimals: u8) -> Self {
        if budget == Micros::ZERO {
            return Self::ZERO;
        }
        let (ten, budget) = (U256::from(10), U256::from(budget.0));
        Self(match decimals.checked_sub(MICRO_DECIMALS) {
            Some(more) => ten
                .checked_pow(U256::from(more))
                .map_or(U256::MAX, |unit| budget.saturating_mul(unit)),
            None => budget / ten.pow(U256::from(MICRO_DECIMALS - decimals)),
        })
    }
}

impl fmt::Display for BaseUnits {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl Serialize for BaseUnits {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for BaseUnits {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(de::Error::custom)
    }
}

/// Millionths of one dollar-pegged token, whichever token: what budgets count in.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Micros(pub u64);

impl Micros {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// `self + other`, clamped to the representable range.
    #[must_use]
    pub const fn saturating_add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// `self − other`, not below nothing.
    #[must_use]
    pub const fn saturating_sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_plain_decimal_numbers_are_amounts() {
        let largest = U256::MAX.to_string();
        for text in ["0", "1", "10000", &largest] {
            assert_eq!(BaseUnits::parse(text).unwrap().to_string(), text);
        }
        for text in [
            "", "00", "01", "+1", "-1", "1.0", "1e3", "0x10", " 1", "1 ", "1_000", "١",
        ] {
            assert_eq!(BaseUnits::parse(text), Err(NotBaseUnits), "{text:?}");
        }
    }

    #[test]
    fn a_number_above_the_largest_word_is_no_amount() {
        for digits in ["9".repeat(78), "1".repeat(79), "1".repeat(100_000)] {
            assert_eq!(BaseUnits::parse(&digits), Err(NotBaseUnits));
        }
    }

    #[test]
    fn a_part_of_a_millionth_counts_as_a_whole_one() {
        let units = |number: u64| BaseUnits(U256::from(number));
        assert_eq!(units(1).micros(18), Some(Micros(1)));
        assert_eq!(units(1_000_000_000_001).micros(18), Some(Micros(2)));
        assert_eq!(units(10_000).micros(6), Some(Micros(10_000)));
        assert_eq!(units(5).micros(2), Some(Micros(50_000)));
        assert_eq!(units(1).micros(255), Some(Micros(1)));
        assert_eq!(units(0).micros(255), Some(Micros(0)));
    }

    #[test]
    fn a_budget_buys_no_base_unit_too_many() {
        for (micros, decimals, units) in [
            (10_000_u64, 6, "10000"),
            (1, 18, "1000000000000"),
            (19_999, 2, "1"),
            (9_999, 2, "0"),
            (0, 255, "0"),
        ] {
            let bought = BaseUnits::within(Micros(micros), decimals);
            assert_eq!(bought.to_string(), units, "{micros} of {decimals}");
        }
    }

    #[test]
    fn an_amount_beyond_every_budget_has_no_millionths() {
        assert_eq!(BaseUnits(U256::MAX).micros(6), None);
        assert_eq!(BaseUnits(U256::MAX).micros(0), None);
        assert_eq!(
            BaseUnits(U256::from(u64::MAX)).micros(6),
            Some(Micros(u64::MAX))
        );
    }

    proptest! {
        #[test]
        fn every_amount_reads_back_as_it_was_written(bytes in any::<[u8; 32]>()) {
            let amount = BaseUnits(U256::from_be_bytes(bytes));
            prop_assert_eq!(BaseUnits::parse(&amount.to_string()), Ok(amount));
            let json = serde_json::to_string(&amount).unwrap();
            prop_assert_eq!(serde_json::from_str::<BaseUnits>(&json).unwrap(), amount);
        }

        #[test]
        fn no_text_breaks_the_reading_of_an_amount(text in ".*") {
            if let Ok(amount) = BaseUnits::parse(&text) {
                prop_assert_eq!(amount.to_string(), text);
            }
        }
    }
}
