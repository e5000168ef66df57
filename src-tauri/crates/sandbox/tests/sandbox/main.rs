//! The sandbox over real HTTP on loopback: what each route answers, and what it refuses.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on says so by its panic"
)]

mod control;
mod customer;
mod merchants;
mod model_surface;
mod peer;
mod sign_in;
