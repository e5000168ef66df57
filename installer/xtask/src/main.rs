//! `cargo xtask`: everything that is done to this repository, each behind one command that sets up
//! what it needs first. Knows no product code.

mod bundle;
mod failure;
mod fuzz;
mod machine;
mod merchants;
mod node;
mod place;
mod program;
mod release;
mod tasks;

use std::process::ExitCode;

use failure::Failure;

const USAGE: &str = "cargo xtask <command>

  run              set up, build, and open the window; with no display, drive it and tell each step
  test             set up, build, and run every test: rules, window, real Codex, real Claude Code
  check            format, lints, documentation, types, contract, layout
  fuzz [--seconds N]  build the fuzz targets with coverage; run each for N seconds (60)
  bench            measure applying a change, and the token command, each against a bare equal
  contract         write ui/src/contract.ts anew from the engine's types
  bundle           build the release programs and the .deb; look into it and start what it holds
  release-manifest --folder DIR --key FILE --at URL --counter N [--version V] [--days 30]
                   [--notes FILE] [--page URL]
                   describe and sign the files in DIR, which will lie at URL
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match perform(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\n{failure}");
            failure.exit_code()
        }
    }
}

fn perform(words: &[&str]) -> Result<(), Failure> {
    match words {
        ["run"] => tasks::run(),
        ["test"] => tasks::test(),
        ["check"] => tasks::check(),
        ["bench"] => tasks::bench(),
        ["fuzz"] => fuzz::fuzz("60"),
        ["fuzz", "--seconds", seconds] => fuzz::fuzz(seconds),
        ["contract"] => tasks::contract(),
        ["bundle"] => bundle::bundle(),
        ["release-manifest", wanted @ ..] => release::manifest(wanted),
        ["help" | "--help" | "-h"] => {
            print!("{USAGE}");
            Ok(())
        }
        _ => Err(Failure::Usage),
    }
}
