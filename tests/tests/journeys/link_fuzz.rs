//! Ten thousand hostile links: a real engine that waits for a sign-in writes nothing for any of them,
//! and asks a real gateway nothing.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use sandbox::Sandbox;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use tests::{home::files_under, sandbox::ask};
use tokio_util::sync::CancellationToken;
use wallet::contract::{Command, PayCommand, Sensitive, SessionView, VaultView, View};
use wallet::links::{self, Link};
use wallet::ports::{NoSandbox, Secrets, SecretsError};
use wallet::settings::Folders;
use wallet::{Clock, Engine, Options, Surroundings};

const LINKS: usize = 10_000;

/// A keychain that lies open before the test.
#[derive(Default)]
struct Open(Mutex<BTreeMap<String, String>>);

impl Secrets for Open {
    fn place(&self) -> VaultView {
        VaultView::Keychain
    }

    fn unlock(&self, _passphrase: &SecretString) -> Result<(), SecretsError> {
        Ok(())
    }

    fn read(&self, name: &str) -> Result<Option<SecretString>, SecretsError> {
        Ok(self.0.lock().unwrap().get(name).cloned().map(Into::into))
    }

    fn write(&self, name: &str, secret: &SecretString) -> Result<(), SecretsError> {
        let secret = secret.expose_secret().to_owned();
        self.0.lock().unwrap().insert(name.to_owned(), secret);
        Ok(())
    }

    fn forget(&self, name: &str) -> Result<(), SecretsError> {
        self.0.lock().unwrap().remove(name);
        Ok(())
    }

    fn learn(&self, _secret: &SecretString) {}

    fn redact(&self, text: &str) -> String {
        text.to_owned()
    }
}

/// Everything that a link could have changed.
#[derive(PartialEq)]
struct Traces {
    files: BTreeMap<PathBuf, Vec<u8>>,
    secrets: BTreeMap<String, String>,
    requests: Vec<Value>,
}

impl Traces {
    /// Which of them are others than before.
    fn other_than(&self, before: &Self) -> String {
        let files: Vec<_> = self
            .files
            .iter()
            .filter(|(file, bytes)| before.files.get(*file) != Some(*bytes))
            .map(|(file, _)| file)
            .collect();
        let secrets = self.secrets.len();
        format!("{files:?}, {secrets} secrets, {:?}", self.requests)
    }
}

struct Purser {
    folder: tempfile::TempDir,
    engine: Engine,
    secrets: Arc<Open>,
    gateway: Sandbox,
}

impl Purser {
    async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let secrets = Arc::new(Open::default());
        let path = folder.path();
        let engine = Engine::start(Options {
            clock: Clock::start(),
            folders: Folders {
                config: path.join("config"),
                data: path.join("data"),
            },
            secrets: secrets.clone(),
            sandbox: Arc::new(NoSandbox),
            surroundings: Surroundings {
                home: path.join("home"),
                environment: std::iter::empty::<(&str, &str)>().collect(),
                purser: path.join("bin/purser"),
            },
            releases: None,
            observer: None,
            notifier: None,
            lead: Some(Arc::new(|_| {})),
            moments: None,
            stop: CancellationToken::new(),
        });
        Self {
            folder,
            engine,
            secrets,
            gateway: Sandbox::start(sandbox::Options { port: 0 }).await.unwrap(),
        }
    }

    /// The View once the engine knows who is signed in.
    async fn view(&self) -> View {
        let mut views = self.engine.handle().watch();
        loop {
            let view = views.next().await.unwrap();
            if view.session != SessionView::Starting {
                return view;
            }
        }
    }

    async fn follow(&self, url: &str) -> bool {
        let url = Sensitive(url.to_owned().into());
        self.perform(Command::FollowLink { url }).await
    }

    async fn perform(&self, command: Command) -> bool {
        self.engine.handle().perform(command).await.is_ok()
    }

    async fn traces(&self) -> Traces {
        let url = self.gateway.url().to_owned();
        let told = tokio::task::spawn_blocking(move || ask(&url, "requests"));
        let told = told.await.unwrap();
        Traces {
            files: contents(self.folder.path()),
            secrets: self.secrets.0.lock().unwrap().clone(),
            requests: told["requests"].as_array().unwrap().clone(),
        }
    }
}

fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    // SQLite's locks and its empty log: whoever only reads the ledger makes them, and they go again.
    let read = |file: PathBuf| {
        let name = file.to_string_lossy().into_owned();
        let bytes = std::fs::read(&file).ok()?;
        let of_a_reader = name.ends_with("-shm") || (name.ends_with("-wal") && bytes.is_empty());
        (!of_a_reader).then_some((file, bytes))
    };
    files_under(folder).into_iter().filter_map(read).collect()
}

/// Makes links that nearly are what they should be, and links that are nothing like it.
struct Hostile {
    random: fastrand::Rng,
    /// The state that the engine waits for.
    state: String,
}

impl Hostile {
    fn next(&mut self) -> String {
        loop {
            let url = match self.random.u8(..4) {
                0 => self.noise(),
                1 => self.assembled(),
                _ => {
                    let url = self.nearly();
                    self.damaged(url)
                }
            };
            if !self.is_the_return(&url) {
                return url;
            }
        }
    }

    /// Whether it says the state that is waited for: then it is no hostile link.
    fn is_the_return(&self, url: &str) -> bool {
        let link = links::parse(url);
        matches!(link, Ok(Link::SignInReturn { state, .. }) if state.expose_secret() == self.state)
    }

    fn noise(&mut self) -> String {
        let length = self.random.usize(..200);
        (0..length).map(|_| self.random.char(..)).collect()
    }

    fn one_of(&mut self, texts: &[&'static str]) -> &'static str {
        texts[self.random.usize(..texts.len())]
    }

    fn assembled(&mut self) -> String {
        let scheme = self.one_of(&[
            "purser",
            "codexapi-desktop",
            "PURSER",
            "https",
            "file",
            "javascript",
            "data",
            "purser ",
        ]);
        let divider = self.one_of(&["://", ":", ":/", ":///", "://ada:secret@", "://\u{202e}"]);
        let host = self.one_of(&[
            "auth", "topup", "open", "sandbox", "pay", "set-up", "sign-out", "..", "", "[::1]",
        ]);
        let path = self.one_of(&[
            "",
            "/",
            "/home",
            "/settings",
            "/../auth",
            "/%2e%2e/",
            "/home/home",
            "/approve/1",
            "\\home",
            "/signOut",
        ]);
        let query = self.one_of(&[
            "",
            "?",
            "?token=x",
            "?state=x",
            "?token=x&state=x",
            "?token=x;state=x",
            "?token[]=x&state[]=x",
            "?gateway=https://evil.example&token=x&state=",
            "?token=%00&state=%00",
            "?token=x&state=*",
            "?state=&token=",
        ]);
        let end = self.one_of(&[
            "",
            "#",
            "#token=x",
            "\n",
            "\0",
            "&",
            "%",
            " --show settings",
        ]);
        format!("{scheme}{divider}{host}{path}{query}{end}")
    }

    fn nearly(&mut self) -> String {
        let state = &self.state;
        match self.random.u8(..6) {
            0 => "purser://topup".to_owned(),
            1 => "codexapi-desktop://open/settings".to_owned(),
            2 => format!("codexapi-desktop://auth?token=x&state={}", &state[1..]),
            3 => format!("codexapi-desktop://auth?token=x&state={state}&state={state}"),
            4 => format!("codexapi-desktop://auth?state={state}"),
            _ => format!("codexapi-desktop://auth?token=x&state={state}"),
        }
    }

    fn damaged(&mut self, url: String) -> String {
        let mut chars: Vec<char> = url.chars().collect();
        for _ in 0..self.random.usize(1..4) {
            let Some(last) = chars.len().checked_sub(1) else {
                break;
            };
            let at = self.random.usize(..=last);
            match self.random.u8(..4) {
                0 => drop(chars.remove(at)),
                1 => chars.insert(at, self.random.char(..)),
                2 => chars[at] = self.random.char('!'..='~'),
                _ => chars.truncate(at.max(1)),
            }
        }
        chars.into_iter().collect()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_hostile_links_cause_no_write_and_no_request() {
    let purser = Purser::start().await;
    let _ = purser.view().await;
    let gateway = purser.gateway.url().to_owned();
    assert!(purser.perform(Command::SignInWithBrowser { gateway }).await);
    let page = purser.view().await.browser.unwrap().url;
    let (_, state) = page.split_once("&state=").unwrap();
    let mut hostile = Hostile {
        random: fastrand::Rng::with_seed(5),
        state: state.to_owned(),
    };

    // The ledger is made at the start, by nobody's wish.
    let ask = PayCommand::ReadLedger;
    assert!(purser.perform(Command::Pay { ask }).await);
    let before = purser.traces().await;
    let mut followed = Vec::new();
    for _ in 0..LINKS {
        let url = hostile.next();
        if purser.follow(&url).await {
            followed.push(url);
        }
    }
    let traces = purser.traces().await;
    assert!(traces == before, "{}", traces.other_than(&before));
    assert!(before.requests.is_empty());
    for url in followed {
        let link = links::parse(&url);
        assert!(matches!(link, Ok(Link::Open(_))), "{url} was followed");
    }

    // After all of them the right link is still waited for, once.
    let right = format!(
        "codexapi-desktop://auth?token={}&state={state}",
        purser.gateway.token()
    );
    assert!(purser.follow(&right).await);
    let after = purser.traces().await;
    assert_ne!(after.files, before.files);
    assert_eq!(after.secrets.len(), 1);
    assert!(!after.requests.is_empty());
    assert!(!purser.follow(&right).await);
}
