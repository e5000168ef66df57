//! Plans pointing Codex at the gateway. Writes nothing.

use super::{CHOICES, Codex, TokenDelivery, findings, wanted};
use crate::error::SetupError;
use crate::facts::ProviderFacts;
use crate::json::Change;
use crate::owned::{Opened, Reverts, Step, Toml};
use crate::plan::{Plan, PlanKind};

/// Readable and writable for the owner only.
const OWNER_ONLY: u32 = 0o600;

impl Codex {
    /// Computes what pointing Codex at the gateway would change. `migration` is the model that the
    /// installed Codex would offer instead of the facts' (see [`crate::detect::migration_target`]);
    /// given, that offer is marked as seen.
    pub fn plan_set_up(
        &self,
        facts: &ProviderFacts,
        token: &TokenDelivery,
        migration: Option<&str>,
    ) -> Result<Plan, SetupError> {
        self.plan_changes(facts, token, migration, |_, _| true)
    }

    /// As [`Codex::plan_set_up`], for a set-up that lost some of its keys: a model that the person
    /// chose in Codex since stays as it is.
    pub fn plan_repair(
        &self,
        facts: &ProviderFacts,
        token: &TokenDelivery,
        migration: Option<&str>,
    ) -> Result<Plan, SetupError> {
        self.plan_changes(facts, token, migration, |change, opened| {
            !opened.is_chosen(change.path(), &CHOICES)
        })
    }

    fn plan_changes(
        &self,
        facts: &ProviderFacts,
        token: &TokenDelivery,
        migration: Option<&str>,
        is_wanted: impl Fn(&Change, &Opened<Toml>) -> bool,
    ) -> Result<Plan, SetupError> {
        let opened = self.config.open()?;
        let mut sets =
            wanted::changes(facts, token, migration).map_err(|refusal| opened.refused(refusal))?;
        sets.retain(|change| is_wanted(change, &opened));
        let findings = findings::of_set_up(&opened, facts, token);
        let tightened = match token {
            TokenDelivery::Plaintext(_) => Some(OWNER_ONLY),
            TokenDelivery::Command { .. } | TokenDelivery::File { .. } => None,
        };
        let step = Step {
            kind: PlanKind::SetUp,
            provider: facts.provider_id().to_owned(),
            sets,
            reverts: Reverts::default(),
            findings,
            tightened,
        };
        self.config.plan(opened, step)
    }
}
