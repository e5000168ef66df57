//! Hears from the system when the machine wakes and when it has a network. Decides nothing.

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use wallet::ports::Moment;

/// Tells the engine of each moment until `stop`. Where the system tells nothing, it ends at once.
#[cfg(target_os = "linux")]
pub(crate) async fn tell(moments: mpsc::UnboundedSender<Moment>, stop: CancellationToken) {
    tokio::select! {
        () = stop.cancelled() => {}
        heard = linux::listen(&moments) => if let Err(error) = heard {
            tracing::info!(%error, "the system tells nothing of sleep and network");
        },
    }
}

/// The engine notices by itself that time was slept through.
#[cfg(not(target_os = "linux"))]
pub(crate) async fn tell(_moments: mpsc::UnboundedSender<Moment>, _stop: CancellationToken) {}

#[cfg(target_os = "linux")]
mod linux {
    use std::collections::HashMap;

    use futures_util::StreamExt;
    use tokio::sync::mpsc;
    use wallet::ports::Moment;
    use zbus::zvariant::OwnedValue;
    use zbus::{Connection, MatchRule, Message, MessageStream, fdo::DBusProxy, message::Type};

    /// `NM_STATE_CONNECTED_SITE`: there is a default route. Above it stands only "and it was probed".
    const CONNECTED_SITE: u32 = 60;
    /// Who tells what, on the system bus.
    const TOLD: [(&str, &str, &str); 3] = [
        // org.freedesktop.login1(5)
        (
            "org.freedesktop.login1",
            "org.freedesktop.login1.Manager",
            "PrepareForSleep",
        ),
        // NetworkManager D-Bus Reference Manual, "org.freedesktop.NetworkManager"
        (
            "org.freedesktop.NetworkManager",
            "org.freedesktop.NetworkManager",
            "StateChanged",
        ),
        // org.freedesktop.network1(5), where systemd-networkd keeps the network
        (
            "org.freedesktop.network1",
            "org.freedesktop.DBus.Properties",
            "PropertiesChanged",
        ),
    ];

    pub(super) async fn listen(moments: &mpsc::UnboundedSender<Moment>) -> zbus::Result<()> {
        let bus = Connection::system().await?;
        let mut messages = subscribed(&bus).await?;
        while let Some(moment) = next(&mut messages).await {
            // The engine may have stopped first.
            let _ = moments.send(moment);
        }
        Ok(())
    }

    /// What is told from now on.
    async fn subscribed(bus: &Connection) -> zbus::Result<MessageStream> {
        let messages = MessageStream::from(bus);
        let rules = DBusProxy::new(bus).await?;
        for (sender, interface, member) in TOLD {
            let rule = MatchRule::builder()
                .msg_type(Type::Signal)
                .sender(sender)?
                .interface(interface)?
                .member(member)?
                .build();
            rules.add_match_rule(rule).await?;
        }
        Ok(messages)
    }

    /// The next moment; none when the bus is gone.
    async fn next(messages: &mut MessageStream) -> Option<Moment> {
        loop {
            let message = messages.next().await?.ok()?;
            if let Some(moment) = moment(&message) {
                return Some(moment);
            }
        }
    }

    /// What a signal says; nothing for one that begins a sleep, or that a network goes.
    fn moment(message: &Message) -> Option<Moment> {
        let header = message.header();
        let body = message.body();
        match header.member()?.as_str() {
            "PrepareForSleep" => {
                let begins: bool = body.deserialize().ok()?;
                (!begins).then_some(Moment::Woke)
            }
            "StateChanged" => {
                let state: u32 = body.deserialize().ok()?;
                (state >= CONNECTED_SITE).then_some(Moment::NetworkUp)
            }
            "PropertiesChanged" => {
                let (_, changed, _): (String, HashMap<String, OwnedValue>, Vec<String>) =
                    body.deserialize().ok()?;
                let online: &str = changed.get("OnlineState")?.downcast_ref().ok()?;
                (online == "online").then_some(Moment::NetworkUp)
            }
            _ => None,
        }
    }

    #[cfg(test)]
    mod tests {
        use std::io::{BufRead, BufReader};
        use std::process::{Child, Command, Stdio};

        use zbus::connection::Builder;
        use zbus::zvariant::{DynamicType, Value};

        use super::*;

        /// A bus of its own; it ends when this is dropped.
        struct Bus {
            daemon: Child,
            address: String,
        }

        impl Bus {
            fn start() -> Self {
                let mut daemon = Command::new("dbus-daemon")
                    .args(["--session", "--nofork", "--nopidfile", "--print-address=1"])
                    .stdout(Stdio::piped())
                    .spawn()
                    .unwrap();
                let mut address = String::new();
                BufReader::new(daemon.stdout.take().unwrap())
                    .read_line(&mut address)
                    .unwrap();
                let address = address.trim_end().to_owned();
                Self { daemon, address }
            }

            fn connection(&self) -> Builder<'_> {
                Builder::address(self.address.as_str()).unwrap()
            }
        }

        impl Drop for Bus {
            fn drop(&mut self) {
                self.daemon.kill().ok();
                self.daemon.wait().ok();
            }
        }

        #[tokio::test]
        async fn a_wake_and_a_network_are_heard_on_the_bus_from_those_who_know() {
            let daemon = Bus::start();
            let stranger = daemon.connection().build().await.unwrap();
            let system = daemon.connection();
            let system = system.name("org.freedesktop.login1").unwrap();
            let system = system.name("org.freedesktop.NetworkManager").unwrap();
            let system = system.build().await.unwrap();
            let ours = daemon.connection().build().await.unwrap();
            let mut messages = subscribed(&ours).await.unwrap();

            let (login, network) = (TOLD[0], TOLD[1]);
            let path = "/org/freedesktop/any";
            let to: Option<&str> = None;
            for (bus, (_, interface, member), body) in [
                (&stranger, network, Value::from((70_u32,))),
                (&system, login, Value::from((true,))),
                (&system, network, Value::from((20_u32,))),
                (&system, login, Value::from((false,))),
                (&system, network, Value::from((70_u32,))),
            ] {
                let Value::Structure(body) = body else {
                    unreachable!("a tuple is a structure");
                };
                bus.emit_signal(to, path, interface, member, &body)
                    .await
                    .unwrap();
            }
            assert_eq!(next(&mut messages).await, Some(Moment::Woke));
            assert_eq!(next(&mut messages).await, Some(Moment::NetworkUp));
        }

        fn said(member: &str, body: &(impl serde::Serialize + DynamicType)) -> Option<Moment> {
            let signal = Message::signal("/", "org.example.Any", member).unwrap();
            moment(&signal.build(body).unwrap())
        }

        #[test]
        fn only_the_end_of_a_sleep_is_a_moment() {
            assert_eq!(said("PrepareForSleep", &(false,)), Some(Moment::Woke));
            assert_eq!(said("PrepareForSleep", &(true,)), None);
            assert_eq!(said("PrepareForSleep", &("false",)), None);
        }

        #[test]
        fn a_network_is_up_once_it_leads_somewhere() {
            let states = [20, 40, 50, 60, 70].map(|state: u32| said("StateChanged", &(state,)));
            let up = Some(Moment::NetworkUp);
            assert_eq!(states, [None, None, None, up, up]);
            let networkd = |state: &str| {
                let changed = HashMap::from([("OnlineState", Value::from(state))]);
                let body = (
                    "org.freedesktop.network1.Manager",
                    changed,
                    [""; 0].to_vec(),
                );
                said("PropertiesChanged", &body)
            };
            assert_eq!(networkd("online"), up);
            assert_eq!(networkd("offline"), None);
        }
    }
}
