//! Bodies of requests, as they are typed, and of answers, byte for byte. Knows no price.

use std::fs::{self, File, OpenOptions};
use std::io::{self, IsTerminal, Read, Write};
use std::path::Path;

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

/// Where an answer's body goes. A file is opened before anything is asked: what cannot be written
/// must not be paid for.
pub(crate) enum Output {
    Standard,
    File(File),
}

impl Output {
    /// What the file held stays until there is an answer.
    pub(crate) fn to(file: Option<&Path>) -> Result<Self, Stop> {
        let Some(path) = file else {
            return Ok(Self::Standard);
        };
        let mut options = OpenOptions::new();
        let opened = options.write(true).create(true).truncate(false).open(path);
        opened.map(Self::File).map_err(|error| {
            let path = path.display();
            Stop::Failed(format!("{path} cannot be written: {error}."))
        })
    }

    /// Writes an answer's whole body.
    pub(crate) fn write(self, bought: &Bought) -> Result<(), Stop> {
        let Some(bytes) = &bought.body else {
            eprintln!("The answer's body is no longer kept.");
            return Err(Stop::Code(Code::Network));
        };
        match self {
            Self::Standard => print(bytes)?,
            Self::File(mut file) => {
                if file.metadata()?.is_file() {
                    file.set_len(0)?;
                }
                file.write_all(bytes)?;
            }
        }
        Ok(())
    }
}

/// Writes an answer to standard output, byte for byte.
pub(crate) fn print(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()?;
    if out.is_terminal() && !bytes.ends_with(b"\n") {
        eprintln!();
    }
    Ok(())
}

/// The View has the beginning of a text; what it has no room for is whole in the ledger.
pub(crate) fn whole(answer: &AnswerView, sandbox: bool) -> Result<Option<Vec<u8>>, Stop> {
    if let (Some(text), false) = (&answer.text, answer.more) {
        return Ok(Some(text.clone().into_bytes()));
    }
    let Ok(intent) = Intent::try_from(answer.intent.clone()) else {
        return Ok(None);
    };
    let folders = Folders::of_this_user().ok_or_else(no_home)?;
    let name = if sandbox { SANDBOX_FILE } else { FILE };
    let failed = |error: LedgerError| Stop::Failed(format!("{error}."));
    let ledger = Ledger::open(&folders.data.join(name)).map_err(failed)?;
    let kept = ledger.answer(&intent).map_err(failed)?;
    Ok(kept.map(|kept| kept.body))
}
