//! Money as text, and text as money. The only place that formats it.

use gateway::MicroUsd;
use payments::{BaseUnits, Micros, Token};

use crate::contract::ProblemCode;
use crate::ledger::Payment;
use crate::problem::Fault;

/// Digits after the point that a limit may have.
const LIMIT_DIGITS: usize = 6;

/// `$1,234.56`; below one cent with as many digits as needed (`$0.000125`). Never rounds a
/// positive amount to zero; cents are cut, not rounded, so that nobody sees credit that is not there.
pub(crate) fn text(amount: MicroUsd) -> String {
    let sign = if amount.0 < 0 { "−" } else { "" };
    let micros = amount.0.unsigned_abs();
    let (dollars, fraction) = (micros / 1_000_000, micros % 1_000_000);
    if dollars == 0 && fraction > 0 && fraction < 10_000 {
        let digits = format!("{fraction:06}");
        return format!("{sign}$0.{}", digits.trim_end_matches('0'));
    }
    format!("{sign}${}.{:02}", grouped(dollars), fraction / 10_000)
}

/// To the last micro-dollar that is not zero, and never less than cents: `$0.03388`.
pub(crate) fn exact(amount: MicroUsd) -> String {
    let sign = if amount.0 < 0 { "−" } else { "" };
    let micros = amount.0.unsigned_abs();
    let digits = format!("{:06}", micros % 1_000_000);
    let kept = digits.trim_end_matches('0').len().max(2);
    let (digits, _) = digits.split_at(kept);
    format!("{sign}${}.{digits}", grouped(micros / 1_000_000))
}

/// `0.10`, of a dollar-pegged token: to the last digit that is not zero, and never less than cents.
pub(crate) fn decimal(amount: Micros) -> String {
    let digits = format!("{:06}", amount.0 % 1_000_000);
    let kept = digits.trim_end_matches('0').len().max(2);
    let (digits, _) = digits.split_at(kept);
    format!("{}.{digits}", amount.0 / 1_000_000)
}

/// Reads `0.10`: digits, at most one point, at most six digits after it.
///
/// # Errors
/// A Problem that names the text.
pub(crate) fn parse(text: &str) -> Result<Micros, Fault> {
    let unreadable = || {
        Fault::new(ProblemCode::InputUnreadable)
            .with("value", text)
            .because("reason-amount")
    };
    let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let some = !whole.is_empty() || !fraction.is_empty();
    if !some || !plain(whole) || !plain(fraction) || fraction.len() > LIMIT_DIGITS {
        return Err(unreadable());
    }
    let digits = format!("{whole}{fraction:0<LIMIT_DIGITS$}");
    digits.parse().map(Micros).map_err(|_| unreadable())
}

/// `0.001 USDC`: exact, whatever the token's decimals.
pub(crate) fn token(amount: BaseUnits, token: &Token) -> String {
    format!("{} {}", whole(amount, token.decimals), token.symbol)
}

/// `0.001`, without the token's name.
pub(crate) fn number(amount: BaseUnits, of: &Token) -> String {
    whole(amount, of.decimals)
}

/// `0.001 USDC`, of a payment in the ledger.
pub(crate) fn paid(payment: &Payment) -> String {
    let amount = whole(payment.amount, payment.decimals);
    format!("{amount} {}", payment.symbol)
}

/// `0.001`, `12`: an amount in whole tokens, with every digit.
pub(crate) fn whole(amount: BaseUnits, decimals: u8) -> String {
    let decimals = usize::from(decimals);
    let digits = format!("{:0>width$}", amount.to_string(), width = decimals + 1);
    let (whole, fraction) = digits.split_at(digits.len() - decimals);
    match fraction.trim_end_matches('0') {
        "" => whole.to_owned(),
        fraction => format!("{whole}.{fraction}"),
    }
}

fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_cut_to_cents_and_never_shown_as_more_than_it_is() {
        for (micros, expected) in [
            (0, "$0.00"),
            (12_345_678, "$12.34"),
            (12_999_999, "$12.99"),
            (1_234_567_890_000, "$1,234,567.89"),
            (1_250_000_000, "$1,250.00"),
            (125, "$0.000125"),
            (9_999, "$0.009999"),
            (10_000, "$0.01"),
            (-2_500_000, "−$2.50"),
            (i64::MIN, "−$9,223,372,036,854.77"),
        ] {
            assert_eq!(text(MicroUsd(micros)), expected);
        }
    }

    #[test]
    fn a_limit_is_read_as_it_is_written_and_nothing_else_is() {
        for (text, micros) in [
            ("0.10", 100_000),
            ("5", 5_000_000),
            ("5.", 5_000_000),
            (".5", 500_000),
            ("0.000001", 1),
            ("0", 0),
        ] {
            assert_eq!(parse(text), Ok(Micros(micros)), "{text}");
        }
        for text in [
            "",
            ".",
            "-1",
            "+1",
            "1e3",
            "0.0000001",
            "1,5",
            "١",
            "99999999999999",
        ] {
            let fault = parse(text).unwrap_err();
            assert_eq!(fault.code, ProblemCode::InputUnreadable, "{text}");
        }
        assert_eq!(decimal(Micros(100_000)), "0.10");
        assert_eq!(decimal(Micros(5_000_001)), "5.000001");
    }

    #[test]
    fn a_token_amount_is_exact_and_never_rounded_to_nothing() {
        for (digits, decimals, text) in [
            ("1000", 6, "0.001"),
            ("1", 6, "0.000001"),
            ("0", 6, "0"),
            ("12500000", 6, "12.5"),
            ("1", 18, "0.000000000000000001"),
            ("7", 0, "7"),
        ] {
            let amount = BaseUnits::parse(digits).unwrap();
            assert_eq!(whole(amount, decimals), text);
        }
    }

    #[test]
    fn a_small_cost_is_shown_to_the_last_digit_that_says_something() {
        for (micros, expected) in [
            (33_880, "$0.03388"),
            (0, "$0.00"),
            (1, "$0.000001"),
            (-2_500_000, "−$2.50"),
        ] {
            assert_eq!(exact(MicroUsd(micros)), expected);
        }
    }
}
