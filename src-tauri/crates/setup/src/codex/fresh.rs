//! Applies what was shown to a file that another program keeps writing. Decides nothing: a plan
//! that would do anything else to our keys than the shown one is not applied.

use jiff::Timestamp;

use super::Codex;
use crate::error::SetupError;
use crate::plan::Plan;

/// How often a plan is made anew.
const MOST_ATTEMPTS: u32 = 3;

impl Codex {
    /// Applies `shown`; where the file has changed since, makes the plan anew from what is there
    /// (`make_plan` as it made `shown`) and applies that, as long as it gives the same keys the
    /// same values in place of the same ones. Gives back the plan that was applied.
    ///
    /// [`SetupError::Changed`] when it would do something else: it has to be shown first.
    /// [`SetupError::Deferred`] when the file changed under three plans in a row. Either way nothing
    /// was written.
    pub fn apply_fresh(
        &self,
        shown: &Plan,
        make_plan: impl Fn() -> Result<Plan, SetupError>,
        at: Timestamp,
    ) -> Result<Plan, SetupError> {
        let mut plan = shown.clone();
        for _ in 0..MOST_ATTEMPTS {
            match self.apply(&plan, at) {
                Ok(()) => return Ok(plan),
                Err(SetupError::Changed { .. }) => {}
                Err(error) => return Err(error),
            }
            plan = make_plan()?;
            if plan.kind != shown.kind || !plan.effect.is_like(&shown.effect) {
                let path = plan.before.file;
                return Err(SetupError::Changed { path });
            }
        }
        let path = plan.before.file;
        Err(SetupError::Deferred { path })
    }
}
