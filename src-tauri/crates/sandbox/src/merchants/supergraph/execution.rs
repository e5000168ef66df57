//! Runs a GraphQL query over the data set: one operation, its fragments, arguments and variables.
//! Must not know who asks, nor what it costs.

use std::collections::HashMap;

use apollo_parser::{
    Parser,
    cst::{self, CstNode, Definition, OperationDefinition, Selection, SelectionSet},
};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::dataset;

/// Deepest nesting that is read.
const DEPTH_LIMIT: usize = 64;

/// The body of a request.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct GraphRequest {
    pub(super) query: String,
    variables: Option<Map<String, Value>>,
    operation_name: Option<String>,
}

/// A parsed document, or what is wrong with it.
pub(super) struct Document {
    operations: Vec<OperationDefinition>,
    fragments: HashMap<String, SelectionSet>,
    syntax: Option<String>,
}

impl Document {
    /// Reads a document. What is wrong with it is told when it runs.
    pub(super) fn read(text: &str) -> Self {
        let tree = Parser::new(text).recursion_limit(DEPTH_LIMIT).parse();
        let mut document = Self {
            operations: Vec::new(),
            fragments: HashMap::new(),
            syntax: tree.errors().next().map(|error| error.message().to_owned()),
        };
        for definition in tree.document().definitions() {
            match definition {
                Definition::OperationDefinition(operation) => document.operations.push(operation),
                Definition::FragmentDefinition(fragment) => {
                    let name = fragment.fragment_name().and_then(|name| name.name());
                    if let (Some(name), Some(selections)) = (name, fragment.selection_set()) {
                        document
                            .fragments
                            .insert(name.text().to_string(), selections);
                    }
                }
                _ => {}
            }
        }
        document
    }

    /// Whether an operation of it is a mutation or a subscription.
    pub(super) fn changes_or_subscribes(&self) -> bool {
        let mut kinds = self
            .operations
            .iter()
            .filter_map(OperationDefinition::operation_type);
        kinds.any(|kind| kind.query_token().is_none())
    }

    /// The answer: `data`, or `errors` when a part of it cannot be had.
    pub(super) fn execute(&self, request: &GraphRequest, now: Timestamp) -> Value {
        match self.data(request, now) {
            Ok(data) => json!({"data": data}),
            Err(message) => json!({"data": null, "errors": [{"message": message}]}),
        }
    }

    fn data(&self, request: &GraphRequest, now: Timestamp) -> Result<Value, String> {
        if let Some(syntax) = &self.syntax {
            return Err(format!("Syntax Error: {syntax}"));
        }
        if self.changes_or_subscribes() {
            return Err("The sandbox only answers queries.".to_owned());
        }
        let mut wanted = self.operations.iter().filter(|operation| {
            let name = operation.name().map(|name| name.text().to_string());
            request.operation_name.is_none() || name == request.operation_name
        });
        let (Some(operation), None) = (wanted.next(), wanted.next()) else {
            return Err("Must provide the name of one operation.".to_owned());
        };
        let run = Run {
            document: self,
            variables: variables(operation, request.variables.as_ref()),
            now,
        };
        let selections = operation.selection_set().ok_or("The operation is empty.")?;
        let mut data = Map::new();
        for field in run.fields(&selections) {
            let name = name(&field);
            let value = dataset::root(&name, &run.arguments(&field), run.now)
                .ok_or_else(|| unknown(&name, "Query"))?;
            data.insert(
                key(&field),
                run.select(&value, field.selection_set(), &name)?,
            );
        }
        Ok(Value::Object(data))
    }
}

/// The variables that were sent, over the defaults of the operation.
fn variables(
    operation: &OperationDefinition,
    sent: Option<&Map<String, Value>>,
) -> Map<String, Value> {
    let mut variables = Map::new();
    let defined = operation.variable_definitions();
    for definition in defined
        .iter()
        .flat_map(cst::VariableDefinitions::variable_definitions)
    {
        let default = definition
            .default_value()
            .and_then(|default| default.value());
        if let (Some(variable), Some(default)) = (definition.variable(), default) {
            variables.insert(variable.text().to_string(), literal(&default, &Map::new()));
        }
    }
    variables.extend(sent.cloned().unwrap_or_default());
    variables
}

/// One run of an operation.
struct Run<'a> {
    document: &'a Document,
    variables: Map<String, Value>,
    now: Timestamp,
}

impl Run<'_> {
    /// The fields of a selection, its fragments put in their place.
    fn fields(&self, selections: &SelectionSet) -> Vec<cst::Field> {
        self.fields_within(selections, DEPTH_LIMIT)
    }

    fn fields_within(&self, selections: &SelectionSet, depth: usize) -> Vec<cst::Field> {
        let Some(deeper) = depth.checked_sub(1) else {
            return Vec::new();
        };
        let within = |set: Option<SelectionSet>| {
            set.map_or_else(Vec::new, |set| self.fields_within(&set, deeper))
        };
        selections
            .selections()
            .flat_map(|selection| match selection {
                Selection::Field(field) => vec![field],
                Selection::InlineFragment(fragment) => within(fragment.selection_set()),
                Selection::FragmentSpread(spread) => {
                    let name = spread.fragment_name().and_then(|name| name.name());
                    let name = name.map(|name| name.text().to_string()).unwrap_or_default();
                    within(self.document.fragments.get(&name).cloned())
                }
            })
            .collect()
    }

    fn arguments(&self, field: &cst::Field) -> Map<String, Value> {
        let arguments = field.arguments();
        let arguments = arguments.iter().flat_map(cst::Arguments::arguments);
        arguments
            .filter_map(|argument| {
                let name = argument.name()?.text().to_string();
                Some((name, literal(&argument.value()?, &self.variables)))
            })
            .collect()
    }

    /// The part of `value` that is selected.
    fn select(
        &self,
        value: &Value,
        selections: Option<SelectionSet>,
        kind: &str,
    ) -> Result<Value, String> {
        match (value, selections) {
            (Value::Null, _) => Ok(Value::Null),
            (Value::Array(items), selections) => items
                .iter()
                .map(|item| self.select(item, selections.clone(), kind))
                .collect(),
            (Value::Object(object), Some(selections)) => {
                let mut selected = Map::new();
                for field in self.fields(&selections) {
                    let name = name(&field);
                    let value = match name.as_str() {
                        "__typename" => json!(kind),
                        _ => {
                            let value = object.get(&name).ok_or_else(|| unknown(&name, kind))?;
                            self.select(value, field.selection_set(), &name)?
                        }
                    };
                    selected.insert(key(&field), value);
                }
                Ok(Value::Object(selected))
            }
            (Value::Object(_), None) => Err(format!(
                "Field \"{kind}\" must have a selection of subfields."
            )),
            (scalar, None) => Ok(scalar.clone()),
            (_, Some(_)) => Err(format!("Field \"{kind}\" must not have a selection.")),
        }
    }
}

fn unknown(name: &str, kind: &str) -> String {
    format!("Cannot query field \"{name}\" on \"{kind}\".")
}

fn name(field: &cst::Field) -> String {
    field
        .name()
        .map(|name| name.text().to_string())
        .unwrap_or_default()
}

/// What a field is called in the answer.
fn key(field: &cst::Field) -> String {
    let alias = field.alias().and_then(|alias| alias.name());
    alias.map_or_else(|| name(field), |alias| alias.text().to_string())
}

/// A value of the document as JSON. Numbers, strings and truth values are written alike in both.
fn literal(value: &cst::Value, variables: &Map<String, Value>) -> Value {
    match value {
        cst::Value::Variable(variable) => variables
            .get(&variable.text().to_string())
            .cloned()
            .unwrap_or_default(),
        cst::Value::StringValue(text) => json!(String::from(text)),
        cst::Value::EnumValue(name) => json!(name.text().to_string()),
        cst::Value::ListValue(list) => list.values().map(|one| literal(&one, variables)).collect(),
        cst::Value::ObjectValue(object) => object
            .object_fields()
            .filter_map(|field| {
                let name = field.name()?.text().to_string();
                Some((name, literal(&field.value()?, variables)))
            })
            .collect(),
        cst::Value::IntValue(_)
        | cst::Value::FloatValue(_)
        | cst::Value::BooleanValue(_)
        | cst::Value::NullValue(_) => {
            serde_json::from_str(value.source_string().trim()).unwrap_or_default()
        }
    }
}

#[cfg(test)]
mod tests;
