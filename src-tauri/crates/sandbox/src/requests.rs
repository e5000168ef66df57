//! The requests that were received, so that a test can say which ones were, and that none was. It
//! keeps no header, no query and no body: a token cannot be in it.

use std::collections::VecDeque;

use serde::Serialize;

/// The newest requests that are kept.
const KEPT: usize = 10_000;

/// What is known of the token that a request carried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Bearer {
    /// It carried none.
    None,
    /// It works.
    Valid,
    /// It is unknown or revoked.
    Invalid,
}

/// One request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Received {
    pub(crate) method: String,
    pub(crate) path: String,
    /// None while it is being answered, and when the connection was cut instead.
    pub(crate) status: Option<u16>,
    pub(crate) bearer: Bearer,
}

/// Names one request among those received.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RequestNumber(u64);

/// The requests, oldest first.
#[derive(Debug, Clone, Default)]
pub(crate) struct Requests {
    received: VecDeque<Received>,
    forgotten: u64,
}

impl Requests {
    /// Records a request when it comes in.
    pub(crate) fn record(&mut self, request: Received) -> RequestNumber {
        if self.received.len() >= KEPT {
            self.received.pop_front();
            self.forgotten += 1;
        }
        let number = self.forgotten.saturating_add(count(self.received.len()));
        self.received.push_back(request);
        RequestNumber(number)
    }

    /// Records how a request was answered, unless it was forgotten meanwhile.
    pub(crate) fn answered(&mut self, number: RequestNumber, status: u16) {
        let place = number.0.checked_sub(self.forgotten);
        let place = place.and_then(|place| usize::try_from(place).ok());
        if let Some(request) = place.and_then(|place| self.received.get_mut(place)) {
            request.status = Some(status);
        }
    }

    /// Forgets every request.
    pub(crate) fn clear(&mut self) {
        self.forgotten = self.forgotten.saturating_add(count(self.received.len()));
        self.received.clear();
    }

    /// The requests, oldest first.
    pub(crate) fn all(&self) -> impl ExactSizeIterator<Item = &Received> {
        self.received.iter()
    }
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn received(path: &str) -> Received {
        Received {
            method: "GET".to_owned(),
            path: path.to_owned(),
            status: None,
            bearer: Bearer::Valid,
        }
    }

    #[test]
    fn an_answer_finds_its_request_after_others_came() {
        let mut requests = Requests::default();
        let first = requests.record(received("/a"));
        requests.record(received("/b"));
        requests.answered(first, 200);
        let statuses: Vec<_> = requests.all().map(|request| request.status).collect();
        assert_eq!(statuses, [Some(200), None]);
    }

    #[test]
    fn an_answer_to_a_forgotten_request_changes_no_other() {
        let mut requests = Requests::default();
        let forgotten = requests.record(received("/a"));
        requests.clear();
        requests.record(received("/b"));
        requests.answered(forgotten, 500);
        assert_eq!(requests.all().collect::<Vec<_>>(), [&received("/b")]);
    }

    #[test]
    fn only_the_newest_requests_are_kept() {
        let mut requests = Requests::default();
        (0..=KEPT).for_each(|number| {
            requests.record(received(&format!("/{number}")));
        });
        assert_eq!(requests.all().len(), KEPT);
        assert_eq!(requests.all().next(), Some(&received("/1")));
    }
}
