//! Measured figures with their goals, and the table of all of them. Measures nothing.

use std::{fs, time::Duration};

/// What was measured.
pub(crate) struct Figure {
    what: String,
    measured: f64,
    unit: &'static str,
    /// What it should not exceed; none where it is told only.
    goal: Option<f64>,
}

impl Figure {
    pub(crate) fn time(what: &str, took: Duration, goal: Option<Duration>) -> Self {
        Self {
            what: what.to_owned(),
            measured: took.as_secs_f64() * 1000.0,
            unit: "ms",
            goal: goal.map(|goal| goal.as_secs_f64() * 1000.0),
        }
    }

    /// Memory in MiB, shared pages counted by their shares (PSS).
    pub(crate) fn memory(what: &str, mebibytes: f64, goal: Option<f64>) -> Self {
        Self {
            what: format!("memory, {what}"),
            measured: mebibytes,
            unit: "MiB",
            goal,
        }
    }

    /// Something that is told only.
    pub(crate) fn told(what: String, measured: f64, unit: &'static str) -> Self {
        Self {
            what,
            measured,
            unit,
            goal: None,
        }
    }

    fn verdict(&self) -> String {
        match self.goal {
            None => String::new(),
            Some(goal) if self.measured <= goal => format!("{goal:>7.0} {}  met", self.unit),
            Some(goal) => format!("{goal:>7.0} {}  MISSED", self.unit),
        }
    }
}

/// The middle one of some times, in any order.
pub(crate) fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// Prints the table.
pub(crate) fn print(figures: &[Figure]) {
    println!(
        "\n{:<56} {:>16} {:>11}",
        "the resident and its window", "measured", "goal"
    );
    for figure in figures {
        println!(
            "{:<56} {:>9.1} {:<6} {}",
            figure.what,
            figure.measured,
            figure.unit,
            figure.verdict()
        );
    }
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load: Vec<&str> = load.split(' ').take(3).collect();
    println!("load average at the end: {}", load.join(" "));
}
