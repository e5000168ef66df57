//! Applies a plan and lets the installed Codex judge it: what it does not load is put back.

use std::path::Path;

use jiff::Timestamp;

use crate::detect::Install;
use crate::error::SetupError;
use crate::fresh;
use crate::history::History;
use crate::plan::Plan;
use crate::record;
use crate::verify::{Verdict, codex_loads};

impl History {
    /// Applies `shown` as [`History::apply_fresh`] does. When `install` then no longer loads the
    /// config, although it did not refuse it before, the file, our record and the history are put
    /// back as they were, and the error is [`SetupError::CodexRefuses`]. When someone has written to
    /// the file in between, theirs stays, and the error is [`SetupError::Changed`].
    ///
    /// Asks Codex twice for each attempt, for at most 10 seconds each.
    pub fn apply_verified(
        &self,
        shown: &Plan,
        make_plan: impl Fn() -> Result<Plan, SetupError>,
        at: Timestamp,
        install: &Install,
    ) -> Result<Verdict, SetupError> {
        fresh::attempt(shown, make_plan, |plan| {
            self.apply_judged(plan, at, install)
        })
    }

    fn apply_judged(
        &self,
        plan: &Plan,
        at: Timestamp,
        install: &Install,
    ) -> Result<Verdict, SetupError> {
        let home = plan.config().parent().unwrap_or(Path::new("."));
        let before = codex_loads(install, home);
        let applied = {
            let _lock = record::lock(self.records_dir())?;
            self.apply_locked(plan, at)?
        };
        let verdict = codex_loads(install, home);
        let Verdict::Refuses {
            line,
            column,
            message,
        } = &verdict
        else {
            return Ok(verdict);
        };
        let (Some(applied), false) = (applied, matches!(before, Verdict::Refuses { .. })) else {
            return Ok(verdict);
        };
        let _lock = record::lock(self.records_dir())?;
        self.put_back(plan, &applied, at)?;
        Err(SetupError::CodexRefuses {
            path: plan.before.file.clone(),
            line: *line,
            column: *column,
            message: message.clone(),
        })
    }
}
