//! The window: a Tauri client of the door. It forwards what the web view asks and what the engine
//! shows; it reads neither, decides nothing and holds no secret.

mod commands;
mod ending;
mod links;
mod page;
mod resident;
mod single;
mod update;

use commands::Watching;
use resident::Resident;
use tauri::Manager;

/// Opens the window and returns when it was closed.
///
/// # Errors
/// When there is no display, no web view, or no home folder.
pub fn run() -> Result<(), Box<dyn std::error::Error>> {
    page::paint_plainly()?;
    let resident = Resident::of_this_user()?;
    tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(single::second_start))
        .plugin(tauri_plugin_opener::init())
        .plugin(tauri_plugin_updater::Builder::new().build())
        .manage(resident)
        .manage(Watching::wanting(single::screen_in(std::env::args())))
        .invoke_handler(tauri::generate_handler![
            commands::watch,
            commands::perform,
            commands::open_link,
            update::install_update,
        ])
        .on_window_event(ending::on_window_event)
        .on_page_load(page::show_once_loaded)
        .setup(|app| {
            ending::end_when_told(app.handle());
            for window in app.webview_windows().values() {
                page::keep_alive(window)?;
            }
            if let Some(url) = links::link_in(std::env::args()) {
                links::follow(app.handle(), url);
            }
            Ok(())
        })
        .build(tauri::generate_context!())?
        .run(links::on_event);
    Ok(())
}
