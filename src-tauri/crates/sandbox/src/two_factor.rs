//! Sign-ins that wait for a code: each has a challenge that ends with its first success, with too
//! many wrong codes, or with time. Pure: time is passed in, and it must not know passwords.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use crate::accounts::AccountId;

/// How long a challenge can be answered.
const LIFETIME: SignedDuration = SignedDuration::from_mins(5);
/// Wrong codes after which a challenge ends.
const MAX_ATTEMPTS: u8 = 5;

/// A sign-in whose password was right.
#[derive(Debug, Clone)]
struct Challenge {
    account: AccountId,
    expires_at: Timestamp,
    wrong_codes: u8,
}

/// The challenges that can still be answered.
#[derive(Debug, Clone, Default)]
pub(crate) struct Challenges {
    open: BTreeMap<String, Challenge>,
}

impl Challenges {
    /// Opens a challenge under `id`, which must be new.
    pub(crate) fn open(&mut self, id: String, account: AccountId, now: Timestamp) {
        self.open.retain(|_, challenge| challenge.expires_at > now);
        let expires_at = now.checked_add(LIFETIME).unwrap_or(Timestamp::MAX);
        let challenge = Challenge {
            account,
            expires_at,
            wrong_codes: 0,
        };
        self.open.insert(id, challenge);
    }

    /// Whose code the challenge waits for; none when it is unknown, used up or too old.
    pub(crate) fn account(&self, id: &str, now: Timestamp) -> Option<AccountId> {
        let challenge = self.open.get(id)?;
        (challenge.expires_at > now).then_some(challenge.account)
    }

    /// The code was right: the challenge cannot be answered again.
    pub(crate) fn succeed(&mut self, id: &str) {
        self.open.remove(id);
    }

    /// The code was wrong: the challenge stays open for a few more.
    pub(crate) fn fail(&mut self, id: &str) {
        let Some(challenge) = self.open.get_mut(id) else {
            return;
        };
        challenge.wrong_codes += 1;
        if challenge.wrong_codes >= MAX_ATTEMPTS {
            self.open.remove(id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn waiting() -> Challenges {
        let mut challenges = Challenges::default();
        challenges.open("c".to_owned(), AccountId::DEMO, NOW);
        challenges
    }

    #[test]
    fn a_challenge_expires_after_five_minutes() {
        let challenges = waiting();
        let end = NOW + LIFETIME;
        let just_before = end - SignedDuration::from_nanos(1);
        assert_eq!(challenges.account("c", just_before), Some(AccountId::DEMO));
        assert_eq!(challenges.account("c", end), None);
    }

    #[test]
    fn a_challenge_is_used_up_by_its_success() {
        let mut challenges = waiting();
        challenges.succeed("c");
        assert_eq!(challenges.account("c", NOW), None);
    }

    #[test]
    fn a_challenge_survives_four_wrong_codes_and_not_a_fifth() {
        let mut challenges = waiting();
        (0..4).for_each(|_| challenges.fail("c"));
        assert_eq!(challenges.account("c", NOW), Some(AccountId::DEMO));
        challenges.fail("c");
        assert_eq!(challenges.account("c", NOW), None);
    }
}
