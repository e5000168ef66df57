//! `drive [FOLDER]`: does Purser's main job by clicks on a private desktop and tells each step.
//! FOLDER holds the programs; without it, they lie beside this one. Decides nothing.

use std::path::PathBuf;

use tests::{
    codex::{Codex, RELEASES},
    job::Job,
    place,
};

fn main() {
    let folder = std::env::args_os()
        .nth(1)
        .map_or_else(place::built, PathBuf::from);
    let [_, newest] = RELEASES;
    tell("open the window on a private desktop");
    let job = Job::start(&folder, Codex::release(newest));
    shot(&job, "run-1-sign-in");
    let before = job.try_the_sandbox();
    tell(&format!(
        "sign in with “Try the sandbox”: the balance is {before}"
    ));
    shot(&job, "run-2-home");
    job.look_at_the_change();
    tell("ask Purser to set up Codex: it shows the change and writes nothing");
    shot(&job, "run-3-change");
    job.apply_the_change();
    tell(&format!(
        "write it to {}",
        job.home.codex_config().display()
    ));
    let said = job.complete_a_turn();
    tell(&format!(
        "the real Codex {newest} completes a turn: “{said}”"
    ));
    let after = job.balance_after(&before);
    tell(&format!("the balance was {before} and is {after}"));
    shot(&job, "run-4-home-after");
    job.undo();
    tell("undo: config.toml is again what it was, byte for byte");
}

fn tell(step: &str) {
    println!("• {step}");
}

fn shot(job: &Job, name: &str) {
    println!("  {}", job.picture(name).display());
}
