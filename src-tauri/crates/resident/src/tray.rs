//! The tray icon and its menu: a View drawn as menu lines. Decides nothing.

use std::sync::Arc;

use tray_icon::menu::{Menu, MenuEvent, MenuItem, PredefinedMenuItem};
use tray_icon::{Icon, MouseButton, TrayIcon, TrayIconBuilder, TrayIconEvent};
use wallet::contract::{JobStage, JobView, ModeView, SessionView, View, When};
use wallet::words::{Words, countdown};

const ICON: &[u8] = include_bytes!("../../../../icons/tray-64.png");

/// What a menu line asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Choice {
    /// Show the window.
    Open,
    /// Read from the gateway now.
    Refresh,
    /// End window and resident.
    Quit,
}

/// The lines of the menu, as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lines {
    pub(crate) balance: String,
    pub(crate) mode: Option<String>,
    /// One line for each mode that jobs wait for.
    pub(crate) jobs: Vec<String>,
    pub(crate) open: String,
    pub(crate) refresh: String,
    pub(crate) quit: String,
}

/// What the menu says for this View.
pub(crate) fn lines(view: &View, words: &Words) -> Lines {
    let say = |key: &str, mentions: &[(&str, &str)]| words.text(view.language, key, mentions);
    let balance = match (&view.session, &view.wallet) {
        (SessionView::SignedIn { .. }, Some(wallet)) if wallet.stale => {
            say("tray-balance-stale", &[("balance", &wallet.balance)])
        }
        (SessionView::SignedIn { .. }, Some(wallet)) => {
            say("tray-balance", &[("balance", &wallet.balance)])
        }
        (SessionView::SignedIn { .. }, None) => say("tray-balance-unknown", &[]),
        (
            SessionView::Starting | SessionView::SignedOut { .. } | SessionView::TwoFactor { .. },
            _,
        ) => say("tray-signed-out", &[]),
    };
    let mode = view.pricing.as_ref().map(|pricing| {
        let mode = match pricing.mode {
            ModeView::Surge => "mode-surge",
            ModeView::Standard => "mode-standard",
            ModeView::Reduced => "mode-reduced",
        };
        say("tray-mode", &[("mode", &say(mode, &[]))])
    });
    Lines {
        balance,
        mode,
        jobs: jobs(view, words),
        open: say("tray-open", &[]),
        refresh: say("tray-refresh", &[]),
        quit: say("tray-quit", &[]),
    }
}

/// Whether jobs wait, whose lines count down.
pub(crate) fn counts_down(view: &View) -> bool {
    view.jobs.iter().any(waits)
}

fn waits(job: &JobView) -> bool {
    matches!(job.stage, JobStage::Waiting | JobStage::Ready)
}

fn jobs(view: &View, words: &Words) -> Vec<String> {
    let left = view.pricing.as_ref().and_then(|now| now.ends_in_milliseconds);
    let left = left.map_or_else(|| "none".to_owned(), |left| countdown(left / 1000));
    let line = |(when, mode)| {
        let of_mode = |job: &&JobView| waits(job) && job.when == when;
        let count = view.jobs.iter().filter(of_mode).count();
        let mode = words.text(view.language, mode, &[]);
        let mentions = [
            ("count", &*count.to_string()),
            ("mode", &mode),
            ("left", &left),
        ];
        (count > 0).then(|| words.text(view.language, "tray-jobs", &mentions))
    };
    let modes = [
        (When::Reduced, "mode-reduced"),
        (When::Standard, "mode-standard"),
    ];
    modes.into_iter().filter_map(line).collect()
}

/// The tray icon; it goes when this is dropped.
pub(crate) struct Tray {
    icon: TrayIcon,
    shown: Option<Lines>,
}

impl Tray {
    /// Puts the icon into the tray and hands every choice to `choose`.
    ///
    /// # Errors
    /// When the desktop has no tray to put it into.
    pub(crate) fn new(
        choose: impl Fn(Choice) + Send + Sync + 'static,
    ) -> Result<Self, tray_icon::Error> {
        let choose = Arc::new(choose);
        let click = choose.clone();
        MenuEvent::set_event_handler(Some(move |event: MenuEvent| match event.id.as_ref() {
            "open" => choose(Choice::Open),
            "refresh" => choose(Choice::Refresh),
            "quit" => choose(Choice::Quit),
            _ => {}
        }));
        TrayIconEvent::set_event_handler(Some(move |event| {
            if let TrayIconEvent::Click {
                button: MouseButton::Left,
                ..
            } = event
            {
                click(Choice::Open);
            }
        }));
        let mut builder = TrayIconBuilder::new()
            .with_id("purser")
            .with_title("Purser")
            .with_tooltip("Purser");
        if let Some(icon) = icon(ICON) {
            builder = builder.with_icon(icon);
        }
        Ok(Self {
            icon: builder.build()?,
            shown: None,
        })
    }

    /// Shows this View.
    pub(crate) fn show(&mut self, lines: Lines) {
        if self.shown.as_ref() == Some(&lines) {
            return;
        }
        match menu(&lines) {
            Ok(menu) => self.icon.set_menu(Some(Box::new(menu))),
            Err(error) => tracing::warn!(%error, "the tray menu was not drawn"),
        }
        if let Err(error) = self.icon.set_tooltip(Some(&lines.balance)) {
            tracing::debug!(%error, "the tray has no tooltip");
        }
        self.shown = Some(lines);
    }
}

fn icon(png: &[u8]) -> Option<Icon> {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(png));
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().ok()?;
    let mut pixels = vec![0; reader.output_buffer_size()?];
    let frame = reader.next_frame(&mut pixels).ok()?;
    pixels.truncate(frame.buffer_size());
    Icon::from_rgba(pixels, frame.width, frame.height).ok()
}

fn menu(lines: &Lines) -> Result<Menu, tray_icon::menu::Error> {
    let menu = Menu::new();
    menu.append(&MenuItem::with_id("balance", &lines.balance, false, None))?;
    if let Some(mode) = &lines.mode {
        menu.append(&MenuItem::with_id("mode", mode, false, None))?;
    }
    for jobs in &lines.jobs {
        menu.append(&MenuItem::new(jobs, false, None))?;
    }
    menu.append(&PredefinedMenuItem::separator())?;
    menu.append(&MenuItem::with_id("open", &lines.open, true, None))?;
    menu.append(&MenuItem::with_id("refresh", &lines.refresh, true, None))?;
    menu.append(&PredefinedMenuItem::separator())?;
    menu.append(&MenuItem::with_id("quit", &lines.quit, true, None))?;
    Ok(menu)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_trays_icon_can_be_drawn() {
        assert!(icon(ICON).is_some());
        assert!(icon(b"not a picture").is_none());
    }
}
