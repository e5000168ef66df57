//! Turns what failed into what a person can act on. Every library error is matched here once.

pub(crate) mod pay;
mod update;

use std::collections::BTreeMap;
use std::error::Error;
use std::io;
use std::path::Path;
use std::time::Duration;

use gateway::{AddressRefused, GatewayError};
use setup::ssh::{SshError, SshHost};
use setup::{FactsRefused, Refusal, SetupError};

use crate::autostart::AutostartRefused;
use crate::contract::ProblemCode;
use crate::links::LinkRefused;
use crate::ports::SecretsError;

/// A problem before it is put into words: its code, and what its sentences mention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What kind.
    pub code: ProblemCode,
    /// Names and numbers that the sentences mention.
    pub mentions: BTreeMap<&'static str, String>,
    /// The catalogue's key of a sentence that the advice mentions as `$reason`.
    pub reason: Option<&'static str>,
    /// How long the gateway asked to wait.
    pub retry_after: Option<Duration>,
}

impl Fault {
    /// A fault that mentions nothing.
    #[must_use]
    pub fn new(code: ProblemCode) -> Self {
        Self {
            code,
            mentions: BTreeMap::new(),
            reason: None,
            retry_after: None,
        }
    }

    /// The same fault, mentioning one thing more.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.mentions.insert(name, value.into());
        self
    }

    pub(crate) fn because(mut self, reason: &'static str) -> Self {
        self.reason = Some(reason);
        self
    }

    fn about(self, file: &Path) -> Self {
        self.with("file", file.display().to_string())
    }
}

/// An error and its causes, for the log. Library errors carry no secrets.
pub(crate) fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}

impl From<AutostartRefused> for Fault {
    fn from(refused: AutostartRefused) -> Self {
        let because = |reason| Self::new(ProblemCode::AutostartRefused).because(reason);
        match refused {
            AutostartRefused::Unavailable => because("reason-autostart-unavailable"),
            AutostartRefused::Foreign { file } => because("reason-autostart-foreign").about(&file),
            AutostartRefused::NoProgram { program } => {
                because("reason-autostart-no-program").about(&program)
            }
            AutostartRefused::NotKept => because("reason-autostart-not-kept"),
            AutostartRefused::Disk(error) => {
                because("reason-autostart-disk").with("cause", cause(&error))
            }
        }
    }
}

impl From<LinkRefused> for Fault {
    fn from(refused: LinkRefused) -> Self {
        Self::new(ProblemCode::LinkRefused).because(match refused {
            LinkRefused::NotOurs => "reason-link-not-ours",
            LinkRefused::Unknown => "reason-link-unknown",
        })
    }
}

impl From<AddressRefused> for Fault {
    fn from(refused: AddressRefused) -> Self {
        match refused {
            AddressRefused::NotAnAddress | AddressRefused::NotHttps | AddressRefused::TooMuch => {
                Self::new(ProblemCode::GatewayAddress)
            }
        }
    }
}

impl From<GatewayError> for Fault {
    fn from(error: GatewayError) -> Self {
        use ProblemCode as Code;
        match error {
            GatewayError::Address { source } => source.into(),
            GatewayError::Client { .. } => Self::new(Code::Unreachable).with("host", "the gateway"),
            GatewayError::Unreachable { host, .. } => {
                Self::new(Code::Unreachable).with("host", host)
            }
            GatewayError::TimedOut { host, .. } => Self::new(Code::TimedOut).with("host", host),
            GatewayError::TooLarge { route, .. } | GatewayError::Redirected { route } => {
                unreadable(route, "none")
            }
            GatewayError::Unreadable { route, field } if field == "." => unreadable(route, "none"),
            GatewayError::Unreadable { route, field } => unreadable(route, &field),
            GatewayError::Unauthorized { .. } => Self::new(Code::TokenRejected),
            GatewayError::RateLimited { retry_after, .. } => Self {
                retry_after,
                ..Self::new(Code::RateLimited).with("seconds", whole_seconds(retry_after))
            },
            GatewayError::Failed {
                status,
                retry_after,
                ..
            } => Self {
                retry_after,
                ..Self::new(Code::GatewayFailed).with("status", status.to_string())
            },
            GatewayError::Refused {
                status,
                message,
                fields,
                ..
            } => {
                let message = fields.into_values().next().unwrap_or(message);
                let message = if message.is_empty() { "none" } else { &message };
                Self::new(Code::GatewayRefused)
                    .with("status", status.to_string())
                    .with("message", message)
            }
        }
    }
}

fn unreadable(route: &'static str, field: &str) -> Fault {
    Fault::new(ProblemCode::AnswerUnreadable)
        .with("route", route)
        .with("field", field)
}

fn whole_seconds(wait: Option<Duration>) -> String {
    wait.unwrap_or_default().as_secs().to_string()
}

impl From<SecretsError> for Fault {
    fn from(error: SecretsError) -> Self {
        match error {
            SecretsError::Missing => Self::new(ProblemCode::VaultMissing),
            SecretsError::Locked => Self::new(ProblemCode::VaultLocked),
            SecretsError::Taken => Self::new(ProblemCode::KeyRefused).because("reason-key-exists"),
            SecretsError::Failed { source } => {
                tracing::warn!(error = chain(source.as_ref()), "the vault failed");
                Self::new(ProblemCode::VaultFailed)
            }
        }
    }
}

impl From<&SshError> for Fault {
    fn from(error: &SshError) -> Self {
        let refused = |reason| {
            let fault = Self::new(ProblemCode::HostRefused).because(reason);
            fault.with("host", "ssh")
        };
        let at = |host: &SshHost, reason| refused(reason).with("host", host.to_string());
        match error {
            SshError::NoClient(_) => refused("reason-ssh-no-client"),
            SshError::UnknownKey { host } => at(host, "reason-ssh-unknown-key"),
            SshError::KeyChanged { host } => at(host, "reason-ssh-key-changed"),
            SshError::LoginRefused { host } => at(host, "reason-ssh-login"),
            SshError::Unreachable { host, message } => {
                at(host, "reason-ssh-unreachable").with("message", message.as_str())
            }
            SshError::NoAnswer { host } => at(host, "reason-ssh-no-answer"),
            SshError::Lost { host } => at(host, "reason-ssh-lost"),
            SshError::Unsuitable { host, message } => {
                at(host, "reason-ssh-unsuitable").with("message", message.as_str())
            }
            SshError::Refused { message } => {
                refused("reason-ssh-refused").with("message", message.as_str())
            }
            SshError::OddPath => refused("reason-ssh-odd-path"),
            SshError::OddToken => refused("reason-ssh-odd-token"),
        }
    }
}

impl From<SetupError> for Fault {
    fn from(error: SetupError) -> Self {
        use ProblemCode as Code;
        if let Some(ssh) = error.ssh() {
            return ssh.into();
        }
        match error {
            SetupError::Unparsable {
                path,
                line,
                column,
                message,
            } => Self::new(Code::ConfigUnreadable)
                .about(&path)
                .with("line", line.to_string())
                .with("column", column.to_string())
                .with("message", message.trim_end_matches('.')),
            SetupError::NotUtf8 { path, .. } => Self::new(Code::ConfigRefused)
                .about(&path)
                .because("reason-not-utf8"),
            SetupError::Read { path, source } => {
                not_usable(&path, "reason-cannot-read").with("cause", cause(&source))
            }
            SetupError::Write { path, source } => {
                not_usable(&path, "reason-cannot-write").with("cause", cause(&source))
            }
            SetupError::ReadOnly { path } => not_usable(&path, "reason-read-only"),
            SetupError::NotAFile { path } => not_usable(&path, "reason-not-a-file"),
            SetupError::LinkLoop { path } => not_usable(&path, "reason-link-loop"),
            SetupError::LinkLeadsNowhere { path } => not_usable(&path, "reason-link-nowhere"),
            SetupError::Changed { path } => Self::new(Code::ConfigChanged).about(&path),
            SetupError::Refused { path, refusal } => {
                let fault = Self::new(Code::ConfigRefused).about(&path);
                match refusal {
                    Refusal::Shape { key } => fault.with("key", key).because("reason-shape"),
                    Refusal::CommandNotAbsolute | Refusal::CommandNotUnicode => {
                        fault.because("reason-command-path")
                    }
                    Refusal::OutsideWouldChange => fault.because("reason-outside"),
                    Refusal::TokenNotKept => fault.because("reason-token-not-kept"),
                }
            }
            SetupError::Deferred { path } => Self::new(Code::ConfigDeferred).about(&path),
            SetupError::Overtaken { path, kept } => Self::new(Code::ConfigOvertaken)
                .about(&path)
                .with("kept", kept.display().to_string()),
            SetupError::CodexRefuses { path, message, .. } => Self::new(Code::ConfigRefused)
                .about(&path)
                .with("message", message.trim_end_matches('.'))
                .because("reason-codex-refuses"),
            SetupError::NoSuchStep => Self::new(Code::PlanGone),
            SetupError::NothingToUndo { path } => Self::new(Code::NothingToUndo).about(&path),
            SetupError::Record { .. } => Self::new(Code::StorageFailed),
        }
    }
}

fn not_usable(path: &Path, reason: &'static str) -> Fault {
    Fault::new(ProblemCode::ConfigNotWritable)
        .about(path)
        .because(reason)
}

fn cause(error: &io::Error) -> String {
    error.kind().to_string()
}

impl From<FactsRefused> for Fault {
    fn from(refused: FactsRefused) -> Self {
        Self::new(ProblemCode::FactsRefused).because(match refused {
            FactsRefused::ProviderId | FactsRefused::ReservedProviderId => "reason-provider-id",
            FactsRefused::ProviderName => "reason-provider-name",
            FactsRefused::WireApi => "reason-wire-api",
            FactsRefused::BaseUrl | FactsRefused::BaseUrlPath => "reason-base-url",
            FactsRefused::BaseUrlScheme => "reason-base-url-scheme",
            FactsRefused::BaseUrlHost => "reason-base-url-host",
            FactsRefused::Model | FactsRefused::ReasoningEffort => "reason-model",
        })
    }
}
