//! Reads a 402 offer, checks it, and signs for it (MPP and x402).
//!
//! It holds no money rules of its own: no disk, no wall clock, no policy. Time, balances and budgets are passed in; a
//! chain's RPC is all it may ask.

pub mod chain;
pub mod channels;
pub mod protocol;

mod answer;
mod check;
mod choose;
mod key;
mod money;
mod offer;
mod registry;
mod sign;
mod trace;

#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod test_chain;

pub use alloy::primitives::Address;
pub use answer::{Forgery, Receipt, Said, Sent, read_answer};
pub use chain::{ChainError, Rpc};
pub use channels::Channel;
pub use check::{Payable, Refused, Request, check};
pub use choose::{Means, Ranked, accept_payment, rank};
pub use key::{KeyError, PayKey};
pub use money::{BaseUnits, Micros, NotBaseUnits};
pub use offer::{Answered, Dialects, Offer, PaidBy, Rail, Reading, Source, Split, Terms, read};
pub use registry::{ChainId, Eip712Name, Kind, Network, Purpose, Registry, Token};
pub use sign::{SignError, Signed, sign};
pub use trace::Trace;
