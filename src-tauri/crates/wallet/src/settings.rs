//! What the person chose, in a small file of ours. Holds no secret.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;
use gateway::wire::exchange::Profile;
use payments::Micros;
use serde::{Deserialize, Serialize};

use crate::contract::{Language, Theme};
use crate::event::PayChoice;
use crate::notices::delivery::NoticeSettings;
use crate::policy::Policy;
use crate::store;

/// The gateway that a fresh install offers.
pub const DEFAULT_GATEWAY: &str = "https://codexapi.pro";

/// Where Purser keeps its own files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folders {
    /// Settings.
    pub config: PathBuf,
    /// Readings, records of changes, the encrypted vault.
    pub data: PathBuf,
}

impl Folders {
    /// The folders of the user who runs this program; none when they have no home folder.
    #[must_use]
    pub fn of_this_user() -> Option<Self> {
        let dirs = ProjectDirs::from("pro", "codexapi", "purser")?;
        Some(Self {
            config: dirs.config_local_dir().to_owned(),
            data: dirs.data_local_dir().to_owned(),
        })
    }

    /// Where the resident's log lies.
    #[must_use]
    pub fn logs(&self) -> PathBuf {
        self.data.join("logs")
    }

    fn settings(&self) -> PathBuf {
        self.config.join("settings.json")
    }
}

/// What the person chose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Settings {
    /// Language of all text.
    pub language: Language,
    /// Colours.
    pub theme: Theme,
    /// Base URL of the gateway that was last signed in to.
    pub gateway: String,
    /// Whether that gateway was the embedded sandbox.
    pub sandbox: bool,
    /// Other computers that were set up or looked at over SSH, as `user@host:port`.
    pub hosts: Vec<String>,
    /// When notifications are shown.
    pub notices: NoticeSettings,
    /// Whether the person was told that closing the window quits Purser where there is no tray.
    pub told_closing: bool,
    /// The Pay Wallet.
    pub pay: PaySettings,
    /// The sandbox's Pay Wallet.
    pub sandbox_pay: PaySettings,
}

/// What the person chose for a Pay Wallet. Holds no key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PaySettings {
    /// The limits.
    pub policy: Policy,
    /// The most that a payment channel may hold.
    pub channel_deposit: Micros,
    /// RPC addresses that the person chose, by chain.
    pub rpc: BTreeMap<u32, String>,
    /// The PayloadExchange.
    pub exchange: ExchangeSettings,
    /// The key's address, EIP-55; none while there is no key.
    pub address: Option<String>,
    /// Whether the key's recovery phrase still waits to be seen.
    pub phrase_waits: bool,
}

/// A PayloadExchange and who the person is there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ExchangeSettings {
    /// Its base address; empty while none was chosen.
    pub url: String,
    /// The profile that was made there.
    pub profile: Option<Profile>,
    /// Campaigns whose task is done.
    pub tasks_done: Vec<String>,
}

impl PaySettings {
    fn choose(&mut self, choice: PayChoice) {
        match choice {
            PayChoice::Key {
                address,
                phrase_waits,
            } => {
                self.address = address;
                self.phrase_waits = phrase_waits;
            }
            PayChoice::Policy(policy) => {
                self.policy = Policy {
                    paused: self.policy.paused,
                    ..policy
                };
            }
            PayChoice::Pause => self.policy.paused = true,
            PayChoice::Resume => self.policy.paused = false,
            PayChoice::ChannelDeposit(most) => self.channel_deposit = most,
            PayChoice::Rpc(chain, Some(url)) => {
                self.rpc.insert(chain, url);
            }
            PayChoice::Rpc(chain, None) => {
                self.rpc.remove(&chain);
            }
            PayChoice::Exchange(url) if url == self.exchange.url => {}
            PayChoice::Exchange(url) => {
                self.exchange = ExchangeSettings {
                    url,
                    ..ExchangeSettings::default()
                };
            }
            PayChoice::ExchangeProfile(profile) => {
                self.exchange.profile = Some(*profile);
                self.exchange.tasks_done.clear();
            }
            PayChoice::ExchangeTask(campaign) => self.exchange.tasks_done.push(campaign),
        }
    }
}

impl Default for PaySettings {
    fn default() -> Self {
        Self {
            policy: Policy::default(),
            channel_deposit: Micros(500_000),
            rpc: BTreeMap::new(),
            exchange: ExchangeSettings::default(),
            address: None,
            phrase_waits: false,
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            language: system_language(),
            theme: Theme::System,
            gateway: DEFAULT_GATEWAY.to_owned(),
            sandbox: false,
            hosts: Vec::new(),
            notices: NoticeSettings::default(),
            told_closing: false,
            pay: PaySettings::default(),
            sandbox_pay: PaySettings::default(),
        }
    }
}

impl Settings {
    /// Reads the file; what is missing in it takes its default. Of a file that is there and cannot
    /// be read nothing is known, lowered limits neither: then payments start paused.
    #[must_use]
    pub fn read(folders: &Folders) -> Self {
        let path = folders.settings();
        store::read_json(&path).unwrap_or_else(|| {
            let mut settings = Self::default();
            settings.pay.policy.paused = path.exists();
            settings
        })
    }

    /// The Pay Wallet in use.
    #[must_use]
    pub fn paying(&self) -> &PaySettings {
        if self.sandbox {
            &self.sandbox_pay
        } else {
            &self.pay
        }
    }

    /// Takes a choice for the Pay Wallet in use. A pause holds for both: whoever stops all payments
    /// need not know which wallet is used next.
    pub(crate) fn choose(&mut self, choice: PayChoice) {
        if let PayChoice::Pause = choice {
            self.pay.choose(PayChoice::Pause);
            self.sandbox_pay.choose(PayChoice::Pause);
        } else if self.sandbox {
            self.sandbox_pay.choose(choice);
        } else {
            self.pay.choose(choice);
        }
    }

    /// Writes the file.
    ///
    /// # Errors
    /// When the disk refuses; the old file is then still there.
    pub fn write(&self, folders: &Folders) -> io::Result<()> {
        store::write_json(&folders.settings(), self)
    }
}

fn system_language() -> Language {
    match sys_locale::get_locale() {
        Some(locale) if locale.to_ascii_lowercase().starts_with("zh") => Language::Chinese,
        _ => Language::English,
    }
}

/// The folder in which the records of changes to other programs' files are kept.
#[must_use]
pub fn records_folder(data: &Path) -> PathBuf {
    data.join("changes")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_that_cannot_be_read_pause_payments_and_missing_ones_do_not() {
        let folder = tempfile::tempdir().unwrap();
        let folders = Folders {
            config: folder.path().to_owned(),
            data: folder.path().to_owned(),
        };
        assert!(!Settings::read(&folders).pay.policy.paused);
        std::fs::write(folders.settings(), "{ \"theme\": ").unwrap();
        assert!(Settings::read(&folders).pay.policy.paused);
    }

    #[test]
    fn a_pause_is_ended_by_nothing_but_resuming() {
        let mut settings = Settings::default();
        settings.choose(PayChoice::Pause);
        // Limits that were read before the pause, and are set after it.
        settings.choose(PayChoice::Policy(Policy::default()));
        assert!(settings.pay.policy.paused);
        settings.choose(PayChoice::Resume);
        assert!(!settings.pay.policy.paused);
    }

    #[test]
    fn a_pause_stops_both_wallets_and_resuming_only_lets_the_one_in_use_pay() {
        let mut settings = Settings {
            sandbox: true,
            ..Settings::default()
        };
        settings.choose(PayChoice::Pause);
        settings.choose(PayChoice::Resume);
        let paused = [&settings.sandbox_pay, &settings.pay].map(|wallet| wallet.policy.paused);
        assert_eq!(paused, [false, true]);
    }
}
