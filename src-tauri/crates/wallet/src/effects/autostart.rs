//! Whether the session starts Purser at log-in: looked at, and changed when the person asks. The
//! entry itself is all that is remembered of it.

use super::{Outcome, Tools, blocking};
use crate::autostart::{AutostartRefused, Entry};
use crate::contract::AutostartView;
use crate::event::Event;
use crate::problem::{Fault, chain};

/// What stands there now.
pub(super) async fn look(tools: &Tools) -> Event {
    let Ok(entry) = Entry::of(&tools.surroundings) else {
        return Event::AutostartSeen(AutostartView::Unavailable);
    };
    let seen = blocking(move || entry.look()).await;
    // What cannot be read was not written by Purser.
    let seen = seen.ok().and_then(Result::ok);
    Event::AutostartSeen(seen.unwrap_or(AutostartView::Foreign))
}

/// Does as the person wants. What then stands there is seen either way.
pub(super) async fn choose(tools: &Tools, on: bool) -> Result<Outcome, Fault> {
    let entry = Entry::of(&tools.surroundings)?;
    let changed = blocking(move || if on { entry.put() } else { entry.remove() }).await?;
    if let Err(AutostartRefused::Disk(error)) = &changed {
        tracing::warn!(error = chain(error), "the autostart entry stays as it was");
    }
    let mut outcome = changed.map_or_else(
        |refused| Outcome::from(Fault::from(refused)),
        |()| Outcome::of(Vec::new()),
    );
    outcome.events.push(look(tools).await);
    Ok(outcome)
}
