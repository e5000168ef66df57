//! x402's extension `payment-identifier`: the same id with the same payment is answered again, not charged again. Must
//! not know how ids are made.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::{RawValue, to_raw_value};

use crate::protocol::text::json_of;
use crate::protocol::{Unreadable, Unwritable};

/// Its name among the extensions.
pub const NAME: &str = "payment-identifier";

/// The parts of an object, each as it was received.
type Parts = BTreeMap<String, Box<RawValue>>;

/// An id for one payment: 16 to 128 of `A-Z a-z 0-9 _ -`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PaymentIdentifier(String);

impl PaymentIdentifier {
    /// Takes a text that can be an id.
    ///
    /// # Errors
    /// [`Unreadable::NotAsSpecified`] for every other text.
    pub fn parse(text: &str) -> Result<Self, Unreadable> {
        let fits = (16..=128).contains(&text.len())
            && text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
        fits.then(|| Self(text.to_owned()))
            .ok_or(Unreadable::NotAsSpecified)
    }

    /// The id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The id that a client sent in its extensions, if any.
#[must_use]
pub fn sent(extensions: &RawValue) -> Option<PaymentIdentifier> {
    #[derive(Deserialize)]
    struct Sent {
        info: SentInfo,
    }
    #[derive(Deserialize)]
    struct SentInfo {
        id: String,
    }
    let parts: Parts = json_of(extensions.get().as_bytes()).ok()?;
    let sent: Sent = json_of(parts.get(NAME)?.get().as_bytes()).ok()?;
    PaymentIdentifier::parse(&sent.info.id).ok()
}

/// The server's extensions, with the id added where the server asks for one. All else stays as it was received.
///
/// # Errors
/// [`Unwritable`] never, as far as is known: every part is JSON already.
pub fn answered(
    extensions: &RawValue,
    id: &PaymentIdentifier,
) -> Result<Box<RawValue>, Unwritable> {
    with_id(extensions, id)
        .unwrap_or_else(|| Ok(extensions.to_owned()))
        .map_err(|_| Unwritable)
}

/// `None` if the server asks for no id, or wrote one itself: what it wrote is not overwritten.
fn with_id(
    extensions: &RawValue,
    id: &PaymentIdentifier,
) -> Option<serde_json::Result<Box<RawValue>>> {
    let mut all: Parts = json_of(extensions.get().as_bytes()).ok()?;
    let mut extension: Parts = json_of(all.get(NAME)?.get().as_bytes()).ok()?;
    let mut info: Parts = json_of(extension.get("info")?.get().as_bytes()).ok()?;
    if info.contains_key("id") {
        return None;
    }
    let mut write = || {
        info.insert("id".to_owned(), to_raw_value(id.as_str())?);
        extension.insert("info".to_owned(), to_raw_value(&info)?);
        all.insert(NAME.to_owned(), to_raw_value(&extension)?);
        to_raw_value(&all)
    };
    Some(write())
}
