//! off
use super::places::Places;
use crate::contract::{Change, PackView};
use crate::problem::Fault;
use crate::state::State;
use crate::tools::{FilePlan, ToolLook};
use std::collections::BTreeSet;
pub(super) fn look(_: &Places, _: &[ToolLook], _: &BTreeSet<String>) -> PackView {
    PackView::default()
}
pub(super) async fn plan(_: Places, _: &State, _: &Change) -> Result<Vec<FilePlan>, Fault> {
    Ok(Vec::new())
}
