//! The log as the resident starts it, on real disks: roomy, full, read-only and silent ones.

use std::fs;
use std::path::PathBuf;

use secrecy::SecretString;
use tempfile::TempDir;
use tracing::subscriber::with_default;

use super::files::LONGEST;
use super::*;

/// A log of one's own in a folder of one's own.
struct Scene {
    root: TempDir,
    log: Log,
}

impl Scene {
    fn new(knowing: &[&str]) -> Self {
        let root = tempfile::tempdir().unwrap();
        let known = Known::default();
        for secret in knowing {
            known.learn(&SecretString::from(*secret));
        }
        let log = Log::to(Files::in_folder(&root.path().join("logs")), known);
        Self { root, log }
    }

    fn folder(&self) -> PathBuf {
        self.root.path().join("logs")
    }

    fn logging(&self, work: impl FnOnce()) {
        with_default(self.log.subscriber(EnvFilter::new("info")), work);
        self.log.settle();
    }

    /// The names of its files with their lengths.
    fn files(&self) -> Vec<(String, u64)> {
        let entries = fs::read_dir(self.folder()).unwrap().map(Result::unwrap);
        let named = |entry: fs::DirEntry| {
            let name = entry.file_name().into_string().unwrap();
            (name, entry.metadata().unwrap().len())
        };
        let mut files: Vec<_> = entries.map(named).collect();
        files.sort();
        files
    }

    fn newest(&self) -> String {
        fs::read_to_string(self.folder().join("resident.log")).unwrap()
    }
}

#[test]
fn of_more_than_twelve_megabytes_five_files_of_two_stay_with_the_newest_lines() {
    let scene = Scene::new(&[]);
    let filling = "x".repeat(900);
    let lines = 14_000;
    for begin in (0..lines).step_by(500) {
        scene.logging(|| {
            for number in begin..begin + 500 {
                tracing::info!(number, filling, "a line");
            }
        });
    }
    let files = scene.files();
    let names: Vec<_> = files.iter().map(|(name, _)| name.as_str()).collect();
    let expected = [
        "resident.1.log",
        "resident.2.log",
        "resident.3.log",
        "resident.4.log",
    ];
    assert_eq!(names, [&expected[..], &["resident.log"]].concat());
    assert!(
        files.iter().all(|(_, length)| *length <= LONGEST),
        "{files:?}"
    );
    let kept: u64 = files.iter().map(|(_, length)| length).sum();
    assert!(
        kept > 4 * LONGEST,
        "no more than the oldest file is lost: {files:?}"
    );
    let newest = scene.newest();
    assert!(
        newest.contains(&format!("number={}", lines - 1)),
        "the last line"
    );
    // Whole lines only, one after another from the oldest file to the newest, none missing.
    let all: String = [4, 3, 2, 1]
        .map(|number| fs::read_to_string(scene.folder().join(format!("resident.{number}.log"))))
        .map(Result::unwrap)
        .concat()
        + &newest;
    let number = |line: &str| -> u64 {
        let (_, rest) = line.split_once("number=").unwrap();
        rest.split_once(' ').unwrap().0.parse().unwrap()
    };
    let numbers: Vec<_> = all.lines().map(number).collect();
    assert!(numbers.windows(2).all(|pair| pair[0] + 1 == pair[1]));
}

#[cfg(unix)]
#[test]
fn folder_and_files_are_for_their_owner_alone_also_where_they_were_not() {
    use std::os::unix::fs::PermissionsExt;
    let scene = Scene::new(&[]);
    fs::create_dir(scene.folder()).unwrap();
    fs::set_permissions(scene.folder(), fs::Permissions::from_mode(0o755)).unwrap();
    scene.logging(|| tracing::info!("a line"));
    let mode = |path: PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(scene.folder()), 0o700);
    assert_eq!(mode(scene.folder().join("resident.log")), 0o600);
}

#[test]
fn no_line_shows_a_secret_in_any_field_or_spelling() {
    let scene = Scene::new(&["canary \"4711\"/a"]);
    scene.logging(|| {
        tracing::info!(plain = "canary \"4711\"/a", "a line");
        tracing::info!(debug = ?"canary \"4711\"/a", "canary%20%224711%22%2Fa");
    });
    let log = scene.newest();
    assert_eq!(log.lines().count(), 2, "{log}");
    assert!(!log.contains("4711"), "{log}");
}

/// A disk where nothing can be made: as root, too.
#[test]
fn lines_that_no_disk_took_are_counted_once_one_does() {
    let scene = Scene::new(&[]);
    fs::write(scene.folder(), "no folder").unwrap();
    scene.logging(|| (0..3).for_each(|number| tracing::info!(number, "lost")));
    fs::remove_file(scene.folder()).unwrap();
    scene.logging(|| tracing::info!("kept"));
    let log = scene.newest();
    let mut lines = log.lines();
    assert_eq!(lines.next(), Some("3 lines are missing here"));
    assert!(
        lines.next().is_some_and(|line| line.ends_with("kept")),
        "{log}"
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_costs_lines_and_nothing_else() {
    let scene = Scene::new(&[]);
    fs::create_dir(scene.folder()).unwrap();
    std::os::unix::fs::symlink("/dev/full", scene.folder().join("resident.log")).unwrap();
    scene.logging(|| (0..20).for_each(|number| tracing::info!(number, "lost")));
    fs::remove_file(scene.folder().join("resident.log")).unwrap();
    scene.logging(|| tracing::info!("kept"));
    assert!(scene.newest().starts_with("20 lines are missing here\n"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_silent_disk_holds_nobody_up() {
    let scene = Scene::new(&[]);
    fs::create_dir(scene.folder()).unwrap();
    let pipe = scene.folder().join("resident.log");
    // Opening a pipe that nobody reads waits for ever.
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    let (done, all_said) = mpsc::channel();
    let log = scene.log.clone();
    thread::spawn(move || {
        with_default(log.subscriber(EnvFilter::new("info")), || {
            (0..5 * WAITING).for_each(|number| tracing::info!(number, "waits"));
        });
        log.settle();
        done.send(()).unwrap();
    });
    all_said.recv_timeout(Duration::from_secs(20)).unwrap();
    // The thread is let go.
    drop(fs::File::open(&pipe).unwrap());
}
