//! From a request to what came of it, across the person's approval. Answers no question itself
//! but by withdrawing it.

use std::convert::Infallible;
use std::future::pending;
use std::pin::pin;
use std::time::Duration;

use rmcp::RoleServer;
use rmcp::model::ProgressNotificationParam;
use rmcp::service::RequestContext;
use tokio::time::{interval, sleep, timeout};
use tokio_util::sync::CancellationToken;
use wallet::Fault;
use wallet::contract::{
    AnswerState, AnswerView, ApprovalView, Language, PayCommand, Problem, ProblemCode, View,
};
use wallet::words::Words;

use super::asked::{Asked, pay};
use crate::exit::Stop;
use crate::front::{Front, Views};
use crate::purchase::question;

/// How often a client that wants to know is told that the person is still asked.
const PROGRESS: Duration = Duration::from_secs(5);
/// How long a payment that the person approved at the last moment may take.
const PAYING: Duration = Duration::from_secs(60);

/// What came of a request.
pub(super) enum Came {
    /// It ended, well or not.
    Ended(Box<AnswerView>),
    /// The person has not answered yet.
    Asking(Box<ApprovalView>),
}

/// Who waits: until the client cancels the call, or goes.
pub(super) struct Waiting<'a> {
    pub(super) front: &'a Front,
    pub(super) context: &'a RequestContext<RoleServer>,
    /// Nobody hears any answer any more.
    pub(super) ended: &'a CancellationToken,
}

/// How far a request is, as a View shows it.
#[derive(Debug, PartialEq)]
enum Standing<'v> {
    Asking(&'v ApprovalView),
    /// It was approved, and is being paid.
    Paying,
    Ended(&'v AnswerView),
    /// Nothing, or no more than that it was asked.
    Unknown,
}

impl Waiting<'_> {
    /// Sends a request to its end: its answer, its failure, or the end of the wait for the person.
    pub(super) async fn through(&self, asked: Asked) -> Result<Came, Stop> {
        let Asked {
            intent,
            command,
            wait,
        } = asked;
        // Not cut short when the client cancels: what has begun is brought to where it can rest.
        self.front.view().await?;
        let performed = self.front.perform(command).await;
        let mut views = self.front.watch().await?;
        let view = views.next().await?;
        match (standing(&view, &intent), performed) {
            (Standing::Asking(question), _) => match self.front {
                Front::Door(_) => self.approval(views, question, wait).await,
                Front::Alone { .. } => self.nobody_to_ask(question).await,
            },
            (Standing::Ended(answer), Err(Stop::Problem(problem)))
                if answer.problem.as_ref() == Some(&problem) =>
            {
                self.ended(answer).await
            }
            (_, Err(stop)) => Err(stop),
            (Standing::Ended(answer), Ok(())) => self.ended(answer).await,
            (Standing::Unknown | Standing::Paying, Ok(())) => Err(Stop::Problem(out_of_sight())),
        }
    }

    /// Takes the answer, and leaves the window to what people asked for.
    async fn ended(&self, answer: &AnswerView) -> Result<Came, Stop> {
        let intent = answer.intent.clone();
        let dismissal = pay(PayCommand::DismissAnswer { intent });
        self.front.perform(dismissal).await?;
        Ok(Came::Ended(Box::new(answer.clone())))
    }

    /// Waits for the person: until the answer, the end of the offer, or the end of `wait`.
    async fn approval(
        &self,
        views: Views,
        question: &ApprovalView,
        wait: Duration,
    ) -> Result<Came, Stop> {
        let mut answer = pin!(answer(views, &question.intent));
        let left = question
            .expires_in_seconds
            .map(|left| Duration::from_secs(left.into()));
        let until = left.map_or(wait, |left| left.min(wait));
        tokio::select! {
            answer = &mut answer => return self.ended(&answer?).await,
            () = self.gone() => {
                self.withdraw(question).await?;
                return Err(Stop::Problem(withdrawn()));
            }
            never = self.report(question) => match never {},
            () = sleep(until) => {}
        }
        if left.is_none_or(|left| wait < left) {
            return Ok(Came::Asking(Box::new(question.clone())));
        }
        match self.withdraw(question).await {
            Ok(()) => Err(Stop::Problem(offer_ended())),
            // The person was quicker.
            Err(_) => match timeout(PAYING, answer).await {
                Ok(answer) => self.ended(&answer?).await,
                Err(_) => Ok(Came::Asking(Box::new(question.clone()))),
            },
        }
    }

    /// Where no Purser runs that could ask.
    async fn nobody_to_ask(&self, question: &ApprovalView) -> Result<Came, Stop> {
        self.withdraw(question).await?;
        Err(Stop::Problem(Problem {
            code: ProblemCode::ApprovalNeeded,
            title: "This payment needs a person's approval, and Purser is not running".to_owned(),
            advice: format!(
                "{} asks for {}; nothing was paid. Ask the person to open Purser, where they can \
                 approve it, and call again; or to allow the origin with `purser policy set \
                 --allow {}`.",
                question.host, question.price.amount, question.origin
            ),
        }))
    }

    async fn withdraw(&self, question: &ApprovalView) -> Result<(), Stop> {
        let ask = question.id.clone();
        self.front.perform(pay(PayCommand::Withdraw { ask })).await
    }

    async fn gone(&self) {
        tokio::select! {
            () = self.context.ct.cancelled() => {}
            () = self.ended.cancelled() => {}
        }
    }

    /// Tells the client now and then that the person is asked, where it wants to know.
    async fn report(&self, question: &ApprovalView) -> Infallible {
        let Some(token) = self.context.meta.get_progress_token() else {
            return pending().await;
        };
        let message = format!(
            "Waiting for the person to approve {} to {} in Purser.",
            question.price.amount, question.host
        );
        let (mut ticks, mut told) = (interval(PROGRESS), 0_u32);
        loop {
            ticks.tick().await;
            told += 1;
            let progress = ProgressNotificationParam::new(token.clone(), f64::from(told))
                .with_message(message.clone());
            if self.context.peer.notify_progress(progress).await.is_err() {
                return pending().await;
            }
        }
    }
}

/// The answer, once the person answered and the payment ended.
async fn answer(mut views: Views, intent: &str) -> Result<AnswerView, Stop> {
    loop {
        let view = views.next().await?;
        match standing(&view, intent) {
            Standing::Ended(answer) => return Ok(answer.clone()),
            Standing::Asking(_) | Standing::Paying => {}
            Standing::Unknown => return Err(Stop::Problem(offer_ended())),
        }
    }
}

/// An open question counts before an answer, which may be of an earlier call.
fn standing<'v>(view: &'v View, intent: &str) -> Standing<'v> {
    if let Some(question) = question(view, intent) {
        return Standing::Asking(question);
    }
    let mut answers = view.payments.answers.iter();
    match answers.find(|answer| answer.intent == intent) {
        Some(answer) => match answer.state {
            AnswerState::Quoted | AnswerState::Answered | AnswerState::Failed => {
                Standing::Ended(answer)
            }
            AnswerState::Working => Standing::Paying,
            AnswerState::Asked => Standing::Unknown,
        },
        None => Standing::Unknown,
    }
}

fn offer_ended() -> Problem {
    Words::load().problem(Language::English, &Fault::new(ProblemCode::AskGone))
}

fn withdrawn() -> Problem {
    Problem {
        code: ProblemCode::PaymentDeclined,
        title: "The call was cancelled before the person approved the payment".to_owned(),
        advice: "Nothing was paid.".to_owned(),
    }
}

fn out_of_sight() -> Problem {
    Problem {
        code: ProblemCode::PaidApiFailed,
        title: "The answer is no longer shown".to_owned(),
        advice: "Too many requests ended at once. Call again with the same idempotency_key: what \
                 was paid is not paid again."
            .to_owned(),
    }
}
