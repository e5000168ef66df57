//! Applies a plan and lets the installed Codex judge it: what it does not load is put back.

use jiff::Timestamp;
use secrecy::ExposeSecret;

use super::Codex;
use super::apply::not_replaced;
use crate::detect::Install;
use crate::error::SetupError;
use crate::journal::End;
use crate::plan::Plan;
use crate::record::Record;
use crate::replace::Expect;
use crate::verify::{Verdict, codex_loads};

impl Codex {
    /// Writes `plan` as [`Codex::apply`] does. When `install` then no longer loads the config,
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
        let before = self.verdict(install);
        let (earlier, step) = {
            let _lock = self.records.lock()?;
            (self.records.load()?, self.apply_locked(plan, at)?)
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
        let (Some(step), false) = (step, matches!(before, Verdict::Refuses { .. })) else {
            return Ok(verdict);
        };
        self.put_back(plan, &step, earlier.as_ref())?;
        Err(SetupError::CodexRefuses {
            path: plan.before.file.clone(),
            line: *line,
            column: *column,
            message: message.clone(),
        })
    }

    fn verdict(&self, install: &Install) -> Verdict {
        let home = self.config.parent();
        home.map_or(Verdict::CannotTell, |home| codex_loads(install, home))
    }

    /// Puts the bytes back from before `plan`, while the file is still as `plan` made it.
    fn put_back(
        &self,
        plan: &Plan,
        step: &str,
        earlier: Option<&Record>,
    ) -> Result<(), SetupError> {
        let _lock = self.records.lock()?;
        let file = &plan.before.file;
        let made = plan.digest_after();
        let expect = Expect::Exactly(made.as_ref());
        let done = match &plan.before.content {
            Some(content) => {
                let bytes = content.text.expose_secret().as_bytes();
                self.files.replace(file, bytes, content.mode, expect)
            }
            None => self.files.remove(file, expect),
        };
        done.map_err(|error| not_replaced(file, error))?;
        if plan.before.content.is_none() {
            let recorded = self.records.load()?;
            let created = recorded.map_or_else(Vec::new, |record| record.created_folders);
            self.files.remove_empty(&created);
        }
        self.journal.close(step, End::TakenBack)?;
        match earlier {
            Some(earlier) => self.records.save(earlier),
            None => self.records.forget(),
        }
    }
}
