//! Rates: how often something may be done, as a bucket that acts empty and time fills.

use jiff::Timestamp;

/// A rate: how many acts at once, and how many a minute in the long run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// The largest number of acts at once, after a pause.
    pub burst: u32,
    /// The number of acts a minute that never ends.
    pub a_minute: u32,
}

impl Rate {
    /// The seconds that an empty bucket takes to become full: [`Rate::burst`] acts may be made in any such time.
    pub fn window_s(self) -> u64 {
        seconds(self.full(), self.a_minute)
    }

    /// The parts in a full bucket.
    fn full(self) -> i64 {
        i64::from(self.burst) * ACT
    }
}

/// What is left in a bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLeft {
    /// The rate.
    pub rate: Rate,
    /// The number of acts that may be made at once.
    pub left: u32,
    /// The seconds until the bucket is full.
    pub full_in_s: u64,
}

/// The parts that one act takes; each millisecond adds as many as acts may be made in a minute.
const ACT: i64 = 60_000;

/// A bucket of a [`Rate`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bucket {
    rate: Rate,
    parts: i64,
    at: Timestamp,
}

impl Bucket {
    /// A full bucket.
    pub fn full(rate: Rate, now: Timestamp) -> Self {
        Self { rate, parts: rate.full(), at: now }
    }

    /// Takes one act out.
    ///
    /// # Errors
    /// The seconds until one may be made; nothing is taken then.
    pub fn take(&mut self, now: Timestamp) -> Result<RateLeft, u64> {
        self.fill(now);
        if self.parts < ACT {
            return Err(seconds(ACT - self.parts, self.rate.a_minute));
        }
        self.parts -= ACT;
        Ok(self.left())
    }

    /// Puts one act back, which was not made after all.
    pub fn give_back(&mut self) {
        self.parts = (self.parts + ACT).min(self.rate.full());
    }

    /// What is left.
    pub fn look(&mut self, now: Timestamp) -> RateLeft {
        self.fill(now);
        self.left()
    }

    fn left(&self) -> RateLeft {
        let left = u32::try_from(self.parts / ACT).unwrap_or_default();
        let full_in_s = seconds(self.rate.full() - self.parts, self.rate.a_minute);
        RateLeft { rate: self.rate, left, full_in_s }
    }

    /// Adds what the time since the last look is worth. A clock that was set back adds nothing, and costs nothing.
    fn fill(&mut self, now: Timestamp) {
        let passed = now.as_millisecond().saturating_sub(self.at.as_millisecond()).max(0);
        let gained = passed.saturating_mul(i64::from(self.rate.a_minute));
        self.parts = self.parts.saturating_add(gained).min(self.rate.full());
        self.at = now;
    }
}

/// The whole seconds that fill so many parts, rounded up.
fn seconds(parts: i64, a_minute: u32) -> u64 {
    let a_second = (i64::from(a_minute) * 1_000).max(1);
    u64::try_from((parts.max(0) + a_second - 1) / a_second).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use proptest::prelude::*;

    use super::*;

    const RATE: Rate = Rate { burst: 3, a_minute: 60 };

    fn at(ms: i64) -> Timestamp {
        Timestamp::from_millisecond(ms).unwrap()
    }

    #[test]
    fn a_burst_is_taken_at_once_and_then_one_a_second() {
        let mut bucket = Bucket::full(RATE, at(0));
        let left = |taken: Result<RateLeft, u64>| taken.map(|left| (left.left, left.full_in_s));
        assert_eq!(
            [bucket.take(at(0)), bucket.take(at(0)), bucket.take(at(0))].map(left),
            [Ok((2, 1)), Ok((1, 2)), Ok((0, 3))]
        );
        assert_eq!(bucket.take(at(0)), Err(1));
        assert_eq!(bucket.take(at(999)), Err(1));
        assert_eq!(left(bucket.take(at(1_000))), Ok((0, 3)));
        assert_eq!(bucket.take(at(1_000)), Err(1));
        bucket.give_back();
        assert_eq!(left(bucket.take(at(1_000))), Ok((0, 3)), "it was not made after all");
        assert_eq!(bucket.look(at(60_000)).left, 3, "it never holds more than a burst");
        assert_eq!((RATE.window_s(), Rate { burst: 100, a_minute: 300 }.window_s()), (3, 20));
    }

    #[test]
    fn a_clock_that_is_set_back_neither_locks_out_nor_gives_away() {
        let mut bucket = Bucket::full(RATE, at(10_000_000));
        for _ in 0..3 {
            bucket.take(at(10_000_000)).unwrap();
        }
        assert_eq!(bucket.take(at(0)), Err(1));
        assert!(bucket.take(at(1_000)).is_ok(), "a second by the new clock");
        assert_eq!(bucket.take(at(1_000)), Err(1));
    }

    proptest! {
        #[test]
        fn no_time_has_more_than_a_burst_and_what_it_is_worth(steps in proptest::collection::vec(0..5_000i64, 1..300)) {
            let mut bucket = Bucket::full(RATE, at(0));
            let (mut now, mut made) = (Timestamp::UNIX_EPOCH, 0);
            for step in steps {
                now += SignedDuration::from_millis(step);
                made += i64::from(bucket.take(now).is_ok());
                prop_assert!(made <= 3 + now.as_millisecond() / 1_000);
            }
        }
    }
}
