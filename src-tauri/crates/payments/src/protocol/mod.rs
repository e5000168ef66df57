//! What crosses the wire in a 402 exchange. Knows no clock, no network, no key, nor any other module of this crate.

pub mod eip3009;
pub mod tempo;
