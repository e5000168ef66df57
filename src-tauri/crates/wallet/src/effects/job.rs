//! What the engine can be about, and what each such job needs and means. Does none of them.

use gateway::ETag;
use secrecy::ExposeSecret;

use super::pay;
use crate::contract::{Command, JobCommand, PayCommand, Work};
use crate::feeds::Feed;
use crate::lanes::Lane;
use crate::links::Link;

/// Something to do.
#[derive(Debug)]
pub(crate) enum Job {
    /// Look who was signed in.
    Wake,
    /// What a person asked for.
    Command(Command),
    /// Look whether other programs' files were written since they were looked at.
    Watch,
    /// Find out what became of payments in doubt.
    Reconcile,
    /// Show again what was known of updates.
    RecallUpdate,
    /// Look for an update, because it is time to.
    LookForUpdate,
    /// A reading that is due.
    Read(Feed, Option<ETag>),
}

impl Job {
    /// The lane it keeps to; none where it waits for nothing, or where its feed already sees to it
    /// that it runs once.
    pub(crate) fn lane(&self) -> Option<Lane> {
        match self {
            Self::Wake => Some(Lane::Session),
            Self::Watch => Some(Lane::Setup),
            Self::Reconcile => Some(Lane::Chain),
            Self::RecallUpdate | Self::LookForUpdate => Some(Lane::Update),
            Self::Read(..) => None,
            Self::Command(command) => match command {
                Command::SignIn { .. }
                | Command::AnswerTwoFactor { .. }
                | Command::SignInWithBrowser { .. }
                | Command::FollowLink { .. }
                | Command::ChooseAutostart { .. }
                | Command::TrySandbox
                | Command::SignOut
                | Command::UnlockVault { .. } => Some(Lane::Session),
                Command::Plan { .. }
                | Command::ApplyPlan { .. }
                | Command::InspectTools { .. }
                | Command::Repair { .. }
                | Command::ForgetHost { .. }
                | Command::Examine { .. }
                | Command::TryTurn { .. } => Some(Lane::Setup),
                Command::Refresh
                | Command::MarkRead { .. }
                | Command::Job {
                    ask: JobCommand::Begin { .. },
                } => Some(Lane::Reading),
                Command::CheckUpdate | Command::InstallUpdate { .. } => Some(Lane::Update),
                Command::Diagnostics { .. } => Some(Lane::Diagnostics),
                Command::Pay { ask } => pay::lane(ask),
                Command::CancelSignIn
                | Command::DismissPlan
                | Command::Job {
                    ask: JobCommand::Announce { .. } | JobCommand::End { .. },
                }
                | Command::ChooseLanguage { .. }
                | Command::ChooseTheme { .. }
                | Command::ChooseNotice { .. }
                | Command::ChooseQuietHours { .. }
                | Command::WindowShown { .. }
                | Command::WindowClosed
                | Command::AcceptClosing => None,
            },
        }
    }

    /// What a button says while this is under way.
    pub(crate) fn work(&self) -> Option<Work> {
        match self {
            Self::Wake
            | Self::Watch
            | Self::Reconcile
            | Self::RecallUpdate
            | Self::LookForUpdate
            | Self::Read(..) => None,
            Self::Command(command) => match command {
                Command::SignIn { .. }
                | Command::AnswerTwoFactor { .. }
                | Command::UnlockVault { .. } => Some(Work::SignIn),
                Command::TrySandbox => Some(Work::Sandbox),
                Command::Refresh => Some(Work::Refresh),
                Command::Plan { .. } => Some(Work::Plan),
                Command::Examine { .. } => Some(Work::Examine),
                Command::TryTurn { .. } => Some(Work::Turn),
                Command::CheckUpdate | Command::InstallUpdate { .. } => Some(Work::Update),
                Command::Diagnostics { .. } => Some(Work::Diagnostics),
                Command::Pay { ask } => pay::work(ask),
                Command::ApplyPlan { .. } | Command::Repair { .. } => Some(Work::Apply),
                Command::SignOut
                | Command::CancelSignIn
                | Command::SignInWithBrowser { .. }
                | Command::FollowLink { .. }
                | Command::ChooseAutostart { .. }
                | Command::InspectTools { .. }
                | Command::ForgetHost { .. }
                | Command::DismissPlan
                | Command::Job { .. }
                | Command::MarkRead { .. }
                | Command::ChooseLanguage { .. }
                | Command::ChooseTheme { .. }
                | Command::ChooseNotice { .. }
                | Command::ChooseQuietHours { .. }
                | Command::WindowShown { .. }
                | Command::WindowClosed
                | Command::AcceptClosing => None,
            },
        }
    }

    /// Whether the Pay Wallet's balances are worth reading after it.
    pub(crate) fn moves_balances(&self) -> bool {
        match self {
            Self::Command(Command::WindowShown { shown }) => *shown,
            Self::Command(Command::Pay { ask }) => matches!(
                ask,
                PayCommand::CreateKey
                    | PayCommand::ImportKey { .. }
                    | PayCommand::SetRpc { .. }
                    | PayCommand::Pay { .. }
                    | PayCommand::Approve { .. }
                    | PayCommand::CloseChannel { .. }
                    | PayCommand::Graph { .. }
                    | PayCommand::Exchange { .. }
            ),
            _ => false,
        }
    }

    /// Whether it reads balance and pricing because the person asked for it. Who comes back from a
    /// payment page does.
    pub(crate) fn refreshes(&self) -> bool {
        match self {
            Self::Command(Command::Refresh) => true,
            Self::Command(Command::FollowLink { url }) => {
                let link = crate::links::parse(url.0.expose_secret());
                matches!(link, Ok(Link::TopUpReturn))
            }
            _ => false,
        }
    }

    /// Whether its outcome is about the account that was signed in when it began.
    pub(crate) fn belongs_to_era(&self) -> bool {
        self.refreshes()
            || matches!(
                self,
                Self::Read(..)
                    | Self::Command(
                        Command::MarkRead { .. }
                            | Command::Job {
                                ask: JobCommand::Begin { .. }
                            }
                    )
            )
    }
}
