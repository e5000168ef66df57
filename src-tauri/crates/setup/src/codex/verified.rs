//! Applies a plan and lets the installed Codex judge it: what it does not load is put back.

use jiff::Timestamp;

use super::Codex;
use crate::detect::Install;
use crate::error::SetupError;
use crate::history::History;
use crate::plan::Plan;
use crate::record;
use crate::verify::{Verdict, codex_loads};

impl Codex {
    /// Writes `plan` as [`History::apply`] does. When `install` then no longer loads the config,
    /// although it did not refuse it before, the file, our record and the history are put back as
    /// they were, and the error is [`SetupError::CodexRefuses`]. When someone has written to the
    /// file in between, theirs stays, and the error is [`SetupError::Changed`].
    ///
    /// Asks Codex twice, for at most 10 seconds each.
    pub fn apply_verified(
        &self,
        plan: &Plan,
        at: Timestamp,
        install: &Install,
    ) -> Result<Verdict, SetupError> {
        let history = History::on(self.config.files.clone(), self.config.records_dir.clone());
        let before = self.verdict(install);
        let applied = {
            let _lock = record::lock(history.records_dir())?;
            history.apply_locked(plan, at)?
        };
        let verdict = self.verdict(install);
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
        let _lock = record::lock(history.records_dir())?;
        history.put_back(plan, &applied)?;
        Err(SetupError::CodexRefuses {
            path: plan.before.file.clone(),
            line: *line,
            column: *column,
            message: message.clone(),
        })
    }

    fn verdict(&self, install: &Install) -> Verdict {
        let home = self.config_path().parent();
        home.map_or(Verdict::CannotTell, |home| codex_loads(install, home))
    }
}
