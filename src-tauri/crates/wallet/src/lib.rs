//! The engine.
pub mod contract;
