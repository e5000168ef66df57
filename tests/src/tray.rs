//! An item in the tray: reads its menu and clicks in it, over the session bus as a panel would.
//! Knows nothing of what an item stands for.

use std::collections::HashMap;

use zbus::{
    blocking::{Connection, Proxy, proxy::Builder},
    proxy::CacheProperties,
    zvariant::{OwnedObjectPath, OwnedValue, Value},
};

use crate::watcher::Registered;

/// An item in the tray.
#[derive(Debug)]
pub struct TrayItem {
    program: String,
    item: Proxy<'static>,
    menu: Proxy<'static>,
}

/// Width and height in pixels, and each pixel as ARGB.
pub type Picture = (i32, i32, Vec<u8>);

type Layout = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);

impl TrayItem {
    pub(crate) fn new(bus: &Connection, registered: &Registered) -> Self {
        let Registered { program, path } = registered.clone();
        let item: Proxy<'static> = Builder::new(bus)
            .destination(program.clone())
            .and_then(|item| item.path(path))
            .and_then(|item| item.interface("org.kde.StatusNotifierItem"))
            // An item tells that it changed by signals of its own.
            .and_then(|item| item.cache_properties(CacheProperties::No).build())
            .expect("the item's object");
        let menu: OwnedObjectPath = item.get_property("Menu").expect("the item's menu");
        let menu = Proxy::new(bus, program.clone(), menu, "com.canonical.dbusmenu")
            .expect("the menu's object");
        Self {
            program,
            item,
            menu,
        }
    }

    /// The name of its program on the bus.
    #[must_use]
    pub fn program(&self) -> &str {
        &self.program
    }

    /// What the desktop calls it.
    ///
    /// # Panics
    /// When the item does not answer.
    #[must_use]
    pub fn title(&self) -> String {
        self.item.get_property("Title").expect("the item's title")
    }

    /// What is drawn for it, and how large.
    ///
    /// # Panics
    /// When the item does not answer.
    #[must_use]
    pub fn icon(&self) -> Vec<Picture> {
        let icon = self.item.get_property("IconPixmap");
        icon.expect("the item's icon")
    }

    /// What it says to who points at it.
    ///
    /// # Panics
    /// When the item does not answer.
    #[must_use]
    pub fn tooltip(&self) -> String {
        let tooltip = self.item.get_property("ToolTip");
        let (_, _, _, text): (String, Vec<Picture>, String, String) =
            tooltip.expect("the item's tooltip");
        text
    }

    /// The texts of its menu, top to bottom; an empty one is a line between two groups.
    #[must_use]
    pub fn menu(&self) -> Vec<String> {
        self.entries().into_iter().map(|(_, label)| label).collect()
    }

    /// Clicks the entry of this text.
    ///
    /// # Panics
    /// When there is none.
    #[track_caller]
    pub fn click(&self, label: &str) {
        let entries = self.entries();
        let (id, _) = entries
            .iter()
            .find(|(_, text)| text == label)
            .unwrap_or_else(|| panic!("no “{label}” in {entries:?}"));
        // No reply is waited for: a program that is told to quit may be gone before it answers.
        self.menu
            .call_noreply("Event", &(*id, "clicked", Value::from(0_i32), 0_u32))
            .expect("a click in the menu");
    }

    fn entries(&self) -> Vec<(i32, String)> {
        let _: bool = self.menu.call("AboutToShow", &(0_i32,)).expect("a menu");
        let everything = (0_i32, -1_i32, Vec::<String>::new());
        let (_revision, root): (u32, Layout) =
            self.menu.call("GetLayout", &everything).expect("a menu");
        let entry = |child: OwnedValue| {
            let (id, properties, _) = Layout::try_from(child).expect("a menu entry");
            let label = properties.get("label");
            let label = label.and_then(|label| label.downcast_ref::<String>().ok());
            // A single underscore marks the letter of a shortcut.
            (id, label.unwrap_or_default().replace('_', ""))
        };
        root.2.into_iter().map(entry).collect()
    }
}
