//! The tray's end of the StatusNotifier protocol: takes the items that programs register. Reads
//! none of them.

use std::sync::{Arc, Mutex};

use zbus::{interface, message::Header, object_server::SignalEmitter};

/// Where an item that registered is found.
#[derive(Debug, Clone)]
pub(crate) struct Registered {
    pub(crate) program: String,
    pub(crate) path: String,
}

/// Stands in for the desktop's tray.
#[derive(Default)]
pub(crate) struct Watcher {
    pub(crate) items: Arc<Mutex<Vec<Registered>>>,
}

#[interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    /// An item gives its object's path, or the name of its program on the bus.
    async fn register_status_notifier_item(
        &self,
        service: String,
        #[zbus(header)] header: Header<'_>,
        #[zbus(signal_emitter)] emitter: SignalEmitter<'_>,
    ) {
        let sender = header.sender().map(ToString::to_string).unwrap_or_default();
        let registered = if service.starts_with('/') {
            Registered {
                program: sender,
                path: service,
            }
        } else {
            Registered {
                program: service,
                path: "/StatusNotifierItem".to_owned(),
            }
        };
        let name = format!("{}{}", registered.program, registered.path);
        self.items.lock().expect("the list").push(registered);
        let _ = Self::status_notifier_item_registered(&emitter, &name).await;
    }

    fn register_status_notifier_host(&self, _service: String) {}

    #[zbus(property)]
    fn registered_status_notifier_items(&self) -> Vec<String> {
        let items = self.items.lock().expect("the list");
        let name = |item: &Registered| format!("{}{}", item.program, item.path);
        items.iter().map(name).collect()
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }

    #[zbus(property)]
    fn protocol_version(&self) -> i32 {
        0
    }

    #[zbus(signal)]
    async fn status_notifier_item_registered(
        emitter: &SignalEmitter<'_>,
        service: &str,
    ) -> zbus::Result<()>;

    #[zbus(signal)]
    async fn status_notifier_host_registered(emitter: &SignalEmitter<'_>) -> zbus::Result<()>;
}
