//! `purser graph`: one query to the Codex Supergraph.

use std::io::{self, Read};

use wallet::contract::{PayCommand, TableView};

use crate::arguments::Graph;
use crate::body::Output;
use crate::exit::Stop;
use crate::front::Front;
use crate::out::plain;
use crate::purchase::{self, Asking};

pub(crate) async fn run(graph: Graph) -> Result<(), Stop> {
    let consent = &graph.paying.consent;
    let intent = purchase::intent(consent)?;
    let query = match graph.query.as_str() {
        "-" => {
            let mut text = String::new();
            io::stdin().lock().read_to_string(&mut text)?;
            text
        }
        query => query.to_owned(),
    };
    let ask = PayCommand::Graph {
        intent: intent.clone(),
        query,
        variables: graph.variables,
        max_amount: graph.paying.max_amount,
    };
    let front = Front::reach().await?;
    let asking = Asking::of(consent, &front);
    let bought = purchase::buy(&front, ask, &intent, asking).await;
    front.close().await;
    let bought = bought?;
    match &bought.answer.table {
        Some(table) if graph.table => print(table),
        _ => Output::Standard.write(&bought)?,
    }
    bought.say_receipt();
    bought.ended()
}

/// In columns as wide as their widest cell.
fn print(table: &TableView) {
    let rows: Vec<Vec<String>> = [&table.columns]
        .into_iter()
        .chain(&table.rows)
        .map(|row| row.iter().map(|cell| plain(cell)).collect())
        .collect();
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..table.columns.len()).map(width).collect();
    for row in &rows {
        let cells = row.iter().zip(&widths);
        let line: Vec<String> = cells
            .map(|(cell, width)| format!("{cell:width$}"))
            .collect();
        say!("{}", line.join("  ").trim_end());
    }
}
