//! The one line on standard error that says what a job waits for. Decides nothing.

use std::io::{self, IsTerminal, Write};

use wallet::contract::{ModeView, View, When};
use wallet::words::countdown;

/// The line. At a terminal it is written over again; elsewhere each new one is a line of its own,
/// and the countdown is left out.
pub(super) struct Line {
    terminal: bool,
    shown: String,
}

impl Line {
    pub(super) fn new() -> Self {
        Self {
            terminal: io::stderr().is_terminal(),
            shown: String::new(),
        }
    }

    /// Shows what is waited for, `passed` seconds after the View was made.
    pub(super) fn show(&mut self, when: When, view: &View, passed: u32) {
        let mut text = waits(when, view);
        if self.terminal
            && view.trouble.is_none()
            && let Some(left) = view
                .pricing
                .as_ref()
                .and_then(|now| now.ends_in_milliseconds)
        {
            let left = countdown((left / 1000).saturating_sub(passed));
            text.push_str(&format!(", reviewed in {left}"));
        }
        if text == self.shown {
            return;
        }
        if self.terminal {
            // Back to the start, and the rest of the line away.
            eprint!("\r{text}\u{1b}[K");
            let _ = io::stderr().flush();
        } else {
            eprintln!("{text}");
        }
        self.shown = text;
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        if self.terminal && !self.shown.is_empty() {
            eprintln!();
        }
    }
}

fn waits(when: When, view: &View) -> String {
    let wanted = match when {
        When::Reduced => "reduced pricing",
        When::Standard => "standard or reduced pricing",
    };
    let now = match view.pricing.as_ref().map(|pricing| pricing.mode) {
        _ if view.trouble.is_some() => "; the gateway does not answer",
        Some(ModeView::Surge) => "; surge now",
        Some(ModeView::Standard) => "; standard now",
        Some(ModeView::Reduced) => "; reduced now",
        None => "",
    };
    format!("Waiting for {wanted}{now}")
}
