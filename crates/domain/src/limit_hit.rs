//! The limit that a refused call hit, concluded once from its errcode and the readings around it.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::clears::ClearId;
use crate::reading::Figures;
use crate::words::word_enum;

/// The longest time between a call and a reading that says something about it.
pub const NEAR: SignedDuration = SignedDuration::from_hours(2);

/// 45009 `reach max api daily quota limit`, which some interfaces answer at their limit per minute (official global errcodes,
/// official getUnlimitedQRCode page).
pub const QUOTA_LIMIT: i32 = 45009;
/// 45011 `api minute-quota reach limit` (official global errcodes).
pub const MINUTE_LIMIT: i32 = 45011;
/// 44993 `reach max api day frequence limit`, seen on quota/get and on business interfaces with quota left (reports of users).
pub const UNCOUNTED_LIMIT: i32 = 44993;

/// With so many thousandths of the day left or fewer, a 45009 is of the day's quota: `used` may be off by 1 %
/// (official getApiQuota page).
pub const LITTLE_LEFT_PERMILLE: i64 = 10;

/// Whether so little is left that a 45009 is of the quota that is counted.
pub fn is_little_left(figures: Figures) -> bool {
    figures.is_left_at_most(LITTLE_LEFT_PERMILLE) || figures.used >= figures.daily_limit
}

word_enum! {
    /// The limit that a refused call hit.
    pub enum LimitHit {
        /// The day's quota.
        DayQuota = "day-quota",
        /// A count for good, which neither a clear nor the next day resets.
        Total = "total",
        /// The limit per minute.
        PerMinute = "per-minute",
        /// A limit that quota/get does not count and no clear resets; it ends with the day.
        Uncounted = "uncounted",
        /// One of them; nothing shows which.
        NotKnown = "not-known",
    }
}

impl LimitHit {
    /// Whether an errcode is about a limit.
    pub fn is_of(errcode: i32) -> bool {
        matches!(errcode, QUOTA_LIMIT | MINUTE_LIMIT | UNCOUNTED_LIMIT)
    }
}

/// The conclusion about a refused call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LimitVerdict {
    /// The limit that it hit.
    pub limit: LimitHit,
    /// How much of the day's quota was left at least, in thousandths, where readings show that some was.
    pub left_permille: Option<i64>,
    /// The clear that gave the used-up quota back.
    pub ended_by: Option<ClearId>,
}

impl LimitVerdict {
    /// The conclusion, where nothing but the limit is known.
    pub fn of(limit: LimitHit) -> Self {
        Self { limit, left_permille: None, ended_by: None }
    }
}

/// A clear near a call, of its interface or of the whole account, that reset the count or may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClearNear {
    /// The clear.
    pub id: ClearId,
    /// When it was sent; of a guess, when it was seen.
    pub at: Timestamp,
    /// Readings show that it worked.
    pub effective: bool,
}

/// The evidence about a refused call. Readings and clears are of the call's interface and of the call's quota day.
#[derive(Debug, Clone, Copy, Default)]
pub struct LimitEvidence<'a> {
    /// The last good reading at or before the call.
    pub before: Option<(Timestamp, Figures)>,
    /// The first good reading after the call.
    pub after: Option<(Timestamp, Figures)>,
    /// The clears, oldest first.
    pub clears: &'a [ClearNear],
    /// The only limit at which the interface is documented to answer so.
    pub documented: Option<LimitHit>,
    /// The readings count a total for good, not a day's calls.
    pub is_total: bool,
}

impl LimitEvidence<'_> {
    fn is_cleared_between(&self, from: Timestamp, to: Timestamp) -> bool {
        self.clears.iter().any(|clear| from <= clear.at && clear.at <= to)
    }

    /// Whether a reading shows that the quota was used up when the call was made.
    fn shows_used_up(&self, at: Timestamp) -> bool {
        // Counts do not fall on a day, but by a clear.
        let was =
            self.before.is_some_and(|(read, figures)| is_little_left(figures) && !self.is_cleared_between(read, at));
        let became = self.after.is_some_and(|(read, figures)| {
            is_little_left(figures) && read.duration_since(at) <= NEAR && !self.is_cleared_between(at, read)
        });
        was || became
    }

    /// How much was left at least when the call was made, in thousandths, where the reading after it shows that some was.
    fn left_at_least(&self, at: Timestamp) -> Option<i64> {
        // What was read at the very time of the call is as good as a reading after it.
        let (read, after) = self.before.filter(|(read, _)| *read == at).or(self.after)?;
        let since = self.before.map_or(at, |(before, _)| before);
        // A count that fell was reset in between, by whomever.
        let fell = self.before.is_some_and(|(_, before)| after.used < before.used);
        if read.duration_since(at) > NEAR || fell || self.is_cleared_between(since, read) || is_little_left(after) {
            return None;
        }
        let left = |figures: Figures| 1_000 - figures.used_permille();
        Some(self.before.map_or(left(after), |(_, before)| left(after).min(left(before))))
    }

    /// The clear that gave the quota back after the call.
    fn ended_by(&self, at: Timestamp) -> Option<ClearId> {
        self.clears.iter().find(|clear| clear.effective && clear.at >= at).map(|clear| clear.id)
    }
}

/// The limit that a call hit; `None` where its errcode is not about limits. Called again with more evidence it may conclude more.
pub fn conclude(errcode: i32, at: Timestamp, evidence: &LimitEvidence<'_>) -> Option<LimitVerdict> {
    let verdict = match errcode {
        MINUTE_LIMIT => LimitVerdict::of(LimitHit::PerMinute),
        UNCOUNTED_LIMIT => LimitVerdict::of(LimitHit::Uncounted),
        QUOTA_LIMIT if evidence.is_total && evidence.shows_used_up(at) => LimitVerdict::of(LimitHit::Total),
        QUOTA_LIMIT if evidence.shows_used_up(at) => {
            LimitVerdict { ended_by: evidence.ended_by(at), ..LimitVerdict::of(LimitHit::DayQuota) }
        }
        QUOTA_LIMIT => match evidence.left_at_least(at) {
            Some(left) => LimitVerdict { left_permille: Some(left), ..LimitVerdict::of(LimitHit::PerMinute) },
            None => LimitVerdict::of(evidence.documented.unwrap_or(LimitHit::NotKnown)),
        },
        _ => return None,
    };
    Some(verdict)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(minute: i64) -> Timestamp {
        "2026-11-22T12:00:00+08:00".parse::<Timestamp>().unwrap() + SignedDuration::from_mins(minute)
    }

    #[expect(clippy::unnecessary_wraps, reason = "a reading beside one that is missing")]
    fn read(minute: i64, used: i64) -> Option<(Timestamp, Figures)> {
        Some((at(minute), Figures { daily_limit: 1_000, used, remain: 1_000 - used }))
    }

    fn clear(minute: i64, effective: bool) -> ClearNear {
        ClearNear { id: ClearId(7), at: at(minute), effective }
    }

    /// The conclusion about a 45009 at minute 0.
    fn concluded(
        before: Option<(Timestamp, Figures)>,
        after: Option<(Timestamp, Figures)>,
        clears: &[ClearNear],
    ) -> LimitVerdict {
        conclude(QUOTA_LIMIT, at(0), &LimitEvidence { before, after, clears, ..LimitEvidence::default() }).unwrap()
    }

    #[test]
    fn readings_tell_the_days_quota_from_the_limit_per_minute() {
        let limit = |before, after| concluded(before, after, &[]).limit;
        let table = [
            (read(-30, 1_000), read(30, 1_000), LimitHit::DayQuota),
            (read(-300, 990), None, LimitHit::DayQuota),
            (None, read(30, 995), LimitHit::DayQuota),
            (read(-30, 700), read(30, 1_000), LimitHit::DayQuota),
            (read(-30, 400), read(30, 500), LimitHit::PerMinute),
            (None, read(1, 989), LimitHit::PerMinute),
            (read(-30, 400), None, LimitHit::NotKnown),
            (read(0, 400), None, LimitHit::PerMinute),
            (read(-30, 400), read(121, 500), LimitHit::NotKnown),
            (read(-30, 900), read(30, 100), LimitHit::NotKnown),
            (None, read(121, 1_000), LimitHit::NotKnown),
            (None, None, LimitHit::NotKnown),
        ];
        for (before, after, expected) in table {
            assert_eq!(limit(before, after), expected, "{before:?} {after:?}");
        }
        assert_eq!(concluded(read(-30, 400), read(30, 500), &[]).left_permille, Some(500));
        assert_eq!(concluded(None, read(1, 900), &[]).left_permille, Some(100));
    }

    #[test]
    fn what_was_read_beyond_a_clear_says_nothing() {
        let limit = |before, after, minute| concluded(before, after, &[clear(minute, false)]).limit;
        assert_eq!(limit(read(-30, 400), read(30, 10), 5), LimitHit::NotKnown);
        assert_eq!(limit(read(-30, 400), read(30, 500), -5), LimitHit::NotKnown);
        assert_eq!(limit(read(-30, 1_000), None, -5), LimitHit::NotKnown);
        assert_eq!(limit(read(-30, 1_000), read(30, 10), 5), LimitHit::DayQuota, "it came after the call");
        assert_eq!(limit(read(-30, 400), read(30, 500), -40), LimitHit::PerMinute, "it came before both");
    }

    #[test]
    fn the_clear_that_gave_the_quota_back_is_named() {
        let used_up = |effective, minute| concluded(read(-30, 1_000), None, &[clear(minute, effective)]).ended_by;
        assert_eq!(used_up(true, 20), Some(ClearId(7)));
        assert_eq!(used_up(false, 20), None);
        let left = concluded(read(-30, 400), read(10, 450), &[clear(20, true)]);
        assert_eq!((left.limit, left.ended_by), (LimitHit::PerMinute, None), "the limit per minute ended by itself");
    }

    #[test]
    fn the_errcode_decides_where_it_has_one_meaning() {
        let full = LimitEvidence { before: read(-30, 1_000), ..LimitEvidence::default() };
        let limit = |errcode| conclude(errcode, at(0), &full).map(|verdict| verdict.limit);
        assert_eq!(limit(45011), Some(LimitHit::PerMinute));
        assert_eq!(limit(44993), Some(LimitHit::Uncounted));
        assert_eq!([40001, 48001, -1].map(limit), [None; 3]);
        for errcode in [45009, 45011, 44993, 40001, 0] {
            assert_eq!(limit(errcode).is_some(), LimitHit::is_of(errcode), "{errcode}");
        }
        let documented = LimitEvidence { documented: Some(LimitHit::PerMinute), ..LimitEvidence::default() };
        assert_eq!(conclude(45009, at(0), &documented).unwrap().limit, LimitHit::PerMinute);
        let but_full = LimitEvidence { before: full.before, ..documented };
        assert_eq!(conclude(45009, at(0), &but_full).unwrap().limit, LimitHit::DayQuota, "readings say more");
        let total = LimitEvidence { is_total: true, ..full };
        assert_eq!(conclude(45009, at(0), &total).unwrap().limit, LimitHit::Total);
        let total_left = LimitEvidence { after: read(5, 400), is_total: true, ..LimitEvidence::default() };
        assert_eq!(conclude(45009, at(0), &total_left).unwrap().limit, LimitHit::PerMinute);
    }

    #[test]
    fn one_in_a_hundred_left_is_little() {
        let left = |remain| is_little_left(Figures { daily_limit: 1000, used: 1000 - remain, remain });
        assert_eq!([0, 9, 10, 11, 500].map(left), [true, true, true, false, false]);
        assert!(is_little_left(Figures { daily_limit: 1000, used: 1000, remain: 400 }), "used says so");
    }

    #[test]
    fn every_word_names_one_limit() {
        for limit in LimitHit::ALL {
            assert_eq!(limit.word().parse::<LimitHit>(), Ok(limit));
        }
    }

    proptest! {
        #[test]
        fn quota_left_around_a_call_is_never_called_used_up(before in 0_i64..980, more in 0_i64..9, minute in 1_i64..120) {
            let verdict = concluded(read(-minute, before), read(minute, before + more), &[]);
            prop_assert_eq!(verdict.limit, LimitHit::PerMinute);
            prop_assert_eq!(verdict.left_permille, Some(1_000 - before - more));
        }
    }
}
