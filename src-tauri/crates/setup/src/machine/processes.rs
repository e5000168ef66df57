//! What runs for this person, and since when. Asks the kernel, or the system's own programs for it;
//! starts nothing else and ends nothing.

#[cfg(any(target_os = "linux", windows, test))]
use jiff::Timestamp;

use super::Process;

/// The processes of this person; empty where the system does not say.
#[cfg(target_os = "linux")]
pub(super) fn running() -> Vec<Process> {
    linux::running().unwrap_or_default()
}

/// The processes of this person; empty where the system does not say.
#[cfg(all(unix, not(target_os = "linux")))]
pub(super) fn running() -> Vec<Process> {
    by_ps::running().unwrap_or_default()
}

/// The processes of this person; empty where the system does not say.
#[cfg(windows)]
pub(super) fn running() -> Vec<Process> {
    windows::running().unwrap_or_default()
}

/// `text` split at its first `count` runs of spaces, and the rest.
#[cfg(any(test, not(target_os = "linux")))]
fn fields<const COUNT: usize>(text: &str) -> Option<([&str; COUNT], &str)> {
    let mut rest = text.trim_start();
    let mut fields = [""; COUNT];
    for field in &mut fields {
        let (first, after) = rest.split_once(' ')?;
        (*field, rest) = (first, after.trim_start());
    }
    Some((fields, rest))
}

#[cfg(target_os = "linux")]
mod linux {
    use std::fs;
    use std::os::unix::fs::MetadataExt;
    use std::time::Duration;

    use rustix::param::clock_ticks_per_second;
    use rustix::process::getuid;

    use super::{Process, Timestamp};

    pub(super) fn running() -> Option<Vec<Process>> {
        let kernel = fs::read_to_string("/proc/stat").ok()?;
        let booted_at = booted_at(&kernel)?;
        let ours = getuid().as_raw();
        let entries = fs::read_dir("/proc").ok()?.flatten();
        let ours = entries.filter(|entry| entry.metadata().is_ok_and(|found| found.uid() == ours));
        let stats = ours.filter_map(|entry| fs::read_to_string(entry.path().join("stat")).ok());
        let processes = stats.filter_map(|stat| of_stat(&stat, booted_at));
        Some(processes.collect())
    }

    /// `btime` in `/proc/stat`, in whole seconds (proc_stat(5)).
    pub(super) fn booted_at(kernel: &str) -> Option<Timestamp> {
        let mut lines = kernel.lines();
        let second = lines.find_map(|line| line.strip_prefix("btime "))?;
        Timestamp::from_second(second.trim().parse().ok()?).ok()
    }

    /// A line of `/proc/<pid>/stat` (proc_pid_stat(5)): the fields 1, 2, 4 and 22. The name stands
    /// in brackets, and may itself have brackets and spaces in it.
    pub(super) fn of_stat(stat: &str, booted_at: Timestamp) -> Option<Process> {
        let (pid, rest) = stat.split_once(" (")?;
        let (name, rest) = rest.rsplit_once(") ")?;
        let mut fields = rest.split(' ');
        let parent = fields.nth(1)?.parse().ok()?;
        let ticks: u64 = fields.nth(17)?.parse().ok()?;
        let after_boot = ticks.checked_mul(1000)? / clock_ticks_per_second().max(1);
        Some(Process {
            pid: pid.parse().ok()?,
            parent,
            name: name.to_owned(),
            started_at: booted_at
                .checked_add(Duration::from_millis(after_boot))
                .ok()?,
        })
    }
}

/// macOS: the kernel is asked by `ps`, which every Unix has.
#[cfg(any(all(unix, test), all(unix, not(target_os = "linux"))))]
mod by_ps {
    use std::path::Path;
    use std::time::Duration;

    use jiff::civil::DateTime;
    use jiff::tz::TimeZone;
    use rustix::process::getuid;

    use super::{Process, fields};
    use crate::detect::run::Run;

    pub(super) fn running() -> Option<Vec<Process>> {
        let user = getuid().as_raw().to_string();
        let run = Run {
            program: Path::new("/bin/ps"),
            arguments: &["-U", &user, "-o", "pid=,ppid=,lstart=,comm="],
            home: Path::new("/"),
            path: None,
            environment: &[("LC_ALL", "C"), ("TZ", "UTC0")],
            deadline: Duration::from_secs(5),
        };
        let printed = run.printed().filter(|printed| printed.succeeded)?;
        let text = String::from_utf8_lossy(&printed.bytes).into_owned();
        Some(text.lines().filter_map(of_line).collect())
    }

    /// `10 1 Sat Nov 21 07:14:43 2026 /Applications/Some App.app/Contents/MacOS/App`.
    pub(super) fn of_line(line: &str) -> Option<Process> {
        let ([pid, parent, weekday, month, day, time, year], program) = fields(line)?;
        let moment = [weekday, month, day, time, year].join(" ");
        let moment = DateTime::strptime("%a %b %d %H:%M:%S %Y", moment).ok()?;
        let name = Path::new(program.trim_end()).file_name()?;
        Some(Process {
            pid: pid.parse().ok()?,
            parent: parent.parse().ok()?,
            name: name.to_string_lossy().into_owned(),
            started_at: moment.to_zoned(TimeZone::UTC).ok()?.timestamp(),
        })
    }
}

#[cfg(any(windows, test))]
mod windows {
    use super::{Process, Timestamp, fields};

    /// One line a process: id, parent's id, start in UTC, name. Those of others have no start.
    #[cfg(windows)]
    const SCRIPT: &str = "Get-CimInstance Win32_Process | Where-Object CreationDate | \
        ForEach-Object { '{0} {1} {2} {3}' -f $_.ProcessId, $_.ParentProcessId, \
        $_.CreationDate.ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ss.fffZ'), $_.Name }";

    #[cfg(windows)]
    pub(super) fn running() -> Option<Vec<Process>> {
        use std::path::Path;
        use std::time::Duration;

        use crate::detect::run::Run;

        let run = Run {
            program: Path::new(r"C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe"),
            arguments: &["-NoProfile", "-NonInteractive", "-Command", SCRIPT],
            home: Path::new(r"C:\"),
            path: None,
            environment: &[],
            deadline: Duration::from_secs(10),
        };
        let printed = run.printed().filter(|printed| printed.succeeded)?;
        let text = String::from_utf8_lossy(&printed.bytes).into_owned();
        Some(text.lines().filter_map(of_line).collect())
    }

    pub(super) fn of_line(line: &str) -> Option<Process> {
        let ([pid, parent, started_at], name) = fields(line)?;
        let name = name.trim_end();
        Some(Process {
            pid: pid.parse().ok()?,
            parent: parent.parse().ok()?,
            name: name.strip_suffix(".exe").unwrap_or(name).to_owned(),
            started_at: started_at.parse::<Timestamp>().ok()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn process(pid: u32, parent: u32, name: &str, started_at: &str) -> Process {
        Process {
            pid,
            parent,
            name: name.to_owned(),
            started_at: started_at.parse().unwrap(),
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_kernels_line_is_read_also_with_brackets_in_the_name() {
        let booted_at = linux::booted_at("cpu 1 2\nbtime 1700000000\nprocesses 9\n").unwrap();
        let ticks = 250 * rustix::param::clock_ticks_per_second() / 100;
        let stat = format!(
            "77 (a) b (c) S 5 77 77 0 -1 4194304 1 0 0 0 0 0 0 0 20 0 1 0 {ticks} 3133440 384\n"
        );
        assert_eq!(
            linux::of_stat(&stat, booted_at),
            Some(process(77, 5, "a) b (c", "2023-11-14T22:13:22.5Z"))
        );
        assert_eq!(linux::of_stat("77 (x) S 5", booted_at), None);
    }

    #[cfg(unix)]
    #[test]
    fn the_line_of_ps_is_read_also_with_spaces_in_the_path() {
        let line = "  312     1 Sun Nov  1 07:04:43 2026 /Applications/Some App.app/Contents/MacOS/Codex (Renderer)";
        let read = process(312, 1, "Codex (Renderer)", "2026-11-01T07:04:43Z");
        assert_eq!(by_ps::of_line(line), Some(read));
        assert_eq!(by_ps::of_line("312 1 Sun Nov"), None);
    }

    #[test]
    fn the_line_of_windows_is_read_without_the_ending() {
        let line = "4120 988 2026-11-21T07:14:43.120Z Code - Insiders.exe\r";
        let read = process(4120, 988, "Code - Insiders", "2026-11-21T07:14:43.120Z");
        assert_eq!(windows::of_line(line), Some(read));
        assert_eq!(windows::of_line("4 0  System"), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_process_of_ours_is_listed_with_its_parent_and_its_start_by_both_ways() {
        use std::process::{Command, Stdio};

        let folder = tempfile::tempdir().unwrap();
        let mark = folder.path().join("mark");
        std::fs::write(&mark, "").unwrap();
        let marked = Timestamp::try_from(mark.metadata().unwrap().modified().unwrap()).unwrap();
        let mut child = Command::new("cat").stdin(Stdio::piped()).spawn().unwrap();
        let listed = [running(), by_ps::running().unwrap()].map(|all| {
            let mut all = all.into_iter();
            all.find(|process| process.pid == child.id()).unwrap()
        });
        child.kill().unwrap();
        child.wait().unwrap();
        for process in listed {
            assert_eq!(
                (process.parent, process.name.as_str()),
                (std::process::id(), "cat")
            );
            // The kernel tells its own start in whole seconds.
            let off = process.started_at.duration_since(marked).as_secs_f64();
            assert!(off.abs() <= 2.0, "{off}");
        }
    }
}
