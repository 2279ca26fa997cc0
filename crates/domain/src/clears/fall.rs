//! When a count fell as a clear makes it fall, and not by the day's turn or by noise.

use jiff::{SignedDuration, Timestamp};

use crate::quota_zone::QuotaZone;
use crate::reading::Figures;

/// How long after midnight a reading may still show the day before.
pub const RESET_SHOWS_WITHIN: SignedDuration = SignedDuration::from_mins(30);
/// A fall of so many calls or fewer proves nothing.
pub const FALL_CALLS: i64 = 20;
/// A fall of so many per cent or fewer proves nothing: `used` may be off by 1 % either way (official clearQuota page).
pub const FALL_PERCENT: i64 = 2;

/// Below this limit a fall of half of the use is proof too: many interfaces allow 10 calls a day.
pub const SMALL_LIMIT: i64 = 200;

/// What a good reading said of an interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UsedCalls {
    /// When it was read.
    pub at: Timestamp,
    /// Calls made by then on that quota day.
    pub calls: i64,
    /// Calls allowed on that quota day; 0 where that is not known.
    pub limit: i64,
}

impl UsedCalls {
    /// What a reading with these figures said.
    pub fn read(at: Timestamp, figures: Figures) -> Self {
        Self { at, calls: figures.used, limit: figures.daily_limit }
    }

    fn is_of_small_limit(self) -> bool {
        (1..SMALL_LIMIT).contains(&self.limit)
    }

    /// Whether so little is used that a clear has nothing to reset.
    pub fn is_near_zero(self) -> bool {
        let Self { calls: used, limit: daily_limit, .. } = self;
        Figures { daily_limit, used, remain: daily_limit.saturating_sub(used) }.is_near_zero()
    }

    /// Whether a fall of this use could be told from noise.
    pub fn would_show(self) -> bool {
        self.calls > FALL_CALLS || (self.is_of_small_limit() && self.calls > 0)
    }

    /// Whether a fall from here could be told from noise and from the day's turn.
    pub fn can_fall(self, zone: &QuotaZone) -> bool {
        self.would_show() && self.at.duration_since(zone.day_start(self.at)) >= RESET_SHOWS_WITHIN
    }

    /// Whether `later`, on the same quota day, is a fall that no noise explains.
    pub fn fell_to(self, later: Self, zone: &QuotaZone) -> bool {
        let calls = i128::from(self.calls);
        let by = calls - i128::from(later.calls);
        let is_large = by > i128::from(FALL_CALLS) && by * 100 > calls * i128::from(FALL_PERCENT);
        let is_half = self.is_of_small_limit() && by > 0 && by * 2 >= calls;
        self.can_fall(zone) && later.at > self.at && zone.day(later.at) == zone.day(self.at) && (is_large || is_half)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn used_of(time: &str, calls: i64, limit: i64) -> UsedCalls {
        UsedCalls { at: format!("2026-11-22T{time}:00+08:00").parse().unwrap(), calls, limit }
    }

    fn used(time: &str, calls: i64) -> UsedCalls {
        used_of(time, calls, 100_000_000)
    }

    fn fell(from: UsedCalls, to: UsedCalls) -> bool {
        from.fell_to(to, &QuotaZone::default())
    }

    #[test]
    fn a_fall_is_more_than_noise() {
        let from = used("10:00", 2_000);
        assert!(fell(from, used("11:00", 1_959)));
        assert!(!fell(from, used("11:00", 1_960)), "2 % are noise");
        assert!(!fell(used("10:00", 100), used("11:00", 80)), "20 calls are noise");
        assert!(fell(used("10:00", 100), used("11:00", 79)));
        assert!(!fell(used("10:00", 20), used("11:00", 0)), "so little cannot be told");
        assert!(!fell(from, used("11:00", 2_500)));
    }

    #[test]
    fn the_days_turn_is_no_fall() {
        let tomorrow = UsedCalls { at: "2026-11-23T00:10:00+08:00".parse().unwrap(), ..used("00:10", 0) };
        assert!(!fell(used("23:50", 900), tomorrow));
        assert!(!fell(used("00:29", 900), used("00:40", 0)), "yesterday's figures may have been shown");
        assert!(fell(used("00:30", 900), used("00:40", 0)));
        assert!(!fell(used("10:00", 900), used("09:00", 0)), "an earlier reading is no later one");
    }

    #[test]
    fn half_of_the_use_is_a_fall_where_the_limit_is_small() {
        let falls = |limit, before, after| fell(used_of("10:00", before, limit), used_of("11:00", after, limit));
        for (before, after, small, large) in [
            (1, 0, true, false),
            (2, 0, true, false),
            (2, 1, true, false),
            (3, 2, false, false),
            (10, 0, true, false),
            (10, 5, true, false),
            (10, 6, false, false),
            (20, 0, true, false),
            (21, 0, true, true),
            (150, 129, true, true),
            (150, 130, false, false),
            (0, 0, false, false),
            (10, 10, false, false),
            (10, 12, false, false),
        ] {
            for (limit, expected) in [(10, small), (199, small), (200, large), (5_000, large), (0, large)] {
                assert_eq!(falls(limit, before, after), expected, "{before} → {after} of {limit}");
            }
        }
        let zone = QuotaZone::default();
        for (calls, limit, can) in [(0, 10, false), (1, 199, true), (1, 200, false), (20, 200, false), (21, 200, true)]
        {
            assert_eq!(used_of("10:00", calls, limit).can_fall(&zone), can, "{calls} of {limit}");
        }
        assert!(!used_of("00:29", 10, 10).can_fall(&zone), "yesterday's figures may have been shown");
    }

    proptest! {
        #[test]
        fn noise_of_one_per_cent_either_way_is_never_a_fall(calls in 0_i64..100_000_000, grown in 0_i64..1_000) {
            let shown_high = calls + calls / 100;
            let later = calls + grown;
            let shown_low = later - later / 100;
            prop_assert!(!fell(used("10:00", shown_high), used("11:00", shown_low)));
        }

        #[test]
        fn it_never_panics(from: i64, to: i64, limit: i64) {
            let _ = fell(used_of("10:00", from, limit), used_of("11:00", to, limit));
        }
    }
}
