//! Bodies of requests, as they are typed, and of answers, byte for byte. Knows no price.

use std::fs;
use std::io::{self, IsTerminal, Read, Write};

use wallet::contract::AnswerView;
use wallet::ledger::{FILE, Intent, Ledger, LedgerError, SANDBOX_FILE};
use wallet::settings::Folders;

use crate::exit::{Code, Stop};
use crate::front::no_home;
use crate::purchase::Bought;

/// The bytes that `-d` means: `@FILE`, `-` or `@-`, else the text itself.
pub(crate) fn typed(data: &str) -> Result<Vec<u8>, Stop> {
    match data {
        "-" | "@-" => {
            let mut bytes = Vec::new();
            io::stdin().lock().read_to_end(&mut bytes)?;
            Ok(bytes)
        }
        _ => match data.strip_prefix('@') {
            Some(file) => fs::read(file)
                .map_err(|error| Stop::Failed(format!("{file} cannot be read: {error}."))),
            None => Ok(data.as_bytes().to_vec()),
        },
    }
}

/// Writes an answer's whole body to standard output.
pub(crate) fn write(bought: &Bought) -> Result<(), Stop> {
    let bytes = whole(bought)?;
    let mut out = io::stdout().lock();
    out.write_all(&bytes)?;
    out.flush()?;
    if out.is_terminal() && !bytes.ends_with(b"\n") {
        eprintln!();
    }
    Ok(())
}

/// A bought answer is whole in the ledger; the View shows the beginning of a text.
fn whole(bought: &Bought) -> Result<Vec<u8>, Stop> {
    if bought.answer.payment.is_some()
        && let Some(bytes) = kept(bought)?
    {
        return Ok(bytes);
    }
    match &bought.answer {
        AnswerView {
            text: Some(text),
            more: false,
            ..
        } => Ok(text.clone().into_bytes()),
        AnswerView {
            text: None,
            more: false,
            content_type,
            ..
        } if content_type.is_empty() => Ok(Vec::new()),
        _ => {
            eprintln!(
                "The answer cost nothing and is no short text, so it was not kept. Ask for it with \
                 another program."
            );
            Err(Stop::Code(Code::Network))
        }
    }
}

fn kept(bought: &Bought) -> Result<Option<Vec<u8>>, Stop> {
    let folders = Folders::of_this_user().ok_or_else(no_home)?;
    let name = if bought.sandbox { SANDBOX_FILE } else { FILE };
    let failed = |error: LedgerError| Stop::Failed(format!("{error}."));
    let ledger = Ledger::open(&folders.data.join(name)).map_err(failed)?;
    match Intent::try_from(bought.answer.intent.clone()) {
        Ok(intent) => Ok(ledger
            .answer(&intent)
            .map_err(failed)?
            .map(|kept| kept.body)),
        Err(_) => Ok(None),
    }
}
