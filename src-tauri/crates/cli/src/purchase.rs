//! One purchase from this program: asked of the engine, approved by a person where the limits do
//! not decide, and its answer. Decides nothing about money.

use std::io::{self, BufRead, IsTerminal, Write};
use std::time::Duration;

use tokio::time::sleep;
use wallet::contract::{
    AnswerState, AnswerView, ApprovalView, Command, PayCommand, PaymentStateView, Problem,
    ProblemCode, View,
};

use crate::arguments::Consent;
use crate::body;
use crate::exit::{Code, Stop};
use crate::front::{Front, Views};
use crate::out::plain;

/// Who is asked about a payment that the limits do not decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asking {
    /// Nobody.
    Nobody,
    /// The person at this terminal.
    Terminal,
    /// The person, in the running app.
    App,
}

/// What came of a purchase.
pub(crate) struct Bought {
    /// The answer as it is shown.
    pub(crate) answer: AnswerView,
    /// Its whole body; none where there is none, or it is no longer kept.
    pub(crate) body: Option<Vec<u8>>,
}

impl Asking {
    /// The terminal if there is one, else the app if it runs.
    pub(crate) fn of(consent: &Consent, front: &Front) -> Self {
        if consent.yes {
            Self::Nobody
        } else if io::stdin().is_terminal() && io::stderr().is_terminal() {
            Self::Terminal
        } else {
            match front {
                Front::Door(_) => Self::App,
                Front::Alone { .. } => Self::Nobody,
            }
        }
    }
}

/// The name of a purchase: the person's, or one that nobody used before.
pub(crate) fn intent(consent: &Consent) -> Result<String, Stop> {
    match &consent.intent {
        Some(intent) => Ok(intent.clone()),
        None => new_intent(),
    }
}

/// A name that nobody used before.
pub(crate) fn new_intent() -> Result<String, Stop> {
    Ok(format!("cli-{}", unforeseen()?))
}

/// 32 hexadecimal digits that nobody can foretell.
pub(crate) fn unforeseen() -> Result<String, Stop> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes)
        .map_err(|_| Stop::Failed("This computer gives no random numbers.".to_owned()))?;
    Ok(format!("{:032x}", u128::from_be_bytes(bytes)))
}

/// Asks for it, and has the person asked where that is needed.
pub(crate) async fn buy(
    front: &Front,
    ask: PayCommand,
    intent: &str,
    asking: Asking,
) -> Result<Bought, Stop> {
    front.view().await?;
    let performed = front.perform(Command::Pay { ask }).await;
    let mut views = front.watch().await?;
    let view = views.next().await?;
    let Some(question) = question(&view, intent) else {
        performed?;
        return taken(front, &view, intent).await;
    };
    match asking {
        Asking::Nobody => {
            withdraw(front, question).await?;
            return Err(nobody_to_ask(question));
        }
        Asking::Terminal => {
            let choice = ask_at_terminal(question)?;
            let answered = answer_question(front, question, choice).await;
            if choice == Choice::Decline {
                answered?;
                eprintln!("Nothing was paid.");
                return Err(Stop::Code(Code::Refused));
            }
            answered?;
        }
        Asking::App => wait_for_app(front, &mut views, question).await?,
    }
    let view = front.view().await?;
    taken(front, &view, intent).await
}

/// What the person says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Choice {
    Approve,
    Decline,
}

async fn answer_question(
    front: &Front,
    question: &ApprovalView,
    choice: Choice,
) -> Result<(), Stop> {
    let ask = question.id.clone();
    let ask = match choice {
        Choice::Approve => PayCommand::Approve { ask },
        Choice::Decline => PayCommand::Decline { ask },
    };
    front.perform(Command::Pay { ask }).await
}

/// Takes back what nobody answers: it is not declined, and may be asked anew.
async fn withdraw(front: &Front, question: &ApprovalView) -> Result<(), Stop> {
    let ask = question.id.clone();
    let ask = PayCommand::Withdraw { ask };
    front.perform(Command::Pay { ask }).await
}

/// The open question of an intent.
pub(crate) fn question<'v>(view: &'v View, intent: &str) -> Option<&'v ApprovalView> {
    let mut asks = view.payments.asks.iter();
    asks.find(|question| question.intent == intent)
}

fn nobody_to_ask(question: &ApprovalView) -> Stop {
    Stop::Problem(Problem {
        code: ProblemCode::ApprovalNeeded,
        title: format!(
            "{} asks for {}, which needs your approval, and nobody can be asked here",
            question.host, question.price.amount
        ),
        advice: format!(
            "Nothing was paid. Run it at a terminal without --yes, or open Purser, or allow the \
             origin with `purser policy set --allow {}`.",
            question.origin
        ),
    })
}

fn ask_at_terminal(question: &ApprovalView) -> Result<Choice, Stop> {
    let price = &question.price;
    eprintln!(
        "{} {}{}",
        question.method,
        question.origin,
        plain(&question.path)
    );
    eprintln!(
        "asks for  {} on {} ({})",
        price.amount, price.network, price.way
    );
    if let Some(deposit) = &question.deposit {
        eprintln!("out of    a deposit of {deposit} into a payment channel");
    }
    eprintln!("to        {}", price.recipient);
    for split in &price.splits {
        eprintln!("of it     {} to {}", split.amount, split.recipient);
    }
    if let Some(seconds) = question.expires_in_seconds {
        eprintln!("open for  {seconds} s");
    }
    for reason in &question.reasons {
        eprintln!("because   {reason}");
    }
    if let Some(description) = &question.description {
        eprintln!("it says   \"{}\"", plain(description));
    }
    match &question.deposit {
        Some(deposit) => eprint!(
            "Deposit {deposit}, and pay {} of it to {}? [y/N] ",
            price.amount, question.host
        ),
        None => eprint!("Pay {} to {}? [y/N] ", price.amount, question.host),
    }
    io::stderr().flush()?;
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line)?;
    Ok(match line.trim() {
        "y" | "Y" | "yes" => Choice::Approve,
        _ => Choice::Decline,
    })
}

/// Waits until the question is no longer open. Whoever stops this program withdraws it.
async fn wait_for_app(
    front: &Front,
    views: &mut Views,
    question: &ApprovalView,
) -> Result<(), Stop> {
    eprintln!(
        "{} asks for {}: waiting for your answer in Purser.",
        question.host, question.price.amount
    );
    let answered = async {
        loop {
            let view = views.next().await?;
            let open = view.payments.asks.iter().any(|ask| ask.id == question.id);
            let working = view.payments.answers.iter().any(|answer| {
                answer.intent == question.intent && answer.state == AnswerState::Working
            });
            if !open && !working {
                return Ok(());
            }
        }
    };
    let over = async {
        match question.expires_in_seconds {
            Some(left) => sleep(Duration::from_secs(left.into())).await,
            None => std::future::pending().await,
        }
    };
    tokio::select! {
        ended = answered => ended,
        () = over => {
            withdraw(front, question).await?;
            eprintln!("Nobody answered in time. Nothing was paid.");
            Err(Stop::Code(Code::Refused))
        }
        pressed = tokio::signal::ctrl_c() => {
            pressed?;
            withdraw(front, question).await?;
            Err(Stop::Code(Code::Refused))
        }
    }
}

/// Takes the answer, and leaves the window to what was asked for there.
async fn taken(front: &Front, view: &View, intent: &str) -> Result<Bought, Stop> {
    let mut answers = view.payments.answers.iter();
    let answer = answers
        .find(|answer| answer.intent == intent)
        .ok_or_else(|| Stop::Failed("The answer is no longer shown.".to_owned()))?
        .clone();
    // Before the dismissal: an answer that cost nothing is not kept beyond it.
    let body = match answer.state {
        AnswerState::Answered => body::whole(&answer, view.payments.sandbox)?,
        AnswerState::Working | AnswerState::Asked | AnswerState::Quoted | AnswerState::Failed => {
            None
        }
    };
    let dismissal = PayCommand::DismissAnswer {
        intent: intent.to_owned(),
    };
    front.perform(Command::Pay { ask: dismissal }).await?;
    match answer.problem {
        Some(problem) => Err(Stop::Problem(problem)),
        None if answer.state == AnswerState::Asked => Err(Stop::Code(Code::Refused)),
        None => Ok(Bought { answer, body }),
    }
}

impl Bought {
    /// Says on standard error what was paid.
    pub(crate) fn say_receipt(&self) {
        let Some(payment) = &self.answer.payment else {
            eprintln!("Nothing was paid.");
            return;
        };
        let play = if payment.test { " of play money" } else { "" };
        let settled = match payment.state {
            PaymentStateView::Delivered => "Paid",
            PaymentStateView::Asked
            | PaymentStateView::Underway
            | PaymentStateView::PaidNotDelivered
            | PaymentStateView::Unknown
            | PaymentStateView::Expired
            | PaymentStateView::Declined
            | PaymentStateView::Refused
            | PaymentStateView::Failed => "Sent",
        };
        eprintln!(
            "{settled} {}{play} on {} to {} by {}.",
            payment.amount, payment.network, payment.recipient, payment.way
        );
        if let Some(transaction) = &payment.transaction {
            eprintln!("Transaction {}", plain(transaction));
        }
    }

    /// How the run ends: well only with a status of 2xx.
    pub(crate) fn ended(&self) -> Result<(), Stop> {
        match self.answer.status {
            Some(200..=299) => Ok(()),
            Some(status) => {
                eprintln!("The server answered {status}.");
                Err(Stop::Code(Code::Network))
            }
            None => Err(Stop::Code(Code::Network)),
        }
    }
}
