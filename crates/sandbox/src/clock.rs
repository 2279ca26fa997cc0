//! The sandbox's own clock: the time that it reads (usually the machine's) with an offset, or a frozen time.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;

/// A function that reads a clock, in Unix milliseconds.
pub(crate) type ReadClock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// The machine's time, in Unix milliseconds.
#[expect(clippy::disallowed_methods, reason = "the one place of the sandbox that reads the machine's clock")]
pub(crate) fn machine_ms() -> i64 {
    Timestamp::now().as_millisecond()
}

/// A clock that can be set, moved and frozen.
#[derive(Clone)]
pub(crate) struct Clock {
    machine: ReadClock,
    offset_ms: i64,
    frozen_at: Option<i64>,
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { offset_ms, frozen_at, .. } = self;
        f.debug_struct("Clock").field("offset_ms", offset_ms).field("frozen_at", frozen_at).finish_non_exhaustive()
    }
}

impl Clock {
    /// A clock set to `start_ms` (Unix milliseconds), or to the machine's time where absent.
    pub(crate) fn new(machine: ReadClock, start_ms: Option<i64>, frozen: bool) -> Self {
        let mut clock = Self { machine, offset_ms: 0, frozen_at: None };
        if let Some(start) = start_ms {
            clock.set(start);
        }
        if frozen {
            clock.freeze();
        }
        clock
    }

    /// The present time in Unix milliseconds.
    pub(crate) fn now_ms(&self) -> i64 {
        self.frozen_at.unwrap_or_else(|| (self.machine)().saturating_add(self.offset_ms))
    }

    pub(crate) fn is_frozen(&self) -> bool {
        self.frozen_at.is_some()
    }

    pub(crate) fn set(&mut self, unix_ms: i64) {
        self.offset_ms = unix_ms.saturating_sub((self.machine)());
        if self.frozen_at.is_some() {
            self.frozen_at = Some(unix_ms);
        }
    }

    pub(crate) fn freeze(&mut self) {
        self.frozen_at = Some(self.now_ms());
    }

    /// Ends a freeze; the clock runs on from the frozen time.
    pub(crate) fn run(&mut self) {
        if let Some(at) = self.frozen_at.take() {
            self.set(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_moves_freezes_and_goes_on() {
        let mut clock = Clock::new(Arc::new(|| 1_000), None, false);
        assert_eq!(clock.now_ms(), 1_000);
        clock.set(5_000);
        assert_eq!(clock.now_ms(), 5_000);
        clock.freeze();
        clock.set(7_000);
        assert!(clock.is_frozen());
        clock.run();
        assert_eq!((clock.now_ms(), clock.is_frozen()), (7_000, false));
    }
}
