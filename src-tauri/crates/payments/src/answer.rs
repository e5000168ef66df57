//! What the answer to a paid request says about the payment. Must not know whether that is true: a receipt is a claim,
//! and only the chain proves it.

use alloy::primitives::{Address, B256};
use serde_json::Value;

use crate::offer::{Source, untrusted};
use crate::protocol::problem::Problem;
use crate::protocol::x402::{Requirements, Settlement};
use crate::protocol::{Unreadable, header, receipt};
use crate::{Answered, BaseUnits, Channel, Payable, Rail};

/// What is known of a payment when its answer is read.
#[derive(Debug, Clone, Copy)]
pub struct Sent<'a> {
    /// What was paid.
    pub payable: &'a Payable,
    /// Who paid.
    pub payer: Address,
    /// The transaction's hash, where it was known before sending.
    pub transaction: Option<B256>,
    /// The channel with what it promises, where one pays.
    pub channel: Option<&'a Channel>,
}

/// What an answer says. Texts are the server's: untrusted, stripped of control characters, and shortened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// 2xx with a receipt that agrees with what was paid.
    Receipt(Receipt),
    /// 2xx without one, which both protocols allow.
    Missing,
    /// 2xx with one that does not.
    Forged(Forgery),
    /// 402 once more. That is no proof that nothing was paid.
    NextAsked {
        /// Why, in the server's words.
        reason: Option<String>,
    },
    /// Any other status. That is no proof that nothing was paid.
    Failed {
        /// Why, in the server's words.
        reason: Option<String>,
    },
}

/// A server's claim that it was paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The transaction, if it names one.
    pub transaction: Option<B256>,
    /// What it names, whatever that is.
    pub reference: String,
    /// What it says that was used of a channel in all: never more than was promised.
    pub spent: Option<BaseUnits>,
}

/// How a receipt contradicts what was paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Forgery {
    /// It cannot be read.
    #[error("the receipt cannot be read")]
    Unreadable(#[from] Unreadable),
    /// There are several.
    #[error("there are several receipts")]
    Repeated,
    /// It says that the payment failed, beside an answer that says that it did not.
    #[error("the receipt says that the payment failed")]
    SaysFailed,
    /// Another payment method.
    #[error("the receipt is of another payment method")]
    OtherMethod,
    /// Another challenge.
    #[error("the receipt is for another challenge")]
    OtherChallenge,
    /// Another chain.
    #[error("the receipt is of another network")]
    OtherNetwork,
    /// Another amount.
    #[error("the receipt is for another amount")]
    OtherAmount,
    /// Somebody else paid.
    #[error("the receipt names another payer")]
    OtherPayer,
    /// Another channel.
    #[error("the receipt is of another channel")]
    OtherChannel,
    /// Another transaction than the one that was signed.
    #[error("the receipt names another transaction")]
    OtherTransaction,
    /// No transaction where there has to be one.
    #[error("the receipt names no transaction")]
    NoTransaction,
}

/// Reads an answer to a paid request.
#[must_use]
pub fn read_answer(sent: &Sent<'_>, status: u16, answer: &Answered<'_>) -> Said {
    match status {
        200..=299 => match paid(sent, answer) {
            Ok(Some(receipt)) => Said::Receipt(receipt),
            Ok(None) => Said::Missing,
            Err(forgery) => Said::Forged(forgery),
        },
        402 => Said::NextAsked {
            reason: reason(sent, answer),
        },
        _ => Said::Failed {
            reason: reason(sent, answer),
        },
    }
}

fn receipt_header(sent: &Sent<'_>) -> &'static str {
    match sent.payable.offer().source() {
        Source::Mpp(_) => header::PAYMENT_RECEIPT,
        Source::X402 { required, .. } => required.dialect.response_header(),
    }
}

fn paid(sent: &Sent<'_>, answer: &Answered<'_>) -> Result<Option<Receipt>, Forgery> {
    let mut values = answer.values(receipt_header(sent));
    let Some(value) = values.next() else {
        return Ok(None);
    };
    if values.next().is_some() {
        return Err(Forgery::Repeated);
    }
    let receipt = match sent.payable.offer().source() {
        Source::Mpp(challenge) => {
            let text = std::str::from_utf8(value).map_err(|_| Unreadable::NotBase64)?;
            let receipt = receipt::parse(text)?;
            if receipt.method != challenge.method {
                return Err(Forgery::OtherMethod);
            }
            mpp_extensions_agree(&receipt, sent, &challenge.id)?;
            if sent.payable.rail() == Rail::TempoSession {
                return session_receipt(&receipt, sent).map(Some);
            }
            receipt.reference
        }
        Source::X402 { requirements, .. } => {
            let settlement = Settlement::parse(value)?;
            settlement_agrees(&settlement, sent, requirements)?;
            settlement.transaction
        }
    };
    transaction_agrees(&receipt, sent).map(Some)
}

/// What a method may add to an MPP receipt: where it names the terms, it has to name ours.
fn mpp_extensions_agree(
    receipt: &receipt::Receipt,
    sent: &Sent<'_>,
    challenge_id: &str,
) -> Result<(), Forgery> {
    let agrees = |name: &str, ours: &str| match receipt.extensions.get(name) {
        Some(Value::String(said)) => said == ours,
        Some(Value::Number(said)) => said.to_string() == ours,
        Some(_) => false,
        None => true,
    };
    let chain = sent.payable.network().chain.0.to_string();
    if !agrees("challengeId", challenge_id) {
        return Err(Forgery::OtherChallenge);
    }
    if !agrees("chainId", &chain) {
        return Err(Forgery::OtherNetwork);
    }
    if !agrees("amount", &sent.payable.amount().to_string()) {
        return Err(Forgery::OtherAmount);
    }
    Ok(())
}

/// A session's receipt names its channel, and a transaction beside it where there is one (draft-tempo-session).
fn session_receipt(receipt: &receipt::Receipt, sent: &Sent<'_>) -> Result<Receipt, Forgery> {
    let said = |name: &str| receipt.extensions.get(name).and_then(Value::as_str);
    let hash = |text: &str| text.parse::<B256>().ok();
    if let Some(channel) = sent.channel
        && hash(said("channelId").unwrap_or(&receipt.reference)) != Some(channel.id)
    {
        return Err(Forgery::OtherChannel);
    }
    let units = |name: &str| said(name).and_then(|text| BaseUnits::parse(text).ok());
    let promised = sent.channel.map(|channel| channel.promised);
    let too_much = |units: Option<BaseUnits>| units.zip(promised).is_some_and(|(a, b)| a > b);
    let spent = units("spent");
    if too_much(spent) || too_much(units("acceptedCumulative")) {
        return Err(Forgery::OtherAmount);
    }
    let transaction = said("txHash").and_then(hash);
    match (transaction, sent.transaction) {
        (Some(said), Some(ours)) if said != ours => Err(Forgery::OtherTransaction),
        _ => Ok(Receipt {
            transaction,
            reference: untrusted::text(&receipt.reference),
            spent,
        }),
    }
}

fn settlement_agrees(
    settlement: &Settlement,
    sent: &Sent<'_>,
    requirements: &Requirements,
) -> Result<(), Forgery> {
    if !settlement.success {
        return Err(Forgery::SaysFailed);
    }
    let is_ours = |said: &str| said == requirements.network || said == sent.payable.network().caip2;
    if !settlement.network.as_deref().is_none_or(is_ours) {
        return Err(Forgery::OtherNetwork);
    }
    let payer = settlement.payer.as_deref().map(untrusted::address);
    if !payer.is_none_or(|payer| payer == Ok(sent.payer)) {
        return Err(Forgery::OtherPayer);
    }
    let amount = sent.payable.amount().to_string();
    if settlement
        .amount
        .as_deref()
        .is_some_and(|said| said != amount)
    {
        return Err(Forgery::OtherAmount);
    }
    Ok(())
}

/// A charge is settled by a transaction; a proof is not.
fn transaction_agrees(reference: &str, sent: &Sent<'_>) -> Result<Receipt, Forgery> {
    let transaction = reference
        .strip_prefix("0x")
        .and_then(|digits| digits.parse::<B256>().ok());
    let is_other = match (transaction, sent.transaction) {
        (Some(said), Some(ours)) => said != ours,
        (None, Some(_)) => return Err(Forgery::NoTransaction),
        (_, None) => false,
    };
    if is_other {
        return Err(Forgery::OtherTransaction);
    }
    let is_x402 = matches!(sent.payable.offer().source(), Source::X402 { .. });
    if is_x402 && transaction.is_none() {
        return Err(Forgery::NoTransaction);
    }
    Ok(Receipt {
        transaction,
        reference: untrusted::text(reference),
        spent: None,
    })
}

/// Why it was not answered, in the server's words: x402's code, or the detail of a problem.
fn reason(sent: &Sent<'_>, answer: &Answered<'_>) -> Option<String> {
    let code = match sent.payable.offer().source() {
        Source::X402 { .. } => answer
            .values(receipt_header(sent))
            .find_map(|value| Settlement::parse(value).ok()?.error_reason),
        Source::Mpp(_) => Problem::parse(answer.body)
            .ok()
            .and_then(|problem| problem.detail.or(problem.title)),
    };
    code.map(|code| untrusted::text(&code))
}

#[cfg(test)]
mod tests;
