//! The fuzz targets: built with coverage by the toolchain that builds the rest, each run for a bounded time. Knows how
//! they are built and run, not what they try.

use crate::{
    failure::Failure,
    machine::{self, Need},
    place,
    program::{cargo, go, make_folder, program},
};

/// What libFuzzer asks of the compiler; without a sanitizer, which unsafe code alone would need.
const COVERAGE: &str = "--cfg fuzzing -Cpasses=sancov-module \
    -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares";

/// Naming the target keeps the flags from build scripts and macros.
const TARGET: &str = "x86_64-unknown-linux-gnu";

/// Every target of `tests/fuzz`.
const TARGETS: [&str; 9] = [
    "challenge",
    "credential",
    "links",
    "offers",
    "payment",
    "problem",
    "receipt",
    "settlement",
    "terms",
];

/// Builds the targets and runs each for so many seconds, from its seeds and what earlier runs found.
pub(crate) fn fuzz(seconds: &str) -> Result<(), Failure> {
    let seconds: u32 = seconds.parse().map_err(|_| Failure::Usage)?;
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        eprintln!("The fuzz targets run on Linux (x86_64) only: skipped.");
        return Ok(());
    }
    machine::prepare(Need::Build)?;
    let folder = place::target()?.join("fuzz");
    let mut build = cargo(&[
        "build",
        "--manifest-path",
        "tests/fuzz/Cargo.toml",
        "--bins",
        "--target",
        TARGET,
        "--target-dir",
    ]);
    build.arg(&folder).env("RUSTFLAGS", COVERAGE);
    go(build.env("CARGO_INCREMENTAL", "0"))?;
    for target in TARGETS {
        let found = folder.join("found").join(target);
        let failing = folder.join("failing");
        make_folder(&found)?;
        make_folder(&failing)?;
        let mut run = program(folder.join(TARGET).join("debug").join(target));
        run.arg(&found)
            .arg(format!("tests/fuzz/seeds/{target}"))
            .args(["-max_len=20000", "-timeout=5", "-rss_limit_mb=1024"])
            .args(["-close_fd_mask=1", "-print_final_stats=1"])
            // A fresh clone tries the same each time; a later run goes on from what was found.
            .arg("-seed=1")
            .arg(format!("-max_total_time={seconds}"))
            .arg(format!("-artifact_prefix={}/{target}-", failing.display()));
        go(&mut run)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn every_target_that_there_is_runs_and_has_seeds() {
        let names = |folder: &str| {
            let entries = fs::read_dir(place::root().join("tests/fuzz").join(folder)).unwrap();
            let mut names: Vec<_> = entries
                .map(|entry| {
                    let path = entry.unwrap().path();
                    path.file_stem().unwrap().to_string_lossy().into_owned()
                })
                .collect();
            names.sort();
            names
        };
        assert_eq!(names("fuzz_targets"), TARGETS);
        assert_eq!(names("seeds"), TARGETS);
    }
}
