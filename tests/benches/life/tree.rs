//! The processes of Purser and all that they started, as /proc tells of them. Starts and ends none.

use std::{collections::HashMap, fs, process::Command, thread::sleep, time::Duration};

use criterion::measurement::{Measurement, WallTime};
use rustix::process::Pid;
use tests::{home::Home, process::run};

use crate::figure::Figure;

/// Threads come and go: what one did since the last look before its end is missed.
const LOOK: Duration = Duration::from_secs(1);
/// The programs that a tree begins with.
const ROOTS: [&str; 2] = ["purser-resident", "purser-desktop"];

/// Processes.
pub(crate) struct Tree(Vec<Pid>);

impl Tree {
    /// Of all that runs in a home: Purser's, and whatever descends from them.
    pub(crate) fn of(home: &Home) -> Self {
        let all = home.processes();
        let mut tree: Vec<Pid> = ROOTS
            .into_iter()
            .filter_map(|root| home.process(root))
            .collect();
        let mut known = 0;
        while known < tree.len() {
            known = tree.len();
            let descends = |pid: &&Pid| {
                !tree.contains(pid) && parent(**pid).is_some_and(|parent| tree.contains(&parent))
            };
            let more: Vec<Pid> = all.iter().filter(descends).copied().collect();
            tree.extend(more);
        }
        Self(tree)
    }

    pub(crate) fn processes(&self) -> &[Pid] {
        &self.0
    }

    /// In MiB (`Pss` of smaps_rollup, proc_pid_smaps(5)).
    pub(crate) fn memory(&self) -> f64 {
        let kibibytes = |pid: &Pid| {
            let rollup =
                fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).expect("a process");
            field(&rollup, "Pss:").expect("its share")
        };
        let total: u32 = self.0.iter().map(kibibytes).sum();
        f64::from(total) / 1024.0
    }

    /// What it does while nobody asks anything of it.
    pub(crate) fn idle(&self, time: Duration) -> [Figure; 2] {
        let (before, clock) = (self.processor_time(), WallTime.start());
        let mut known = self.wake_ups();
        let mut woken = 0;
        while WallTime.end(clock) < time {
            sleep(LOOK);
            let now = self.wake_ups();
            woken += now
                .iter()
                .map(|(thread, count)| count - known.get(thread).copied().unwrap_or_default())
                .sum::<u32>();
            known = now;
        }
        let minutes = WallTime.end(clock).as_secs_f64() / 60.0;
        let busy = self.processor_time() - before;
        let over = format!("{:.0} idle seconds, window closed", minutes * 60.0);
        [
            Figure::told(format!("processor time in {over}"), busy * 1000.0, "ms"),
            Figure::told(
                format!("wake-ups a minute, over {over}"),
                f64::from(woken) / minutes,
                "",
            ),
        ]
    }

    /// In seconds: `utime` and `stime`, those of ended threads included (proc_pid_stat(5)).
    fn processor_time(&self) -> f64 {
        let ticks = |pid: &Pid| {
            let stat = stat(*pid).expect("a process");
            let number = |at: usize| stat.get(at)?.parse::<u32>().ok();
            number(UTIME)
                .zip(number(STIME))
                .map(|(user, system)| user + system)
                .expect("its times")
        };
        let total: u32 = self.0.iter().map(ticks).sum();
        let second = run(Command::new("getconf").arg("CLK_TCK"), "").well().out;
        let second: u32 = second.trim().parse().expect("ticks in a second");
        f64::from(total) / f64::from(second)
    }

    /// How often each thread has waited and was woken (`voluntary_ctxt_switches`,
    /// proc_pid_status(5)).
    fn wake_ups(&self) -> HashMap<String, u32> {
        let threads = self.0.iter().flat_map(|pid| {
            let tasks = fs::read_dir(format!("/proc/{pid}/task")).expect("a process");
            tasks.filter_map(|task| Some(task.ok()?.path()))
        });
        threads
            .filter_map(|thread| {
                let status = fs::read_to_string(thread.join("status")).ok()?;
                let count = field(&status, "voluntary_ctxt_switches:")?;
                Some((thread.display().to_string(), count))
            })
            .collect()
    }
}

/// Where the fields stand after the program's name, which may hold spaces (proc_pid_stat(5)).
const PARENT: usize = 1;
const UTIME: usize = 11;
const STIME: usize = 12;

fn stat(pid: Pid) -> Option<Vec<String>> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, fields) = stat.rsplit_once(')')?;
    Some(fields.split_whitespace().map(str::to_owned).collect())
}

fn parent(pid: Pid) -> Option<Pid> {
    Pid::from_raw(stat(pid)?.get(PARENT)?.parse().ok()?)
}

/// The first number in the line that begins so.
fn field(text: &str, name: &str) -> Option<u32> {
    let mut lines = text.lines();
    let rest = lines.find_map(|line| line.strip_prefix(name))?;
    rest.split_whitespace().next()?.parse().ok()
}
