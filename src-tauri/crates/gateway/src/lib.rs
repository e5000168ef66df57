//! Speaks to the hosted gateway over HTTP: one typed call per route of its customer API.
//!
//! It keeps nothing and decides nothing: no disk, no wall clock, no policy. What a server sends is
//! input; every body is size-limited, every call has a deadline, no redirect is followed.

pub mod wire;

mod address;
mod answer;
mod client;
mod error;
mod money;

pub use address::{AddressRefused, GatewayUrl};
pub use client::{Deadlines, ETag, Fetched, Gateway, SignedIn};
pub use error::GatewayError;
pub use money::MicroUsd;
