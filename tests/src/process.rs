//! Programs that run beside a test and end with it, and programs that run to their end. Ends only
//! what it started, by process id.

use std::{
    fs::File,
    io::{BufRead, BufReader, ErrorKind, Read, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
};

use wait_timeout::ChildExt;

use crate::wait::{PATIENCE, until};

/// A program that runs beside the test. Dropping it ends it.
#[derive(Debug)]
pub struct Beside {
    child: Child,
    name: String,
}

impl Beside {
    /// Starts it; what it prints goes to `log`.
    ///
    /// # Panics
    /// When it cannot be started.
    pub fn start(command: &mut Command, log: &Path) -> Self {
        let out = File::create(log).expect("a log file");
        let err = out.try_clone().expect("a log file");
        Self::spawn(command.stdout(out).stderr(err))
    }

    /// Starts it, feeds it `input`, and waits for the first line that it prints.
    ///
    /// # Panics
    /// When it cannot be started, or prints no line in time.
    pub fn start_with_line(command: &mut Command, log: &Path) -> (Self, String) {
        let err = File::create(log).expect("a log file");
        let mut beside = Self::spawn(command.stdout(Stdio::piped()).stderr(err));
        let out = beside.child.stdout.take().expect("a piped output");
        let (line_out, line_in) = mpsc::channel();
        thread::spawn(move || {
            let mut out = BufReader::new(out);
            let mut line = String::new();
            if out.read_line(&mut line).is_ok() && line_out.send(line).is_ok() {
                // Read on, so that the program never stops at a full pipe.
                let _ = std::io::copy(&mut out, &mut std::io::sink());
            }
        });
        let line = line_in
            .recv_timeout(PATIENCE)
            .unwrap_or_else(|_| panic!("{} printed no line", beside.name));
        assert!(
            !line.is_empty(),
            "{} ended: {}",
            beside.name,
            std::fs::read_to_string(log).unwrap_or_default()
        );
        (beside, line.trim_end().to_owned())
    }

    /// Starts it and feeds it `input`, whole.
    ///
    /// # Panics
    /// When it cannot be started or does not read.
    pub fn start_with_input(command: &mut Command, input: &str, log: &Path) -> Self {
        let mut beside = Self::start(command.stdin(Stdio::piped()), log);
        let mut stdin = beside.child.stdin.take().expect("a piped input");
        stdin
            .write_all(input.as_bytes())
            .expect("it reads its input");
        beside
    }

    fn spawn(command: &mut Command) -> Self {
        let name = command.get_program().to_string_lossy().into_owned();
        let child = start(command);
        Self { child, name }
    }

    /// Its exit code, once it ended; `None` inside for a signal.
    pub fn ended(&mut self) -> Option<Option<i32>> {
        let status = self.child.try_wait().ok()??;
        Some(status.code())
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A program that a test has just written is busy while another test's child, which was forked in
/// between and has not yet become its own program, holds the file open.
#[track_caller]
fn start(command: &mut Command) -> Child {
    let name = command.get_program().to_string_lossy().into_owned();
    until(format!("{name} to be startable"), || {
        match command.spawn() {
            Err(error) if error.kind() == ErrorKind::ExecutableFileBusy => None,
            started => Some(started),
        }
    })
    .unwrap_or_else(|error| panic!("could not start {name}: {error}"))
}

/// How a program ended.
#[derive(Debug, Clone)]
pub struct Ended {
    /// Its exit code; none for a signal.
    pub code: Option<i32>,
    /// What it printed.
    pub out: String,
    /// What it printed as errors.
    pub err: String,
}

impl Ended {
    /// Goes on only when the exit code is 0.
    ///
    /// # Panics
    /// When it is not; the message holds all that was printed.
    #[track_caller]
    #[must_use]
    pub fn well(self) -> Self {
        assert_eq!(self.code, Some(0), "{}{}", self.out, self.err);
        self
    }
}

/// Runs a program to its end, with `input` on its standard input.
///
/// # Panics
/// When it cannot be started or does not end in time.
#[track_caller]
pub fn run(command: &mut Command, input: &str) -> Ended {
    let name = PathBuf::from(command.get_program());
    let mut child = start(
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped()),
    );
    let mut stdin = child.stdin.take().expect("a piped input");
    // A program that ends without reading closes its end: that is its right.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    let out = reading(child.stdout.take().expect("a piped output"));
    let err = reading(child.stderr.take().expect("a piped output"));
    let status = child
        .wait_timeout(PATIENCE * 2)
        .expect("a child to wait for");
    if status.is_none() {
        let _ = child.kill();
        let _ = child.wait();
    }
    let ended = Ended {
        code: status.and_then(|status| status.code()),
        out: out.join().expect("a reader"),
        err: err.join().expect("a reader"),
    };
    assert!(
        status.is_some(),
        "{} does not end: {ended:?}",
        name.display()
    );
    ended
}

fn reading(mut pipe: impl Read + Send + 'static) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = pipe.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    })
}
