//! Reads a request's JSON body strictly: each wrong field is named, all at once. It must not repeat
//! a value that was sent, since a body may carry a password.

use std::collections::BTreeMap;

use axum::body::Bytes;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::refusal::Refusal;

/// What a field must be.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Rule {
    /// A text with at least one character.
    Text,
    /// Absent, null or a text.
    OptionalText,
    /// A whole number from the first to the second.
    Integer(i64, i64),
    /// Absent, null or a whole number from the first to the second.
    OptionalInteger(i64, i64),
    /// One of these texts.
    OneOf(&'static [&'static str]),
    /// Absent, null or one of these texts.
    OptionalOneOf(&'static [&'static str]),
    /// A text or a list.
    TextOrList,
    /// A list.
    List,
}

impl Rule {
    /// What is wrong with `value`; none when it fits.
    fn fault(self, value: Option<&Value>) -> Option<String> {
        let Some(value) = value.filter(|value| !value.is_null()) else {
            return (!self.is_optional()).then(|| "is required".to_owned());
        };
        (!self.fits(value)).then(|| format!("must be {}", self.wanted()))
    }

    fn fits(self, value: &Value) -> bool {
        match self {
            Self::Text => value.as_str().is_some_and(|text| !text.is_empty()),
            Self::OptionalText => value.is_string(),
            Self::Integer(from, to) | Self::OptionalInteger(from, to) => value
                .as_i64()
                .is_some_and(|number| (from..=to).contains(&number)),
            Self::OneOf(names) | Self::OptionalOneOf(names) => {
                value.as_str().is_some_and(|text| names.contains(&text))
            }
            Self::TextOrList => value.is_string() || value.is_array(),
            Self::List => value.is_array(),
        }
    }

    fn wanted(self) -> String {
        match self {
            Self::Text => "a text that is not empty".to_owned(),
            Self::OptionalText => "a text".to_owned(),
            Self::Integer(from, to) | Self::OptionalInteger(from, to) => {
                format!("a whole number from {from} to {to}")
            }
            Self::OneOf(names) | Self::OptionalOneOf(names) => {
                format!("one of {}", names.join(", "))
            }
            Self::TextOrList => "a text or a list".to_owned(),
            Self::List => "a list".to_owned(),
        }
    }

    fn is_optional(self) -> bool {
        match self {
            Self::OptionalText | Self::OptionalInteger(..) | Self::OptionalOneOf(_) => true,
            Self::Text | Self::Integer(..) | Self::OneOf(_) | Self::TextOrList | Self::List => {
                false
            }
        }
    }
}

/// A field's name and what it must be.
pub(crate) type Field = (&'static str, Rule);

/// The body as JSON, once every field keeps its rule. Fields without a rule are let through.
pub(crate) fn read_value(body: &Bytes, fields: &[Field]) -> Result<Value, Refusal> {
    let Ok(value @ Value::Object(_)) = serde_json::from_slice::<Value>(body) else {
        return Err(Refusal::invalid_field("body", "must be a JSON object"));
    };
    let faults: BTreeMap<String, String> = fields
        .iter()
        .filter_map(|(name, rule)| Some(((*name).to_owned(), rule.fault(value.get(name))?)))
        .collect();
    if faults.is_empty() {
        Ok(value)
    } else {
        Err(Refusal::invalid(faults))
    }
}

/// The body as `T`, once every field keeps its rule.
pub(crate) fn read<T: DeserializeOwned>(body: &Bytes, fields: &[Field]) -> Result<T, Refusal> {
    let value = read_value(body, fields)?;
    serde_json::from_value(value)
        .map_err(|_| Refusal::invalid_field("body", "does not have the documented shape"))
}

/// The body as `T`; a field without a rule is refused, so that a misspelt one is noticed.
pub(crate) fn read_exactly<T: DeserializeOwned>(
    body: &Bytes,
    fields: &[Field],
) -> Result<T, Refusal> {
    let value = read_value(body, fields)?;
    let unknown: BTreeMap<String, String> = value
        .as_object()
        .into_iter()
        .flat_map(|object| object.keys())
        .filter(|key| fields.iter().all(|(name, _)| name != key))
        .map(|key| (key.clone(), "is not a field of this request".to_owned()))
        .collect();
    if unknown.is_empty() {
        read(body, fields)
    } else {
        Err(Refusal::invalid(unknown))
    }
}
