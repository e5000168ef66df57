//! Applies what was shown to a file that another program keeps writing. Decides nothing: a plan
//! that would do anything else than the shown one is not applied.

use jiff::Timestamp;

use crate::diff::{DiffKind, DiffLine};
use crate::error::SetupError;
use crate::history::History;
use crate::plan::Plan;

/// How often a plan is made anew.
const MOST_ATTEMPTS: u32 = 3;

impl History {
    /// Applies `shown`; where the file has changed since, makes the plan anew from what is there
    /// (`make_plan` as it made `shown`) and applies that, as long as the same lines come and go,
    /// for the same values in place of the same ones. Gives back the plan that was applied.
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
        attempt(shown, make_plan, |plan| {
            self.apply(plan, at).map(|()| plan.clone())
        })
    }
}

/// Lets `apply` write `shown`, or the same change made anew; see [`History::apply_fresh`].
pub(crate) fn attempt<T>(
    shown: &Plan,
    make_plan: impl Fn() -> Result<Plan, SetupError>,
    apply: impl Fn(&Plan) -> Result<T, SetupError>,
) -> Result<T, SetupError> {
    let mut plan = shown.clone();
    for _ in 0..MOST_ATTEMPTS {
        match apply(&plan) {
            Err(SetupError::Changed { .. }) => {}
            ended => return ended,
        }
        plan = make_plan()?;
        if !is_as_shown(&plan, shown) {
            let path = plan.before.file;
            return Err(SetupError::Changed { path });
        }
    }
    let path = plan.before.file;
    Err(SetupError::Deferred { path })
}

fn is_as_shown(plan: &Plan, shown: &Plan) -> bool {
    plan.kind == shown.kind
        && plan.before.file == shown.before.file
        && plan.effect.is_like(&shown.effect)
        && changed_lines(plan).eq(changed_lines(shown))
}

/// The lines that come and go, wherever they now stand.
fn changed_lines(plan: &Plan) -> impl Iterator<Item = (DiffKind, &str)> {
    let changes = |line: &&DiffLine| matches!(line.kind, DiffKind::Added | DiffKind::Removed);
    let lines = plan.diff.iter().filter(changes);
    lines.map(|line| (line.kind, line.text.as_str()))
}
