//! The demo accounts: who may sign in, with what, and what each of them owns. It must not know
//! HTTP, and none of its types with a secret has a `Debug`.

use gateway::{
    MicroUsd,
    wire::{self, SurgeBehavior, Toolbox},
};
use jiff::{SignedDuration, Timestamp};
use totp_rs::{Builder, Secret, Totp};

use crate::{inbox::Inbox, ledger::Ledger};

/// How long a token works: the documented year.
pub(crate) const TOKEN_LIFETIME: SignedDuration = SignedDuration::from_hours(365 * 24);

/// Which account: its place in [`Accounts`], which never loses one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct AccountId(usize);

impl AccountId {
    /// The account that signs in with a password only.
    pub(crate) const DEMO: Self = Self(0);
}

/// A customer and all that is theirs.
pub(crate) struct Account {
    pub(crate) login: &'static str,
    pub(crate) password: String,
    /// None after it was revoked; the next sign-in issues another.
    pub(crate) token: Option<String>,
    pub(crate) second_factor: Option<SecondFactor>,
    pub(crate) ledger: Ledger,
    pub(crate) inbox: Inbox,
    pub(crate) toolbox: Toolbox,
    user_id: &'static str,
    email: &'static str,
    display_name: &'static str,
    created_at: Timestamp,
}

impl Account {
    /// What the gateway tells about the account.
    pub(crate) fn report(&self) -> wire::Account {
        wire::Account {
            user_id: self.user_id.to_owned(),
            username: self.login.to_owned(),
            email: self.email.to_owned(),
            display_name: self.display_name.to_owned(),
            edge_region: None,
            two_factor_enabled: self.second_factor.is_some(),
            created_at: Some(self.created_at),
            wallet: Some(self.ledger.wallet()),
        }
    }

    /// The token that works now, issued anew when the last one was revoked.
    pub(crate) fn working_token(&mut self) -> String {
        self.token.get_or_insert_with(new_token).clone()
    }
}

/// A TOTP authenticator (RFC 6238: SHA-1, six digits, 30 s, one step of tolerance).
pub(crate) struct SecondFactor {
    secret: Secret,
    totp: Totp,
}

impl SecondFactor {
    fn new() -> Self {
        let secret = Secret::from(std::array::from_fn::<u8, 20, _>(|_| fastrand::u8(..)));
        let totp = Builder::new()
            .with_secret(secret.clone())
            .build_noncompliant();
        Self { secret, totp }
    }

    /// The shared secret, base32.
    pub(crate) fn secret(&self) -> String {
        self.secret.to_base32()
    }

    /// The code that an authenticator shows at `now`.
    pub(crate) fn code(&self, now: Timestamp) -> String {
        self.totp.generate(unix_seconds(now)).to_string()
    }

    /// Whether `code` is right at `now`.
    pub(crate) fn accepts(&self, code: &str, now: Timestamp) -> bool {
        self.totp.check(code, unix_seconds(now)).is_some()
    }
}

/// Seconds since 1970; 0 before it.
fn unix_seconds(at: Timestamp) -> u64 {
    u64::try_from(at.as_second()).unwrap_or(0)
}

/// Both demo accounts.
pub(crate) struct Accounts {
    all: Vec<Account>,
}

impl Accounts {
    /// New accounts with new passwords and tokens. `fastrand` is not made for secrets; that is
    /// enough here, where they guard made-up money on loopback.
    pub(crate) fn new(now: Timestamp) -> Self {
        let account = |login, user_id, email, display_name, second_factor| Account {
            login,
            password: format!("try-{}", random_text(10)),
            token: Some(new_token()),
            second_factor,
            ledger: Ledger::new(MicroUsd(25_000_000), now),
            inbox: Inbox::with_welcome(now),
            toolbox: Toolbox {
                surge_behavior: SurgeBehavior::Stay,
            },
            user_id,
            email,
            display_name,
            created_at: now,
        };
        Self {
            all: vec![
                account("demo", "u-1", "demo@sandbox.invalid", "Demo", None),
                account(
                    "demo-2fa",
                    "u-2",
                    "demo-2fa@sandbox.invalid",
                    "Demo with a second factor",
                    Some(SecondFactor::new()),
                ),
            ],
        }
    }

    /// The account with this user name or e-mail address.
    pub(crate) fn by_login(&self, login: &str) -> Option<AccountId> {
        self.all
            .iter()
            .position(|account| account.login == login || account.email == login)
            .map(AccountId)
    }

    /// The account whose working token this is.
    pub(crate) fn by_token(&self, token: &str) -> Option<AccountId> {
        self.all
            .iter()
            .position(|account| account.token.as_deref() == Some(token))
            .map(AccountId)
    }

    /// Each account.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Account> {
        self.all.iter()
    }

    /// The account.
    pub(crate) fn get(&self, id: AccountId) -> &Account {
        &self.all[id.0]
    }

    /// The account, to change.
    pub(crate) fn get_mut(&mut self, id: AccountId) -> &mut Account {
        &mut self.all[id.0]
    }
}

/// Random lower-case letters and digits.
pub(crate) fn random_text(length: usize) -> String {
    const ALPHABET: &[u8] = b"abcdefghijkmnpqrstuvwxyz23456789";
    (0..length)
        .filter_map(|_| fastrand::choice(ALPHABET))
        .copied()
        .map(char::from)
        .collect()
}

fn new_token() -> String {
    format!("sandbox-{}", random_text(32))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    #[test]
    fn each_start_makes_other_passwords_and_tokens() {
        let secrets = || {
            Accounts::new(NOW)
                .iter()
                .flat_map(|account| [Some(account.password.clone()), account.token.clone()])
                .collect::<Option<std::collections::BTreeSet<String>>>()
                .unwrap()
        };
        let (first, second) = (secrets(), secrets());
        assert_eq!(first.len(), 4);
        assert!(first.is_disjoint(&second));
    }

    #[test]
    fn a_code_works_in_its_step_and_its_neighbours_only() {
        let factor = SecondFactor::new();
        let issued_at = NOW + SignedDuration::from_mins(10);
        let code = factor.code(issued_at);
        assert!(factor.accepts(&code, issued_at));
        assert!(factor.accepts(&code, issued_at + SignedDuration::from_secs(30)));
        let much_later = (4..100)
            .map(|steps| issued_at + SignedDuration::from_secs(30 * steps))
            .filter(|at| factor.accepts(&code, *at))
            .count();
        assert!(
            much_later < 3,
            "the code stayed valid in {much_later} later steps"
        );
    }

    #[test]
    fn the_codes_are_those_of_rfc_6238() {
        let secret = Secret::from(*b"12345678901234567890");
        let factor = SecondFactor {
            totp: Builder::new()
                .with_secret(secret.clone())
                .build_noncompliant(),
            secret,
        };
        let at = Timestamp::from_second(1_111_111_109).unwrap();
        assert_eq!(factor.code(at), "081804");
    }

    #[test]
    fn a_revoked_token_is_replaced_at_the_next_sign_in() {
        let mut accounts = Accounts::new(NOW);
        let id = accounts.by_login("demo").unwrap();
        let first = accounts.get_mut(id).working_token();
        assert_eq!(accounts.by_token(&first), Some(id));
        accounts.get_mut(id).token = None;
        assert_eq!(accounts.by_token(&first), None);
        let second = accounts.get_mut(id).working_token();
        assert_ne!(second, first);
        assert_eq!(accounts.by_token(&second), Some(id));
    }
}
