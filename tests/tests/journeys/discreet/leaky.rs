//! A careless gateway on loopback: it knows one account, and repeats to everybody what they sent,
//! in every spelling that it can think of. Its shop does the same. Links no product code.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

use serde_json::{Value, json};

use super::spellings;

/// The token that a sign-in brings.
pub(super) const TOKEN: &str = "canary/tok%en+4711=";
/// The password of the one account.
pub(super) const PASSWORD: &str = "canary \"pass\\word\" 4712";
/// What its shop says of itself in a 402.
pub(super) const SHOP: &str = "canary-shop-4713";

/// It ends with this program.
pub(super) struct Leaky {
    pub(super) url: String,
    reports: Arc<Mutex<Vec<String>>>,
}

struct Asked {
    line: String,
    authorization: String,
    body: String,
}

impl Leaky {
    pub(super) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let reports = Arc::<Mutex<Vec<String>>>::default();
        let (own, kept) = (url.clone(), reports.clone());
        thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let (own, kept) = (own.clone(), kept.clone());
                thread::spawn(move || serve(&connection, &own, &kept));
            }
        });
        Self { url, reports }
    }

    /// The bodies of the reports that it was sent.
    pub(super) fn reports(&self) -> Vec<String> {
        self.reports.lock().expect("the list").clone()
    }
}

fn serve(mut connection: &TcpStream, url: &str, reports: &Mutex<Vec<String>>) {
    let Some(asked) = read(connection) else {
        return;
    };
    let (status, body) = answer(&asked, url, reports);
    let text = body.to_string();
    let head = format!(
        "HTTP/1.1 {status} Careless\r\ncontent-type: application/json\r\nx-echo: {SHOP}\r\n\
         www-authenticate: Payment id=\"{SHOP}\"\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        text.len()
    );
    // Who asked may have gone.
    let _ = connection.write_all((head + &text).as_bytes());
}

fn read(connection: &TcpStream) -> Option<Asked> {
    let mut reader = BufReader::new(connection);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let (mut authorization, mut length) = (String::new(), 0);
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).ok()?;
        let Some((name, value)) = header.trim_end().split_once(": ") else {
            break;
        };
        match name.to_ascii_lowercase().as_str() {
            "authorization" => value.clone_into(&mut authorization),
            "content-length" => length = value.parse().ok()?,
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Asked {
        line,
        authorization,
        body: String::from_utf8(body).ok()?,
    })
}

fn answer(asked: &Asked, url: &str, reports: &Mutex<Vec<String>>) -> (u16, Value) {
    let sent: Value = serde_json::from_str(&asked.body).unwrap_or_default();
    if asked.line.contains("/auth/login") && sent["password"] == PASSWORD {
        return (200, session(url));
    }
    if asked.line.contains("/bug-report") {
        reports.lock().expect("the list").push(asked.body.clone());
        return (201, json!({"ok": true}));
    }
    if asked.line.contains("/shop") {
        let offer = json!({"scheme": "exact", "network": SHOP, "extra": {"name": SHOP}});
        return (
            402,
            json!({"x402Version": 1, "error": SHOP, "accepts": [offer]}),
        );
    }
    let secret = match sent["password"].as_str() {
        Some(password) => password,
        None => asked.authorization.trim_start_matches("Bearer "),
    };
    let said = spellings(secret).join(" or ");
    (422, json!({"error": {"code": "careless", "message": said}}))
}

fn session(url: &str) -> Value {
    json!({
        "token": TOKEN,
        "expiresAt": "2099-01-01T00:00:00Z",
        "account": {
            "userId": "u-1",
            "username": TOKEN,
            "email": "ada@example.org",
            "displayName": "Ada",
            "edgeRegion": null,
            "twoFactorEnabled": false,
            "createdAt": null,
        },
        "codex": {
            "providerId": "codexapi",
            "providerName": "CodexAPI",
            "baseUrl": format!("{url}/v1"),
            "wireApi": "responses",
            "model": "gpt-5.5",
        },
        "claudeCode": null,
    })
}
