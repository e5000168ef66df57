//! Updates: which release is believed, and how this Purser may be brought up to it. Pure; knows no
//! network and no installer.
//!
//! A release address publishes a description with a detached minisign signature. It is believed
//! when our key signed it, it has not expired, and neither its counter nor its version goes back.
//! What the description names is believed when its size and its SHA-256 are what it says.

mod calendar;
mod judge;
mod manifest;
mod origin;
mod record;
mod standing;

pub use calendar::{DAY, next_check};
pub(crate) use judge::hexadecimal;
pub use judge::{Known, Offer, Seen, Target, UpdateFault, Verdict, judge};
pub use manifest::{Artefact, MANIFEST_FORMAT, Manifest};
pub use origin::{Origin, Traces};
pub(crate) use record::{Record, Records};
pub(crate) use standing::{Fetched, Offered, Standing, Updates};

/// Largest file of a release, in bytes.
pub const ARTEFACT_LIMIT: u32 = 512 * 1024 * 1024;

/// Where releases are published, and whose signature is believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseSource {
    /// The address of the description; its signature lies beside it, as `….minisig`.
    pub address: String,
    /// The minisign public key: the one line of base64 in its `.pub` file.
    pub key: String,
}

impl ReleaseSource {
    /// The one that was put in when this program was built; none in a build that was given none.
    #[must_use]
    pub fn built_in() -> Option<Self> {
        let address = option_env!("PURSER_RELEASE_URL")?.to_owned();
        let key = option_env!("PURSER_RELEASE_KEY")?.to_owned();
        Some(Self { address, key })
    }

    /// The built-in one; in debug builds, which nobody is given, another may be named.
    #[must_use]
    pub fn of_this_program(variable: impl Fn(&str) -> Option<String>) -> Option<Self> {
        let named = || {
            let address = variable("PURSER_DEBUG_RELEASE_URL")?;
            let key = variable("PURSER_DEBUG_RELEASE_KEY")?;
            Some(Self { address, key })
        };
        if cfg!(debug_assertions) {
            named().or_else(Self::built_in)
        } else {
            Self::built_in()
        }
    }
}
