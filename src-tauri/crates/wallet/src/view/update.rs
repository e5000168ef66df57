//! What is known of updates → View. Pure.

use crate::contract::{UpdateView, UpdateWay};
use crate::update::{Offered, Standing, Updates};

pub(super) fn update(updates: &Updates) -> UpdateView {
    if !updates.aware {
        return UpdateView::Unaware;
    }
    match &updates.standing {
        Standing::Unknown => UpdateView::Unknown,
        Standing::Current { at } => UpdateView::Current {
            checked_at: at.to_string(),
        },
        Standing::Offered(offered) => available(offered),
        Standing::Fetched(fetched) => UpdateView::Fetched {
            version: fetched.version.to_string(),
            file: fetched.file.display().to_string(),
            size: fetched.artefact.size,
            sha256: fetched.artefact.sha256.clone(),
            signature: fetched.artefact.signature.clone(),
        },
        Standing::Installed(version) => UpdateView::Installed {
            version: version.to_string(),
        },
    }
}

fn available(Offered { offer, origin }: &Offered) -> UpdateView {
    UpdateView::Available {
        version: offer.version.to_string(),
        notes: offer.notes.clone(),
        page: offer.page.as_deref().and_then(super::link),
        way: match (origin.command(), &offer.artefact) {
            (Some(line), _) => UpdateWay::Command { line },
            (None, Some(_)) => UpdateWay::Install,
            (None, None) => UpdateWay::ByHand,
        },
    }
}
