//! What the Pay Wallet does in the world. Decides nothing about money: that is `policy`.

use super::{Outcome, Tools};
use crate::contract::{PayCommand, ProblemCode, Work};
use crate::problem::Fault;
use crate::state::State;

/// What a button says while this is under way.
pub(super) fn work(_ask: &PayCommand) -> Option<Work> {
    None
}

pub(super) async fn perform(
    _tools: &Tools,
    _state: &State,
    _ask: &PayCommand,
) -> Result<Outcome, Fault> {
    Err(Fault::new(ProblemCode::KeyMissing))
}
