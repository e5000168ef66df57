//! The person behind the resident: sees its Views and answers its questions through the door, as the
//! window does.

use std::process::Command;

use door::{Caller, Place};
use serde_json::{Value, json};
use tests::{desktop::Desktop, home::Home, place, process::Beside, purser::Purser, wait::until};
use tokio::runtime::{Builder, Runtime};

/// A person whose Purser runs. Dropping it ends the resident.
pub(crate) struct Person {
    caller: Caller,
    runtime: Runtime,
    _resident: Option<Beside>,
}

impl Person {
    /// Starts the resident, without a desktop.
    pub(crate) fn start(home: &Home) -> Self {
        let mut command = home.command(place::built().join("purser-resident"));
        Purser::headless(home).equip(&mut command);
        Self::behind(&mut command, home)
    }

    /// Starts the resident on a desktop, with its keychain.
    pub(crate) fn start_on(desktop: &Desktop, home: &Home) -> Self {
        let program = place::built().join("purser-resident");
        Self::behind(&mut desktop.command(home, program), home)
    }

    /// The same, with more in its environment.
    pub(crate) fn start_in(desktop: &Desktop, home: &Home, variables: &[(&str, &str)]) -> Self {
        let program = place::built().join("purser-resident");
        let mut command = desktop.command(home, program);
        Self::behind(command.envs(variables.iter().copied()), home)
    }

    /// Behind the resident that runs already, which does not end with them.
    pub(crate) fn beside(home: &Home) -> Self {
        Self::at_the_door(home, None)
    }

    fn behind(command: &mut Command, home: &Home) -> Self {
        let resident = Beside::start(command, &home.log("resident"));
        Self::at_the_door(home, Some(resident))
    }

    fn at_the_door(home: &Home, resident: Option<Beside>) -> Self {
        let place = Place::in_folder(home.runtime().join("purser"));
        let person = Self {
            caller: Caller::new(place, env!("CARGO_PKG_VERSION")),
            runtime: Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime"),
            _resident: resident,
        };
        until("the resident's door", || {
            let answered = person.runtime.block_on(person.caller.version());
            answered.ok()
        });
        person
    }

    /// Asks for something and does not wait for the answer.
    pub(crate) fn asks_in_passing(&self, command: &Value) {
        let (caller, command) = (self.caller.clone(), command.to_string());
        std::thread::spawn(move || {
            let runtime = Builder::new_current_thread().enable_all().build();
            // Whether it was done is not known, and no matter.
            drop(runtime.map(|runtime| runtime.block_on(caller.perform(&command))));
        });
    }

    /// Does something that goes well.
    pub(crate) fn does(&self, command: &Value) {
        assert_eq!(self.asks(command), Ok(()), "{command}");
    }

    /// Asks for something; an error is the problem, as JSON.
    pub(crate) fn asks(&self, command: &Value) -> Result<(), String> {
        let command = command.to_string();
        let answered = self.runtime.block_on(self.caller.perform(&command));
        answered.expect("a resident")
    }

    /// Asks for something that is not done, and gives the Problem's code.
    pub(crate) fn is_refused(&self, command: &Value) -> Value {
        let problem = self.asks(command).expect_err("a Problem");
        let problem: Value = serde_json::from_str(&problem).expect("a Problem");
        problem["code"].clone()
    }

    /// Does something with the Pay Wallet that goes well.
    pub(crate) fn pays(&self, ask: &Value) {
        self.does(&json!({"type": "pay", "ask": ask}));
    }

    /// What is shown.
    pub(crate) fn sees(&self) -> Value {
        let view = self.runtime.block_on(async {
            let mut views = self.caller.watch().await?;
            views.next().await
        });
        let view = view.expect("a resident").expect("a View");
        serde_json::from_str(&view).expect("a View")
    }

    /// The open questions.
    pub(crate) fn questions(&self) -> Vec<Value> {
        let view = self.sees();
        let asks = view["payments"]["asks"].as_array();
        asks.expect("a list of questions").clone()
    }

    /// Waits until a message can be newer than what is known.
    pub(crate) fn knows_the_inbox(&self) {
        until("the inbox", || {
            (self.sees()["inbox"]["known"] == true).then_some(())
        });
    }

    /// Waits for a question.
    pub(crate) fn question(&self) -> Value {
        until("a question", || self.questions().pop())
    }
}
