//! The sandbox over real HTTP on loopback: what each route answers, and what it refuses.

mod control;
mod customer;
mod model_surface;
mod peer;
mod sign_in;
