//! Another computer of the person's: a real sshd on loopback whose people live in a folder of their
//! own. Knows how it is reached, and nothing of what is set up there.

use std::{
    fs,
    net::{Ipv4Addr, TcpListener, TcpStream},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Command,
};

use tempfile::TempDir;

use crate::{
    home::Home,
    process::{Beside, run},
    wait::until,
};

/// The computer. Dropping it ends its sshd.
#[derive(Debug)]
pub struct Host {
    folder: TempDir,
    port: u16,
    _sshd: Beside,
}

impl Host {
    /// Starts it, and lets the person in `home` reach it with a key, by the `ssh` that their PATH
    /// picks.
    ///
    /// # Panics
    /// When it does not start.
    #[must_use]
    pub fn start(home: &Home) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the host");
        let path = folder.path();
        fs::create_dir(path.join("home")).expect("a home over there");
        for key in ["host_key", "key"] {
            let mut keygen = Command::new("ssh-keygen");
            keygen.args(["-q", "-t", "ed25519", "-N", "", "-f"]);
            let _ = run(keygen.arg(path.join(key)), "").well();
        }
        let port = free_port();
        fs::write(path.join("sshd_config"), sshd_config(path, port)).expect("its config");
        // Where sshd keeps its rights apart; the package makes it only where the system starts it.
        let _ = fs::create_dir("/run/sshd");
        let mut sshd = Command::new("/usr/sbin/sshd");
        sshd.args(["-D", "-e", "-f"]).arg(path.join("sshd_config"));
        let sshd = Beside::start(&mut sshd, &path.join("log"));
        until("sshd to answer", || {
            TcpStream::connect((Ipv4Addr::LOCALHOST, port)).ok()
        });
        give_way(home, path, port);
        Self {
            folder,
            port,
            _sshd: sshd,
        }
    }

    /// What a person types to reach it.
    #[must_use]
    pub fn name(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// The person's home over there.
    #[must_use]
    pub fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }
}

/// OpenSSH takes its config from the account's own folder, whatever HOME says: a link in the chain
/// names another one.
fn give_way(home: &Home, path: &Path, port: u16) {
    let host_key = fs::read_to_string(path.join("host_key.pub")).expect("its key");
    let here = path.display();
    let known = format!("[127.0.0.1]:{port} {host_key}");
    fs::write(path.join("known_hosts"), known).expect("a list of known hosts");
    let config = format!(
        "IdentityFile {here}/key\nIdentitiesOnly yes\nUserKnownHostsFile {here}/known_hosts\n\
         GlobalKnownHostsFile /dev/null\n"
    );
    fs::write(path.join("client_config"), config).expect("a client's config");
    let ssh = home.path().join("bin/ssh");
    let script = format!("#!/bin/sh\nexec /usr/bin/ssh -F {here}/client_config \"$@\"\n");
    fs::write(&ssh, script).expect("a link in the chain");
    fs::set_permissions(&ssh, fs::Permissions::from_mode(0o755)).expect("a program");
}

fn sshd_config(path: &Path, port: u16) -> String {
    let here = path.display();
    format!(
        "ListenAddress 127.0.0.1:{port}\nHostKey {here}/host_key\n\
         AuthorizedKeysFile {here}/key.pub\nPidFile none\nUsePAM no\nStrictModes no\n\
         PermitRootLogin yes\nPasswordAuthentication no\nKbdInteractiveAuthentication no\n\
         SetEnv HOME={here}/home\n"
    )
}

fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    listener.local_addr().expect("its address").port()
}
