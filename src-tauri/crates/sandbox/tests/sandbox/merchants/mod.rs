//! The merchants and the chains over real HTTP: what is paid, once, and what is refused.

mod chain;
mod exchange;
mod hostile;
mod payer;
mod supergraph;
mod wallet;
mod x402;
