//! The lines of a report. Knows the View and nothing else of State: what is not shown is not told.

use std::collections::VecDeque;

use serde::Serialize;

use super::{Around, Met};
use crate::contract::{SessionView, ToolState, ToolView, View};
use crate::update::Origin;

/// The last lines of the log that are told, and the longest of them, in characters.
const LOG_LINES: usize = 200;
const LOG_LINE: usize = 400;

/// All sections, one after another.
pub(super) fn text(view: &View, met: &VecDeque<Met>, around: &Around<'_>) -> String {
    let sections = [
        ("System", system(view, around)),
        ("Settings", settings(view)),
        ("State", state(view)),
        ("Programs", view.tools.iter().flat_map(tool).collect()),
        ("Problems, newest first", met.iter().map(problem).collect()),
        ("Log, newest last", log(around.log)),
    ];
    let mut text = String::new();
    for (title, lines) in sections {
        text.push_str(title);
        text.push('\n');
        let none = || vec!["none".to_owned()];
        let lines = if lines.is_empty() { none() } else { lines };
        for line in lines {
            text.push_str("  ");
            text.push_str(&line);
            text.push('\n');
        }
        text.push('\n');
    }
    text
}

fn system(view: &View, around: &Around<'_>) -> Vec<String> {
    let (os, processor) = (std::env::consts::OS, std::env::consts::ARCH);
    vec![
        format!("made: {}", around.now),
        format!("Purser: {}", view.version),
        format!("installed: {}", installed(around.origin)),
        format!("program: {}", around.purser.display()),
        format!("system: {os} {processor}, {}", known(around.system)),
        format!("desktop: {}", known(around.desktop)),
    ]
}

fn installed(origin: &Origin) -> String {
    match origin {
        Origin::AppImage(file) => format!("AppImage {}", file.display()),
        Origin::Deb(package) => format!("Debian package {package}"),
        Origin::Rpm(package) => format!("RPM package {package}"),
        Origin::Msi => "MSI".to_owned(),
        Origin::Nsis => "NSIS".to_owned(),
        Origin::App => "macOS app".to_owned(),
        Origin::Other => "from source or by hand".to_owned(),
    }
}

fn settings(view: &View) -> Vec<String> {
    let off: Vec<_> = view.notices.off.iter().map(name).collect();
    let quiet = view.notices.quiet.as_ref();
    let quiet = quiet.map(|hours| format!("{} to {}", hours.from, hours.until));
    let chosen = view.payments.networks.iter().filter(|one| one.chosen);
    let chosen: Vec<_> = chosen.map(|one| one.chain.to_string()).collect();
    vec![
        format!(
            "language: {}, theme: {}",
            name(&view.language),
            name(&view.theme)
        ),
        format!(
            "gateway: {}, sandbox: {}",
            view.gateway.host,
            yes(view.gateway.sandbox)
        ),
        format!("notifications off: {}", listed(&off)),
        format!("quiet hours: {}", quiet.as_deref().unwrap_or("none")),
        format!("payments paused: {}", yes(view.payments.paused)),
        format!("chains with an address of one's own: {}", listed(&chosen)),
    ]
}

fn state(view: &View) -> Vec<String> {
    let session = match &view.session {
        SessionView::Starting => "starting",
        SessionView::SignedOut { .. } => "signed out",
        SessionView::TwoFactor { .. } => "asked for a code",
        SessionView::SignedIn { .. } => "signed in",
    };
    let wallet = view.wallet.as_ref().map(|wallet| {
        let stale = if wallet.stale { ", stale" } else { "" };
        let low = if wallet.low { ", low" } else { "" };
        format!("read {} s ago{stale}{low}", wallet.age_seconds)
    });
    let mode = view.pricing.as_ref().map(|pricing| name(&pricing.mode));
    let trouble = view.trouble.as_ref().map(|trouble| name(&trouble.code));
    let or_none = |known: Option<String>| known.unwrap_or_else(|| "none".to_owned());
    let payments = &view.payments;
    let stuck = payments.trouble.as_ref().map(|trouble| name(&trouble.code));
    let working: Vec<_> = view.working.iter().map(name).collect();
    vec![
        format!("session: {session}, vault: {}", name(&view.vault)),
        format!("Token Wallet: {}", or_none(wallet)),
        format!("pricing mode: {}", or_none(mode)),
        format!("trouble: {}", or_none(trouble)),
        format!(
            "Pay Wallet: key {}, trouble: {}, asks: {}, channels: {}",
            yes(payments.key.is_some()),
            or_none(stuck),
            payments.asks.len(),
            payments.channels.len()
        ),
        format!("jobs: {}", view.jobs.len()),
        format!("working: {}", listed(&working)),
    ]
}

/// A program with what was found of it. On another computer neither its name nor its files are told.
fn tool(tool: &ToolView) -> Vec<String> {
    let state = match &tool.state {
        ToolState::Unknown => "not looked at".to_owned(),
        ToolState::NotSetUp => "not set up".to_owned(),
        ToolState::SetUp { .. } => "set up".to_owned(),
        ToolState::Drifted { keys, .. } => format!("drifted: {}", keys.join(", ")),
        ToolState::ServersOnly { count } => format!("{count} servers"),
        ToolState::Unreadable { problem } => format!("unreadable: {}", name(&problem.code)),
    };
    let tool_name = tool.tool.name();
    if tool.place.host.is_some() {
        return vec![format!("{tool_name} over SSH: {state}")];
    }
    let installs = tool.installs.iter().map(|install| {
        let version = install.version.as_deref().unwrap_or("of unknown version");
        let first = if install.on_path { ", on PATH" } else { "" };
        format!("  {} {version}, {}{first}", install.label, install.path)
    });
    let head = format!("{tool_name}: {state}, {}", tool.config_path);
    std::iter::once(head).chain(installs).collect()
}

fn problem(met: &Met) -> String {
    let reason = met.reason.map(|reason| format!(", {reason}"));
    let mentions = met.mentions.iter();
    let mentions: String = mentions
        .map(|(name, is)| format!(", {name}: {is}"))
        .collect();
    let times = (met.times > 1).then(|| format!(", {} times", met.times));
    format!(
        "{}  {}{}{mentions}{}",
        met.at,
        name(&met.code),
        reason.unwrap_or_default(),
        times.unwrap_or_default()
    )
}

fn log(text: &str) -> Vec<String> {
    let lines: Vec<_> = text.lines().collect();
    let last = &lines[lines.len().saturating_sub(LOG_LINES)..];
    let clipped = |line: &&str| line.chars().take(LOG_LINE).collect();
    last.iter().map(clipped).collect()
}

/// What a value is called in the contract.
fn name<T: Serialize>(value: &T) -> String {
    let name = serde_json::to_value(value).ok();
    let name = name.as_ref().and_then(|name| name.as_str());
    name.unwrap_or_default().to_owned()
}

fn yes(is: bool) -> &'static str {
    if is { "yes" } else { "no" }
}

fn known(text: &str) -> &str {
    if text.is_empty() { "not known" } else { text }
}

fn listed(names: &[String]) -> String {
    if names.is_empty() {
        "none".to_owned()
    } else {
        names.join(", ")
    }
}
