//! Connections to another machine that are cut or hang at any point of a set-up or an undo: the
//! config there is the old one or the new one, and what we say of it is true.

use std::fs;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use setup::ssh::{Remote, SshClient};
use setup::{Plan, SetupError};

use crate::bench::{at, chmod, command, facts, mode};
use crate::ssh_bench::{Machine, host_at};

/// Larger than one packet, so that it can be cut in its middle.
fn config() -> String {
    format!("model = 'mine' # why\n# {}\n", "long ".repeat(5_000))
}

/// What becomes of the network once it fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fails {
    /// The connection is lost; another can be made.
    Once,
    /// The connection is lost, and no other can be made.
    ForNow,
    /// Nothing arrives any more, and nobody says so.
    Silently,
}

/// How many pieces pass before the network fails.
#[derive(Debug, Default)]
struct Network {
    pieces_left: Option<usize>,
    fails: Option<Fails>,
    failed: bool,
}

impl Network {
    /// Whether one more piece passes.
    fn passes(&mut self) -> bool {
        if let Some(left) = &mut self.pieces_left {
            self.failed |= *left == 0;
            *left = left.saturating_sub(1);
        }
        !self.failed || self.fails.is_none()
    }

    /// After a connection was lost.
    fn lost(&mut self) {
        if self.failed && self.fails == Some(Fails::Once) {
            (self.pieces_left, self.fails) = (None, None);
        }
    }
}

/// Stands between the client and sshd, and passes on what it gets.
struct Relay {
    port: u16,
    network: Arc<Mutex<Network>>,
}

impl Relay {
    fn to(sshd: u16) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let network = Arc::new(Mutex::new(Network::default()));
        let shared = network.clone();
        thread::spawn(move || {
            for client in listener.incoming() {
                let server = TcpStream::connect((Ipv4Addr::LOCALHOST, sshd)).unwrap();
                pass_on(client.unwrap(), server, &shared);
            }
        });
        Self { port, network }
    }

    fn fail_after(&self, pieces: usize, fails: Fails) {
        *self.network.lock().unwrap() = Network {
            pieces_left: Some(pieces),
            fails: Some(fails),
            failed: false,
        };
    }

    /// Whether it failed since.
    fn mend(&self) -> bool {
        std::mem::take(&mut *self.network.lock().unwrap()).failed
    }
}

fn pass_on(client: TcpStream, server: TcpStream, network: &Arc<Mutex<Network>>) {
    let pair = |stream: &TcpStream| stream.try_clone().unwrap();
    let directions = [(pair(&client), pair(&server)), (server, client)];
    for (from, to) in directions {
        let network = network.clone();
        thread::spawn(move || pass_one_way(from, to, &network));
    }
}

fn pass_one_way(mut from: TcpStream, mut to: TcpStream, network: &Mutex<Network>) {
    let mut piece = vec![0; 16 * 1024];
    loop {
        let length = from.read(&mut piece).unwrap_or(0);
        let mut now = network.lock().unwrap();
        if length > 0 && now.fails == Some(Fails::Silently) && !now.passes() {
            continue;
        }
        if length == 0 || !now.passes() || to.write_all(&piece[..length]).is_err() {
            now.lost();
            let _ = (from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both));
            return;
        }
    }
}

/// A machine behind a network that fails, with a config before and after a set-up.
struct Scene {
    machine: Machine,
    relay: Relay,
    remote: Remote,
    old: String,
    new: String,
}

impl Scene {
    fn with_deadline(deadline: Duration) -> Self {
        let machine = Machine::start();
        let relay = Relay::to(machine.port);
        machine.write_client_config("key", &[machine.port, relay.port]);
        let client = SshClient {
            deadline,
            ..machine.client()
        };
        let remote = Remote::connect(&host_at(relay.port), &client).unwrap();
        let mut scene = Self {
            machine,
            relay,
            remote,
            old: config(),
            new: String::new(),
        };
        scene.set_up_anew();
        scene.new = scene.machine.text();
        scene
    }

    fn records(&self) -> PathBuf {
        self.machine.records()
    }

    fn plan_set_up(&self) -> Plan {
        let codex = self.remote.codex(self.records());
        codex.plan_set_up(&facts(), &command(), None).unwrap()
    }

    fn plan_undo(&self) -> Plan {
        self.remote.codex(self.records()).plan_undo().unwrap()
    }

    fn apply(&self, plan: &Plan) -> Result<(), SetupError> {
        self.remote.history(self.records()).apply(plan, at(1))
    }

    /// As it was before we ever came.
    fn start_anew(&self) {
        let _ = fs::remove_dir_all(self.records());
        self.machine.write(&self.old);
        chmod(&self.machine.config(), 0o640);
    }

    fn set_up_anew(&self) {
        self.start_anew();
        self.apply(&self.plan_set_up()).unwrap();
    }

    /// The config is whole, its state is told truly, and both ways lead on from there.
    fn check_whole(&self, applied: &Result<(), SetupError>, wanted: &str, what: &str) {
        let codex = self.remote.codex(self.records());
        let status = codex.inspect(None).unwrap();
        let text = self.machine.text();
        assert!(text == self.old || text == self.new, "{what}");
        assert_eq!(mode(&self.machine.config()), 0o640, "{what}");
        match applied {
            Ok(()) => assert_eq!(text, wanted, "{what}"),
            Err(error) => assert!(error.ssh().is_some(), "{what}: {error:?}"),
        }
        assert_eq!(status.can_undo, text == self.new, "{what}");
        self.remote
            .history(self.records())
            .clean_temp_files()
            .unwrap();
        assert_eq!(self.machine.unfinished(), Vec::<String>::new(), "{what}");
        let (plan, other) = match text == self.new {
            true => (self.plan_undo(), &self.old),
            false => (self.plan_set_up(), &self.new),
        };
        self.apply(&plan).unwrap();
        assert_eq!(self.machine.text(), *other, "{what}");
    }

    /// Lets the network fail after `pieces`; false when all was over before.
    fn fail_during(&self, undo: bool, pieces: usize, fails: Fails) -> bool {
        let (plan, wanted) = if undo {
            self.set_up_anew();
            (self.plan_undo(), &self.old)
        } else {
            self.start_anew();
            (self.plan_set_up(), &self.new)
        };
        self.relay.fail_after(pieces, fails);
        let applied = self.apply(&plan);
        let failed = self.relay.mend();
        if failed && fails != Fails::Once {
            self.wait_until_nothing_runs();
        }
        let what = format!("undo {undo}, {pieces} pieces, {fails:?}, {applied:?}");
        assert!(failed || applied.is_ok(), "{what}");
        self.check_whole(&applied, wanted, &what);
        failed
    }

    /// What was begun over a connection that is gone may still be at work there for a moment.
    fn wait_until_nothing_runs(&self) {
        let home = format!("HOME={}\0", self.machine.home().display());
        for _ in 0..2000 {
            if !runs_with(home.as_bytes()) {
                return;
            }
            thread::sleep(Duration::from_millis(5));
        }
        panic!("something still runs");
    }
}

/// Whether a program with `variable` in its environment runs.
fn runs_with(variable: &[u8]) -> bool {
    let processes = fs::read_dir("/proc").unwrap();
    let mut environments = processes.filter_map(|process| {
        let path = process.ok()?.path();
        fs::read(path.join("environ")).ok()
    });
    environments.any(|environment| {
        environment
            .windows(variable.len())
            .any(|part| part == variable)
    })
}

fn cut_everywhere(undo: bool) {
    let scene = Scene::with_deadline(Duration::from_secs(20));
    for fails in [Fails::Once, Fails::ForNow] {
        let mut pieces = 0;
        while scene.fail_during(undo, pieces, fails) {
            pieces += 1;
        }
        assert!(pieces > 10, "{pieces} cuts");
    }
}

#[test]
fn a_set_up_that_is_cut_off_anywhere_leaves_the_old_or_the_new_config_and_a_true_state() {
    cut_everywhere(false);
}

#[test]
fn an_undo_that_is_cut_off_anywhere_leaves_the_old_or_the_new_config_and_a_true_state() {
    cut_everywhere(true);
}

#[test]
fn a_network_that_falls_silent_is_given_up_in_time() {
    let scene = Scene::with_deadline(Duration::from_secs(2));
    for pieces in [0, 9] {
        assert!(scene.fail_during(false, pieces, Fails::Silently));
    }
}
