//! Another program over there that writes just before us and again just after us: its newest stays,
//! its first is kept here, and our change counts.

use std::fs;
use std::path::PathBuf;

use setup::ssh::Remote;
use setup::{Plan, SetupError, State, StepUndo};

use crate::bench::{at, chmod, command, facts, mode};
use crate::home::write_file;
use crate::ssh_bench::Machine;

/// Writes the config just before the first exchange of two files, and adds to it just after.
const AROUND_THE_EXCHANGE: &str = r##"
package Others;
my $calls = 0;
sub put {
    my ($place, $text) = @_;
    open my $file, '>', "$place.theirs"; print $file $text; close $file;
    rename "$place.theirs", $place;
}
BEGIN {
    *CORE::GLOBAL::syscall = sub {
        my $first = $calls++ == 0;
        put($_[4], "model = 'mine'\n# first\n") if $first;
        my $done = CORE::syscall($_[0], $_[1], $_[2], $_[3], $_[4], $_[5]);
        return $done unless $first;
        open my $file, '<', $_[4]; local $/; put($_[4], <$file> . "# second\n");
        $done;
    };
}
1;
"##;

/// Writes the config just before it is moved aside, and anew just after.
const AROUND_THE_MOVE: &str = r#"#!/bin/sh
case $3 in
    */config.toml) echo '# first' >>"$3"; /bin/mv "$@"; echo '# second' >"$3" ;;
    *) exec /bin/mv "$@" ;;
esac
"#;

/// What every program over there finds in its environment from now on.
fn export(machine: &Machine, variables: &str) {
    let start = format!("export {variables}\n");
    fs::write(machine.home().join(".bashrc"), start).unwrap();
}

/// Applies `plan`, and gives back where the first version of the other program is kept.
fn apply_overtaken(machine: &Machine, remote: &Remote, plan: &Plan) -> PathBuf {
    let applied = remote.history(machine.records()).apply(plan, at(1));
    let Err(SetupError::Overtaken { path, kept }) = applied else {
        panic!("{applied:?}");
    };
    assert_eq!(path, machine.config());
    assert_eq!(kept.parent().unwrap(), machine.records());
    assert_eq!(mode(&kept), 0o600);
    assert_eq!(machine.unfinished(), Vec::<String>::new());
    kept
}

fn plan_set_up(machine: &Machine, remote: &Remote) -> Plan {
    let codex = remote.codex(machine.records());
    codex.plan_set_up(&facts(), &command(), None).unwrap()
}

#[test]
fn a_set_up_that_is_overtaken_counts_and_what_it_displaced_is_kept_here() {
    let machine = Machine::start();
    machine.write("model = 'mine'\n");
    let folder = machine.home().join("perl");
    write_file(&folder.join("Others.pm"), AROUND_THE_EXCHANGE);
    let variables = format!("PERL5OPT=-MOthers PERL5LIB='{}'", folder.display());
    export(&machine, &variables);
    let remote = machine.connect();
    let plan = plan_set_up(&machine, &remote);
    let kept = apply_overtaken(&machine, &remote, &plan);
    assert_eq!(
        fs::read_to_string(kept).unwrap(),
        "model = 'mine'\n# first\n"
    );
    assert!(machine.text().ends_with("# second\n"));
    fs::remove_file(machine.home().join(".bashrc")).unwrap();
    let remote = machine.connect();
    let codex = remote.codex(machine.records());
    let status = codex.inspect(None).unwrap();
    assert!(matches!(status.state, State::SetUp { .. }) && status.can_undo);
    let history = remote.history(machine.records());
    let steps = history.steps().unwrap();
    assert_eq!((steps.len(), steps[0].undo), (1, StepUndo::Possible));
    history.apply(&codex.plan_undo().unwrap(), at(2)).unwrap();
    assert_eq!(machine.text(), "model = 'mine'\n# second\n");
}

#[test]
fn a_removal_that_is_overtaken_counts_and_what_it_displaced_is_kept_here() {
    let machine = Machine::start();
    let remote = machine.connect();
    let plan = plan_set_up(&machine, &remote);
    remote
        .history(machine.records())
        .apply(&plan, at(1))
        .unwrap();
    let ours = machine.text();
    let program = machine.home().join("bin/mv");
    write_file(&program, AROUND_THE_MOVE);
    chmod(&program, 0o755);
    export(&machine, "PATH=\"$HOME/bin:$PATH\"");
    let remote = machine.connect();
    let plan = remote.codex(machine.records()).plan_undo().unwrap();
    let kept = apply_overtaken(&machine, &remote, &plan);
    assert_eq!(
        fs::read_to_string(kept).unwrap(),
        format!("{ours}# first\n")
    );
    assert_eq!(machine.text(), "# second\n");
    let codex = remote.codex(machine.records());
    assert!(!codex.inspect(None).unwrap().can_undo);
}
