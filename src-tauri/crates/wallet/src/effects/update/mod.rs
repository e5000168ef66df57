//! Looks for a newer Purser, and brings it onto this computer where that is Purser's to do.
//! Decides nothing about trust: that is `update`.

mod replace;
mod staged;
pub(super) mod traces;

use std::sync::Arc;

use gateway::release::{Published, ReleaseUrl, Releases};
use jiff::Timestamp;
use semver::Version;

use super::{Outcome, Tools, blocking};
use crate::contract::ProblemCode;
use crate::event::Event;
use crate::problem::{Fault, chain};
use crate::update::{
    Fetched, Known, Offer, Offered, Origin, Record, ReleaseSource, Standing, Target, UpdateFault,
    Verdict, judge,
};

/// Asks the release address now. What it answers is remembered before anybody hears of it.
pub(super) async fn check(tools: &Tools) -> Result<Outcome, Fault> {
    let source = source(tools)?;
    let url = ReleaseUrl::parse(&source.address).map_err(|_| misbuilt())?;
    let now = tools.clock.read().wall;
    remember(tools, move |record| {
        record.asked = Some(now);
        Ok(())
    })
    .await?;
    let releases = Releases::new().map_err(logged)?;
    let published = releases.published(&url).await.map_err(logged)?;
    let origin = traces::origin(tools).await?;
    let judge = Judge::of(source, &origin, now)?;
    let verdict = remember(tools, move |record| {
        let verdict = judge.verdict(&published, record)?;
        record.believed = Some(now);
        record.seen = Some(verdict.seen.clone());
        record.manifest = String::from_utf8_lossy(&published.manifest).into_owned();
        record.signature = String::from_utf8_lossy(&published.signature).into_owned();
        Ok(verdict)
    })
    .await?;
    Ok(judged(verdict, origin, now))
}

/// Shows again what was believed when Purser last looked; nobody is asked.
pub(super) async fn recall(tools: &Tools) -> Result<Outcome, Fault> {
    Ok(match kept(tools).await? {
        Some(Kept {
            verdict,
            origin,
            believed,
        }) => judged(verdict, origin, believed),
        None => Outcome::of(Vec::new()),
    })
}

/// Fetches the update that was shown, makes sure that it is what was signed, and puts it in place
/// where that is done by replacing a file. What became stale since it was shown is refused.
pub(super) async fn install(tools: &Tools, version: &str) -> Result<Outcome, Fault> {
    let gone = || not_installed("reason-update-gone");
    let Kept {
        verdict, origin, ..
    } = kept(tools).await?.ok_or_else(gone)?;
    let shown = |offer: &Offer| offer.version.to_string() == version;
    let offer = verdict.offer.filter(shown).ok_or_else(gone)?;
    let Some(artefact) = &offer.artefact else {
        return Err(not_installed("reason-update-not-ours"));
    };
    let staged = staged::fetch(tools, artefact).await?;
    match origin {
        Origin::AppImage(file) => {
            let artefact = artefact.clone();
            blocking(move || replace::replace(&file, staged, &artefact)).await??;
            let version = offer.version;
            Ok(Outcome::of(vec![Event::UpdateInstalled(version)]))
        }
        Origin::Msi | Origin::Nsis | Origin::App => {
            let fetched = Fetched {
                version: offer.version.clone(),
                file: blocking(move || staged.kept()).await??,
                artefact: artefact.clone(),
            };
            Ok(Outcome::of(vec![Event::UpdateFetched(Arc::new(fetched))]))
        }
        Origin::Deb(_) | Origin::Rpm(_) | Origin::Other => {
            Err(not_installed("reason-update-not-ours"))
        }
    }
}

/// What a description is judged by, besides what is remembered.
struct Judge {
    key: String,
    origin: Origin,
    installed: Version,
    now: Timestamp,
}

impl Judge {
    fn of(source: &ReleaseSource, origin: &Origin, now: Timestamp) -> Result<Self, Fault> {
        Ok(Self {
            key: source.key.clone(),
            origin: origin.clone(),
            installed: Version::parse(env!("CARGO_PKG_VERSION")).map_err(|_| misbuilt())?,
            now,
        })
    }

    fn verdict(&self, published: &Published, record: &Record) -> Result<Verdict, UpdateFault> {
        let known = Known {
            key: &self.key,
            now: self.now,
            last: record.seen.as_ref(),
            installed: &self.installed,
            origin: &self.origin,
            target: Target::THIS,
        };
        judge(&published.manifest, &published.signature, &known)
    }
}

/// A description that was believed before, and still is.
struct Kept {
    verdict: Verdict,
    origin: Origin,
    believed: Timestamp,
}

/// Judges again what is remembered; none where nothing is.
async fn kept(tools: &Tools) -> Result<Option<Kept>, Fault> {
    let source = source(tools)?;
    let records = tools.releases.records.clone();
    let record = blocking(move || records.read()).await?;
    let Some(believed) = record.believed else {
        return Ok(None);
    };
    let origin = traces::origin(tools).await?;
    let published = Published {
        manifest: record.manifest.clone().into_bytes(),
        signature: record.signature.clone().into_bytes(),
    };
    let judge = Judge::of(source, &origin, tools.clock.read().wall)?;
    let verdict = judge.verdict(&published, &record).map_err(logged)?;
    Ok(Some(Kept {
        verdict,
        origin,
        believed,
    }))
}

fn judged(verdict: Verdict, origin: Origin, at: Timestamp) -> Outcome {
    let standing = match verdict.offer {
        Some(offer) => Standing::Offered(Arc::new(Offered { offer, origin })),
        None => Standing::Current { at },
    };
    Outcome::of(vec![Event::ReleaseJudged(standing)])
}

/// Changes what is remembered; what fails leaves it as it was.
async fn remember<T: Send + 'static>(
    tools: &Tools,
    change: impl FnOnce(&mut Record) -> Result<T, UpdateFault> + Send + 'static,
) -> Result<T, Fault> {
    let records = tools.releases.records.clone();
    let changed = blocking(move || records.change(change)).await?;
    let judged = changed.map_err(|error| {
        tracing::error!(%error, "what is known of releases was not kept");
        Fault::new(ProblemCode::StorageFailed)
    })?;
    judged.map_err(logged)
}

fn source(tools: &Tools) -> Result<&ReleaseSource, Fault> {
    let source = tools.releases.source.as_ref();
    source.ok_or_else(|| Fault::new(ProblemCode::ReleasesUnknown))
}

fn misbuilt() -> Fault {
    tracing::error!("the built-in release address cannot be used");
    Fault::new(ProblemCode::ReleasesUnknown)
}

fn not_installed(reason: &'static str) -> Fault {
    Fault::new(ProblemCode::UpdateNotInstalled).because(reason)
}

/// The log gets the causes, the person the Problem.
fn logged<E: std::error::Error + Into<Fault>>(error: E) -> Fault {
    tracing::info!(error = chain(&error), "no update");
    error.into()
}
