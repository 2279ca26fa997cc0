//! Where the time comes from: passed in, so that tests move it and never wait.

use std::fmt::Debug;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};

/// The time, as the part of wxquota that holds this clock sees it.
pub trait Clock: Send + Sync + Debug {
    /// The present instant.
    fn now(&self) -> Timestamp;

    /// The present instant as UTC milliseconds since 1970, the form that is stored.
    fn now_ms(&self) -> i64 {
        self.now().as_millisecond()
    }

    /// Whether this is the time of a demo's made-up world, which pages mark as such.
    fn is_demo(&self) -> bool {
        false
    }
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// The machine's clock, shifted by a fixed span.
#[derive(Debug, Clone, Copy)]
pub struct ShiftedClock(pub SignedDuration);

impl Clock for ShiftedClock {
    fn now(&self) -> Timestamp {
        SystemClock.now().checked_add(self.0).unwrap_or(Timestamp::MAX)
    }
}

/// A clock that stands still until it is moved.
#[derive(Debug)]
pub struct ManualClock(AtomicI64);

impl ManualClock {
    /// A clock that shows `at`, to the millisecond.
    pub fn at(at: Timestamp) -> Self {
        Self(AtomicI64::new(at.as_millisecond()))
    }

    /// Moves the clock by `by`, backwards where that is negative.
    pub fn advance(&self, by: SignedDuration) {
        let ms = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        self.0.fetch_add(ms, Ordering::SeqCst);
    }

    /// Sets the clock to `at`.
    pub fn set(&self, at: Timestamp) {
        self.0.store(at.as_millisecond(), Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.load(Ordering::SeqCst)).unwrap_or(Timestamp::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manual_clock_moves_both_ways() {
        let clock = ManualClock::at(Timestamp::from_second(1_000).unwrap());
        clock.advance(SignedDuration::from_secs(5));
        assert_eq!(clock.now_ms(), 1_005_000);
        clock.advance(SignedDuration::from_secs(-10));
        assert_eq!(clock.now_ms(), 995_000);
    }
}
