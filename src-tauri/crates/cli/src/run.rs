//! `purser run`: waits for a pricing mode, runs a command, and ends it before its budget is
//! exceeded. The engine decides when it starts and when it has to end.

use wallet::contract::{Command, JobCommand, JobView, View, When};

use crate::arguments::Run;
use crate::exit::Stop;
use crate::front::Front;

mod child;
mod line;
mod running;
mod signals;
mod waiting;

use child::Child;
use signals::Signals;

/// What the engine is told about the command.
struct Job {
    id: String,
    /// The program's name alone: what follows it may be secret.
    label: String,
    when: When,
    budget: Option<String>,
}

pub(crate) async fn run(run: Run) -> Result<(), Stop> {
    let job = Job::of(&run)?;
    let mut signals = Signals::listen()?;
    let mut front = Front::reach().await?;
    let result = gated(&mut front, &job, &run, &mut signals).await;
    // Whoever cannot be told forgets the job by itself.
    let _ = front.perform(job.end()).await;
    front.close().await;
    result
}

async fn gated(front: &mut Front, job: &Job, run: &Run, signals: &mut Signals) -> Result<(), Stop> {
    waiting::until_begun(front, job, signals).await?;
    let child = Child::start(&run.command)
        .map_err(|error| Stop::Failed(format!("{} could not be started: {error}.", job.label)))?;
    running::to_the_end(front, job, child, signals).await
}

impl Job {
    fn of(run: &Run) -> Result<Self, Stop> {
        let program = run.command.first().map(std::path::Path::new);
        let name = program.and_then(std::path::Path::file_name);
        let id = getrandom::u64().map_err(|error| Stop::Failed(error.to_string()))?;
        Ok(Self {
            id: format!("{id:016x}"),
            label: name.unwrap_or_default().to_string_lossy().into_owned(),
            when: run.when.into(),
            budget: run.budget.clone(),
        })
    }

    fn announce(&self) -> Command {
        let ask = JobCommand::Announce {
            job: self.id.clone(),
            label: self.label.clone(),
            when: self.when,
            budget: self.budget.clone(),
        };
        Command::Job { ask }
    }

    fn begin(&self) -> Command {
        let job = self.id.clone();
        let ask = JobCommand::Begin { job };
        Command::Job { ask }
    }

    fn end(&self) -> Command {
        let job = self.id.clone();
        let ask = JobCommand::End { job };
        Command::Job { ask }
    }

    fn in_view<'v>(&self, view: &'v View) -> Option<&'v JobView> {
        view.jobs.iter().find(|job| job.id == self.id)
    }
}
