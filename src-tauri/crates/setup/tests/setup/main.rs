//! Set-up, undo and their hazards, on real files in a temporary home.

#[cfg(test)]
mod bench;
#[cfg(test)]
#[cfg(unix)]
mod doctor;
#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod generated;
#[cfg(test)]
#[cfg(unix)]
mod hazards;
#[cfg(test)]
#[cfg(unix)]
mod round_trip;
