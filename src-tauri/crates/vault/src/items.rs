//! Named secrets, and their one form on disk and in the keychain. Knows neither.

use std::collections::BTreeMap;

use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

/// Named secrets.
#[derive(Debug, Clone, Default)]
pub(crate) struct Items(BTreeMap<String, SecretString>);

impl Items {
    pub(crate) fn get(&self, name: &str) -> Option<SecretString> {
        self.0.get(name).cloned()
    }

    pub(crate) fn with(&self, name: &str, secret: &SecretString) -> Self {
        let mut items = self.clone();
        items.0.insert(name.to_owned(), secret.clone());
        items
    }

    pub(crate) fn without(&self, name: &str) -> Self {
        let mut items = self.clone();
        items.0.remove(name);
        items
    }

    /// A JSON object of strings.
    pub(crate) fn to_json(&self) -> Zeroizing<String> {
        let exposed: BTreeMap<&str, &str> = self
            .0
            .iter()
            .map(|(name, secret)| (name.as_str(), secret.expose_secret()))
            .collect();
        // A map of strings always serialises.
        Zeroizing::new(serde_json::to_string(&exposed).unwrap_or_default())
    }

    pub(crate) fn from_json(json: &[u8]) -> Option<Self> {
        serde_json::from_slice(json).ok().map(Self)
    }
}
