//! A private desktop: a screen, a session bus, an unlocked keychain, a window manager, a tray and
//! a place for notifications. Shares nothing with the desktop of whoever runs the tests.

use std::{
    collections::HashMap,
    path::Path,
    process::Command,
    sync::{Arc, Mutex},
};

use zbus::{
    blocking::{Connection, connection::Builder, fdo::DBusProxy},
    interface,
    names::BusName,
    zvariant::OwnedValue,
};

use crate::{
    home::Home,
    pixels::Pixels,
    process::Beside,
    tray::TrayItem,
    wait::until,
    watcher::{Registered, Watcher},
};

/// Who shows tray icons.
const TRAY: &str = "org.kde.StatusNotifierWatcher";

/// A desktop with all that belongs to it; dropping it ends it all.
#[derive(Debug)]
pub struct Desktop {
    // In the order in which they may go.
    bus: Connection,
    _manager: Beside,
    _keychain: Beside,
    _bus_program: Beside,
    _screen: Beside,
    display: String,
    pixels: Pixels,
    address: String,
    shown: Arc<Mutex<Vec<Notification>>>,
    tray: Arc<Mutex<Vec<Registered>>>,
}

/// A notification that was shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notification {
    /// Its number on this desktop.
    pub id: u32,
    /// Who showed it.
    pub app: String,
    /// Its first line.
    pub summary: String,
    /// The rest: markup, by the specification.
    pub body: String,
    /// The keys of its actions, each followed by what its button says.
    pub actions: Vec<String>,
}

impl Desktop {
    /// Starts one for the person who lives in `home`.
    ///
    /// # Panics
    /// When a part of it does not start.
    #[must_use]
    pub fn start(home: &Home) -> Self {
        let desktop = Self::start_without_tray(home);
        desktop.show_tray();
        desktop
    }

    /// The same, and nothing on it shows tray icons.
    ///
    /// # Panics
    /// When a part of it does not start.
    #[must_use]
    pub fn start_without_tray(home: &Home) -> Self {
        let mut screen = home.command("Xvfb");
        screen.args([
            "-displayfd",
            "1",
            "-screen",
            "0",
            "1280x900x24",
            "-nolisten",
            "tcp",
        ]);
        screen.arg("-fbdir").arg(home.log(""));
        let (screen, number) = Beside::start_with_line(&mut screen, &home.log("screen"));
        let display = format!(":{number}");

        let mut daemon = home.command("dbus-daemon");
        daemon.env("DISPLAY", &display);
        let socket = home.runtime().join("bus");
        daemon
            .args(["--session", "--nofork", "--nopidfile", "--print-address=1"])
            .arg(format!("--address=unix:path={}", socket.display()));
        let (bus_program, address) = Beside::start_with_line(&mut daemon, &home.log("bus"));

        let notifications = Notifications::default();
        let watcher = Watcher::default();
        let shown = Arc::clone(&notifications.shown);
        let tray = Arc::clone(&watcher.items);
        let bus = serve(&address, notifications, watcher).expect("the services of a desktop");

        let seat = |program: &str| {
            let mut command = home.command(program);
            on_seat(&mut command, &display, &address);
            command
        };
        let mut keychain = seat("gnome-keyring-daemon");
        keychain.args(["--foreground", "--unlock", "--components=secrets"]);
        let log = home.log("keychain");
        let keychain = Beside::start_with_input(&mut keychain, "password of the tests", &log);
        wait_for_owner(&bus, "org.freedesktop.secrets");
        let manager = Beside::start(&mut seat("openbox"), &home.log("manager"));

        Self {
            bus,
            _manager: manager,
            _keychain: keychain,
            _bus_program: bus_program,
            _screen: screen,
            display,
            pixels: Pixels::in_folder(&home.log("")),
            address,
            shown,
            tray,
        }
    }

    /// A command of the person of `home`, on this desktop.
    #[must_use]
    pub fn command(&self, home: &Home, program: impl AsRef<Path>) -> Command {
        let mut command = home.command(program);
        self.seat(&mut command);
        command
    }

    /// Puts a command on this desktop.
    pub fn seat(&self, command: &mut Command) {
        on_seat(command, &self.display, &self.address);
    }

    /// The notifications so far; one that replaced another stands for both.
    ///
    /// # Panics
    /// Never: nothing panics while it holds the list.
    #[must_use]
    pub fn notifications(&self) -> Vec<Notification> {
        self.shown.lock().expect("the list").clone()
    }

    /// Waits for a notification whose first line begins so.
    #[track_caller]
    #[must_use]
    pub fn notification(&self, beginning: &str) -> Notification {
        until(format!("the notification “{beginning}”"), || {
            let mut shown = self.notifications().into_iter();
            shown.find(|one| one.summary.starts_with(beginning))
        })
    }

    /// Clicks a notification.
    pub fn click(&self, notification: &Notification) {
        self.choose(notification, "default");
    }

    /// Chooses an action of a notification by its key.
    ///
    /// # Panics
    /// When the bus is gone.
    pub fn choose(&self, notification: &Notification, action: &str) {
        self.bus
            .emit_signal(
                None::<&str>,
                "/org/freedesktop/Notifications",
                "org.freedesktop.Notifications",
                "ActionInvoked",
                &(notification.id, action),
            )
            .expect("a signal on the bus");
    }

    /// Shows tray icons from now on.
    ///
    /// # Panics
    /// When something else shows them.
    pub fn show_tray(&self) {
        self.bus.request_name(TRAY).expect("a name on the bus");
    }

    /// Shows none from now on.
    ///
    /// # Panics
    /// When the bus is gone.
    pub fn hide_tray(&self) {
        let shown = self.bus.release_name(TRAY).expect("a name on the bus");
        assert!(shown, "there was a tray");
    }

    /// Everything that the screen shows now, pixel by pixel.
    #[must_use]
    pub fn pixels(&self) -> Vec<u8> {
        self.pixels.look()
    }

    /// The item that was put into the tray last.
    ///
    /// # Panics
    /// When none comes.
    #[must_use]
    pub fn tray_item(&self) -> TrayItem {
        let registered = until("an item in the tray", || {
            self.tray.lock().expect("the list").last().cloned()
        });
        TrayItem::new(&self.bus, &registered)
    }

    /// The item of the program that came into the tray after this one.
    ///
    /// # Panics
    /// When none comes.
    #[must_use]
    pub fn tray_item_after(&self, before: &TrayItem) -> TrayItem {
        let registered = until("another item in the tray", || {
            let last = self.tray.lock().expect("the list").last().cloned();
            last.filter(|last| last.program != before.program())
        });
        TrayItem::new(&self.bus, &registered)
    }

    /// Waits until the item's program is gone from the bus.
    pub fn wait_until_gone(&self, item: &TrayItem) {
        let bus = DBusProxy::new(&self.bus).expect("the bus itself");
        let name = BusName::try_from(item.program()).expect("a name on the bus");
        until("the program behind the tray to end", || {
            let owned = bus
                .name_has_owner(name.clone())
                .expect("an answer of the bus");
            (!owned).then_some(())
        });
    }
}

fn on_seat(command: &mut Command, display: &str, address: &str) {
    command
        .env("DISPLAY", display)
        .env("DBUS_SESSION_BUS_ADDRESS", address)
        .env("GDK_BACKEND", "x11")
        .env("NO_AT_BRIDGE", "1");
}

/// Claims the name before any program looks for it.
fn serve(address: &str, shown: Notifications, tray: Watcher) -> zbus::Result<Connection> {
    Builder::address(address)?
        .serve_at("/org/freedesktop/Notifications", shown)?
        .serve_at("/StatusNotifierWatcher", tray)?
        .name("org.freedesktop.Notifications")?
        .build()
}

fn wait_for_owner(bus: &Connection, name: &'static str) {
    let proxy = DBusProxy::new(bus).expect("the bus itself");
    let name = BusName::try_from(name).expect("a name on the bus");
    until(&name, || {
        let owned = proxy.name_has_owner(name.clone()).ok()?;
        owned.then_some(())
    });
}

#[derive(Default)]
struct Notifications {
    shown: Arc<Mutex<Vec<Notification>>>,
}

#[interface(name = "org.freedesktop.Notifications")]
impl Notifications {
    #[expect(clippy::too_many_arguments, reason = "the specification has eight")]
    fn notify(
        &self,
        app: String,
        replaces: u32,
        _icon: String,
        summary: String,
        body: String,
        actions: Vec<String>,
        _hints: HashMap<String, OwnedValue>,
        _timeout_ms: i32,
    ) -> u32 {
        let mut shown = self.shown.lock().expect("the list");
        // “If replaces_id is not 0, the returned value is the same value as replaces_id.”
        let id = match replaces {
            0 => u32::try_from(shown.len() + 1).unwrap_or(u32::MAX),
            replaced => replaced,
        };
        shown.retain(|shown| shown.id != id);
        shown.push(Notification {
            id,
            app,
            summary,
            body,
            actions,
        });
        id
    }

    fn close_notification(&self, _id: u32) {}

    fn get_capabilities(&self) -> Vec<String> {
        ["body", "body-markup", "actions"]
            .map(str::to_owned)
            .to_vec()
    }

    fn get_server_information(&self) -> (String, String, String, String) {
        let [name, vendor, version, specification] =
            ["journeys", "purser", "1", "1.2"].map(str::to_owned);
        (name, vendor, version, specification)
    }
}
