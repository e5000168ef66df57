//! What is shown of the forecast and of jobs. Decides nothing about either.

use jiff::{SignedDuration, Timestamp};

use super::{mode, seconds};
use crate::clock::Now;
use crate::contract::{ForecastView, JobStage, JobView};
use crate::forecast::{Price, Window};
use crate::gate::{Job, Stage, opens};
use crate::money;
use crate::state::State;

/// Within a day, a forecast is told to the quarter of an hour; beyond, to the hour.
const DAY: SignedDuration = SignedDuration::from_hours(24);
const QUARTER_SECONDS: i64 = 900;
const HOUR_SECONDS: i64 = 3_600;

/// The gateway tells the mode in force and its review; afterwards that mode is taken to stay.
pub(super) fn forecast(state: &State, now: Now) -> Option<ForecastView> {
    if state.wallet.as_ref()?.value.unlimited.is_some() {
        return None;
    }
    let pricing = &state.pricing.as_ref()?.value;
    let price = Price::of(&pricing.wire);
    let review = pricing
        .left(now.mono)
        .and_then(|left| now.wall.checked_add(left).ok());
    let known = review.map(|until| Window { until, price });
    let forecast = state.history.forecast(known.as_slice(), price)?;
    let left = forecast.runs_out.duration_since(now.wall);
    if !left.is_positive() {
        return None;
    }
    let assumed = review.is_none_or(|review| forecast.runs_out > review);
    Some(ForecastView {
        runs_out_at: about(forecast.runs_out, left)?.to_string(),
        in_seconds: seconds(left),
        per_hour: money::text(forecast.pace.per_hour()),
        assumes: assumed.then(|| mode(pricing.wire.mode)),
    })
}

fn about(instant: Timestamp, left: SignedDuration) -> Option<Timestamp> {
    let step = if left <= DAY {
        QUARTER_SECONDS
    } else {
        HOUR_SECONDS
    };
    let whole = instant.as_second().div_euclid(step) * step;
    Timestamp::from_second(whole).ok()
}

pub(super) fn jobs(state: &State) -> Vec<JobView> {
    let mode = state
        .pricing
        .as_ref()
        .map(|pricing| pricing.value.wire.mode);
    let ready = |job: &Job| mode.is_some_and(|mode| opens(job.told.when, mode));
    let view = |job: &Job| {
        let (stage, meter) = match &job.stage {
            Stage::Waiting if ready(job) => (JobStage::Ready, None),
            Stage::Waiting => (JobStage::Waiting, None),
            Stage::Running(meter) => (JobStage::Running, Some(meter)),
            Stage::BudgetSpent(meter) => (JobStage::BudgetSpent, Some(meter)),
            Stage::Unmetered(meter) => (JobStage::Unmetered, Some(meter)),
        };
        JobView {
            id: job.told.id.0.clone(),
            label: job.told.label.clone(),
            when: job.told.when,
            stage,
            budget: job.told.budget.map(money::text),
            spent: meter.map(|meter| money::exact(meter.spent)),
        }
    };
    state.gate.jobs().iter().map(view).collect()
}

#[cfg(test)]
mod tests {
    use gateway::wire::PricingMode::{Reduced, Standard, Surge};

    use super::*;
    use crate::contract::{ModeView, When};
    use crate::event::{Event, JobEvent};
    use crate::gate::{Announcement, JobId};
    use crate::state::tests::{at, read, signed_in, status};
    use crate::view::project;
    use crate::words::Words;

    /// Two hours at a dollar an hour, with `left` at the end.
    fn used(left: i64) -> State {
        let mut state = signed_in();
        for minute in 0..=120 {
            let balance = left + (120 - minute) * 1_000_000 / 60;
            read(&mut state, balance, Standard, at(minute * 60));
        }
        state
    }

    fn forecast(state: &State) -> Option<ForecastView> {
        project(state, at(7_200), &Words::load()).forecast
    }

    #[test]
    fn a_forecast_says_when_about_at_which_pace_and_what_it_takes_for_granted() {
        let told = forecast(&used(10_000_000)).unwrap();
        assert_eq!(told.in_seconds, 36_000);
        assert_eq!(told.per_hour, "$1.00");
        assert_eq!(told.assumes, Some(ModeView::Standard));
        assert_eq!(told.runs_out_at, "2027-01-15T20:00:00Z");
        let soon = forecast(&used(150_000)).unwrap();
        assert_eq!((soon.in_seconds, soon.assumes), (540, None));
    }

    #[test]
    fn nothing_is_foretold_of_a_new_account_or_under_an_unlimited_plan() {
        let mut state = signed_in();
        read(&mut state, 9_000_000, Standard, at(7_200));
        assert_eq!(forecast(&state), None);
        let mut unlimited = used(10_000_000);
        let mut told = status(10_000_000, Standard, at(7_200));
        told.wallet.unlimited = Some(gateway::wire::Unlimited {
            plan: "10-Day Unlimited".to_owned(),
            ends_at: None,
            progress_5h: 0.0,
            progress_24h: 0.0,
        });
        unlimited.apply(Event::StatusRead {
            status: told,
            answered: crate::server_clock::Answered::at_once(at(7_200).mono),
            wall: at(7_200).wall,
        });
        assert_eq!(forecast(&unlimited), None);
    }

    #[test]
    fn signing_out_forgets_the_use_of_the_account() {
        let mut state = used(10_000_000);
        state.apply(Event::SignedOut { reason: None });
        assert_eq!(state.history, crate::forecast::History::default());
    }

    #[test]
    fn a_job_waits_in_surge_is_ready_in_its_mode_and_shows_what_it_spends() {
        let job = || JobId("1".to_owned());
        let shown = |state: &State| {
            let view = project(state, at(5), &Words::load());
            let job = view.jobs.first().unwrap().clone();
            (job.stage, job.budget.unwrap(), job.spent)
        };
        let mut state = signed_in();
        read(&mut state, 9_000_000, Surge, at(1));
        state.apply(Event::Job(JobEvent::Announced {
            job: Announcement {
                id: job(),
                label: "codex".to_owned(),
                when: When::Reduced,
                budget: Some(gateway::MicroUsd(2_500_000)),
            },
            at: at(1).mono,
        }));
        let budget = || "$2.50".to_owned();
        assert_eq!(shown(&state), (JobStage::Waiting, budget(), None));
        read(&mut state, 9_000_000, Reduced, at(2));
        assert_eq!(shown(&state), (JobStage::Ready, budget(), None));
        state.apply(Event::Job(JobEvent::Begins {
            job: job(),
            at: at(2).mono,
        }));
        read(&mut state, 8_987_655, Reduced, at(3));
        let spent = Some("$0.012345".to_owned());
        assert_eq!(shown(&state), (JobStage::Running, budget(), spent));
        state.apply(Event::Job(JobEvent::Ended(job())));
        assert!(state.gate.jobs().is_empty());
    }
}
