//! Tells from the pixels of a screen when a balance is painted: by those pixels that another balance
//! changes and that nothing else does. Knows no window.

use std::{thread::sleep, time::Duration};

use criterion::measurement::{Measurement, WallTime};
use tests::{desktop::Desktop, wait::until};

const PIXEL: usize = 4;
/// Between two looks: looking all the time would take a processor away from what is measured. It is a
/// part of the time.
const PAUSE: Duration = Duration::from_millis(4);
/// A countdown and an age tick at least once in this time.
const TICKS: usize = 100;
/// So many looks apart without a change, and a picture stands still.
const STILL: usize = 12;
/// Of a balance's pixels, so many in a hundred are enough: the text beside it may have aged.
const ENOUGH: usize = 98;

/// The pixels of a balance that is painted.
pub(crate) struct Painted {
    /// Where, and what is there.
    pixels: Vec<(usize, [u8; PIXEL])>,
}

/// What the screen shows once it stands still, and has something on it.
pub(crate) fn still(desktop: &Desktop) -> Vec<u8> {
    let (mut last, mut same) = (Vec::new(), 0);
    until("a picture that stands still", || {
        let now = desktop.pixels();
        same = if now == last { same + 1 } else { 0 };
        last = now;
        (same > STILL && is_painted(&last)).then(|| last.clone())
    })
}

/// More than a bare window, which is of one colour beside its frame.
fn is_painted(pixels: &[u8]) -> bool {
    let row = 1280 * PIXEL;
    let rows = pixels.chunks(row);
    let lively = |row: &[u8]| {
        row.windows(2 * PIXEL)
            .filter(|two| two[..PIXEL] != two[PIXEL..])
            .count()
            > 200
    };
    rows.filter(|row| lively(row)).count() > 20
}

impl Painted {
    /// The pixels that a change of the balance changes. What ticks by itself is left out.
    pub(crate) fn of_a_change(desktop: &Desktop, before: &[u8], change: impl FnOnce()) -> Self {
        change();
        until("another balance on the screen", || {
            (differing(before, &desktop.pixels()) > 500).then_some(())
        });
        let after = still(desktop);
        let mut pixels: Vec<_> = pixels(&after)
            .zip(self::pixels(before))
            .enumerate()
            .filter(|(_, (now, then))| now != then)
            .map(|(at, (now, _))| (at, now))
            .collect();
        let mut looks = 0;
        until("all that ticks to tick", || {
            let now = desktop.pixels();
            pixels.retain(|(at, seen)| pixel(&now, *at) == *seen);
            looks += 1;
            (looks == TICKS).then_some(())
        });
        assert!(pixels.len() > 100, "a balance has pixels: {}", pixels.len());
        Self { pixels }
    }

    /// How long `start` takes until they are painted.
    pub(crate) fn since<T>(&self, desktop: &Desktop, start: impl FnOnce() -> T) -> (T, Duration) {
        assert!(!self.are_on(&desktop.pixels()), "they are painted already");
        let clock = WallTime.start();
        let started = start();
        while !self.are_on(&desktop.pixels()) {
            sleep(PAUSE);
            assert!(
                WallTime.end(clock) < tests::wait::PATIENCE,
                "no balance is painted"
            );
        }
        (started, WallTime.end(clock))
    }

    fn are_on(&self, screen: &[u8]) -> bool {
        let painted = self
            .pixels
            .iter()
            .filter(|(at, seen)| pixel(screen, *at) == *seen);
        painted.count() * 100 >= self.pixels.len() * ENOUGH
    }
}

fn pixels(screen: &[u8]) -> impl Iterator<Item = [u8; PIXEL]> + '_ {
    screen
        .chunks_exact(PIXEL)
        .map(|pixel| pixel.try_into().expect("four bytes"))
}

fn pixel(screen: &[u8], at: usize) -> [u8; PIXEL] {
    let bytes = screen.get(at * PIXEL..(at + 1) * PIXEL);
    bytes
        .and_then(|bytes| bytes.try_into().ok())
        .expect("a pixel")
}

fn differing(one: &[u8], other: &[u8]) -> usize {
    pixels(one)
        .zip(pixels(other))
        .filter(|(one, other)| one != other)
        .count()
}
