//! Hears from the desktop whether it shows tray icons. Decides nothing, and draws no icon.

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use wallet::ports::Moment;

/// Tells the engine whether there is a tray, now and whenever that changes, until `stop`; cancels it
/// when the desktop's session ends.
#[cfg(target_os = "linux")]
pub(crate) async fn tell(moments: mpsc::UnboundedSender<Moment>, stop: CancellationToken) {
    tokio::select! {
        () = stop.cancelled() => {}
        heard = linux::listen(&moments) => match heard {
            // The person logged out: it goes with their session.
            Ok(()) => {
                tracing::info!("the session's bus is gone");
                stop.cancel();
            }
            Err(error) if linux::is_cut(&error) => {
                tracing::info!(%error, "the session's bus went at once");
                stop.cancel();
            }
            Err(error) => {
                tracing::info!(%error, "there is no desktop to show a tray");
                // The engine may have stopped first.
                let _ = moments.send(Moment::Tray(wallet::TrayHost::Absent));
            }
        },
    }
}

/// Every desktop has a tray here.
#[cfg(not(target_os = "linux"))]
pub(crate) async fn tell(_moments: mpsc::UnboundedSender<Moment>, _stop: CancellationToken) {}

#[cfg(target_os = "linux")]
mod linux {
    use std::io::ErrorKind;

    use futures_util::{StreamExt, stream};
    use tokio::sync::mpsc;
    use wallet::TrayHost;
    use wallet::ports::Moment;
    use zbus::{Connection, proxy, proxy::CacheProperties};

    /// Who keeps the list of tray icons (StatusNotifierItem specification, "StatusNotifierWatcher").
    #[proxy(
        interface = "org.kde.StatusNotifierWatcher",
        default_service = "org.kde.StatusNotifierWatcher",
        default_path = "/StatusNotifierWatcher"
    )]
    trait StatusNotifierWatcher {
        #[zbus(property)]
        fn is_status_notifier_host_registered(&self) -> zbus::Result<bool>;

        #[zbus(signal)]
        fn status_notifier_host_registered(&self) -> zbus::Result<()>;

        #[zbus(signal)]
        fn status_notifier_host_unregistered(&self) -> zbus::Result<()>;
    }

    /// Tells what is found now and after each change, until the bus is gone.
    pub(super) async fn listen(moments: &mpsc::UnboundedSender<Moment>) -> zbus::Result<()> {
        let bus = Connection::session().await?;
        let watcher = StatusNotifierWatcherProxy::builder(&bus);
        // Who answers comes and goes: nothing that one said holds for the next.
        let watcher = watcher
            .cache_properties(CacheProperties::No)
            .build()
            .await?;
        let owners = watcher.inner().receive_owner_changed().await?;
        let came = watcher.receive_status_notifier_host_registered().await?;
        let went = watcher.receive_status_notifier_host_unregistered().await?;
        let mut changes = stream::select(
            owners.map(drop),
            stream::select(came.map(drop), went.map(drop)),
        );
        let mut known = None;
        loop {
            let found = look(&watcher).await;
            if known.replace(found) != Some(found) {
                // The engine may have stopped first.
                let _ = moments.send(Moment::Tray(found));
            }
            if changes.next().await.is_none() {
                return Ok(());
            }
        }
    }

    /// Whether there was a bus, and went while we spoke to it.
    pub(super) fn is_cut(error: &zbus::Error) -> bool {
        let zbus::Error::InputOutput(error) = error else {
            return false;
        };
        matches!(
            error.kind(),
            ErrorKind::BrokenPipe | ErrorKind::ConnectionReset | ErrorKind::UnexpectedEof
        )
    }

    /// Without a watcher there is nobody to answer, and without a host nobody draws an icon.
    async fn look(watcher: &StatusNotifierWatcherProxy<'_>) -> TrayHost {
        match watcher.is_status_notifier_host_registered().await {
            Ok(true) => TrayHost::Present,
            Ok(false) | Err(_) => TrayHost::Absent,
        }
    }
}
