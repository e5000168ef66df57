//! Keeps every secret that passed this process out of its texts: each exact value in each usual
//! spelling. Knows no log and no place; it must not guess where it knows.

mod shapes;
mod spellings;

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};

use spellings::spellings;

/// What stands in the place of a secret.
pub(crate) const MARK: &str = "[redacted]";
/// A shorter secret would make texts unreadable and protect nothing, in bytes.
const SHORTEST: usize = 6;
/// So many secrets are known at once. The one that was used longest ago goes first; those that the
/// vault keeps are used again each time that it is read.
const MOST: usize = 256;

/// Secrets that no text may show. Clones share what they know; it is wiped when the last one goes.
#[derive(Clone, Default)]
pub struct Known(Arc<Mutex<VecDeque<Value>>>);

/// One secret in all its spellings, the plain one first.
struct Value(Vec<Zeroizing<String>>);

impl Known {
    /// From now on no text shows this secret. One of fewer than six bytes is not remembered.
    pub fn learn(&self, secret: &SecretString) {
        let secret = secret.expose_secret();
        if secret.len() < SHORTEST {
            return;
        }
        let mut values = self.lock();
        let known = values.iter().position(|value| value.plain() == secret);
        let value = match known.and_then(|place| values.remove(place)) {
            Some(value) => value,
            None => Value(spellings(secret)),
        };
        if values.len() >= MOST {
            values.pop_front();
        }
        values.push_back(value);
    }

    /// The text, with a mark in the place of each secret that is known, and of what only looks like
    /// one (`Bearer …`, `sk-…`, the query of a URL).
    #[must_use]
    pub fn redact<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let mut shown = Cow::Borrowed(text);
        let values = self.lock();
        let spellings = values.iter().flat_map(|value| &value.0);
        let mut found: Vec<_> = spellings
            .filter(|spelling| text.contains(spelling.as_str()))
            .collect();
        // A secret that is a part of a longer one must not leave the rest of that one behind.
        found.sort_by_key(|spelling| Reverse(spelling.len()));
        for spelling in found {
            shown = Cow::Owned(shown.replace(spelling.as_str(), MARK));
        }
        drop(values);
        shapes::masked(shown)
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Value>> {
        // A value is in the list whole or not at all, also after a panic.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Value {
    fn plain(&self) -> &str {
        self.0.first().map_or("", |plain| plain.as_str())
    }
}

impl fmt::Debug for Known {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Known")
    }
}

#[cfg(test)]
mod tests;
