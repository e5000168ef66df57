//! The tasks: each prepares the machine, then runs its steps. Knows no details of any step.

use std::process::Command;

use crate::{
    failure::Failure,
    machine::{self, Need},
    merchants, node, place,
    program::{cargo, go, npm, program, programs},
};

/// Opens the window against the embedded sandbox; with no display, drives it instead.
pub(crate) fn run() -> Result<(), Failure> {
    let display = has_display();
    machine::prepare(if display { Need::Build } else { Need::Desktop })?;
    node::prepare()?;
    if !display {
        node::prepare_tools()?;
    }
    go(&mut npm(&["run", "build"]))?;
    if display {
        open_window()
    } else {
        drive_window()
    }
}

/// Every test there is.
pub(crate) fn test() -> Result<(), Failure> {
    machine::prepare(Need::Desktop)?;
    node::prepare()?;
    node::prepare_tools()?;
    merchants::prepare()?;
    go(&mut npm(&["run", "build"]))?;
    // One selection for both, so that what the journeys open is built once.
    go(&mut cargo(&["build", "--workspace", "--bins", "--tests"]))?;
    each([
        ("window's own tests", npm(&["test"])),
        (
            "rules and journeys",
            cargo(&["test", "--workspace", "--no-fail-fast"]),
        ),
    ])
}

/// What needs no running program to judge.
pub(crate) fn check() -> Result<(), Failure> {
    machine::prepare(Need::Build)?;
    node::prepare()?;
    go(&mut npm(&["run", "build"]))?;
    let mut documentation = cargo(&[
        "doc",
        "--workspace",
        "--no-deps",
        "--document-private-items",
    ]);
    documentation.env("RUSTDOCFLAGS", "-D warnings");
    each([
        ("format", cargo(&["fmt", "--all", "--check"])),
        (
            "lints",
            cargo(&[
                "clippy",
                "--workspace",
                "--all-targets",
                "--",
                "-D",
                "warnings",
            ]),
        ),
        ("documentation", documentation),
        ("window's types and lints", npm(&["run", "check"])),
        ("contract", cargo(&["test", "-p", "wallet", "contract"])),
        (
            "layout",
            cargo(&["test", "-p", "tests", "--test", "journeys", "tidy"]),
        ),
    ])
}

/// How long things take, and what the resident costs while nobody looks, measured on release programs.
/// A goal that is missed is told, and fails nothing.
pub(crate) fn bench() -> Result<(), Failure> {
    machine::prepare(Need::Bench)?;
    node::prepare()?;
    merchants::prepare()?;
    go(&mut npm(&["run", "build"]))?;
    go(programs().arg("--release"))?;
    each([
        (
            "speed",
            cargo(&["bench", "-p", "tests", "--bench", "speed"]),
        ),
        ("life", cargo(&["bench", "-p", "tests", "--bench", "life"])),
    ])
}

/// Writes `ui/src/contract.ts` anew.
pub(crate) fn contract() -> Result<(), Failure> {
    let mut write = cargo(&["test", "-p", "wallet", "contract"]);
    go(write.env("PURSER_WRITE_CONTRACT", "1"))
}

fn has_display() -> bool {
    if cfg!(not(target_os = "linux")) {
        return true;
    }
    ["DISPLAY", "WAYLAND_DISPLAY"]
        .into_iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

fn open_window() -> Result<(), Failure> {
    go(&mut programs())?;
    eprintln!("\nThe window opens. Press “Try the sandbox”: no account is needed.\n");
    let window = format!("purser-desktop{}", std::env::consts::EXE_SUFFIX);
    go(&mut program(place::target()?.join("debug").join(window)))
}

fn drive_window() -> Result<(), Failure> {
    eprintln!("\nNo display here: the window runs on a private one and is driven by clicks.\n");
    go(programs().args(["-p", "tests", "--bins"]))?;
    go(&mut program(place::target()?.join("debug/drive")))
}

/// Runs every step, also after one failed, and says at the end how each went.
fn each<const COUNT: usize>(steps: [(&'static str, Command); COUNT]) -> Result<(), Failure> {
    let results = steps.map(|(name, mut command)| (name, go(&mut command)));
    eprintln!();
    for (name, result) in &results {
        match result {
            Ok(()) => eprintln!("  ok      {name}"),
            Err(failure) => eprintln!("  FAILED  {name}: {failure}"),
        }
    }
    let failed: Vec<_> = results
        .into_iter()
        .filter_map(|(name, result)| result.err().map(|_| name))
        .collect();
    if failed.is_empty() {
        Ok(())
    } else {
        Err(Failure::Steps { failed })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_failed_step_fails_the_task_and_the_others_still_run() {
        let marker = std::env::temp_dir().join(format!("xtask-{}", std::process::id()));
        let mut touch = program("touch");
        touch.arg(&marker);
        let outcome = each([("bad", program("false")), ("good", touch)]);
        let ran = std::fs::remove_file(&marker).is_ok();
        assert!(ran, "the step after the failed one ran");
        assert!(matches!(outcome, Err(Failure::Steps { failed }) if failed == ["bad"]));
    }
}
