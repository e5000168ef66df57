//! The named secrets and their JSON form. Knows no place.

use std::collections::BTreeMap;

use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};

/// Every secret of one install, by name.
pub(crate) type Secrets = BTreeMap<String, SecretString>;

/// Reads the JSON object; none when it is not one. No bytes at all are an empty map.
pub(crate) fn decode(json: &[u8]) -> Option<Secrets> {
    if json.is_empty() {
        return Some(Secrets::new());
    }
    serde_json::from_slice(json).ok()
}

/// The JSON object, in memory that is wiped when dropped.
pub(crate) fn encode(secrets: &Secrets) -> Option<Zeroizing<Vec<u8>>> {
    let exposed: BTreeMap<&str, &str> = secrets
        .iter()
        .map(|(name, secret)| (name.as_str(), secret.expose_secret()))
        .collect();
    // A buffer that grows leaves copies behind: escaping makes a byte six bytes at most.
    let bound = exposed
        .iter()
        .map(|(name, secret)| 6 * (name.len() + secret.len()) + 8)
        .sum::<usize>();
    let mut json = Zeroizing::new(Vec::with_capacity(bound + 2));
    serde_json::to_writer(&mut *json, &exposed).ok()?;
    Some(json)
}
