//! What the programs that have jobs ask for. Starts no program.

use gateway::MicroUsd;

use super::{Outcome, Tools, reading};
use crate::contract::{JobCommand, ProblemCode};
use crate::event::{Event, JobEvent};
use crate::gate::{Announcement, JobId};
use crate::money;
use crate::problem::Fault;
use crate::state::State;

/// Longer names are cut.
const LONGEST: usize = 64;

pub(super) async fn perform(
    tools: &Tools,
    state: &State,
    ask: &JobCommand,
) -> Result<Outcome, Fault> {
    match ask {
        JobCommand::Announce {
            job,
            label,
            when,
            budget,
        } => {
            let job = Announcement {
                id: JobId(shown(job)),
                label: shown(label),
                when: *when,
                budget: budget.as_deref().map(amount).transpose()?,
            };
            announce(tools, state, job)
        }
        JobCommand::Begin { job } => begin(tools, state, JobId(shown(job))).await,
        JobCommand::End { job } => Ok(Outcome::of(vec![Event::Job(JobEvent::Ended(JobId(
            shown(job),
        )))])),
    }
}

fn announce(tools: &Tools, state: &State, job: Announcement) -> Result<Outcome, Fault> {
    if !state.signed_in() {
        return Err(Fault::new(ProblemCode::NotSignedIn));
    }
    if state.gate.is_full_for(&job.id) {
        return Err(Fault::new(ProblemCode::TooManyJobs));
    }
    let at = tools.clock.read().mono;
    Ok(Outcome::of(vec![Event::Job(JobEvent::Announced {
        job,
        at,
    })]))
}

/// Reads first: a mode that was read earlier starts nothing.
async fn begin(tools: &Tools, state: &State, job: JobId) -> Result<Outcome, Fault> {
    let mut outcome = reading::status(tools, state, None).await?;
    let at = tools.clock.read().mono;
    let begins = JobEvent::Begins { job, at };
    outcome.events.push(Event::Job(begins));
    Ok(outcome)
}

/// A budget above 0.
fn amount(text: &str) -> Result<MicroUsd, Fault> {
    let micros = money::parse(text)?.0;
    match i64::try_from(micros) {
        Ok(amount) if amount > 0 => Ok(MicroUsd(amount)),
        _ => Err(Fault::new(ProblemCode::InputUnreadable)
            .with("value", text)
            .because("reason-budget")),
    }
}

fn shown(text: &str) -> String {
    let letters = text.chars().filter(|letter| !letter.is_control());
    letters.take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_is_an_amount_above_nothing() {
        assert_eq!(amount("2.50"), Ok(MicroUsd(2_500_000)));
        for text in ["0", "0.0000001", "-1", "much", "", "99999999999999999999"] {
            let fault = amount(text).unwrap_err();
            assert_eq!(fault.code, ProblemCode::InputUnreadable, "{text}");
        }
    }

    #[test]
    fn a_name_is_cut_and_obeyed_by_no_terminal() {
        assert_eq!(shown("co\u{1b}[2Jdex\n"), "co[2Jdex");
        assert_eq!(shown(&"x".repeat(1_000)).len(), LONGEST);
    }
}
