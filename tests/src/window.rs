//! Purser's window, found by what a person reads on it: the names of buttons and fields, and text.
//! Knows no class, id or structure of the page.

mod access;

use std::{
    cell::Cell,
    path::{Path, PathBuf},
};

use crate::{
    desktop::Desktop,
    driver::{Driver, Element, Refused},
    home::Home,
    place,
    process::run,
    wait::{until, until_or},
};

/// The open window; dropping it closes it.
#[derive(Debug)]
pub struct Window {
    driver: Driver,
}

impl Window {
    /// Opens the window that lies in `folder`, on a desktop, in a home.
    #[must_use]
    pub fn open(desktop: &Desktop, home: &Home, folder: &Path) -> Self {
        Self::start(desktop, home, folder, &[])
    }

    /// The same, as the system opens it for a link.
    #[must_use]
    pub fn open_for(desktop: &Desktop, home: &Home, folder: &Path, link: &str) -> Self {
        Self::start(desktop, home, folder, &[link])
    }

    fn start(desktop: &Desktop, home: &Home, folder: &Path, arguments: &[&str]) -> Self {
        let mut command = desktop.command(home, "WebKitWebDriver");
        command.env("TAURI_WEBVIEW_AUTOMATION", "true");
        // Only who has a profile has a login shell: the system's own would set PATH anew.
        if home.path().join(".bash_profile").exists() {
            command.env("SHELL", "/bin/bash");
        }
        let program = folder.join("purser-desktop");
        Self {
            driver: Driver::open(command, &program, arguments, &home.log("window")),
        }
    }

    /// Closes it as a person does, by the window manager, and waits until its program ended.
    #[track_caller]
    pub fn close(self, desktop: &Desktop, home: &Home) {
        let _ = run(desktop.command(home, "wmctrl").args(["-c", "Purser"]), "").well();
        until("the window's program to end", || {
            (!home.runs("purser-desktop")).then_some(())
        });
    }

    /// Clicks the button of this name, once it is there and can be clicked.
    #[track_caller]
    pub fn click(&self, name: &str) {
        self.act(
            &format!("button “{name}”"),
            &button(name),
            |driver, element| driver.click(element),
        );
    }

    /// Clicks the button of this name in the part of the page that this heading names.
    #[track_caller]
    pub fn click_in(&self, heading: &str, name: &str) {
        let xpath = format!("{}{}", part(heading), button(name));
        self.act(
            &format!("button “{name}” of “{heading}”"),
            &xpath,
            |driver, element| driver.click(element),
        );
    }

    /// Opens the part that hides behind this heading.
    #[track_caller]
    pub fn unfold(&self, heading: &str) {
        let text = literal(heading);
        let xpath = format!("//summary[starts-with(normalize-space(.), {text})]");
        self.act(&format!("“{heading}”"), &xpath, |driver, element| {
            driver.click(element)
        });
    }

    /// Types into the field of this label, in place of what it holds.
    #[track_caller]
    pub fn fill(&self, label: &str, text: &str) {
        let name = literal(label);
        let xpath = format!(
            "//*[self::input or self::textarea][@id = //label[normalize-space(.) = {name}]/@for]"
        );
        self.act(
            &format!("field “{label}”"),
            &xpath,
            |driver, element| driver.fill(element, text),
        );
    }

    /// Chooses the option of this label.
    #[track_caller]
    pub fn choose(&self, label: &str) {
        let text = literal(label);
        let xpath = format!("//label[input][normalize-space(.) = {text}]");
        self.act(
            &format!("option “{label}”"),
            &xpath,
            |driver, element| driver.click(element),
        );
    }

    /// Ticks the box of this label, or takes the tick away.
    #[track_caller]
    pub fn tick(&self, label: &str) {
        let name = literal(label);
        let xpath =
            format!("//input[@type = 'checkbox'][@id = //label[normalize-space(.) = {name}]/@for]");
        self.act(&format!("box “{label}”"), &xpath, |driver, element| {
            driver.click(element)
        });
    }

    /// Waits until this text can be read somewhere.
    #[track_caller]
    pub fn see(&self, text: &str) {
        until_or(
            || format!("“{text}” in:\n{}", self.all_text()),
            || self.all_text().contains(text).then_some(()),
        );
    }

    /// Waits until this text can be read nowhere.
    #[track_caller]
    pub fn lose(&self, text: &str) {
        until(format!("“{text}” to go"), || {
            (!self.all_text().contains(text)).then_some(())
        });
    }

    /// Waits until a picture of this name is there.
    #[track_caller]
    pub fn see_picture(&self, name: &str) {
        let xpath = format!("//*[@role = 'img'][@aria-label = {}]", literal(name));
        until_or(
            || format!("the picture “{name}” in:\n{}", self.all_text()),
            || self.driver.find(&xpath).ok()?.pop(),
        );
    }

    /// Waits until the table of this name is there, and gives its cells, row by row.
    #[track_caller]
    #[must_use]
    pub fn table(&self, name: &str) -> Vec<Vec<String>> {
        let rows = format!("//section[@aria-label = {}]//tr", literal(name));
        until_or(
            || format!("the table “{name}” in:\n{}", self.all_text()),
            || {
                let count = self.driver.find(&rows).ok()?.len();
                let row = |at: usize| {
                    let cells = format!("({rows})[{at}]/*[self::th or self::td]");
                    let found = self.driver.find(&cells).ok()?;
                    let texts = found.iter().map(|cell| self.driver.text(cell).ok());
                    texts.collect::<Option<Vec<_>>>()
                };
                let table: Vec<_> = (1..=count).map(row).collect::<Option<_>>()?;
                (!table.is_empty()).then_some(table)
            },
        )
    }

    /// Everything that can be read now.
    #[must_use]
    pub fn all_text(&self) -> String {
        let body = self.driver.find("//body").ok();
        body.and_then(|found| self.driver.text(found.first()?).ok())
            .unwrap_or_default()
    }

    /// The page as it is now, with all that is not shown.
    #[must_use]
    pub fn source(&self) -> String {
        let script = "return document.documentElement.outerHTML;";
        self.driver
            .script(script)
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// The balance that Home shows.
    #[track_caller]
    #[must_use]
    pub fn balance(&self) -> String {
        let xpath = "//section[h2[normalize-space(.) = 'Token Wallet']]/p[starts-with(., '$')]";
        until("the balance", || {
            let found = self.driver.find(xpath).ok()?;
            self.driver.text(found.first()?).ok()
        })
    }

    /// Keeps what is shown as `target/screenshots/<name>.png`.
    #[must_use]
    pub fn picture(&self, name: &str) -> PathBuf {
        let file = place::folder("screenshots").join(format!("{name}.png"));
        self.driver.settle();
        self.driver.picture(&file);
        file
    }

    /// Gives the window another size.
    pub fn resize(&self, width: u32, height: u32) {
        self.driver.resize(width, height);
    }

    /// How many CSS pixels the page is wider than the window.
    #[must_use]
    pub fn overflow(&self) -> i64 {
        let script = "const page = document.documentElement; \
                      return page.scrollWidth - page.clientWidth;";
        self.driver.script(script).as_i64().unwrap_or_default()
    }

    /// Tries until the element is there and takes the act. A refused act did nothing.
    #[track_caller]
    fn act(&self, name: &str, xpath: &str, act: impl Fn(&Driver, &Element) -> Result<(), Refused>) {
        let last = Cell::new(None);
        let look = || {
            let found = self.driver.find(xpath).ok()?;
            act(&self.driver, found.first()?)
                .map_err(|refused| last.set(Some(refused)))
                .ok()
        };
        let tell = || match last.take() {
            Some(refused) => format!("{name}, which refuses: {refused}"),
            None => format!("{name} in:\n{}", self.all_text()),
        };
        until_or(tell, look);
    }
}

/// The card or the entry whose heading is this, or begins so and goes on with where it is.
fn part(heading: &str) -> String {
    let text = literal(heading);
    format!(
        "//*[@aria-labelledby = //*[self::h2 or self::h3][starts-with(normalize-space(.), {text})]/@id]"
    )
}

/// An enabled button whose name begins so: a count may follow. What it shows may be shorter.
fn button(name: &str) -> String {
    let text = literal(name);
    format!(
        "//button[not(@disabled)][@aria-label = {text} or starts-with(normalize-space(.), {text})]"
    )
}

/// Text inside an XPath, which has no escapes.
fn literal(text: &str) -> String {
    assert!(
        !text.contains('"'),
        "a name without a straight quote: {text}"
    );
    format!("\"{text}\"")
}
