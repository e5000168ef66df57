//! A client of WebKitWebDriver: finds by XPath, clicks, types, reads. Knows the W3C WebDriver
//! protocol and nothing of Purser's window.

use std::{fmt, net::TcpListener, path::Path, process::Command};

use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Value, json};
use ureq::Agent;

use crate::{
    process::Beside,
    wait::{PATIENCE, until},
};

/// The key under which the protocol names an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// The key that deletes, as the protocol writes it.
const DELETE: char = '\u{E017}';

/// One window under WebDriver; dropping it closes the window.
#[derive(Debug)]
pub struct Driver {
    agent: Agent,
    session: String,
    _program: Beside,
}

/// Why a step was refused. Found once more a moment later, the element may well take it.
#[derive(Debug)]
pub struct Refused(String);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An element, while the page keeps it.
#[derive(Debug)]
pub struct Element(String);

impl Driver {
    /// Starts WebKitWebDriver with `command`, and in it the program.
    ///
    /// # Panics
    /// When the window does not open.
    #[must_use]
    pub fn open(mut command: Command, program: &Path, arguments: &[&str], log: &Path) -> Self {
        let port = free_port();
        let running = Beside::start(command.arg(format!("--port={port}")), log);
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(PATIENCE))
            .proxy(None)
            .build()
            .new_agent();
        let url = format!("http://127.0.0.1:{port}");
        until("WebKitWebDriver to answer", || {
            agent.get(format!("{url}/status")).call().ok()
        });
        let wanted = json!({"capabilities": {"alwaysMatch": {
            "webkitgtk:browserOptions": {"binary": program, "args": arguments}
        }}});
        let opened = send(&agent, &format!("{url}/session"), &wanted)
            .unwrap_or_else(|refused| panic!("the window does not open: {refused}"));
        let id = opened["sessionId"].as_str().expect("a session id");
        Self {
            session: format!("{url}/session/{id}"),
            agent,
            _program: running,
        }
    }

    /// Everything that an XPath finds now.
    pub fn find(&self, xpath: &str) -> Result<Vec<Element>, Refused> {
        let found = self.post("elements", &json!({"using": "xpath", "value": xpath}))?;
        let elements = found.as_array().map(Vec::as_slice).unwrap_or_default();
        Ok(elements
            .iter()
            .filter_map(|element| Some(Element(element[ELEMENT].as_str()?.to_owned())))
            .collect())
    }

    /// Clicks, after scrolling there.
    pub fn click(&self, element: &Element) -> Result<(), Refused> {
        let path = format!("element/{}/click", element.0);
        self.post(&path, &json!({})).map(drop)
    }

    /// Types into a field in place of what it holds. The protocol's own way to clear is not used:
    /// the page does not hear of it, and may put back what it knows.
    pub fn fill(&self, element: &Element, text: &str) -> Result<(), Refused> {
        let script = "arguments[0].focus(); arguments[0].select();";
        let arguments = json!({"script": script, "args": [{ELEMENT: element.0}]});
        self.post("execute/sync", &arguments)?;
        let keys = json!({"text": format!("{DELETE}{text}")});
        self.post(&format!("element/{}/value", element.0), &keys)
            .map(drop)
    }

    /// The text as it is shown.
    pub fn text(&self, element: &Element) -> Result<String, Refused> {
        let text = self.get(&format!("element/{}/text", element.0))?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// What a script in the page returns.
    ///
    /// # Panics
    /// When the script fails.
    #[must_use]
    pub fn script(&self, script: &str) -> Value {
        self.post("execute/sync", &json!({"script": script, "args": []}))
            .unwrap_or_else(|refused| panic!("{script}: {refused}"))
    }

    /// What a script in the page gives to its last argument, a function.
    ///
    /// # Panics
    /// When the script fails.
    #[must_use]
    pub fn script_later(&self, script: &str) -> Value {
        let asked = json!({"script": script, "args": []});
        self.post("execute/async", &asked)
            .unwrap_or_else(|refused| panic!("a script of the test: {refused}"))
    }

    /// Presses keys one after the other and lets them go in the other order, as on a keyboard: the
    /// page decides what they do.
    ///
    /// # Panics
    /// When there is no keyboard.
    pub fn press(&self, keys: &[char]) {
        let step = |kind: &str, key: &char| json!({"type": kind, "value": key});
        let down = keys.iter().map(|key| step("keyDown", key));
        let up = keys.iter().rev().map(|key| step("keyUp", key));
        let steps: Vec<Value> = down.chain(up).collect();
        let keyboard = json!({"type": "key", "id": "keyboard", "actions": steps});
        self.post("actions", &json!({"actions": [keyboard]}))
            .unwrap_or_else(|refused| panic!("the keys are refused: {refused}"));
    }

    /// Waits until the page stands still and was painted; not for longer than 3 s, since WebKit
    /// sometimes calls nobody back where there is nothing new to paint. For pictures only.
    ///
    /// # Panics
    /// When the script fails.
    pub fn settle(&self) {
        let script = "const done = arguments[0]; setTimeout(done, 3000); \
            const paint = () => requestAnimationFrame(() => requestAnimationFrame(done)); \
            const ends = (moving) => moving.effect.getComputedTiming().endTime !== Infinity; \
            Promise.allSettled(document.getAnimations().filter(ends).map((m) => m.finished)) \
                .then(paint);";
        self.post("execute/async", &json!({"script": script, "args": []}))
            .unwrap_or_else(|refused| panic!("the page does not settle: {refused}"));
    }

    /// Writes what the window shows as a PNG.
    ///
    /// # Panics
    /// When there is no picture, or the file cannot be written.
    pub fn picture(&self, file: &Path) {
        let picture = self.get("screenshot").expect("a screenshot");
        let bytes = BASE64_STANDARD
            .decode(picture.as_str().expect("a screenshot as text"))
            .expect("a screenshot in base64");
        std::fs::write(file, bytes).expect("a file for the screenshot");
    }

    /// Gives the window another size, in CSS pixels.
    ///
    /// # Panics
    /// When it keeps its size.
    pub fn resize(&self, width: u32, height: u32) {
        self.post("window/rect", &json!({"width": width, "height": height}))
            .unwrap_or_else(|refused| panic!("the window keeps its size: {refused}"));
    }

    fn post(&self, path: &str, body: &Value) -> Result<Value, Refused> {
        send(&self.agent, &format!("{}/{path}", self.session), body)
    }

    fn get(&self, path: &str) -> Result<Value, Refused> {
        let url = format!("{}/{path}", self.session);
        read(self.agent.get(url).call())
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.agent.delete(&self.session).call();
    }
}

fn send(agent: &Agent, url: &str, body: &Value) -> Result<Value, Refused> {
    read(agent.post(url).send_json(body))
}

fn read(answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Result<Value, Refused> {
    let mut answer = answer.map_err(|error| Refused(error.to_string()))?;
    let mut body: Value = answer
        .body_mut()
        .read_json()
        .map_err(|error| Refused(error.to_string()))?;
    if answer.status().is_success() {
        Ok(body["value"].take())
    } else {
        Err(Refused(body["value"].to_string()))
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("its address").port()
}
