//! Values to write, and the one notation in which values are compared. Knows no place.

use jsonc_parser::ast;

use super::layout::Layout;
use super::style::Style;

/// A value to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    /// A string.
    Text(String),
    /// True or false.
    Flag(bool),
    /// An array of strings.
    Texts(Vec<String>),
    /// An object, in this order.
    Object(Vec<(String, Value)>),
    /// A value as it stood in a file.
    Raw(String),
}

impl Value {
    /// As JSON; `style` is the style of the member that holds it.
    pub(super) fn written(&self, style: &Style) -> String {
        match self {
            Self::Text(text) => quoted(text),
            Self::Texts(texts) => {
                let items: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
                format!("[{}]", items.join(&style.list_gap()))
            }
            Self::Object(members) => {
                let inner = style.deeper();
                let members: Vec<(&str, String)> = members
                    .iter()
                    .map(|(key, value)| (key.as_str(), value.written(&inner)))
                    .collect();
                style.object(&members)
            }
            Self::Flag(flag) => flag.to_string(),
            Self::Raw(text) => text.clone(),
        }
    }

    /// Whether it holds members.
    pub(crate) fn is_object(&self) -> bool {
        match self {
            Self::Object(_) => true,
            Self::Raw(written) => written.starts_with('{'),
            Self::Text(_) | Self::Flag(_) | Self::Texts(_) => false,
        }
    }

    /// In the notation of [`super::Node::canonical`]; none when it is no JSON.
    pub(crate) fn canonical(&self) -> Option<String> {
        canonical_literal(&self.written(&Style::one_line()))
    }
}

/// `text` as a JSON string. What JSON does not ask to escape stays as it is.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A value given as JSON in one fixed notation; none when it is no JSON.
pub(crate) fn canonical_literal(literal: &str) -> Option<String> {
    let layout = Layout::read_value(literal).ok()?;
    layout.nodes.first().map(|root| root.canonical.clone())
}

/// `value` in one fixed notation, whatever spaces, escapes and order it was written with.
pub(super) fn canonical(value: &ast::Value<'_>) -> String {
    match value {
        ast::Value::StringLit(text) => format!("{:?}", text.value),
        ast::Value::NumberLit(number) => number.value.to_owned(),
        ast::Value::BooleanLit(flag) => flag.value.to_string(),
        ast::Value::NullKeyword(_) => "null".to_owned(),
        ast::Value::Array(array) => {
            let items: Vec<String> = array.elements.iter().map(canonical).collect();
            format!("[{}]", items.join(", "))
        }
        ast::Value::Object(object) => {
            let members = object.properties.iter();
            let mut members: Vec<String> = members
                .map(|member| format!("{:?}: {}", member.name.as_str(), canonical(&member.value)))
                .collect();
            members.sort();
            format!("{{{}}}", members.join(", "))
        }
    }
}
