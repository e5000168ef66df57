//! A tool's arguments, or the problem with them: a call that is wrong is answered like one that
//! fails, in words that a program can act on. Knows no tool.

use std::borrow::Cow;

use rmcp::schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use wallet::contract::{Problem, ProblemCode};

use crate::exit::Stop;

/// Arguments that may be wrong. Their schema is that of `T`.
pub(super) struct Arguments<T>(pub(super) Result<T, Stop>);

impl<'de, T: DeserializeOwned> Deserialize<'de> for Arguments<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let arguments = Value::deserialize(from)?;
        Ok(Self(serde_json::from_value(arguments).map_err(unusable)))
    }
}

fn unusable(error: serde_json::Error) -> Stop {
    Stop::Problem(Problem {
        code: ProblemCode::InputUnreadable,
        title: "The arguments cannot be used".to_owned(),
        advice: format!("They are not as the tool's schema says: {error}. Nothing was paid."),
    })
}

impl<T: JsonSchema> JsonSchema for Arguments<T> {
    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}
