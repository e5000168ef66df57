//! Payment channels in use: a session is paid out of a deposit, voucher by voucher. Decides nothing
//! about money: a deposit is judged as a payment is.

mod beside;
mod book;
mod close;
mod look;
mod plan;
mod step;

pub(super) use book::looks;
pub(super) use close::close;
pub(super) use look::{all, heard};
pub(crate) use plan::Plan;
pub(super) use plan::plan;
pub(super) use step::pay;
