//! The window for those who see or move differently: by keys alone, read by a screen reader, zoomed,
//! with longer words. Knows no screen of Purser.

use std::fs;

use serde_json::Value;

use super::Window;
use crate::{
    place,
    wait::{until, until_or},
};

/// Keys that are no letters, as the WebDriver protocol writes them.
const TAB: char = '\u{E004}';
const ENTER: char = '\u{E007}';
const CONTROL: char = '\u{E009}';
/// So often axe looks at a screen before what it finds counts.
const LOOKS: usize = 4;
/// More steps than any screen has.
const ONCE_AROUND: usize = 250;

/// What has the keys now: its name, and whether one sees that it has them. What only a script can
/// lead to, such as a heading, takes no keys.
const FOCUSED: &str = "const at = document.activeElement; \
    if (!at || at === document.body) return null; \
    const labels = [...(at.labels ?? [])].map((label) => label.textContent).join(' '); \
    const text = at.matches('main') ? 'the screen' : at.textContent; \
    const name = at.getAttribute('aria-label') || labels || text; \
    const style = getComputedStyle(at); \
    const near = at.closest('label') ?? at; \
    const around = getComputedStyle(near); \
    const ring = (s) => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0; \
    return [name.replace(/\\s+/g, ' ').trim(), at.tabIndex < 0 || \
        ring(style) || ring(around) || style.boxShadow !== 'none' || around.boxShadow !== 'none'];";

/// Makes every word half as long again, with accents above and below, and names what then loses a
/// part of itself. A list that scrolls by itself loses nothing.
const CLIPPED: &str = "const longer = (text) => { \
        const accented = text.replace(/[aeiou]/g, (letter) => letter + '\\u0302\\u0323'); \
        return accented + ' ' + accented.slice(0, Math.ceil(accented.length / 2)).trim(); }; \
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT); \
    const texts = []; \
    while (walker.nextNode()) texts.push(walker.currentNode); \
    const plain = texts.map((text) => text.data); \
    for (const text of texts) if (/\\p{L}/u.test(text.data)) text.data = longer(text.data.trim()); \
    const page = document.documentElement; \
    const lost = []; \
    if (page.scrollWidth > page.clientWidth) lost.push('the page'); \
    for (const element of document.body.querySelectorAll('*')) { \
        if (element.closest('.unseen, svg')) continue; \
        const style = getComputedStyle(element); \
        const hides = (overflow) => overflow === 'hidden' || overflow === 'clip'; \
        const wide = hides(style.overflowX) && element.scrollWidth > element.clientWidth + 1; \
        const tall = hides(style.overflowY) && element.scrollHeight > element.clientHeight + 1; \
        if (wide || tall) lost.push(element.textContent.slice(0, 60)); \
        if (element.matches('button, h1, h2, h3, label') && \
            element.getBoundingClientRect().right > page.clientWidth + 1) \
            lost.push('past the edge: ' + element.textContent.slice(0, 60)); \
    } \
    texts.forEach((text, at) => { text.data = plain[at]; }); \
    return lost;";

impl Window {
    /// Goes from one to the next with Tab until something of this name has the keys.
    ///
    /// # Panics
    /// When nothing of this name can be reached so, or when it cannot be seen where one is.
    #[track_caller]
    pub fn tab_to(&self, name: &str) {
        let mut passed = Vec::new();
        for _ in 0..ONCE_AROUND {
            let focused = self.driver.script(FOCUSED);
            let here = focused[0].as_str().unwrap_or_default();
            if !here.is_empty() {
                assert!(
                    focused[1] == Value::Bool(true),
                    "one does not see that “{here}” has the keys"
                );
            }
            if here.starts_with(name) {
                return;
            }
            passed.push(here.to_owned());
            self.driver.press(&[TAB]);
        }
        passed.dedup();
        panic!("no way by Tab to “{name}”; passed {passed:?}");
    }

    /// Goes there by Tab and presses Enter.
    #[track_caller]
    pub fn press(&self, name: &str) {
        self.tab_to(name);
        self.driver.press(&[ENTER]);
    }

    /// Goes there by Tab and types.
    #[track_caller]
    pub fn type_into(&self, name: &str, text: &str) {
        self.tab_to(name);
        for key in text.chars() {
            self.driver.press(&[key]);
        }
    }

    /// Zooms in by Control and plus until the page is half as wide.
    #[track_caller]
    pub fn zoom_to_double(&self) {
        let width = || self.driver.script("return innerWidth;").as_f64();
        let half = width().unwrap_or_default() / 2.0;
        until_or(
            || format!("a page of {half} instead of {:?}", width()),
            || {
                if width()? <= half + 1.0 {
                    return Some(());
                }
                self.driver.press(&[CONTROL, '=']);
                None
            },
        );
    }

    /// What axe finds fault with, one line for each place. What is greyed for a moment, because it
    /// is being read anew, is no fault: only what it still finds at the last look is.
    #[must_use]
    pub fn faults(&self) -> Vec<String> {
        let mut faults = self.faults_now();
        for _ in 1..LOOKS {
            if faults.is_empty() {
                break;
            }
            until("what is read anew", || {
                let busy = "return document.querySelector('[aria-busy=true]') !== null;";
                (self.driver.script(busy) == Value::Bool(false)).then_some(())
            });
            faults = self.faults_now();
        }
        faults
    }

    fn faults_now(&self) -> Vec<String> {
        self.driver.settle();
        let file = place::repository().join("ui/node_modules/axe-core/axe.min.js");
        let axe = fs::read_to_string(file).expect("axe, which npm brought");
        let script = format!(
            "{axe}; const done = arguments[arguments.length - 1]; \
             axe.run(document, {{resultTypes: ['violations']}}).then(({{violations}}) => \
                 done(violations.flatMap(({{id, nodes}}) => \
                     nodes.map((node) => `${{id}}: ${{node.html}} ${{node.failureSummary}}`))));"
        );
        lines(&self.driver.script_later(&script))
    }

    /// What loses a part of itself when every word is half as long again.
    #[must_use]
    pub fn clipped_by_longer_words(&self) -> Vec<String> {
        lines(&self.driver.script(CLIPPED))
    }

    /// What moves, or will.
    #[must_use]
    pub fn motions(&self) -> Vec<String> {
        let script = "const calm = matchMedia('(prefers-reduced-motion: reduce)').matches; \
            const moves = document.getAnimations().map((one) => String(one.animationName ?? one.transitionProperty)); \
            const seconds = (text) => Math.max(...text.split(',').map(parseFloat)); \
            for (const element of document.querySelectorAll('*')) { \
                const style = getComputedStyle(element); \
                if (seconds(style.transitionDuration) > 0 || \
                    (style.animationName !== 'none' && seconds(style.animationDuration) > 0)) \
                    moves.push(element.outerHTML.slice(0, 80)); \
            } \
            return calm ? moves : ['nothing here is asked to be calm'];";
        lines(&self.driver.script(script))
    }
}

fn lines(told: &Value) -> Vec<String> {
    let all = told.as_array().expect("a list").iter();
    all.map(|line| line.as_str().expect("a line").to_owned())
        .collect()
}
