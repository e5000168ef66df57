//! Reads a 402 offer, checks it and signs for it. Knows no disk, no wall clock, no money rules, no UI.

pub mod key;
pub mod protocol;
