//! What Purser costs while nobody looks at it, and how soon it is there when somebody does: memory,
//! processor time and wake-ups from /proc, and times from the pixels of a virtual screen. Judges each
//! figure by its goal, tells it also when it is missed, and fails for none.
//!
//! `--idle SECONDS` says how long the idle resident is watched (300).

#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a measurement fails by panicking, and nobody calls it"
)]

mod figure;
mod paint;
mod scene;
mod tree;

use std::time::Duration;

use figure::{Figure, median};
use scene::Scene;

/// A window is opened and closed so often.
const ROUNDS: usize = 7;
/// Purser is started from nothing so often.
const LAUNCHES: usize = 3;
const IDLE: Duration = Duration::from_secs(300);
/// Memory that was used to open and close windows is given back by then.
const CALM: Duration = Duration::from_secs(5);

fn main() {
    let idle = idle(std::env::args());
    let scene = Scene::start();
    let mut figures = Vec::new();

    let launches: Vec<Duration> = (0..LAUNCHES)
        .map(|_| {
            let (window, took) = scene.open();
            scene.close(window);
            scene.quit();
            took
        })
        .collect();
    figures.push(Figure::time(
        "launch of everything, to the painted balance",
        median(launches),
        None,
    ));

    let (window, _) = scene.open();
    figures.push(Figure::memory("window open", scene.tree().memory(), None));
    figures.push(Figure::time(
        "killed resident, to a new one that answers",
        scene.replace_resident(),
        Some(Duration::from_secs(2)),
    ));
    scene.close(window);
    scene.is_alone();

    let reopened: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let (window, took) = scene.open();
            scene.close(window);
            took
        })
        .collect();
    figures.push(Figure::time(
        "reopened window, to the painted balance",
        median(reopened),
        Some(Duration::from_millis(450)),
    ));
    scene.is_alone();
    std::thread::sleep(CALM);
    figures.push(Figure::memory(
        "window closed, after it was opened and closed",
        scene.tree().memory(),
        Some(30.0),
    ));
    figures.extend(scene.tree().idle(idle));
    scene.is_alone();
    figures.push(Figure::memory(
        "window closed, at the end",
        scene.tree().memory(),
        Some(30.0),
    ));
    figure::print(&figures);
}

/// How long to watch: cargo gives a bench arguments of its own besides.
fn idle(arguments: impl Iterator<Item = String>) -> Duration {
    let mut arguments = arguments
        .skip_while(|argument| argument != "--idle")
        .skip(1);
    let seconds = arguments
        .next()
        .map(|seconds| seconds.parse().expect("seconds"));
    seconds.map_or(IDLE, Duration::from_secs)
}
