//! Speaks HTTP: to the hosted gateway, one typed call per route of its customer API; to paid APIs,
//! one request at a time; to the place where releases are published.
//!
//! It keeps nothing and decides nothing: no disk, no wall clock, no policy. What a server sends is
//! input; every body is size-limited, every call has a deadline, no redirect is followed.

pub mod exchange;
pub mod paid;
pub mod release;
pub mod wire;

mod address;
mod answer;
mod client;
mod error;
mod http;
mod money;

pub use address::{AddressRefused, GatewayUrl};
pub use client::{ETag, Fetched, Gateway, SignedIn};
pub use error::GatewayError;
pub use http::Deadlines;
pub use money::MicroUsd;
