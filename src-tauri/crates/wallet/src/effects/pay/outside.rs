//! Has another wallet on this computer pay, where the person chose it for an origin. What it did is
//! known only from what it says.

use std::path::PathBuf;
use std::time::Duration;

use gateway::paid::Arrival;
use jiff::SignedDuration;
use payments::{Micros, Payable, Trace};
use secrecy::SecretString;
use setup::machine::Machine;

use super::answers;
use super::buy::Came;
use super::request::Prepared;
use super::settle::{doubt, give_up};
use crate::contract::{Payer, ProblemCode};
use crate::effects::{Surroundings, Tools, blocking};
use crate::ledger::{self, Credential, Resend, SettledBy, Settlement};
use crate::outside::{OutsideAnswer, OutsideProgram, OutsideWallet, wallets};
use crate::pay::ways;
use crate::problem::Fault;
use crate::state::State;

/// A program that has not ended by then is ended; whether it paid is then unknown.
const PATIENCE: Duration = Duration::from_secs(120);
/// How the ledger names what another program carried.
const CARRIED: &str = "outside";

/// Whether it was another program's to carry: it is never started a second time for an intent.
pub(super) fn carried(stored: &Resend) -> bool {
    stored.header_name == CARRIED
}

/// The wallets that are on this computer.
pub(super) async fn found(tools: &Tools) -> Vec<(Payer, PathBuf)> {
    let found = installed(tools).await.into_iter();
    found
        .map(|known| (payer_of(known.wallet), known.program))
        .collect()
}

/// Has `payer` send the request and pay for it, at most what was quoted and approved.
pub(super) async fn pay(
    tools: &Tools,
    state: &State,
    prepared: &Prepared,
    payable: &Payable,
    payer: Payer,
) -> Result<Came, Fault> {
    let name = ways::payer_name(payer).unwrap_or_default();
    let Some(program) = program(tools, payer).await else {
        give_up(tools, state, prepared, "no such program").await?;
        return Err(failed(prepared, "reason-outside-missing", name));
    };
    if let Err(paused) = tools.unpaused(state).await {
        give_up(tools, state, prepared, "not started").await?;
        return Err(paused);
    }
    note(tools, state, prepared, payable).await?;
    let (request, limit) = (prepared.request.clone(), payable.micros());
    let path = tools.surroundings.environment.get("PATH");
    let path = path.unwrap_or_default().to_owned();
    let ran = blocking(move || program.pay(&request, limit, &path, PATIENCE)).await?;
    match ran {
        Ok(answer) => delivered(tools, state, prepared, answer).await,
        Err(error) if error.arrival() == Arrival::NotSent => {
            give_up(tools, state, prepared, "not sent").await?;
            Err(failed(prepared, "reason-outside-failed", name))
        }
        Err(error) => {
            tracing::warn!(%error, "another wallet gave no clean answer");
            let intent = prepared.intent.clone();
            let unknown = tools.with_ledger(state, move |ledger, now| {
                ledger.unknown(&intent, "reason-outside-unknown", now)
            });
            unknown.await?;
            Err(doubt(prepared, "reason-outside-unknown").with("program", name))
        }
    }
}

/// Looked for anew: it may have come, moved or gone since the last look.
async fn program(tools: &Tools, payer: Payer) -> Option<OutsideProgram> {
    let mut found = installed(tools).await.into_iter();
    found.find(|known| payer_of(known.wallet) == payer)
}

async fn installed(tools: &Tools) -> Vec<OutsideProgram> {
    // The login shell is not asked: every start of the command line would start one.
    let Surroundings {
        home, environment, ..
    } = tools.surroundings.clone();
    let machine = Machine::without_shell(home, environment);
    let found = blocking(move || wallets(&machine)).await;
    found.unwrap_or_default()
}

fn payer_of(wallet: OutsideWallet) -> Payer {
    match wallet {
        OutsideWallet::Tempo => Payer::Tempo,
        OutsideWallet::Awal => Payer::Awal,
    }
}

/// Written down before the program is started: a second start would pay a second time.
async fn note(
    tools: &Tools,
    state: &State,
    prepared: &Prepared,
    payable: &Payable,
) -> Result<(), Fault> {
    let intent = prepared.intent.clone();
    let trace = Trace::Outside {
        chain: payable.network().chain,
    };
    let noted = tools.with_ledger(state, move |ledger, now| {
        let credential = Credential {
            header_name: CARRIED,
            header: &SecretString::from(String::new()),
            nonce: &format!("{CARRIED}-{intent}"),
            trace: &trace,
            fee_at_most: Micros::ZERO,
            valid_before: now + SignedDuration::from_hours(24),
        };
        ledger.signed(&intent, &credential, now)?;
        ledger.sent(&intent, now)
    });
    noted.await.map(|_| ())
}

/// What the program says of its success is a claim, as a receipt is.
async fn delivered(
    tools: &Tools,
    state: &State,
    prepared: &Prepared,
    answer: OutsideAnswer,
) -> Result<Came, Fault> {
    let status = answer.status.unwrap_or(200);
    let content_type = answer
        .headers
        .iter()
        .find(|(name, _)| name == "content-type");
    let kept = ledger::Answer {
        status,
        content_type: content_type.map(|(_, value)| value.clone()),
        body: answer.body,
    };
    let paid = (200..300).contains(&status).then_some(Settlement {
        by: SettledBy::Receipt,
        transaction: None,
    });
    let shown = answers::of_kept(prepared, &kept);
    let intent = prepared.intent.clone();
    let delivered = tools.with_ledger(state, move |ledger, now| {
        ledger.delivered(&intent, &kept, paid.as_ref(), now)
    });
    delivered.await?;
    Ok(Came::Answer(shown))
}

fn failed(prepared: &Prepared, reason: &'static str, program: &str) -> Fault {
    Fault::new(ProblemCode::PaidApiFailed)
        .with("host", prepared.host())
        .with("program", program)
        .because(reason)
}
