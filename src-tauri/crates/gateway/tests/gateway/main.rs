//! The client against a scripted server, over real HTTP on loopback. Knows nothing of the sandbox.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on says so by its panic"
)]

mod examples;
mod exchange;
mod limits;
mod paid;
mod paid_broken;
mod peer;
mod proxies;
mod redirects;
mod refusals;
mod releases;
mod routes;
mod secrets;
mod sign_in;
mod unreadable;
mod versions;
