//! The tray icon and its menu, drawn. Knows no View and no words.

mod lines;

use std::sync::Arc;

use tray_icon::menu::{Menu, MenuEvent, MenuItem, PredefinedMenuItem};
use tray_icon::{Icon, MouseButton, TrayIcon, TrayIconBuilder, TrayIconEvent};
use wallet::contract::Glance;

use lines::Line;
pub(crate) use lines::{Choice, Shown, changes_with_time, shown};

/// The tray icon; it goes when this is dropped.
pub(crate) struct Tray {
    icon: TrayIcon,
    shown: Option<Shown>,
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
        MenuEvent::set_event_handler(Some(move |event: MenuEvent| {
            if let Some(choice) = chosen(event.id.as_ref()) {
                choose(choice);
            }
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
        if let Some(icon) = icon(picture(Glance::Fine)) {
            builder = builder.with_icon(icon);
        }
        Ok(Self {
            icon: builder.build()?,
            shown: None,
        })
    }

    /// Shows this, where it is not shown already.
    pub(crate) fn show(&mut self, shown: Shown) {
        if self.shown.as_ref() == Some(&shown) {
            return;
        }
        let before = self.shown.as_ref();
        if before.is_none_or(|before| before.icon != shown.icon)
            && let Err(error) = self.icon.set_icon(icon(picture(shown.icon)))
        {
            tracing::warn!(%error, "the tray icon was not drawn");
        }
        if before.is_some_and(|before| before.choices().ne(shown.choices())) {
            // A menu without lines in between makes the places of the old one void: a click that is
            // under way while the lines change must not hit another line than it was meant for.
            self.icon.set_menu(None);
        }
        match menu(&shown.menu) {
            Ok(menu) => self.icon.set_menu(Some(Box::new(menu))),
            Err(error) => tracing::warn!(%error, "the tray menu was not drawn"),
        }
        if let Err(error) = self.icon.set_tooltip(Some(&shown.tooltip)) {
            tracing::debug!(%error, "the tray has no tooltip");
        }
        self.shown = Some(shown);
    }
}

/// What is rendered for each state.
fn picture(glance: Glance) -> &'static [u8] {
    match glance {
        Glance::Fine => include_bytes!("../../../../icons/tray.png"),
        Glance::LowBalance => include_bytes!("../../../../icons/tray-low.png"),
        Glance::Surge => include_bytes!("../../../../icons/tray-surge.png"),
        Glance::Offline => include_bytes!("../../../../icons/tray-offline.png"),
        Glance::ApprovalWaiting => include_bytes!("../../../../icons/tray-approval.png"),
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

fn menu(lines: &[Line]) -> Result<Menu, tray_icon::menu::Error> {
    let menu = Menu::new();
    for line in lines {
        match line {
            Line::Told(text) => menu.append(&MenuItem::new(plain(text), false, None))?,
            Line::Offer(text, choice) => {
                menu.append(&MenuItem::with_id(id(choice), plain(text), true, None))?;
            }
            Line::Divider => menu.append(&PredefinedMenuItem::separator())?,
        }
    }
    Ok(menu)
}

/// A menu item's id holds the whole choice, so that a line asks for what it said when it was drawn.
fn id(choice: &Choice) -> String {
    serde_json::to_string(choice).unwrap_or_default()
}

fn chosen(id: &str) -> Option<Choice> {
    serde_json::from_str(id).ok()
}

/// In a menu's text a single `&` marks the letter of a shortcut.
fn plain(text: &str) -> String {
    text.replace('&', "&&")
}

#[cfg(test)]
mod tests {
    use wallet::contract::Screen;
    use wallet::notices::Act;

    use super::*;

    #[test]
    fn each_state_has_an_icon_of_its_own_that_can_be_drawn() {
        let states = [
            Glance::Fine,
            Glance::LowBalance,
            Glance::Surge,
            Glance::Offline,
            Glance::ApprovalWaiting,
        ];
        let pictures = states.map(picture);
        for (place, picture) in pictures.iter().enumerate() {
            assert!(icon(picture).is_some());
            assert!(!pictures[..place].contains(picture));
        }
        assert!(icon(b"not a picture").is_none());
    }

    #[test]
    fn a_line_asks_for_what_it_said_and_for_nothing_else() {
        for choice in [
            Choice::Open,
            Choice::Pause,
            Choice::Act(Act::Open(Screen::Approvals)),
            Choice::Act(Act::Decline("0f".to_owned())),
        ] {
            assert_eq!(chosen(&id(&choice)), Some(choice));
        }
        assert_eq!(chosen("1003"), None);
    }

    #[test]
    fn a_text_is_shown_as_it_is() {
        assert_eq!(plain("Ada & Co"), "Ada && Co");
    }
}
