//! Carries the links that the system hands over through the door. Knows which schemes are Purser's,
//! reads no more of a link, and shows none to the web view.

use serde_json::{Value, json};
use tauri::{AppHandle, Manager, RunEvent};

use crate::commands::{Watched, Watching};
use crate::resident::Resident;

/// The schemes that `tauri.conf.json` and the desktop file register.
const SCHEMES: [&str; 2] = ["codexapi-desktop", "purser"];

/// The link that a start was for: Windows and Linux hand it over as an argument.
pub(crate) fn link_in(arguments: impl Iterator<Item = String>) -> Option<String> {
    arguments.skip(1).find(|argument| is_ours(argument))
}

fn is_ours(argument: &str) -> bool {
    let scheme = argument.split_once(':').map(|(scheme, _)| scheme);
    scheme.is_some_and(|scheme| SCHEMES.iter().any(|ours| ours.eq_ignore_ascii_case(scheme)))
}

/// Hands a link to the engine. What it says against it is shown on the page.
pub(crate) fn follow(app: &AppHandle, url: String) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let command = json!({ "type": "followLink", "url": url }).to_string();
        let resident = app.state::<Resident>().inner().clone();
        let followed = match resident.ready().await {
            Ok(()) => resident.caller().perform(&command).await,
            Err(error) => Err(error),
        };
        match followed {
            Ok(Ok(())) => {}
            Ok(Err(problem)) => match serde_json::from_str::<Value>(&problem) {
                Ok(problem) => app.state::<Watching>().tell(Watched::Refused { problem }),
                Err(error) => eprintln!("purser-desktop: a link was refused: {error}"),
            },
            Err(error) => eprintln!("purser-desktop: a link was not followed: {error}"),
        }
    });
}

/// What the system tells the running program: macOS hands links over in this way.
pub(crate) fn on_event(app: &AppHandle, event: RunEvent) {
    #[cfg(target_os = "macos")]
    if let RunEvent::Opened { urls } = event {
        for url in urls {
            follow(app, url.into());
        }
    }
    #[cfg(not(target_os = "macos"))]
    let _ = (app, event);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(arguments: &[&str]) -> Option<String> {
        link_in(arguments.iter().map(|argument| (*argument).to_owned()))
    }

    #[test]
    fn a_link_is_told_by_its_scheme_and_left_as_it_came() {
        for link in [
            "purser://open/inbox",
            "codexapi-desktop://auth?token=a%20b&state=%zz",
            "PURSER:anything at all",
        ] {
            assert_eq!(found(&["purser-desktop", link]).as_deref(), Some(link));
        }
    }

    #[test]
    fn other_arguments_are_no_links() {
        assert_eq!(found(&["purser://program"]), None);
        assert_eq!(found(&["purser-desktop", "--show", "inbox"]), None);
        assert_eq!(found(&["purser-desktop", "https://purser"]), None);
        assert_eq!(found(&["purser-desktop", "purser"]), None);
    }
}
