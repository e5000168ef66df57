//! `purser key`: the Pay Wallet's key. The key itself never comes this way; its recovery phrase
//! does once, to a terminal.

use std::io::{self, BufRead, IsTerminal, Write};

use secrecy::{ExposeSecret, SecretString};
use vault::Vault;
use wallet::contract::{Command, KeyView, PayCommand, PaymentsView, Sensitive};
use wallet::ports::{PHRASE, SANDBOX_PHRASE};
use wallet::settings::Folders;
use zeroize::Zeroizing;

use crate::arguments::KeyStep;
use crate::exit::{Code, Stop};
use crate::front::{Front, no_home};
use crate::plan::print_json;

/// What is typed before the phrase is shown.
const SHOW: &str = "show";
/// What is typed once it is written down.
const WRITTEN: &str = "written";

pub(crate) async fn run(step: KeyStep) -> Result<(), Stop> {
    let front = Front::reach().await?;
    let result = match step {
        KeyStep::Create => create(&front).await,
        KeyStep::Import => import(&front).await,
        KeyStep::Phrase => phrase(&front).await,
        KeyStep::Show { json } => show(&front, json).await,
        KeyStep::Address => address(&front).await,
        KeyStep::Rpc { chain, url } => {
            front.view().await?;
            perform(&front, PayCommand::SetRpc { chain, url }).await
        }
        KeyStep::Remove { address } => remove(&front, address).await,
    };
    front.close().await;
    result
}

async fn perform(front: &Front, ask: PayCommand) -> Result<(), Stop> {
    front.perform(Command::Pay { ask }).await
}

async fn key(front: &Front) -> Result<(PaymentsView, KeyView), Stop> {
    let payments = front.view().await?.payments;
    match payments.key.clone() {
        Some(key) => Ok((payments, key)),
        None => {
            eprintln!("There is no Pay Wallet key. Make one with `purser key create`.");
            Err(Stop::Code(Code::NotSignedIn))
        }
    }
}

async fn create(front: &Front) -> Result<(), Stop> {
    front.view().await?;
    perform(front, PayCommand::CreateKey).await?;
    let (_, key) = key(front).await?;
    say!("{}", key.address);
    eprintln!("Write its recovery phrase down now: `purser key phrase` shows it once.");
    Ok(())
}

async fn import(front: &Front) -> Result<(), Stop> {
    let secret = typed_secret()?;
    front.view().await?;
    let secret = Sensitive(secret);
    perform(front, PayCommand::ImportKey { secret }).await?;
    address(front).await
}

/// From the terminal without an echo, or the first line of standard input.
fn typed_secret() -> Result<SecretString, Stop> {
    if io::stdin().is_terminal() {
        let typed = rpassword::prompt_password("Recovery phrase or key: ")?;
        return Ok(SecretString::from(typed));
    }
    let mut line = Zeroizing::new(String::new());
    io::stdin().lock().read_line(&mut line)?;
    Ok(SecretString::from(line.trim().to_owned()))
}

async fn phrase(front: &Front) -> Result<(), Stop> {
    let (payments, key) = key(front).await?;
    if !key.phrase_waits {
        eprintln!("The recovery phrase of this key is not kept: it was shown, or is yours.");
        return Err(Stop::Code(Code::Refused));
    }
    if !(io::stdin().is_terminal() && io::stdout().is_terminal()) {
        eprintln!("The recovery phrase is shown at a terminal only.");
        return Err(Stop::Code(Code::Refused));
    }
    eprintln!("Whoever has these words has the money. Nobody should see your screen now.");
    if !confirmed(&format!("Type {SHOW} to see them: "), SHOW)? {
        return Err(Stop::Code(Code::Refused));
    }
    say!("{}", kept(&payments)?.expose_secret());
    let question = format!("Type {WRITTEN} once they are on paper; they are then erased here: ");
    if !confirmed(&question, WRITTEN)? {
        eprintln!("They are kept, and can be shown again.");
        return Ok(());
    }
    perform(front, PayCommand::PhraseSeen).await?;
    eprintln!("They are erased here. The key stays.");
    Ok(())
}

fn kept(payments: &PaymentsView) -> Result<SecretString, Stop> {
    let folders = Folders::of_this_user().ok_or_else(no_home)?;
    let settings = vault::Settings::from_env(folders.data, |name| std::env::var_os(name))?;
    let name = if payments.sandbox {
        SANDBOX_PHRASE
    } else {
        PHRASE
    };
    Vault::open(settings)
        .read(name)?
        .ok_or_else(|| Stop::Failed("The recovery phrase is not in the vault.".to_owned()))
}

fn confirmed(question: &str, word: &str) -> Result<bool, Stop> {
    eprint!("{question}");
    io::stderr().flush()?;
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line)?;
    Ok(line.trim() == word)
}

async fn show(front: &Front, json: bool) -> Result<(), Stop> {
    key(front).await?;
    // A chain that does not answer is told beside the last that is known.
    let read = perform(front, PayCommand::ReadBalances).await;
    let (payments, key) = key(front).await?;
    if json {
        print_json(&key)?;
        return read;
    }
    say!("{}", key.address);
    if payments.sandbox {
        say!("It holds the sandbox's play money.");
    }
    for balance in &key.balances {
        let (network, token) = (&balance.network, &balance.token);
        let play = if balance.test { " of play money" } else { "" };
        match (&balance.amount, &balance.trouble) {
            (Some(amount), None) => say!("{network}: {amount} {token}{play}"),
            (Some(amount), Some(_)) => {
                let age = balance.age_seconds;
                say!("{network}: {amount} {token}{play}, last known, {age} s ago");
            }
            (None, Some(trouble)) => say!("{network}: {token} not known. {}", trouble.title),
            (None, None) => say!("{network}: {token} not read yet"),
        }
    }
    read
}

async fn address(front: &Front) -> Result<(), Stop> {
    let (_, key) = key(front).await?;
    say!("{}", key.address);
    Ok(())
}

async fn remove(front: &Front, address: String) -> Result<(), Stop> {
    key(front).await?;
    perform(front, PayCommand::RemoveKey { address }).await?;
    say!("The key is no longer on this computer.");
    Ok(())
}
