//! Reads a 402 offer.
