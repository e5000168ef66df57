//! A payment channel as the ledger keeps it: with whom it is, and how it stands. Knows no chain and
//! no network.

use jiff::Timestamp;
use payments::{Address, BaseUnits, Channel, Payable, Registry, Trace};
use serde::{Deserialize, Serialize};
use url::Url;

use crate::effects::Tools;
use crate::effects::pay::request::Prepared;
use crate::ledger::{ChannelEntry, Ledger, LedgerError};
use crate::pay::ChannelLook;
use crate::policy::Origin;
use crate::problem::Fault;
use crate::state::State;

/// So many former channels of a merchant are kept: they show what came back.
const FORMER: usize = 16;

/// The channel with one merchant, and the ones before it. One at a time is in use.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Kept {
    /// Who sells; the channel's own key names who is paid.
    pub(super) origin: Origin,
    /// What was bought through it last, without its query, which may hold secrets: it is closed
    /// there.
    pub(super) method: String,
    pub(super) url: Url,
    pub(super) channel: Channel,
    /// What the merchant says that it used of it, once it said so for all that was promised; else
    /// all that was promised.
    pub(super) spent: BaseUnits,
    pub(super) standing: Standing,
    /// Newest first.
    pub(super) former: Vec<Former>,
}

/// How a channel stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(super) enum Standing {
    /// A deposit was signed for it, of which the chain has not told yet. It held `before`.
    Funding {
        before: BaseUnits,
        trace: Trace,
        valid_before: Timestamp,
    },
    /// It can be used.
    Open,
    /// To close it was agreed, and the chain has not told yet.
    Closing {
        trace: Trace,
        valid_before: Timestamp,
    },
    /// The chain has it no more.
    Closed,
    /// Its deposit never arrived, and never will.
    Void,
}

/// A channel that is closed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Former {
    channel: Channel,
    spent: BaseUnits,
}

impl Kept {
    /// A new channel, in the place of `former`.
    pub(super) fn new(prepared: &Prepared, channel: Channel, former: Option<Self>) -> Self {
        let former = former.map(Self::ended).unwrap_or_default();
        Self {
            origin: prepared.origin.clone(),
            method: prepared.request.method().as_str().to_owned(),
            url: plain(&prepared.url),
            spent: channel.promised,
            channel,
            standing: Standing::Open,
            former,
        }
    }

    /// The same with what was bought now, for which all may be used that is promised.
    pub(super) fn promising(self, prepared: &Prepared, channel: Channel) -> Self {
        Self {
            method: prepared.request.method().as_str().to_owned(),
            url: plain(&prepared.url),
            spent: channel.promised,
            channel,
            ..self
        }
    }

    fn ended(self) -> Vec<Former> {
        let mut former = self.former;
        if self.standing != Standing::Void {
            let (channel, spent) = (self.channel, self.spent);
            former.insert(0, Former { channel, spent });
        }
        former.truncate(FORMER);
        former
    }

    fn looks(&self) -> Vec<ChannelLook> {
        let look = |channel: &Channel, spent, open| {
            let registry = Registry::built_in();
            Some(ChannelLook {
                id: channel.id.to_string(),
                origin: self.origin.clone(),
                network: registry.network(channel.chain)?,
                token: registry.token(channel.chain, channel.token)?,
                deposit: channel.deposit,
                spent,
                open,
            })
        };
        let current = match self.standing {
            Standing::Void => None,
            Standing::Closed => look(&self.channel, self.spent, false),
            // What was promised can still be taken, whatever the merchant says that it used.
            Standing::Funding { .. } | Standing::Open | Standing::Closing { .. } => {
                look(&self.channel, self.channel.promised, true)
            }
        };
        let former = |former: &Former| look(&former.channel, former.spent, false);
        current
            .into_iter()
            .chain(self.former.iter().filter_map(former))
            .collect()
    }
}

/// A channel with where it stands in the ledger.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) key: String,
    pub(super) revision: u64,
}

impl Place {
    /// The ledger's entry of a channel that was read there.
    pub(super) fn entry(&self, kept: &Kept) -> Result<ChannelEntry, Fault> {
        let entry = serde_json::to_value(kept).map_err(|error| {
            tracing::error!(%error, "a channel cannot be written");
            Fault::from(LedgerError::Unreadable { column: "entry" })
        })?;
        Ok(ChannelEntry {
            key: self.key.clone(),
            entry,
            revision: self.revision,
        })
    }

    /// Where it stands after it was written once more.
    pub(super) fn after(self) -> Self {
        Self {
            revision: self.revision + 1,
            ..self
        }
    }
}

/// The ledger's name of the channel that pays an offer: one for each merchant, payer, chain, token
/// and payee.
pub(super) fn key(origin: &Origin, payer: Address, payable: &Payable) -> String {
    format!("{origin} {payer} {}", Channel::key_for(payable))
}

/// Reads the channel of that name.
pub(super) async fn read(
    tools: &Tools,
    state: &State,
    key: String,
) -> Result<(Place, Option<Kept>), Fault> {
    let read = tools.with_ledger(state, move |ledger, _| match ledger.channel(&key)? {
        Some(entry) => {
            let (place, kept) = parse(entry)?;
            Ok((place, Some(kept)))
        }
        None => Ok((Place { key, revision: 0 }, None)),
    });
    read.await
}

/// Reads every channel.
pub(super) fn every(ledger: &Ledger) -> Result<Vec<(Place, Kept)>, LedgerError> {
    ledger.channels()?.into_iter().map(parse).collect()
}

fn parse(entry: ChannelEntry) -> Result<(Place, Kept), LedgerError> {
    let unreadable = LedgerError::Unreadable { column: "entry" };
    let kept = serde_json::from_value(entry.entry).map_err(|_| unreadable)?;
    let (key, revision) = (entry.key, entry.revision);
    Ok((Place { key, revision }, kept))
}

/// Writes a channel; `None` when somebody else wrote it since it was read.
pub(super) async fn keep(
    tools: &Tools,
    state: &State,
    place: Place,
    kept: &Kept,
) -> Result<Option<Place>, Fault> {
    let entry = place.entry(kept)?;
    let written = tools.with_ledger(state, move |ledger, _| match ledger.keep_channel(&entry) {
        Err(LedgerError::ChannelMoved) => Ok(false),
        other => other.map(|()| true),
    });
    Ok(written.await?.then(|| place.after()))
}

/// What is shown of all channels.
pub(in crate::effects::pay) fn looks(ledger: &Ledger) -> Result<Vec<ChannelLook>, LedgerError> {
    let every = every(ledger)?;
    Ok(every.iter().flat_map(|(_, kept)| kept.looks()).collect())
}

fn plain(url: &Url) -> Url {
    let mut plain = url.clone();
    plain.set_query(None);
    plain.set_fragment(None);
    plain
}
