//! `purser ledger`: the payments, for people and for programs.

use std::io;

use wallet::contract::{Command, PayCommand, PaymentStateView, PaymentView, PaymentsView};
use wallet::ledger::{FILE, Intent, LedgerError, SANDBOX_FILE};
use wallet::settings::{Folders, Settings};

use crate::arguments::Ledger;
use crate::body;
use crate::exit::{Code, Stop};
use crate::front::{Front, no_home};
use crate::out::plain;

pub(crate) fn run(ledger: &Ledger) -> Result<(), Stop> {
    if ledger.csv || ledger.json {
        return export(ledger);
    }
    if let Some(intent) = &ledger.answer {
        return answer(intent);
    }
    crate::front::on_runtime(show(ledger.limit))
}

/// Straight from the file, whole: no engine has to run.
fn export(wanted: &Ledger) -> Result<(), Stop> {
    let Some(ledger) = file()? else {
        return Ok(());
    };
    let out = io::stdout().lock();
    if wanted.csv {
        ledger.export_csv(out).map_err(failed)
    } else {
        ledger.export_json_lines(out).map_err(failed)
    }
}

/// An answer as it came, as long as it is kept.
fn answer(intent: &str) -> Result<(), Stop> {
    let intent = Intent::try_from(intent.to_owned())
        .map_err(|error| Stop::Failed(format!("“{intent}” is {error}.")))?;
    let kept = match file()? {
        Some(ledger) => ledger.answer(&intent).map_err(failed)?,
        None => None,
    };
    match kept {
        Some(answer) => Ok(body::print(&answer.body)?),
        None => {
            eprintln!("No answer is kept under this intent.");
            Err(Stop::Code(Code::Refused))
        }
    }
}

/// The ledger of the profile in use; none while nothing was ever paid.
fn file() -> Result<Option<wallet::ledger::Ledger>, Stop> {
    let folders = Folders::of_this_user().ok_or_else(no_home)?;
    let settings = Settings::read(&folders);
    let name = if settings.sandbox { SANDBOX_FILE } else { FILE };
    let path = folders.data.join(name);
    if !path.exists() {
        return Ok(None);
    }
    let ledger = wallet::ledger::Ledger::open(&path).map_err(failed)?;
    Ok(Some(ledger))
}

fn failed(error: LedgerError) -> Stop {
    Stop::Failed(format!("{error}."))
}

/// What the Pay Wallet shows once the ledger was read.
pub(crate) async fn read(front: &Front) -> Result<PaymentsView, Stop> {
    front.view().await?;
    let ask = PayCommand::ReadLedger;
    front.perform(Command::Pay { ask }).await?;
    let payments = front.view().await?.payments;
    match payments.trouble {
        Some(trouble) => Err(Stop::Problem(trouble)),
        None => Ok(payments),
    }
}

async fn show(limit: u32) -> Result<(), Stop> {
    let front = Front::reach().await?;
    let payments = read(&front).await;
    front.close().await;
    let payments = payments?.payments;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    if payments.is_empty() {
        say!("There are no payments yet.");
    }
    payments.iter().take(limit).for_each(print);
    Ok(())
}

fn print(payment: &PaymentView) {
    let state = match payment.state {
        PaymentStateView::Asked => "asked",
        PaymentStateView::Underway => "under way",
        PaymentStateView::Delivered => "paid",
        PaymentStateView::PaidNotDelivered => "paid, no answer",
        PaymentStateView::Unknown => "unknown",
        PaymentStateView::Expired => "expired, not paid",
        PaymentStateView::Declined => "declined",
        PaymentStateView::Refused => "refused",
        PaymentStateView::Failed => "not sent",
    };
    say!(
        "{}  {}  {state}  {} {}{}",
        payment.at,
        payment.amount,
        payment.method,
        payment.origin,
        plain(&payment.path)
    );
    if let Some(transaction) = &payment.transaction {
        say!("  {} {}", payment.network, plain(transaction));
    }
    if let Some(reason) = &payment.reason {
        say!("  {}", plain(reason));
    }
}
