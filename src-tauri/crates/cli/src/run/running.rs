//! The time while a job runs: hands signals on, and ends it when the engine says that its budget is
//! spent. Counts no money.

use std::cell::RefCell;
use std::future::pending;
use std::pin::pin;
use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval, timeout};
use wallet::contract::{JobStage, JobView};

use super::Job;
use super::child::Child;
use super::signals::Signals;
use super::waiting::ANNOUNCED;
use crate::exit::{Code, Stop};
use crate::front::Front;

/// What is asked to end has this long.
const LAST_WORDS: Duration = Duration::from_secs(5);

/// Why a job has to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Why {
    BudgetSpent,
    Unmetered,
}

/// Runs it to its end, and ends as it does.
pub(super) async fn to_the_end(
    front: &Front,
    job: &Job,
    mut child: Child,
    signals: &mut Signals,
) -> Result<(), Stop> {
    let latest = RefCell::new(None);
    let why = {
        let mut must_end = pin!(must_end(front, job, &latest));
        loop {
            tokio::select! {
                ended = child.ended() => break Ok(ended?),
                number = signals.next() => child.signal(number),
                why = &mut must_end => break Err(why),
            }
        }
    };
    let result = match why {
        Ok(0) => Ok(()),
        Ok(code) => Err(Stop::Passed(code)),
        Err(why) => {
            end(&mut child).await?;
            Err(Stop::Code(why.code()))
        }
    };
    if let Some((spent, budget)) = spent(&latest) {
        eprintln!("purser: the account spent {spent} of {budget} meanwhile, as last read.");
    }
    if let Err(why) = why {
        eprintln!("purser: {}", why.words(&job.label));
    }
    result
}

/// What was spent, and of which budget.
fn spent(latest: &RefCell<Option<JobView>>) -> Option<(String, String)> {
    let latest = latest.borrow();
    let job = latest.as_ref()?;
    Some((job.spent.clone()?, job.budget.clone()?))
}

/// Watches the job's budget, where it has one. Ends when the job has to.
async fn must_end(front: &Front, job: &Job, latest: &RefCell<Option<JobView>>) -> Why {
    if job.budget.is_none() {
        // It is nobody's business any more, and can do without an engine.
        let _ = front.perform(job.end()).await;
        return pending().await;
    }
    tokio::select! {
        why = told_to_end(front, job, latest) => why.unwrap_or(Why::Unmetered),
        () = stay_announced(front, job) => Why::Unmetered,
    }
}

/// What the engine says. An engine that went can watch no budget.
async fn told_to_end(
    front: &Front,
    job: &Job,
    latest: &RefCell<Option<JobView>>,
) -> Result<Why, Stop> {
    let mut views = front.watch().await?;
    loop {
        let view = views.next().await?;
        let Some(shown) = job.in_view(&view) else {
            return Ok(Why::Unmetered);
        };
        latest.replace(Some(shown.clone()));
        match shown.stage {
            JobStage::Running => {}
            JobStage::BudgetSpent => return Ok(Why::BudgetSpent),
            JobStage::Waiting | JobStage::Ready | JobStage::Unmetered => {
                return Ok(Why::Unmetered);
            }
        }
    }
}

/// Ends only when the engine cannot be told.
async fn stay_announced(front: &Front, job: &Job) {
    let mut again = interval(ANNOUNCED);
    again.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        again.tick().await;
        match front.perform(job.announce()).await {
            // What the engine refuses shows in its View.
            Ok(()) | Err(Stop::Problem(_)) => {}
            Err(_) => return,
        }
    }
}

/// Asks it to end, and sees to it that nothing of its group is left.
async fn end(child: &mut Child) -> Result<(), Stop> {
    child.ask_to_end();
    let asked = timeout(LAST_WORDS, child.ended()).await;
    child.kill();
    match asked {
        Ok(ended) => ended?,
        Err(_) => child.ended().await?,
    };
    Ok(())
}

impl Why {
    fn code(self) -> Code {
        match self {
            Self::BudgetSpent => Code::Refused,
            Self::Unmetered => Code::Network,
        }
    }

    fn words(self, label: &str) -> String {
        match self {
            Self::BudgetSpent => {
                format!("{label} was ended: what it would spend next may not fit into its budget.")
            }
            Self::Unmetered => format!(
                "{label} was ended: what it spends could no longer be read, so its budget could \
                 not be kept."
            ),
        }
    }
}
