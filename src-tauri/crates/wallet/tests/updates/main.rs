//! Updates from the question to the file in its place, against a release address on loopback.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that cannot go on says so by its panic"
)]

mod address;
mod believed;
mod installed;
mod purser;
mod refused;
