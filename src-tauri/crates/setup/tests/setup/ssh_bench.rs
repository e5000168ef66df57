//! A real sshd on loopback, whose people live in a temporary home, and a client config that knows it.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use setup::Codex;
use setup::ssh::{Remote, SshClient, SshError, SshHost};
use tempfile::TempDir;

/// Another machine.
pub(crate) struct Machine {
    pub(crate) folder: TempDir,
    pub(crate) port: u16,
    sshd: Child,
}

impl Machine {
    /// With an empty home, and a client that knows its key.
    pub(crate) fn start() -> Self {
        Self::start_by(Command::new("/usr/sbin/sshd"))
    }

    /// As [`Machine::start`]; each program that is started there is logged, with its whole
    /// environment.
    pub(crate) fn start_watched(log: &Path) -> Self {
        let mut command = Command::new("strace");
        command.args(watch(log)).arg("/usr/sbin/sshd");
        Self::start_by(command)
    }

    fn start_by(mut command: Command) -> Self {
        let folder = match Path::new("/dev/shm").is_dir() {
            true => tempfile::tempdir_in("/dev/shm").unwrap(),
            false => tempfile::tempdir().unwrap(),
        };
        let path = folder.path();
        fs::create_dir(path.join("home")).unwrap();
        for key in ["host_key", "key", "stranger"] {
            generate_key(&path.join(key));
        }
        fs::copy(path.join("key.pub"), path.join("authorized_keys")).unwrap();
        let port = free_port();
        fs::write(path.join("sshd_config"), sshd_config(path, port)).unwrap();
        // Where sshd keeps its rights apart; the package makes it only where the system starts it.
        let _ = fs::create_dir("/run/sshd");
        let config = path.join("sshd_config");
        let mut sshd = command
            .args(["-D", "-e", "-f"])
            .arg(config)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("sshd runs: `cargo xtask test` installs it");
        let mut log = BufReader::new(sshd.stderr.take().unwrap()).lines();
        let listens = log.any(|line| line.unwrap().contains("Server listening on"));
        assert!(listens, "sshd did not start");
        std::thread::spawn(move || log.for_each(drop));
        let machine = Self { folder, port, sshd };
        machine.write_client_config("key", &[port]);
        machine
    }

    /// Where the client finds it, its key with it on each of `ports`, and which key the client shows.
    pub(crate) fn write_client_config(&self, key: &str, ports: &[u16]) {
        let path = self.path();
        let host_key = fs::read_to_string(path.join("host_key.pub")).unwrap();
        let known = ports
            .iter()
            .map(|port| format!("[127.0.0.1]:{port} {host_key}"));
        fs::write(path.join("known_hosts"), known.collect::<String>()).unwrap();
        let config = format!(
            "IdentityFile {here}/{key}\nIdentitiesOnly yes\nUserKnownHostsFile {here}/known_hosts\n\
             GlobalKnownHostsFile /dev/null\nStrictHostKeyChecking ask\n",
            here = path.display()
        );
        fs::write(path.join("client_config"), config).unwrap();
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn home(&self) -> PathBuf {
        self.path().join("home")
    }

    pub(crate) fn config(&self) -> PathBuf {
        self.home().join(".codex/config.toml")
    }

    pub(crate) fn write(&self, text: &str) {
        fs::create_dir_all(self.home().join(".codex")).unwrap();
        fs::write(self.config(), text).unwrap();
    }

    pub(crate) fn text(&self) -> String {
        fs::read_to_string(self.config()).unwrap()
    }

    pub(crate) fn records(&self) -> PathBuf {
        self.path().join("records")
    }

    pub(crate) fn host(&self) -> SshHost {
        host_at(self.port)
    }

    pub(crate) fn client(&self) -> SshClient {
        SshClient {
            config: Some(self.path().join("client_config")),
            deadline: Duration::from_secs(20),
            ..SshClient::default()
        }
    }

    pub(crate) fn try_connect(&self) -> Result<Remote, SshError> {
        Remote::connect(&self.host(), &self.client())
    }

    pub(crate) fn connect(&self) -> Remote {
        self.try_connect().unwrap()
    }

    pub(crate) fn codex(&self) -> Codex {
        self.connect().codex(self.records())
    }

    /// Names of what stands in Codex's home and looks unfinished.
    pub(crate) fn unfinished(&self) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.home().join(".codex")) else {
            return Vec::new();
        };
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.filter(|name| name.contains(".purser-")).collect()
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        let _ = self.sshd.kill();
        let _ = self.sshd.wait();
    }
}

/// What makes strace log each program that is started, its arguments and its environment in full.
/// The program stays our own child, so that ending it ends it.
pub(crate) fn watch(log: &Path) -> Vec<&str> {
    let log = log.to_str().unwrap();
    let follow = ["-D", "-f", "-qq", "-e", "trace=execve"];
    let in_full = ["-v", "-s", "1000000", "-o", log];
    [follow, in_full].concat()
}

pub(crate) fn host_at(port: u16) -> SshHost {
    format!("127.0.0.1:{port}").parse().unwrap()
}

pub(crate) fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    listener.local_addr().unwrap().port()
}

fn generate_key(path: &Path) {
    let made = Command::new("ssh-keygen")
        .args(["-q", "-t", "ed25519", "-N", "", "-f"])
        .arg(path)
        .status()
        .unwrap();
    assert!(made.success());
}

/// HOME is set last, whatever the account's is.
fn sshd_config(path: &Path, port: u16) -> String {
    let here = path.display();
    format!(
        "ListenAddress 127.0.0.1:{port}\nHostKey {here}/host_key\n\
         AuthorizedKeysFile {here}/authorized_keys\nPidFile none\nUsePAM no\nStrictModes no\n\
         PermitRootLogin yes\nPasswordAuthentication no\nKbdInteractiveAuthentication no\n\
         MaxStartups 100\nSetEnv HOME={here}/home\n"
    )
}
