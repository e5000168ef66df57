//! Journeys.
mod desktop;
