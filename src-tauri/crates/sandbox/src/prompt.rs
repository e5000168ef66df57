//! What a model call says: its text, for counting, and the person's last words, for the reply.
//! Pure; it must not know what a token costs.
//!
//! The texts that count are the instructions (`instructions`, `system`) and every text part of the
//! conversation (`input`, `messages`). Tools, pictures and settings are not counted.

use serde_json::{Value, json};

/// The longest quotation in a reply, in characters.
const MAX_QUOTED_CHARS: usize = 200;

/// The countable part of a model call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Prompt {
    /// UTF-8 bytes of all counted texts.
    pub(crate) text_bytes: u64,
    /// The last thing that the person said, on one line; empty when nothing was said.
    pub(crate) last_words: String,
    /// Names of the text fields of the JSON object that the reply must be; none for plain text.
    fields: Option<Vec<String>>,
}

impl Prompt {
    /// Reads the body of POST `/v1/responses`.
    pub(crate) fn of_responses(body: &Value) -> Self {
        Self::read(
            &body["instructions"],
            &body["input"],
            &body["text"]["format"]["schema"],
        )
    }

    /// Reads the body of POST `/v1/messages`.
    pub(crate) fn of_messages(body: &Value) -> Self {
        Self::read(
            &body["system"],
            &body["messages"],
            &body["output_config"]["format"]["schema"],
        )
    }

    /// What the model answers: one friendly line, or a JSON object with that line in each text field
    /// when the caller asked for one (as a coding tool does for a title).
    pub(crate) fn reply(&self) -> String {
        let line = if self.last_words.is_empty() {
            "Sandbox here. You said nothing yet.".to_owned()
        } else {
            format!("Sandbox here. You said: {}", self.last_words)
        };
        match &self.fields {
            None => line,
            Some(names) => {
                let fields = names.iter().map(|name| (name.clone(), json!(line)));
                Value::Object(fields.collect()).to_string()
            }
        }
    }

    fn read(instructions: &Value, conversation: &Value, schema: &Value) -> Self {
        let texts = texts(instructions).into_iter().chain(texts(conversation));
        Self {
            text_bytes: texts
                .map(|text| u64::try_from(text.len()).unwrap_or(u64::MAX))
                .fold(0, u64::saturating_add),
            last_words: last_words(conversation),
            fields: text_fields(schema),
        }
    }
}

/// Each text of a conversation: a bare text, or the texts within items and their content.
fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::Object(item) => ["text", "content", "output"]
            .iter()
            .filter_map(|name| item.get(*name))
            .flat_map(texts)
            .collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) => Vec::new(),
    }
}

/// The last text of a person. Coding tools add texts of their own in the person's name, each
/// wrapped in a tag (`<environment_context>`, `<system-reminder>`): those are left out.
fn last_words(conversation: &Value) -> String {
    let items = match conversation {
        Value::Array(items) => items.iter().filter(|item| item["role"] == "user").collect(),
        other => vec![other],
    };
    let said = items
        .into_iter()
        .flat_map(texts)
        .rfind(|text| !text.trim_start().starts_with('<') && !text.trim().is_empty());
    let line: Vec<&str> = said.unwrap_or_default().split_whitespace().collect();
    line.join(" ").chars().take(MAX_QUOTED_CHARS).collect()
}

fn text_fields(schema: &Value) -> Option<Vec<String>> {
    let properties = schema["properties"].as_object()?;
    let texts = properties
        .iter()
        .filter(|(_, shape)| shape["type"] == "string");
    Some(texts.map(|(name, _)| name.clone()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reply_repeats_the_last_words_of_the_person() {
        let prompt = Prompt::of_responses(&json!({"input": [
            {"role": "user", "content": [{"type": "input_text", "text": "first"}]},
            {"role": "assistant", "content": [{"type": "output_text", "text": "answer"}]},
            {"role": "user", "content": [{"type": "input_text", "text": "say\n hello"}]},
        ]}));
        assert_eq!(prompt.reply(), "Sandbox here. You said: say hello");
    }

    #[test]
    fn texts_that_a_tool_adds_are_not_the_persons_words() {
        let prompt = Prompt::of_messages(&json!({"messages": [
            {"role": "user", "content": [
                {"type": "text", "text": "say hello"},
                {"type": "text", "text": "<system-reminder>Be kind.</system-reminder>"},
            ]},
            {"role": "system", "content": "mind the tools"},
        ]}));
        assert_eq!(prompt.last_words, "say hello");
    }

    #[test]
    fn a_bare_text_is_a_conversation_too() {
        let prompt = Prompt::of_responses(&json!({"instructions": "be", "input": "hëllo"}));
        assert_eq!(
            (prompt.text_bytes, prompt.last_words.as_str()),
            (2 + 6, "hëllo")
        );
    }

    #[test]
    fn tools_and_settings_are_not_counted() {
        let prompt = Prompt::of_messages(&json!({
            "model": "claude-opus-4-8",
            "system": [{"type": "text", "text": "1234"}],
            "tools": [{"name": "long", "description": "very long"}],
            "messages": [{"role": "user", "content": "56"}],
        }));
        assert_eq!(prompt.text_bytes, 6);
    }

    #[test]
    fn the_result_of_a_tool_is_counted() {
        let prompt = Prompt::of_responses(&json!({"input": [
            {"type": "function_call_output", "call_id": "c", "output": "12345678"},
        ]}));
        assert_eq!(prompt.text_bytes, 8);
    }

    #[test]
    fn long_words_are_cut_between_characters() {
        let prompt = Prompt::of_responses(&json!({"input": "ä".repeat(1_000)}));
        assert_eq!(prompt.last_words, "ä".repeat(MAX_QUOTED_CHARS));
    }

    #[test]
    fn a_reply_that_must_be_an_object_is_one() {
        let prompt = Prompt::of_responses(&json!({
            "input": "name this",
            "text": {"format": {"type": "json_schema", "schema": {
                "type": "object", "properties": {"title": {"type": "string"}},
            }}},
        }));
        assert_eq!(
            prompt.reply(),
            r#"{"title":"Sandbox here. You said: name this"}"#
        );
    }
}
