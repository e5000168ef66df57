//! Applying a change to a config, against writing the same bytes barely: a new file, fsync, rename
//! over the old one, fsync of the folder. Each application follows a bare write on the same file
//! system, so that a slow moment of the disk slows both.

use std::{
    fs::{self, File},
    io::Write,
    path::Path,
    time::Duration,
};

use criterion::{
    Criterion, SamplingMode,
    measurement::{Measurement, WallTime},
};
use jiff::Timestamp;
use tests::{
    config::{LineEnds, of_a_person, settings_of_a_person},
    place,
};

use crate::{
    figure::{Figure, median},
    tool::{ClaudeSetUp, CodexSetUp, Tool},
};

const SAMPLES: usize = 40;
/// Long enough for a round of each sample with the largest config.
const MEASURED_FOR: Duration = Duration::from_secs(15);
const MEGABYTE: usize = 1024 * 1024;
const GOAL: f64 = 3.0;
const GOAL_OF_A_MEGABYTE: f64 = 10.0;

/// A config to change.
struct Case {
    name: &'static str,
    config: String,
    goal: f64,
}

/// The three times of one round: the bare write, the plan, and its application.
struct Round {
    bare: Duration,
    plan: Duration,
    apply: Duration,
}

/// Measures both tools, each with a config as people have it and with one of a megabyte.
pub(crate) fn measure(criterion: &mut Criterion) -> Vec<Figure> {
    let folder = tempfile::tempdir_in(place::folder("bench")).expect("a folder on the disk");
    let codex = of_a_person(LineEnds::Unix, Path::new("/srv/work"));
    let codex = String::from_utf8(codex).expect("text");
    let claude = settings_of_a_person();
    let mut figures = Vec::new();
    for case in [
        case("Codex", codex.clone(), GOAL),
        case("Codex, 1 MB", with_projects(codex), GOAL_OF_A_MEGABYTE),
    ] {
        let tool = CodexSetUp::of(&folder.path().join(case.name));
        figures.extend(of_case(criterion, &case, &tool));
    }
    for case in [
        case("Claude Code", claude.to_owned(), GOAL),
        case(
            "Claude Code, 1 MB",
            with_permissions(claude),
            GOAL_OF_A_MEGABYTE,
        ),
    ] {
        let tool = ClaudeSetUp::of(&folder.path().join(case.name));
        figures.extend(of_case(criterion, &case, &tool));
    }
    figures
}

fn case(name: &'static str, config: String, goal: f64) -> Case {
    Case { name, config, goal }
}

/// Nothing where criterion was told to leave the case out.
fn of_case(criterion: &mut Criterion, case: &Case, tool: &impl Tool) -> Vec<Figure> {
    fs::create_dir_all(tool.config().parent().expect("a folder")).expect("a folder");
    fs::write(tool.config(), &case.config).expect("a config");
    let rounds = rounds(criterion, case.name, tool);
    let left = fs::read_to_string(tool.config()).expect("a config");
    assert!(left == case.config, "undo gives the bytes back");
    let figure = |what, time: fn(&Round) -> Duration| {
        let ratio = |round: &Round| time(round).as_secs_f64() / round.bare.as_secs_f64();
        Some(Figure {
            what: format!("{}: {what}", case.name),
            bare: median(rounds.iter().map(|round| round.bare))?,
            purser: median(rounds.iter().map(time))?,
            // Round by round: the disk has fast and slow moments, and a round has one of them.
            ratio: median(rounds.iter().map(ratio))?,
            goal: case.goal,
        })
    };
    let figures = [
        figure("apply", |round| round.apply),
        figure("plan and apply", |round| round.plan + round.apply),
    ];
    figures.into_iter().flatten().collect()
}

/// What criterion reports is the application alone.
fn rounds(criterion: &mut Criterion, name: &str, tool: &impl Tool) -> Vec<Round> {
    let mut rounds: Vec<Round> = Vec::new();
    let mut second = 0;
    let mut group = criterion.benchmark_group("apply");
    group
        .sampling_mode(SamplingMode::Flat)
        .sample_size(SAMPLES)
        .measurement_time(MEASURED_FOR);
    group.bench_function(name, |bencher| {
        bencher.iter_custom(|count| {
            let mut applied = Duration::ZERO;
            for _ in 0..count {
                second += 2;
                let round = one_round(tool, second);
                applied += round.apply;
                rounds.push(round);
            }
            applied
        });
    });
    group.finish();
    rounds
}

/// Ends with the config as it was.
fn one_round(tool: &impl Tool, second: i64) -> Round {
    let config = tool.config();
    let bytes = fs::read(config).expect("a config");
    let at = |second| Timestamp::from_second(second).expect("a time");
    let ((), bare) = timed(|| write_barely(config, &bytes));
    let (plan, plan_time) = timed(|| tool.plan());
    let ((), apply) = timed(|| tool.apply(&plan, at(second)));
    tool.apply(&tool.plan_undo(), at(second + 1));
    Round {
        bare,
        plan: plan_time,
        apply,
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let started = WallTime.start();
    let made = work();
    (made, WallTime.end(started))
}

/// Replaces a file beside the config.
fn write_barely(config: &Path, bytes: &[u8]) {
    let unfinished = config.with_extension("unfinished");
    let mut file = File::create(&unfinished).expect("a new file");
    file.write_all(bytes).expect("bytes in it");
    file.sync_all().expect("bytes on the disk");
    fs::rename(unfinished, config.with_extension("bare")).expect("a renamed file");
    let folder = File::open(config.parent().expect("a folder")).expect("a folder");
    folder.sync_all().expect("the name on the disk");
}

/// Codex writes down each folder that it is trusted in.
fn with_projects(mut config: String) -> String {
    let mut count = 0;
    while config.len() < MEGABYTE {
        count += 1;
        config +=
            &format!("\n[projects.\"/srv/work/project-{count}\"]\ntrust_level = \"trusted\"\n");
    }
    config
}

/// Claude Code writes down each command that it is allowed to run.
fn with_permissions(settings: &str) -> String {
    let first = "\"allow\": [\n";
    assert!(settings.contains(first), "the settings have a list to grow");
    let mut allowed = String::from(first);
    let mut count = 0;
    while allowed.len() + settings.len() < MEGABYTE {
        count += 1;
        allowed += &format!("      \"Bash(npm run build-{count}:*)\",\n");
    }
    settings.replacen(first, &allowed, 1)
}
