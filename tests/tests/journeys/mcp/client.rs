//! An MCP client on the standard streams of the real `purser mcp`: one JSON-RPC message a line.
//! Knows the protocol, and none of our tools.

use std::{
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdin, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
};

use serde_json::{Value, json};
use tests::wait::PATIENCE;
use wait_timeout::ChildExt;

/// A client with its server. Dropping it ends the server.
pub(super) struct Client {
    server: Child,
    input: Option<ChildStdin>,
    output: Receiver<Value>,
    /// What came while something else was waited for.
    aside: Vec<Value>,
    requests: u32,
}

impl Client {
    /// Starts the server and shakes hands. Whatever it prints that is no JSON fails the journey.
    pub(super) fn start(command: &mut Command) -> Self {
        let mut server = command
            .arg("mcp")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a server");
        let out = BufReader::new(server.stdout.take().expect("a piped output"));
        let (said, output) = channel();
        thread::spawn(move || {
            for line in out.lines() {
                let line = line.expect("text");
                let message: Value = serde_json::from_str(&line)
                    .unwrap_or_else(|error| panic!("no JSON ({error}): {line}"));
                if said.send(message).is_err() {
                    return;
                }
            }
        });
        let mut client = Self {
            input: server.stdin.take(),
            server,
            output,
            aside: Vec::new(),
            requests: 0,
        };
        let hello = json!({
            "protocolVersion": "2025-06-18",
            // A server that asked an agent for an approval would do it by elicitation.
            "capabilities": {"elicitation": {}},
            "clientInfo": {"name": "journey", "version": "1"},
        });
        let greeted = client.ask("initialize", hello);
        assert_eq!(greeted["serverInfo"]["name"], "purser", "{greeted}");
        client.say(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"}));
        client
    }

    /// Asks and waits for the result.
    pub(super) fn ask(&mut self, method: &str, params: Value) -> Value {
        let id = self.begin(method, params);
        self.result(id)
    }

    /// Calls a tool and waits for its result.
    pub(super) fn call(&mut self, tool: &str, arguments: Value) -> Value {
        self.ask("tools/call", json!({"name": tool, "arguments": arguments}))
    }

    /// Calls a tool, with progress wanted, and goes on; gives the request's id.
    pub(super) fn begin_call(&mut self, tool: &str, arguments: Value) -> u32 {
        let params = json!({
            "name": tool,
            "arguments": arguments,
            "_meta": {"progressToken": "watching"},
        });
        self.begin("tools/call", params)
    }

    /// Waits for the result of a request.
    pub(super) fn result(&mut self, id: u32) -> Value {
        let answer = self.until(|message| message["id"] == id && message["method"].is_null());
        assert!(answer["error"].is_null(), "{answer}");
        answer["result"].clone()
    }

    /// Waits for a notification.
    pub(super) fn notified(&mut self, method: &str) -> Value {
        self.until(|message| message["method"] == method)["params"].clone()
    }

    /// Takes a request back.
    pub(super) fn cancel(&mut self, id: u32) {
        self.say(&json!({
            "jsonrpc": "2.0",
            "method": "notifications/cancelled",
            "params": {"requestId": id, "reason": "the journey"},
        }));
    }

    /// Whether the server has asked the client anything, such as an approval.
    pub(super) fn was_asked(&mut self) -> bool {
        self.aside.extend(self.output.try_iter());
        let asks = |message: &Value| !message["id"].is_null() && !message["method"].is_null();
        self.aside.iter().any(asks)
    }

    /// Waits for the server to end of itself, and gives its exit code.
    pub(super) fn ended(mut self) -> Option<i32> {
        let ended = self.server.wait_timeout(PATIENCE).expect("a server");
        ended.and_then(|status| status.code())
    }

    /// Says no more, and gives the server's exit code and what it still said.
    pub(super) fn leave(mut self) -> (Option<i32>, Vec<Value>) {
        drop(self.input.take());
        let ended = self.server.wait_timeout(PATIENCE).expect("a server");
        let code = ended.expect("the server ends with its input").code();
        (code, self.output.iter().collect())
    }

    fn begin(&mut self, method: &str, params: Value) -> u32 {
        self.requests += 1;
        let id = self.requests;
        self.say(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        id
    }

    fn say(&mut self, message: &Value) {
        let input = self.input.as_mut().expect("an open input");
        writeln!(input, "{message}").expect("a server that reads");
    }

    fn until(&mut self, is_it: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.aside.iter().position(&is_it) {
            return self.aside.remove(at);
        }
        loop {
            let message = self.output.recv_timeout(PATIENCE);
            let message = message.expect("a message of the server");
            if is_it(&message) {
                return message;
            }
            self.aside.push(message);
        }
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
