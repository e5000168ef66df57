//! Texts and numbers that a server wrote, made fit to be kept. Must not know what they are for.

use alloy::primitives::Address;

use crate::{BaseUnits, Refused};

/// Longest text that is kept of a server, in characters.
const MAX_TEXT: usize = 200;

/// A server's text as it may be shown: without control, formatting and direction characters, shortened.
pub(crate) fn text(untrusted: &str) -> String {
    untrusted
        .chars()
        .filter(|character| !character.is_control() && !is_invisible(*character))
        .take(MAX_TEXT)
        .collect()
}

/// Characters that draw nothing but change how others are drawn (Unicode: zero width, direction, tags).
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
    )
}

/// An address as every dialect writes it: `0x` and 40 hex digits.
pub(crate) fn address(untrusted: &str) -> Result<Address, Refused> {
    match untrusted.strip_prefix("0x") {
        Some(digits) if digits.len() == 40 => {
            digits.parse().map_err(|_| Refused::AddressUnreadable)
        }
        _ => Err(Refused::AddressUnreadable),
    }
}

/// An amount as every dialect writes it.
pub(crate) fn amount(untrusted: &str) -> Result<BaseUnits, Refused> {
    BaseUnits::parse(untrusted).map_err(|_| Refused::AmountUnreadable)
}
