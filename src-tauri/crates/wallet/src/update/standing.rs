//! What is known of updates, as a part of State. Knows no clock and no network.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use semver::Version;

use super::{Artefact, Offer, Origin};

/// What is known of updates.
#[derive(Debug, Clone, Default)]
pub(crate) struct Updates {
    /// Whether this build was given a release address.
    pub(crate) aware: bool,
    pub(crate) standing: Standing,
}

/// Whether there is a newer Purser.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum Standing {
    #[default]
    Unknown,
    Current {
        at: Timestamp,
    },
    Offered(Arc<Offered>),
    Fetched(Arc<Fetched>),
    Installed(Version),
}

/// A newer release, and how this one was installed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Offered {
    pub(crate) offer: Offer,
    pub(crate) origin: Origin,
}

/// A file that is what was signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fetched {
    pub(crate) version: Version,
    pub(crate) file: PathBuf,
    pub(crate) artefact: Artefact,
}

impl Updates {
    /// A description was judged. What was already brought here is not offered again.
    pub(crate) fn judged(&mut self, standing: Standing) {
        let brought = match &self.standing {
            Standing::Fetched(fetched) => Some(&fetched.version),
            Standing::Installed(version) => Some(version),
            Standing::Unknown | Standing::Current { .. } | Standing::Offered(_) => None,
        };
        let offered = match &standing {
            Standing::Offered(offered) => Some(&offered.offer.version),
            Standing::Unknown
            | Standing::Current { .. }
            | Standing::Fetched(_)
            | Standing::Installed(_) => None,
        };
        if brought.is_none() || brought != offered {
            self.standing = standing;
        }
    }
}
