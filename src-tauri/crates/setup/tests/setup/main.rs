//! Set-up, undo and their hazards, on real files in a temporary home.

#[cfg(test)]
mod bench;
#[cfg(test)]
mod claude_bench;
#[cfg(test)]
#[cfg(unix)]
mod claude_hazards;
#[cfg(test)]
mod claude_round_trip;
#[cfg(test)]
#[cfg(unix)]
mod computer;
#[cfg(test)]
#[cfg(unix)]
mod detect;
#[cfg(test)]
#[cfg(unix)]
mod detect_apps;
#[cfg(test)]
#[cfg(unix)]
mod doctor;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod failures;
#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod generated;
#[cfg(test)]
#[cfg(unix)]
mod hazards;
#[cfg(test)]
#[cfg(unix)]
mod history;
#[cfg(test)]
mod home;
#[cfg(test)]
#[cfg(unix)]
mod mcp;
#[cfg(test)]
#[cfg(unix)]
mod one_history;
#[cfg(test)]
#[cfg(unix)]
mod peer_probes;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod races;
#[cfg(test)]
mod repeats;
#[cfg(test)]
#[cfg(unix)]
mod round_trip;
#[cfg(test)]
mod sequences;
#[cfg(test)]
#[cfg(unix)]
mod skills;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod ssh;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod ssh_bench;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod ssh_cut;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod ssh_errors;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod ssh_overtaken;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod ssh_races;
#[cfg(test)]
#[cfg(unix)]
mod turn_off;
#[cfg(test)]
#[cfg(unix)]
mod verified;
