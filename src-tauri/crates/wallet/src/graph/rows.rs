//! A JSON answer as rows of text. Knows no GraphQL.

use std::collections::VecDeque;

use serde_json::Value;

use crate::contract::TableView;

/// Most rows and columns that are shown; the whole answer is in the ledger.
const ROWS: usize = 500;
const COLUMNS: usize = 24;

/// The first list of objects, outermost first, as rows; one column for each leaf of its objects.
pub(super) fn table(data: &Value) -> Option<TableView> {
    let objects = first_list(data)?;
    let mut columns: Vec<String> = Vec::new();
    let flat: Vec<Vec<(String, String)>> = objects
        .iter()
        .take(ROWS)
        .map(|object| {
            let mut cells = Vec::new();
            leaves(object, "", &mut cells);
            cells
        })
        .collect();
    for (name, _) in flat.iter().flatten() {
        if columns.len() < COLUMNS && !columns.contains(name) {
            columns.push(name.clone());
        }
    }
    let cell = |cells: &[(String, String)], column: &String| {
        let found = cells.iter().find(|(name, _)| name == column);
        found.map_or_else(String::new, |(_, text)| text.clone())
    };
    let row =
        |cells: &Vec<(String, String)>| columns.iter().map(|column| cell(cells, column)).collect();
    let rows = flat.iter().map(row).collect();
    Some(TableView { columns, rows })
}

fn first_list(data: &Value) -> Option<&Vec<Value>> {
    let mut waiting = VecDeque::from([data]);
    while let Some(value) = waiting.pop_front() {
        match value {
            Value::Array(list) if list.iter().any(Value::is_object) => return Some(list),
            Value::Object(fields) => waiting.extend(fields.values()),
            _ => {}
        }
    }
    None
}

/// Every value that is no object, with its path: `token.info.name`.
fn leaves(value: &Value, path: &str, cells: &mut Vec<(String, String)>) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                let below = match path {
                    "" => name.clone(),
                    path => format!("{path}.{name}"),
                };
                leaves(field, &below, cells);
            }
        }
        Value::String(text) => cells.push((path.to_owned(), text.clone())),
        Value::Null => cells.push((path.to_owned(), String::new())),
        other => cells.push((path.to_owned(), other.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_outermost_list_of_objects_becomes_rows_with_a_column_for_each_leaf() {
        let data = json!({ "getNetworks": [
            { "id": 1, "name": "Ethereum" },
            { "id": 8453, "name": "Base", "info": { "chain": "evm", "tags": ["l2"] } },
        ] });
        let table = table(&data).unwrap();
        assert_eq!(table.columns, ["id", "name", "info.chain", "info.tags"]);
        assert_eq!(
            table.rows,
            [
                vec!["1", "Ethereum", "", ""],
                vec!["8453", "Base", "evm", "[\"l2\"]"],
            ]
        );
    }

    #[test]
    fn what_holds_no_list_of_objects_is_no_table() {
        for data in [
            json!(null),
            json!({ "a": 1 }),
            json!({ "a": [1, 2] }),
            json!([]),
        ] {
            assert_eq!(table(&data), None, "{data}");
        }
    }
}
