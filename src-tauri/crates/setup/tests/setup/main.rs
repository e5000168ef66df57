//! Set-up, undo and their hazards, on real files in a temporary home.

mod bench;
mod round_trip;
