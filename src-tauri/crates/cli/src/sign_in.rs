//! `purser sign-in` and `purser sign-out`.

use std::io::{self, BufRead, IsTerminal, Write};

use secrecy::SecretString;
use wallet::contract::{Command, Sensitive, SessionView};
use zeroize::Zeroizing;

use crate::arguments::SignIn;
use crate::exit::{Code, Stop};
use crate::front::Front;

pub(crate) async fn run(arguments: SignIn) -> Result<(), Stop> {
    let mut typed = Typed::from(&arguments)?;
    let login = match arguments.login {
        Some(login) => login,
        None => typed.login()?,
    };
    let password = typed.password()?;
    let front = Front::reach().await?;
    let result = sign_in(&front, arguments.gateway, login, password, &mut typed).await;
    front.close().await;
    result
}

async fn sign_in(
    front: &Front,
    gateway: String,
    login: String,
    password: SecretString,
    typed: &mut Typed,
) -> Result<(), Stop> {
    front
        .perform(Command::SignIn {
            gateway,
            login,
            password: Sensitive(password),
        })
        .await?;
    if let SessionView::TwoFactor { .. } = front.view().await?.session {
        let answered = match typed.code() {
            Ok(code) => {
                let code = Sensitive(code);
                front.perform(Command::AnswerTwoFactor { code }).await
            }
            Err(stop) => Err(stop),
        };
        if let Err(stop) = answered {
            front.perform(Command::CancelSignIn).await?;
            return Err(stop);
        }
    }
    let view = front.view().await?;
    say!("Signed in to {}.", view.gateway.host);
    Ok(())
}

pub(crate) async fn sign_out() -> Result<(), Stop> {
    let front = Front::reach().await?;
    front.view().await?;
    let result = front.perform(Command::SignOut).await;
    front.close().await;
    result?;
    say!("Signed out.");
    Ok(())
}

/// Where the answers come from.
enum Typed {
    /// Line by line from standard input.
    Lines,
    /// A person at a terminal.
    Person,
}

impl Typed {
    fn from(arguments: &SignIn) -> Result<Self, Stop> {
        if arguments.password_stdin {
            return if arguments.login.is_some() {
                Ok(Self::Lines)
            } else {
                eprintln!("--password-stdin needs --login.");
                Err(Stop::Code(Code::Usage))
            };
        }
        if io::stdin().is_terminal() {
            return Ok(Self::Person);
        }
        eprintln!("There is no terminal to ask at: use --login and --password-stdin.");
        Err(Stop::Code(Code::Usage))
    }

    fn login(&self) -> Result<String, Stop> {
        eprint!("User name or e-mail: ");
        io::stderr().flush()?;
        let mut line = String::new();
        io::stdin().lock().read_line(&mut line)?;
        Ok(line.trim().to_owned())
    }

    fn password(&mut self) -> Result<SecretString, Stop> {
        match self {
            Self::Lines => line("the password"),
            Self::Person => Ok(SecretString::from(rpassword::prompt_password(
                "Password: ",
            )?)),
        }
    }

    fn code(&mut self) -> Result<SecretString, Stop> {
        match self {
            Self::Lines => line("this account's six-digit code (as a second line)"),
            Self::Person => Ok(SecretString::from(rpassword::prompt_password(
                "Six-digit code: ",
            )?)),
        }
    }
}

fn line(what: &str) -> Result<SecretString, Stop> {
    let mut line = Zeroizing::new(String::new());
    io::stdin().lock().read_line(&mut line)?;
    let text = line.trim_end_matches(['\r', '\n']);
    if text.is_empty() {
        eprintln!("Standard input does not have {what}.");
        return Err(Stop::Code(Code::NotSignedIn));
    }
    Ok(SecretString::from(text.to_owned()))
}
