//! Money as text. The only place that formats it.

use gateway::MicroUsd;

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
