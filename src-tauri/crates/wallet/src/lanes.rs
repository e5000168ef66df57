//! Which effects may run side by side: one at a time within a lane, lanes independent.
//! Knows no effect.

use std::collections::VecDeque;

/// A lane. What is in one lane happens in the order in which it was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lane {
    /// Who is signed in.
    Session,
    /// Other programs' files.
    Setup,
    /// Reading from the gateway.
    Reading,
    /// The Pay Wallet's key and limits.
    Purse,
    /// Payments in doubt.
    Chain,
    /// Updates of Purser itself.
    Update,
    /// Reports about Purser itself.
    Diagnostics,
}

/// Every lane with what waits in it.
#[derive(Debug)]
pub(crate) struct Lanes<T> {
    session: Queue<T>,
    setup: Queue<T>,
    reading: Queue<T>,
    purse: Queue<T>,
    chain: Queue<T>,
    update: Queue<T>,
    diagnostics: Queue<T>,
}

#[derive(Debug)]
struct Queue<T> {
    busy: bool,
    waiting: VecDeque<T>,
}

impl<T> Default for Lanes<T> {
    fn default() -> Self {
        let queue = || Queue {
            busy: false,
            waiting: VecDeque::new(),
        };
        Self {
            session: queue(),
            setup: queue(),
            reading: queue(),
            purse: queue(),
            chain: queue(),
            update: queue(),
            diagnostics: queue(),
        }
    }
}

impl<T> Lanes<T> {
    /// Takes the lane for `item`, or lets it wait. Returns what may start now.
    pub(crate) fn enter(&mut self, lane: Lane, item: T) -> Option<T> {
        let queue = self.queue(lane);
        if queue.busy {
            queue.waiting.push_back(item);
            return None;
        }
        queue.busy = true;
        Some(item)
    }

    /// The lane's effect ended. Returns what may start now.
    pub(crate) fn leave(&mut self, lane: Lane) -> Option<T> {
        let queue = self.queue(lane);
        let next = queue.waiting.pop_front();
        queue.busy = next.is_some();
        next
    }

    /// Whether nothing is under way.
    pub(crate) fn idle(&self) -> bool {
        let queues = [
            &self.session,
            &self.setup,
            &self.reading,
            &self.purse,
            &self.chain,
            &self.update,
            &self.diagnostics,
        ];
        queues.iter().all(|queue| !queue.busy)
    }

    fn queue(&mut self, lane: Lane) -> &mut Queue<T> {
        match lane {
            Lane::Session => &mut self.session,
            Lane::Setup => &mut self.setup,
            Lane::Reading => &mut self.reading,
            Lane::Purse => &mut self.purse,
            Lane::Chain => &mut self.chain,
            Lane::Update => &mut self.update,
            Lane::Diagnostics => &mut self.diagnostics,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_effect_at_a_time_in_a_lane_and_in_order() {
        let mut lanes = Lanes::default();
        assert_eq!(lanes.enter(Lane::Setup, 1), Some(1));
        assert_eq!(lanes.enter(Lane::Setup, 2), None);
        assert_eq!(lanes.enter(Lane::Setup, 3), None);
        assert_eq!(lanes.enter(Lane::Session, 4), Some(4));
        assert_eq!(lanes.leave(Lane::Setup), Some(2));
        assert_eq!(lanes.leave(Lane::Setup), Some(3));
        assert_eq!(lanes.leave(Lane::Setup), None);
        assert_eq!(lanes.enter(Lane::Setup, 5), Some(5));
    }
}
