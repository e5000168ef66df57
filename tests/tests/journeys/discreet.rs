//! What Purser knows stays where it belongs, however careless everybody else is: secrets are planted
//! wherever they can be, everything is done that may tell of them, and then they are looked for.

mod leaky;

use std::fs;

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use tests::{
    chain::{KEY, PAYER, PHRASE},
    desktop::Desktop,
    home::{Home, files_under, files_with},
    place,
    purser::Purser,
    sandbox::{Sandbox, ask},
    wait::until,
    window::Window,
};

use crate::canary::command_lines_during;
use crate::person::Person;
use leaky::{Leaky, PASSWORD, SHOP, TOKEN};

/// In the environment of every program.
const IN_ENVIRONMENT: [(&str, &str); 4] = [
    ("OPENAI_API_KEY", "sk-canary-environment-4714"),
    ("ANTHROPIC_AUTH_TOKEN", "canary-anthropic-4715"),
    ("HTTPS_PROXY", "http://ada:canary-proxy-4716@127.0.0.1:9"),
    // As much as there is to say.
    ("PURSER_LOG", "trace"),
];
const ENVIRONMENT: [&str; 3] = [
    "sk-canary-environment-4714",
    "canary-anthropic-4715",
    "canary-proxy-4716",
];
/// In a config of the person's.
const CONFIG: &str = "canary-config-4717";
/// In addresses that are typed.
const QUERY: &str = "canary-query-4718";
const USER: &str = "canary-user-4719";
/// What the person writes into a report: it holds the token.
const NOTE: &str = "It hangs. My token is canary/tok%en+4711= and I am tired.";

/// The ways in which a careless program may spell a secret.
fn spellings(secret: &str) -> [String; 5] {
    let percent = |byte: u8| match byte {
        byte if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) => {
            char::from(byte).to_string()
        }
        byte => format!("%{byte:02X}"),
    };
    let quoted = serde_json::to_string(secret).expect("a string");
    [
        secret.to_owned(),
        secret.bytes().map(percent).collect(),
        quoted[1..quoted.len() - 1].to_owned(),
        STANDARD.encode(secret),
        STANDARD.encode(format!("me:{secret}")),
    ]
}

/// What of these spellings depends on the secret alone.
fn needles(secret: &str) -> [String; 5] {
    let [plain, percent, quoted, alone, behind] = spellings(secret);
    // Three bytes are four characters; the last group holds what comes after, too.
    let groups = |text: &str| text.len() / 4 * 4 - 4;
    let alone = alone[..groups(&alone)].to_owned();
    let behind = behind[4..groups(&behind)].to_owned();
    [plain, percent, quoted, alone, behind]
}

/// A word that is as long as a signature in hexadecimal, or a payment in base64.
fn signed(text: &str) -> Option<&str> {
    let digit = |letter: char| letter.is_ascii_alphanumeric() || "+=".contains(letter);
    let mut words = text.split(|letter| !digit(letter));
    words.find(|word| word.len() >= 100)
}

/// A person on a desktop, with a careless gateway and an honest sandbox to pay in. It ends in the
/// order of its parts.
struct Scene {
    person: Person,
    desktop: Desktop,
    sandbox: Sandbox,
    gateway: Leaky,
    home: Home,
}

impl Scene {
    fn start() -> Self {
        let home = Home::new();
        let config = format!(
            "model_provider = \"own\"\n\n[model_providers.own]\nname = \"Own\"\n\
             base_url = \"https://own.example/v1\"\nexperimental_bearer_token = \"{CONFIG}\"\n"
        );
        fs::write(home.codex_config(), config).expect("a config");
        let sandbox = Sandbox::start(&home);
        let desktop = Desktop::start(&home);
        let person = Person::start_in(&desktop, &home, &IN_ENVIRONMENT);
        Self {
            person,
            desktop,
            sandbox,
            gateway: Leaky::start(),
            home,
        }
    }

    fn purser(&self) -> Purser<'_> {
        Purser::beside_resident(&self.home)
    }

    /// Does something that the careless gateway spoils.
    fn fails(&self, command: &Value) {
        let problem = self.person.asks(command).expect_err("a problem");
        for secret in [TOKEN, PASSWORD] {
            for needle in needles(secret) {
                assert!(!problem.contains(&needle), "{needle} in {problem}");
            }
        }
    }

    fn signs_in(&self) {
        let sign_in = |password: &str| {
            json!({
                "type": "signIn",
                "gateway": self.gateway.url,
                "login": "ada",
                "password": password,
            })
        };
        // A wrong password is repeated, too.
        self.fails(&sign_in("canary \"pass\\word\" 4712!"));
        self.person.does(&sign_in(PASSWORD));
        self.fails(&json!({"type": "refresh"}));
        let trouble = until("a reading that failed", || {
            let trouble = self.person.sees()["trouble"].clone();
            trouble.is_object().then_some(trouble)
        });
        assert_eq!(trouble["code"], "gatewayRefused", "{trouble}");
    }

    fn sets_codex_up(&self) {
        let _ = self
            .purser()
            .run(&["setup", "codex", "apply", "--yes"])
            .well();
    }

    fn pays(&self) {
        let imported = self
            .purser()
            .run_with_input(&["key", "import"], &format!("{PHRASE}\n"))
            .well();
        assert_eq!(imported.out.trim(), PAYER);
        for (chain, name) in [("84532", "base"), ("42431", "tempo")] {
            let url = format!("{}/chain/{name}", self.sandbox.url);
            let _ = self.purser().run(&["key", "rpc", chain, &url]).well();
        }
        let address = self
            .gateway
            .url
            .replace("http://", &format!("http://ada:{USER}@"));
        for refused in [
            format!("{}/shop?key={QUERY}", self.gateway.url),
            format!("{address}/shop"),
        ] {
            assert_ne!(self.purser().run(&["pay", &refused]).code, Some(0));
        }
        let weather = format!("{}/x402/v2/weather?key={QUERY}", self.sandbox.url);
        let request = json!({
            "intent": "asked",
            "url": weather,
            "method": "GET",
            "headers": [],
            "body": null,
            "maxAmount": null,
        });
        self.person
            .pays(&json!({"type": "pay", "request": request}));
        let ask = self.person.question()["id"].clone();
        let notice = self.desktop.notification("Approve 0.01 USDC");
        assert!(!notice.body.contains(QUERY), "{notice:?}");
        self.person.pays(&json!({"type": "decline", "ask": ask}));
        let _ = self
            .purser()
            .run(&["policy", "set", "--allow", &self.sandbox.url])
            .well();
        let paid = self.purser().run(&["pay", "--yes", &weather]).well();
        assert!(paid.err.contains("Paid 0.01 USDC"), "{}", paid.err);
    }

    fn asks_for_diagnostics(&self, ask: &Value) {
        self.person
            .does(&json!({"type": "diagnostics", "ask": ask}));
    }

    /// Shows, saves and sends a report; gives it as it was shown.
    fn reports(&self) -> Value {
        self.asks_for_diagnostics(&json!({"type": "show", "note": NOTE}));
        let shown = self.person.sees()["diagnostics"].clone();
        let digest = &shown["digest"];
        self.asks_for_diagnostics(&json!({"type": "save", "digest": digest}));
        self.asks_for_diagnostics(&json!({"type": "send", "digest": digest}));
        let after = self.person.sees()["diagnostics"].clone();
        assert_eq!(after["sent"], true, "{after}");
        after
    }
}

#[test]
fn planted_secrets_are_in_no_log_report_request_view_argument_or_file() {
    let scene = Scene::start();
    let (report, arguments) = command_lines_during(&scene.home, || {
        scene.signs_in();
        scene.sets_codex_up();
        scene.pays();
        scene.reports()
    });

    let [sent] = &scene.gateway.reports()[..] else {
        panic!("one report");
    };
    let sent_parts: Value = serde_json::from_str(sent).expect("a report");
    for (shown, sent) in [
        ("title", "title"),
        ("description", "description"),
        ("text", "diagnostics"),
    ] {
        assert_eq!(report[shown], sent_parts[sent], "{sent} is what was shown");
    }
    let text = report["text"].as_str().expect("a text");
    for part in [
        "vault: keychain",
        "gatewayRefused",
        "Codex: set up",
        "TRACE",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert!(
        !text.contains(&scene.home.path().display().to_string()),
        "{text}"
    );
    let saved = fs::read_to_string(report["saved"].as_str().expect("a file")).expect("it");
    assert!(saved.ends_with(text), "saved as it was shown");

    let own = [TOKEN, PASSWORD, PHRASE, KEY.trim_start_matches("0x")];
    let told = [&own[..], &ENVIRONMENT, &[CONFIG, QUERY, USER, SHOP]].concat();
    let told: Vec<String> = told.iter().flat_map(|secret| needles(secret)).collect();
    let view = scene.person.sees().to_string();
    let ours = own.iter().flat_map(|secret| needles(secret));
    for needle in ours.chain(ENVIRONMENT.iter().flat_map(|one| needles(one))) {
        assert!(!view.contains(&needle), "{needle} in the View");
        assert!(
            !arguments.iter().any(|line| line.contains(&needle)),
            "{needle}"
        );
    }
    let told: Vec<&str> = told.iter().map(String::as_str).collect();
    for needle in &told {
        assert!(!sent.contains(needle), "{needle} was sent: {sent}");
        assert!(!saved.contains(needle), "{needle} was saved");
    }
    let logs = scene.home.path().join(".local/share/purser/logs");
    assert!(!files_under(&logs).is_empty(), "there is a log");
    assert_eq!(files_with(&logs, &told), Vec::<String>::new());
    for log in files_under(&logs) {
        let log = fs::read_to_string(log).expect("a log");
        assert_eq!(signed(&log), None);
    }
    assert_eq!(signed(&saved), None);
    // What programs print, what crashes leave, what is in our folders. The person's config holds
    // what they wrote, and so does its backup.
    let of_the_person = |file: &String| file.ends_with("config.toml") || file.ends_with(".backup");
    let mut found = files_with(scene.home.path(), &told);
    found.retain(|file| !of_the_person(file));
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn only_the_report_that_was_seen_is_sent() {
    let scene = Scene::start();
    scene.signs_in();
    scene.asks_for_diagnostics(&json!({"type": "show", "note": "first"}));
    let first = scene.person.sees()["diagnostics"]["digest"].clone();
    scene.asks_for_diagnostics(&json!({"type": "show", "note": "second"}));
    let old = json!({"type": "diagnostics", "ask": {"type": "send", "digest": first}});
    let problem = scene.person.asks(&old).expect_err("a problem");
    assert!(problem.contains("diagnosticsChanged"), "{problem}");
    assert_eq!(scene.gateway.reports(), Vec::<String>::new());

    let unasked = scene.purser().run(&["diagnostics", "send"]);
    assert!(unasked.out.contains("System\n"), "{}", unasked.out);
    assert_ne!(unasked.code, Some(0), "nobody agreed");
    assert_eq!(scene.gateway.reports(), Vec::<String>::new());
    let sent = scene.purser().run(&["diagnostics", "send", "--yes"]).well();
    let [report] = &scene.gateway.reports()[..] else {
        panic!("one report");
    };
    let report: Value = serde_json::from_str(report).expect("a report");
    let text = report["diagnostics"].as_str().expect("a text");
    assert!(sent.out.contains(text), "what was printed is what was sent");
}

#[test]
fn what_the_window_shows_is_what_a_click_sends() {
    let home = Home::new();
    let desktop = Desktop::start(&home);
    let window = Window::open(&desktop, &home, &place::built());
    window.click("Try the sandbox");
    let _ = window.balance();
    window.click("Settings");
    window.fill("What went wrong (optional)", "It hangs");
    window.click("Show the report");
    window.see("This is all that is sent");
    window.see("Log, newest last");
    let view = || Purser::beside_resident(&home).json(&["status", "--json"]);
    let shown = view();
    let gateway = shown["gateway"]["url"].as_str().expect("a sandbox");
    let reports = || ask(gateway, "reports")["reports"].clone();
    assert_eq!(reports(), json!([]), "nothing is sent before the click");

    let host = shown["gateway"]["host"].as_str().expect("a host");
    window.click(&format!("Send to {host}"));
    window.see(&format!("Sent to {host}"));
    let sent = reports();
    let report = &shown["diagnostics"];
    assert_eq!(sent[0]["title"], report["title"]);
    assert_eq!(sent[0]["description"], "It hangs");
    assert_eq!(sent[0]["diagnostics"], report["text"]);
    window.click("Save as a file");
    window.see("Saved as");
    let _ = window.picture("diagnostics");
    window.click("Put away");
    window.lose("This is all that is sent");
    assert_eq!(view()["diagnostics"], Value::Null);
}
