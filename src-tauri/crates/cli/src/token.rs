//! `purser token`: prints the token and a newline. No runtime, no network, no door; the vault's own
//! limit sees to it that the program that asks is not held up.

use std::io::Write;

use secrecy::ExposeSecret;
use vault::{Vault, VaultError};
use wallet::Fault;
use wallet::contract::ProblemCode;
use wallet::ports::token_name;
use wallet::settings::{Folders, Settings};
use wallet::words::Words;

use crate::exit::Stop;
use crate::front::no_home;

pub(crate) fn print() -> Result<(), Stop> {
    let folders = Folders::of_this_user().ok_or_else(no_home)?;
    let settings = Settings::read(&folders);
    let problem = |code| Stop::Problem(Words::load().problem(settings.language, &Fault::new(code)));
    let vault = vault::Settings::from_env(folders.data, |name| std::env::var_os(name))?;
    match Vault::open(vault).read(&token_name(&settings.gateway)) {
        Ok(Some(token)) => {
            let mut out = std::io::stdout().lock();
            out.write_all(token.expose_secret().as_bytes())?;
            out.write_all(b"\n")?;
            Ok(out.flush()?)
        }
        Ok(None) | Err(VaultError::Missing) => Err(problem(ProblemCode::NotSignedIn)),
        Err(VaultError::Locked | VaultError::WrongPassphrase) => {
            Err(problem(ProblemCode::VaultLocked))
        }
        Err(error) => Err(error.into()),
    }
}
