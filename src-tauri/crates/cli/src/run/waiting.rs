//! The time before a job begins: announces it, shows what it waits for, and asks to begin when the
//! mode lets it. Decides no price.

use std::cell::RefCell;
use std::pin::pin;
use std::time::Duration;

use tokio::time::{Instant, MissedTickBehavior, interval, sleep, sleep_until};
use wallet::contract::{JobStage, ProblemCode, View};

use super::Job;
use super::line::Line;
use super::signals::Signals;
use crate::exit::Stop;
use crate::front::{Front, Views};

/// An announcement holds longer than two of these.
pub(super) const ANNOUNCED: Duration = Duration::from_secs(5);
/// Before the engine is looked for again, when it went.
const ANEW: Duration = Duration::from_secs(1);

/// Waits until the job may run. The engine then counts it as running. When the resident goes,
/// another one is looked for, and where none is, the wait goes on alone.
pub(super) async fn until_begun(
    front: &mut Front,
    job: &Job,
    signals: &mut Signals,
) -> Result<(), Stop> {
    tokio::select! {
        begun = begun(front, job) => begun,
        number = signals.end() => Err(Stop::Passed(number.exit_code())),
    }
}

async fn begun(front: &mut Front, job: &Job) -> Result<(), Stop> {
    front.view().await?;
    let mut line = Line::new();
    loop {
        match begun_in_a_round(front, job, &mut line).await {
            Ok(true) => return Ok(()),
            Ok(false) => {}
            Err(Stop::Problem(problem)) => match problem.code {
                // The mode could not be read; the View says why.
                ProblemCode::Unreachable
                | ProblemCode::TimedOut
                | ProblemCode::RateLimited
                | ProblemCode::GatewayFailed
                | ProblemCode::AnswerUnreadable => sleep(ANNOUNCED).await,
                _ => return Err(Stop::Problem(problem)),
            },
            Err(Stop::Failed(_)) => {
                sleep(ANEW).await;
                *front = Front::reach().await?;
                front.view().await?;
            }
            Err(stop) => return Err(stop),
        }
    }
}

/// Announces the job, and whether it began before it has to be announced again.
async fn begun_in_a_round(front: &Front, job: &Job, line: &mut Line) -> Result<bool, Stop> {
    let again = Instant::now() + ANNOUNCED;
    front.perform(job.announce()).await?;
    let mut views = front.watch().await?;
    let latest = RefCell::new((views.next().await?, Instant::now()));
    let ready = async {
        while !is_ready(job, &latest.borrow().0) {
            let view = views.next().await?;
            latest.replace((view, Instant::now()));
        }
        Ok::<(), Stop>(())
    };
    let mut ready = pin!(ready);
    let mut ticks = interval(Duration::from_secs(1));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
    loop {
        tokio::select! {
            biased;
            result = &mut ready => {
                result?;
                break;
            }
            () = sleep_until(again) => return Ok(false),
            _ = ticks.tick() => {
                let (view, since) = &*latest.borrow();
                let passed = u32::try_from(since.elapsed().as_secs()).unwrap_or(u32::MAX);
                line.show(job.when, view, passed);
            }
        }
    }
    front.perform(job.begin()).await?;
    runs(job, front.watch().await?).await
}

fn is_ready(job: &Job, view: &View) -> bool {
    job.in_view(view)
        .is_some_and(|job| job.stage == JobStage::Ready)
}

/// Whether the engine let it begin.
async fn runs(job: &Job, mut views: Views) -> Result<bool, Stop> {
    let view = views.next().await?;
    let stage = job.in_view(&view).map(|job| job.stage);
    Ok(stage == Some(JobStage::Running))
}
