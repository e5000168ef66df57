//! The page's process: how it paints, and that it comes back after it died. Knows nothing of what the
//! page shows: what counts is in the engine, which never noticed.

use tauri::webview::{PageLoadEvent, PageLoadPayload};
use tauri::{Webview, WebviewWindow};

/// Has WebKit paint with the processor, unless the person chose otherwise; to be called before any
/// thread is started. A page that hardly moves gains nothing from the graphics card, whose driver has
/// to be made ready first.
#[cfg(target_os = "linux")]
pub(crate) fn paint_plainly() -> Result<(), Box<dyn std::error::Error>> {
    // Not WEBKIT_DISABLE_DMABUF_RENDERER, which is faster still: with it WebKitGTK 2.50 takes no
    // screenshots, and 2.52 is reported to crash.
    Ok(webkit2gtk::glib::setenv(
        "WEBKIT_SKIA_ENABLE_CPU_RENDERING",
        "1",
        false,
    )?)
}

/// It is WebKitGTK's matter only.
#[cfg(not(target_os = "linux"))]
pub(crate) fn paint_plainly() -> Result<(), Box<dyn std::error::Error>> {
    Ok(())
}

/// Shows the window when its page is there. Before that it would be a blank ground, and WebKitGTK would
/// wait for half a second in drawing it.
pub(crate) fn show_once_loaded(webview: &Webview, load: &PageLoadPayload<'_>) {
    if load.event() == PageLoadEvent::Finished
        && let Err(error) = webview.window().show()
    {
        eprintln!("purser-desktop: the window was not shown: {error}");
    }
}

/// Loads the page again whenever the process behind it is gone.
#[cfg(target_os = "linux")]
pub(crate) fn keep_alive(window: &WebviewWindow) -> tauri::Result<()> {
    let again = window.clone();
    window.with_webview(move |webview| linux::on_death(&webview.inner(), again))
}

/// Tauri does it itself on macOS; on Windows WebView2 does.
#[cfg(not(target_os = "linux"))]
pub(crate) fn keep_alive(_window: &WebviewWindow) -> tauri::Result<()> {
    Ok(())
}

#[cfg(target_os = "linux")]
mod linux {
    use std::cell::Cell;
    use std::time::Duration;

    use tauri::WebviewWindow;
    use tokio::time::{Instant, sleep};
    use webkit2gtk::{WebView, WebViewExt};

    /// A page that lives this long did not die of itself.
    const HEALTHY: Duration = Duration::from_secs(60);
    const FIRST_PAUSE: Duration = Duration::from_secs(1);
    const LONGEST_PAUSE: Duration = Duration::from_secs(30);

    pub(super) fn on_death(webview: &WebView, window: WebviewWindow) {
        let last = Cell::new((Instant::now(), Duration::ZERO));
        webview.connect_web_process_terminated(move |_, reason| {
            let (born, paused) = last.get();
            let pause = pause(born.elapsed(), paused);
            eprintln!(
                "purser-desktop: the page's process is gone ({reason:?}); again in {pause:?}"
            );
            last.set((Instant::now() + pause, pause));
            let window = window.clone();
            tauri::async_runtime::spawn(async move {
                sleep(pause).await;
                if let Err(error) = window.reload() {
                    eprintln!("purser-desktop: the page was not loaded again: {error}");
                }
            });
        });
    }

    /// How long a page that lived so long, after the pause before, stays away. One that dies again
    /// and again would else keep the machine busy.
    fn pause(lived: Duration, before: Duration) -> Duration {
        if lived >= HEALTHY {
            Duration::ZERO
        } else {
            (before * 2).clamp(FIRST_PAUSE, LONGEST_PAUSE)
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn a_page_comes_back_at_once_and_one_that_keeps_dying_ever_later() {
            assert_eq!(pause(HEALTHY, Duration::ZERO), Duration::ZERO);
            let mut paused = Duration::ZERO;
            let pauses = [(); 7].map(|()| {
                paused = pause(Duration::from_millis(200), paused);
                paused.as_secs()
            });
            assert_eq!(pauses, [1, 2, 4, 8, 16, 30, 30]);
            assert_eq!(pause(HEALTHY, paused), Duration::ZERO);
        }
    }
}
