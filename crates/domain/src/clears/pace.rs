//! Whether a month's clears last to its end, at the pace so far.

use jiff::{SignedDuration, Timestamp};

use super::Period;

/// So much of a period must have gone by for its pace to say anything.
const SAYS_SOMETHING_AFTER: SignedDuration = SignedDuration::from_hours(24);

/// How a period's clears go on, if they go on as they did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// How many more will be used by the period's end, rounded up.
    pub needed: i64,
    /// How many will have been used by then.
    pub by_end: i64,
    /// Whether as many are left.
    pub lasts: bool,
}

/// The pace of a period in which `used` clears were used from `counted_from` on, with `left` left at `now`. `None` in its
/// first day, and where it is over or has not begun.
pub fn pace(used: i64, left: i64, counted_from: Timestamp, period: Period, now: Timestamp) -> Option<Pace> {
    let from = counted_from.max(period.from);
    let gone = now.duration_since(from);
    if !period.holds(now) || gone < SAYS_SOMETHING_AFTER {
        return None;
    }
    let (gone, to_come) = (gone.as_secs(), period.to.duration_since(now).as_secs());
    let needed = (i128::from(used) * i128::from(to_come) + i128::from(gone) - 1) / i128::from(gone);
    let needed = i64::try_from(needed).unwrap_or(i64::MAX);
    Some(Pace { needed, by_end: used.saturating_add(needed), lasts: needed <= left })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        format!("{text}:00+08:00").parse().unwrap()
    }

    fn november() -> Period {
        Period { from: at("2026-11-01T00:00"), to: at("2026-12-01T00:00") }
    }

    #[test]
    fn a_month_goes_on_as_it_did() {
        let half = |used, left| pace(used, left, Timestamp::MIN, november(), at("2026-11-16T00:00")).unwrap();
        assert_eq!(half(7, 3), Pace { needed: 7, by_end: 14, lasts: false });
        assert_eq!(half(4, 6), Pace { needed: 4, by_end: 8, lasts: true });
        assert_eq!(half(0, 0), Pace { needed: 0, by_end: 0, lasts: true });
        let began_late = pace(2, 6, at("2026-11-11T00:00"), november(), at("2026-11-16T00:00")).unwrap();
        assert_eq!(began_late.needed, 6, "2 in 5 days are 6 in 15");
        let odd = pace(1, 5, Timestamp::MIN, november(), at("2026-11-21T00:00")).unwrap();
        assert_eq!(odd.needed, 1, "half a clear is one");
    }

    #[test]
    fn too_little_says_nothing() {
        let november = november();
        assert_eq!(pace(3, 7, Timestamp::MIN, november, at("2026-11-01T23:59")), None);
        assert_eq!(pace(3, 7, at("2026-11-15T12:00"), november, at("2026-11-16T00:00")), None);
        assert_eq!(pace(3, 7, Timestamp::MIN, november, at("2026-12-01T00:00")), None);
        assert_eq!(pace(3, 7, Timestamp::MIN, november, at("2026-10-31T00:00")), None);
    }
}
