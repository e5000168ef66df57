//! What closing the window does. Pure: asks no desktop.

use crate::clock::Now;
use crate::contract::ClosingView;
use crate::event::Event;
use crate::state::State;

/// Whether something on the desktop shows tray icons.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TrayHost {
    /// It does, or the host never said otherwise.
    #[default]
    Present,
    /// Nothing does: a program without a window cannot be found.
    Absent,
}

/// Purser lives on without a window only where the person can find it.
pub(crate) fn closing(state: &State) -> ClosingView {
    match state.tray {
        TrayHost::Present => ClosingView::Stays,
        TrayHost::Absent => ClosingView::Quits {
            told: state.settings.told_closing,
        },
    }
}

/// What it means that the person closed the window. Where that quits Purser, they had it before
/// their eyes that it does.
pub(crate) fn closed(state: &State, at: Now) -> Vec<Event> {
    let gone = Event::WindowShown { shown: false, at };
    match closing(state) {
        ClosingView::Stays => vec![gone],
        ClosingView::Quits { .. } => vec![gone, Event::ClosingTold],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::tests::{at, signed_in};

    #[test]
    fn purser_stays_in_the_tray_and_quits_where_there_is_none() {
        let mut state = signed_in();
        assert_eq!(closing(&state), ClosingView::Stays);
        state.apply(Event::TraySeen(TrayHost::Absent));
        assert_eq!(closing(&state), ClosingView::Quits { told: false });
        state.apply(Event::TraySeen(TrayHost::Present));
        assert_eq!(closing(&state), ClosingView::Stays);
    }

    #[test]
    fn the_person_is_told_once_however_trays_come_and_go() {
        let mut state = signed_in();
        state.apply(Event::TraySeen(TrayHost::Absent));
        for event in closed(&state, at(1)) {
            state.apply(event);
        }
        state.apply(Event::TraySeen(TrayHost::Present));
        state.apply(Event::TraySeen(TrayHost::Absent));
        assert_eq!(closing(&state), ClosingView::Quits { told: true });
    }
}
