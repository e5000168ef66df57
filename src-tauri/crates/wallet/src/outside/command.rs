//! How another maker's wallet is told what to do: its arguments and its input, as data. Runs
//! nothing.
//!
//! Every value that did not come from us stands behind `=` in the argument of its option, so that
//! none can be taken for an option.

use std::path::{Path, PathBuf};

use gateway::paid::PaidRequest;
use payments::Micros;
use serde::de::IgnoredAny;
use serde_json::{Map, Value};

use super::{OutsideError, OutsideProgram, OutsideWallet};
use crate::money;

/// Headers that may stand in the list of running programs. Others may be somebody's key.
const SHOWN_HEADERS: [&str; 4] = [
    "accept",
    "accept-language",
    "content-type",
    "x-codex-payment",
];
/// Longest body that is given as an argument, in bytes: half of what Linux takes of one.
const ARGUMENT_LIMIT: usize = 64 * 1024;

/// A program to run.
pub(super) struct Command {
    pub(super) program: PathBuf,
    pub(super) arguments: Vec<String>,
    pub(super) environment: &'static [(&'static str, &'static str)],
    pub(super) input: Vec<u8>,
    pub(super) report: Report,
}

/// Where the program says how it went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Report {
    /// In the file that it was told; its output is the answer's body.
    File,
    /// In its output.
    Output,
}

impl Command {
    pub(super) fn of(
        outside: &OutsideProgram,
        request: &PaidRequest,
        limit: Micros,
        report: &Path,
    ) -> Result<Self, OutsideError> {
        if limit == Micros::ZERO {
            return Err(OutsideError::NothingAllowed);
        }
        let headers = shown_headers(request)?;
        let program = outside.program.clone();
        match outside.wallet {
            OutsideWallet::Tempo => Ok(tempo(program, request, &headers, limit, report)),
            OutsideWallet::Awal => awal(program, request, headers, limit),
        }
    }
}

/// <https://github.com/tempoxyz/wallet>, `tempo request --help`. It follows no redirect and tries
/// nothing again unless it is told to.
fn tempo(
    program: PathBuf,
    request: &PaidRequest,
    headers: &[(String, String)],
    limit: Micros,
    report: &Path,
) -> Command {
    let mut arguments = vec![
        "request".to_owned(),
        format!("--request={}", request.method()),
    ];
    for (name, value) in headers {
        arguments.push(format!("--header={name}: {value}"));
    }
    if !request.body_bytes().is_empty() {
        arguments.push("--data=@-".to_owned());
    }
    arguments.push(format!("--max-spend={}", money::decimal(limit)));
    arguments.push(format!("--write-meta={}", report.display()));
    arguments.push(request.url().to_string());
    Command {
        program,
        arguments,
        // Else it writes JSON answers anew.
        environment: &[("TEMPO_NO_AUTO_JSON", "1")],
        input: request.body_bytes().to_vec(),
        report: Report::File,
    }
}

/// <https://github.com/coinbase/agentic-wallet-skills>, `references/x402-pay.md`.
fn awal(
    program: PathBuf,
    request: &PaidRequest,
    headers: Vec<(String, String)>,
    limit: Micros,
) -> Result<Command, OutsideError> {
    let mut arguments = vec![
        "x402".to_owned(),
        "pay".to_owned(),
        request.url().to_string(),
        format!("--method={}", request.method()),
    ];
    if !request.body_bytes().is_empty() {
        arguments.push(format!("--data={}", json_text(request.body_bytes())?));
    }
    if !headers.is_empty() {
        let headers: Map<String, Value> = headers
            .into_iter()
            .map(|(name, value)| (name, Value::String(value)))
            .collect();
        arguments.push(format!("--headers={}", Value::Object(headers)));
    }
    // USDC's atomic units are millionths.
    arguments.push(format!("--max-amount={}", limit.0));
    arguments.push("--json".to_owned());
    Ok(Command {
        program,
        arguments,
        environment: &[],
        input: Vec::new(),
        report: Report::Output,
    })
}

fn shown_headers(request: &PaidRequest) -> Result<Vec<(String, String)>, OutsideError> {
    request
        .headers()
        .map(|(name, value)| {
            let value = std::str::from_utf8(value).ok();
            let value = value.filter(|_| SHOWN_HEADERS.contains(&name));
            let value = value.ok_or(OutsideError::HeaderWithheld)?;
            Ok((name.to_owned(), value.to_owned()))
        })
        .collect()
}

fn json_text(body: &[u8]) -> Result<&str, OutsideError> {
    let text = std::str::from_utf8(body).map_err(|_| OutsideError::BodyUnsuited)?;
    let is_json = serde_json::from_str::<IgnoredAny>(text).is_ok();
    if !is_json || text.len() > ARGUMENT_LIMIT {
        return Err(OutsideError::BodyUnsuited);
    }
    Ok(text)
}
