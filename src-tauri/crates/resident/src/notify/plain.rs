//! Notifications where the desktop tells of no click and of no number.

use std::error::Error;

use tokio::sync::mpsc;
use wallet::notices::{Act, Notice};
use wallet::ports::{Answer, Notifier};

use super::drawn;

/// The desktop's place for notifications.
#[derive(Debug)]
pub(crate) struct Desktop;

impl Desktop {
    /// Nothing is ever chosen here.
    pub(crate) fn new(_chosen: mpsc::UnboundedSender<Act>) -> Self {
        Self
    }
}

impl Notifier for Desktop {
    fn show(
        &self,
        notice: Notice,
        number: u32,
    ) -> Answer<'_, Result<u32, Box<dyn Error + Send + Sync>>> {
        Box::pin(async move {
            let shown = tokio::task::spawn_blocking(move || drawn(&notice, number).show());
            shown.await??;
            Ok(0)
        })
    }
}
