//! A measured time beside that of its bare equal, and the table of all of them. Measures nothing.

use std::{fs, time::Duration};

/// What was measured, and against what.
pub(crate) struct Figure {
    /// What took the time, and what the bare equal is.
    pub(crate) what: String,
    /// The bare equal's median.
    pub(crate) bare: Duration,
    /// Purser's median.
    pub(crate) purser: Duration,
    /// How many times the bare equal's time it takes.
    pub(crate) ratio: f64,
    /// The ratio that it should not exceed.
    pub(crate) goal: f64,
}

impl Figure {
    fn verdict(&self) -> &'static str {
        if self.ratio <= self.goal {
            "met"
        } else {
            "MISSED"
        }
    }
}

/// The middle one of some values, in any order; none of none.
pub(crate) fn median<T: Copy + PartialOrd>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut values: Vec<T> = values.collect();
    values.sort_unstable_by(|one, other| one.partial_cmp(other).expect("no value is NaN"));
    values.get(values.len() / 2).copied()
}

/// Prints the table.
pub(crate) fn print(figures: &[Figure]) {
    println!(
        "\n{:<62} {:>9} {:>9} {:>7} {:>7}",
        "medians", "bare", "purser", "ratio", "goal"
    );
    for figure in figures {
        println!(
            "{:<62} {:>6.2} ms {:>6.2} ms {:>6.2}× {:>6.1}×  {}",
            figure.what,
            milliseconds(figure.bare),
            milliseconds(figure.purser),
            figure.ratio,
            figure.goal,
            figure.verdict()
        );
    }
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load: Vec<&str> = load.split(' ').take(3).collect();
    println!("load average at the end: {}", load.join(" "));
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
