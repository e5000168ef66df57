//! A terminal with a program in it, and the person who reads and types there. What the program prints
//! on its standard output goes elsewhere. Knows no program.

use std::{
    fs::File,
    io::{Read, Write},
    path::Path,
    process::{Child, Command},
    sync::{Arc, Mutex, PoisonError},
    thread,
};

use rustix::pty::{OpenptFlags, grantpt, ioctl_tiocgptpeer, openpt, unlockpt};
use wait_timeout::ChildExt;

use crate::wait::{PATIENCE, until_or};

/// A program at a terminal. Dropping it ends it.
#[derive(Debug)]
pub struct Terminal {
    child: Child,
    keyboard: File,
    screen: Arc<Mutex<String>>,
}

impl Terminal {
    /// Starts it, with its standard output in a file.
    ///
    /// # Panics
    /// When there is no terminal to be had, or it cannot be started.
    #[must_use]
    pub fn start(mut command: Command, output: &Path) -> Self {
        let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY;
        let keyboard = openpt(flags).expect("a terminal");
        grantpt(&keyboard).expect("a terminal of one's own");
        unlockpt(&keyboard).expect("an open terminal");
        let seat = || File::from(ioctl_tiocgptpeer(&keyboard, flags).expect("its other end"));
        let child = command
            .stdin(seat())
            .stderr(seat())
            .stdout(File::create(output).expect("a file for the output"))
            .spawn()
            .expect("a program");
        // Its end of the terminal is the program's alone from here on.
        drop(command);
        let keyboard = File::from(keyboard);
        let mut shown = keyboard.try_clone().expect("a terminal");
        let screen = Arc::new(Mutex::new(String::new()));
        let seen = Arc::clone(&screen);
        thread::spawn(move || {
            let mut bytes = [0_u8; 4096];
            while let Ok(count @ 1..) = shown.read(&mut bytes) {
                let text = String::from_utf8_lossy(&bytes[..count]);
                let mut screen = seen.lock().unwrap_or_else(PoisonError::into_inner);
                screen.push_str(&text);
            }
        });
        Self {
            child,
            keyboard,
            screen,
        }
    }

    /// Waits until something is shown, and gives all that was shown so far.
    ///
    /// # Panics
    /// When it is not shown in time.
    #[track_caller]
    pub fn shows(&self, text: &str) -> String {
        let screen = || {
            let screen = self.screen.lock();
            screen.unwrap_or_else(PoisonError::into_inner).clone()
        };
        until_or(
            || format!("{text:?} in {:?}", screen()),
            || Some(screen()).filter(|shown| shown.contains(text)),
        )
    }

    /// Types a line.
    ///
    /// # Panics
    /// When nobody can read it.
    pub fn types(&mut self, line: &str) {
        writeln!(self.keyboard, "{line}").expect("a terminal that is read");
    }

    /// Waits for the program's end; its exit code, none for a signal.
    ///
    /// # Panics
    /// When it does not end in time.
    pub fn ended(&mut self) -> Option<i32> {
        let ended = self.child.wait_timeout(PATIENCE).expect("a program");
        ended.expect("the program to end").code()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
