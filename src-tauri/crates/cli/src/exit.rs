//! How a run ends when it does not end well: words on standard error, and an exit code.

use std::process::ExitCode;

use door::DoorError;
use wallet::contract::{Problem, ProblemCode};

/// Why a run stops.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The engine says why.
    Problem(Problem),
    /// The words were said already.
    Code(Code),
    /// Another program ended with this exit code, and so does this one.
    Passed(u8),
    /// Something around us failed.
    Failed(String),
}

/// Exit codes, as documented in the help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Code {
    Usage,
    NotSignedIn,
    Network,
    Refused,
    Unknown,
}

impl Stop {
    /// Says why, and with which code to end.
    pub(crate) fn said(self) -> ExitCode {
        let code = match &self {
            Self::Problem(problem) => {
                eprintln!("{}. {}", problem.title, problem.advice);
                code(problem.code)
            }
            Self::Code(code) => *code,
            Self::Passed(code) => return ExitCode::from(*code),
            Self::Failed(why) => {
                eprintln!("{why}");
                Code::Refused
            }
        };
        ExitCode::from(match code {
            Code::Usage => 2,
            Code::NotSignedIn => 3,
            Code::Network => 4,
            Code::Refused => 5,
            Code::Unknown => 6,
        })
    }
}

/// The exit code of a problem.
pub(crate) fn code(code: ProblemCode) -> Code {
    match code {
        ProblemCode::GatewayAddress
        | ProblemCode::AnswerMissing
        | ProblemCode::KeyUnreadable
        | ProblemCode::InputUnreadable
        | ProblemCode::RequestRefused
        | ProblemCode::QueryRefused => Code::Usage,
        ProblemCode::WrongPassword
        | ProblemCode::WrongTwoFactorCode
        | ProblemCode::AccountRefused
        | ProblemCode::NotSignedIn
        | ProblemCode::TokenRejected
        | ProblemCode::VaultMissing
        | ProblemCode::VaultLocked
        | ProblemCode::VaultFailed
        | ProblemCode::KeyMissing => Code::NotSignedIn,
        ProblemCode::Unreachable
        | ProblemCode::TimedOut
        | ProblemCode::RateLimited
        | ProblemCode::GatewayFailed
        | ProblemCode::HostRefused
        | ProblemCode::AnswerUnreadable
        | ProblemCode::PaidApiFailed
        | ProblemCode::UpdateUnavailable
        | ProblemCode::ChainUnreachable => Code::Network,
        ProblemCode::PaymentUnknown => Code::Unknown,
        ProblemCode::GatewayRefused
        | ProblemCode::ConfigUnreadable
        | ProblemCode::ConfigNotWritable
        | ProblemCode::ConfigChanged
        | ProblemCode::ConfigDeferred
        | ProblemCode::ConfigOvertaken
        | ProblemCode::ConfigRefused
        | ProblemCode::FactsRefused
        | ProblemCode::PlanGone
        | ProblemCode::NothingToUndo
        | ProblemCode::ToolMissing
        | ProblemCode::StorageFailed
        | ProblemCode::SandboxFailed
        | ProblemCode::DiagnosticsChanged
        | ProblemCode::LinkRefused
        | ProblemCode::AutostartRefused
        | ProblemCode::TooManyJobs
        | ProblemCode::ResidentGone
        | ProblemCode::CommandUnknown
        | ProblemCode::KeyRefused
        | ProblemCode::OfferRefused
        | ProblemCode::LimitReached
        | ProblemCode::ApprovalNeeded
        | ProblemCode::AskGone
        | ProblemCode::ChannelOpen
        | ProblemCode::PaymentDeclined
        | ProblemCode::PaymentsPaused
        | ProblemCode::IntentReused
        | ProblemCode::BalanceTooLow
        | ProblemCode::LedgerFailed
        | ProblemCode::ReleasesUnknown
        | ProblemCode::UpdateNotSigned
        | ProblemCode::UpdateTruncated
        | ProblemCode::UpdateUnreadable
        | ProblemCode::UpdateRolledBack
        | ProblemCode::UpdateExpired
        | ProblemCode::UpdateTooLarge
        | ProblemCode::UpdateDiffers
        | ProblemCode::UpdateNotForThis
        | ProblemCode::UpdateNotInstalled => Code::Refused,
    }
}

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<DoorError> for Stop {
    fn from(error: DoorError) -> Self {
        Self::Failed(format!(
            "Purser's background program cannot be used: {error}."
        ))
    }
}

impl From<std::io::Error> for Stop {
    fn from(error: std::io::Error) -> Self {
        Self::Failed(format!("purser: {error}."))
    }
}

impl From<vault::VaultError> for Stop {
    fn from(error: vault::VaultError) -> Self {
        eprintln!("The vault cannot be used: {error}.");
        Self::Code(match error {
            vault::VaultError::Setting { .. } => Code::Usage,
            _ => Code::NotSignedIn,
        })
    }
}
