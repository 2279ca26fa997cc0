//! When a count fell as a clear makes it fall, and not by the day's turn or by noise.

use jiff::{SignedDuration, Timestamp};

use crate::quota_zone::QuotaZone;

/// How long after midnight a reading may still show the day before.
pub const RESET_SHOWS_WITHIN: SignedDuration = SignedDuration::from_mins(30);
/// A fall of so many calls or fewer proves nothing.
pub const FALL_CALLS: i64 = 20;
/// A fall of so many per cent or fewer proves nothing: `used` may be off by 1 % either way (official clearQuota page).
pub const FALL_PERCENT: i64 = 2;

/// What a good reading said of an interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UsedCalls {
    /// When it was read.
    pub at: Timestamp,
    /// Calls made by then on that quota day.
    pub calls: i64,
}

impl UsedCalls {
    /// Whether a fall from here could be told from noise and from the day's turn.
    pub fn can_fall(self, zone: &QuotaZone) -> bool {
        self.calls > FALL_CALLS && self.at.duration_since(zone.day_start(self.at)) >= RESET_SHOWS_WITHIN
    }

    /// Whether `later`, on the same quota day, is a fall that no noise explains.
    pub fn fell_to(self, later: Self, zone: &QuotaZone) -> bool {
        let by = i128::from(self.calls) - i128::from(later.calls);
        let noise = i128::from(self.calls) * i128::from(FALL_PERCENT);
        self.can_fall(zone)
            && later.at > self.at
            && zone.day(later.at) == zone.day(self.at)
            && by > i128::from(FALL_CALLS)
            && by * 100 > noise
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn used(time: &str, calls: i64) -> UsedCalls {
        UsedCalls { at: format!("2026-11-22T{time}:00+08:00").parse().unwrap(), calls }
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
        let tomorrow = UsedCalls { at: "2026-11-23T00:10:00+08:00".parse().unwrap(), calls: 0 };
        assert!(!fell(used("23:50", 900), tomorrow));
        assert!(!fell(used("00:29", 900), used("00:40", 0)), "yesterday's figures may have been shown");
        assert!(fell(used("00:30", 900), used("00:40", 0)));
        assert!(!fell(used("10:00", 900), used("09:00", 0)), "an earlier reading is no later one");
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
        fn it_never_panics(from: i64, to: i64) {
            let _ = fell(used("10:00", from), used("11:00", to));
        }
    }
}
