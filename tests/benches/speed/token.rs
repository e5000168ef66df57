//! `purser token codex` against `secret-tool lookup` of the same keychain item: whole programs,
//! from start to end, on a private desktop with an unlocked keychain.

use std::{fs, process::Command, time::Duration};

use serde_json::Value;
use tests::{desktop::Desktop, home::Home, place, process::run, sandbox::Sandbox};

use crate::figure::Figure;

const PURSER: &str = "purser token codex";
/// The item in which the vault keeps everything.
const SECRET_TOOL: &str = "secret-tool lookup service pro.codexapi.purser username vault";
const GOAL: f64 = 1.3;

/// Signs in, sees that both programs give the token, and has hyperfine compare them.
pub(crate) fn measure() -> Figure {
    let home = Home::new();
    home.install(&place::built().join("purser"));
    let desktop = Desktop::start(&home);
    let sandbox = Sandbox::start(&home);
    let sign_in = format!(
        "purser sign-in --gateway {} --login {} --password-stdin",
        sandbox.url, sandbox.login
    );
    let said = |line: &str, input: &str| {
        let mut words = line.split(' ');
        let mut command = desktop.command(&home, words.next().expect("a program"));
        run(command.args(words), input).well().out
    };
    said(&sign_in, &format!("{}\n", sandbox.password));
    for line in [PURSER, SECRET_TOOL] {
        assert!(said(line, "").contains(&sandbox.token), "{line}");
    }
    let results = home.path().join("results.json");
    let mut hyperfine = desktop.command(&home, "hyperfine");
    hyperfine
        .args(["--shell=none", "--warmup=20", "--runs=300"])
        .arg("--export-json")
        .arg(&results)
        .args([PURSER, SECRET_TOOL]);
    compared(&mut hyperfine);
    let results = fs::read(results).expect("hyperfine's results");
    let results: Value = serde_json::from_slice(&results).expect("hyperfine's results");
    let median = |at: usize| {
        let seconds = results["results"][at]["median"].as_f64();
        Duration::from_secs_f64(seconds.expect("a median"))
    };
    let (purser, bare) = (median(0), median(1));
    Figure {
        what: "purser token codex, against secret-tool lookup".to_owned(),
        bare,
        purser,
        ratio: purser.as_secs_f64() / bare.as_secs_f64(),
        goal: GOAL,
    }
}

/// Its report goes where ours goes.
fn compared(hyperfine: &mut Command) {
    let ended = hyperfine.status().expect("hyperfine to start");
    assert!(ended.success(), "hyperfine: {ended}");
}
