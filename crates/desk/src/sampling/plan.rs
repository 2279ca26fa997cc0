//! When each interface is due: once an hour, each at its own minute, and once however often the desk restarts.
//!
//! The quota day is cut into periods of whole hours. An interface's *slot* is the instant in each period at which it is due:
//! the period's start and an offset that is the interface's own. In the day's first period the offsets are squeezed into
//! the first nine minutes, so that figures of the new day come soon after the reset. A reading writes down the slot it answers, in
//! the same transaction; due is what has not answered the newest slot. So a restart neither skips a reading nor doubles one.

use std::collections::HashMap;

use domain::{AccountId, InterfaceId, QuotaZone};
use jiff::Timestamp;
use store::accounts::RESERVED_READINGS;
use store::{Account, InterfaceNow};

const HOUR_MS: i64 = 3_600_000;
/// The time after the reset within which the day's first round begins, less a margin for the sampler's beat.
const FIRST_ROUND_MS: i64 = 9 * 60_000;

/// Readings a quota day that the sampler may make of an account; the rest is kept for verifying clears.
pub fn sampler_allowance(account: &Account) -> i64 {
    (account.daily_readings - RESERVED_READINGS).max(0)
}

/// Hours between two readings of an interface: the interval, or as many as it takes for the account's allowance to last a day.
pub fn period_hours(interfaces: usize, allowance: i64, interval_hours: i64) -> i64 {
    let a_day = i64::try_from(interfaces).unwrap_or(i64::MAX).saturating_mul(24);
    let allowance = allowance.max(1);
    (a_day.saturating_add(allowance - 1) / allowance).max(interval_hours).clamp(1, 24)
}

/// The slots of one interface.
#[derive(Debug, Clone, Copy)]
pub struct Slots<'a> {
    id: InterfaceId,
    period_ms: i64,
    zone: &'a QuotaZone,
}

impl<'a> Slots<'a> {
    /// The slots of an interface that is read every `period_hours`.
    pub fn new(id: InterfaceId, period_hours: i64, zone: &'a QuotaZone) -> Self {
        Self { id, period_ms: period_hours.max(1) * HOUR_MS, zone }
    }

    /// The newest slot at or before `now_ms`, UTC milliseconds.
    pub fn newest(&self, now_ms: i64) -> i64 {
        let (start, end) = self.day(now_ms);
        if let Some(slot) = self.newest_of_day(start, end, now_ms) {
            return slot;
        }
        let (before, _) = self.day(start - 1);
        self.newest_of_day(before, start, start - 1).unwrap_or(before)
    }

    /// The first slot after `now_ms`.
    fn next(&self, now_ms: i64) -> i64 {
        let (start, end) = self.day(now_ms);
        let period =
            self.newest_of_day(start, end, now_ms).map_or(0, |slot| (slot - start).div_euclid(self.period_ms) + 1);
        let slot = self.in_period(start, period);
        if slot < end { slot } else { self.in_period(end, 0) }
    }

    /// Whether a reading is due: the newest slot is not answered yet.
    ///
    /// An answered slot that lies beyond the next one was written under a clock that has since been set back; it counts for
    /// nothing, or readings would stop until that time comes again.
    pub fn is_due(&self, answered: Option<i64>, now_ms: i64) -> bool {
        answered.is_none_or(|answered| answered < self.newest(now_ms) || answered > self.next(now_ms))
    }

    /// When the interface will be read next.
    pub fn next_due_ms(&self, answered: Option<i64>, now_ms: i64) -> i64 {
        if self.is_due(answered, now_ms) { now_ms } else { self.next(now_ms) }
    }

    /// The start of the quota day that holds an instant, and its end.
    fn day(&self, ms: i64) -> (i64, i64) {
        let at = Timestamp::from_millisecond(ms).unwrap_or_default();
        (self.zone.day_start(at).as_millisecond(), self.zone.next_reset(at).as_millisecond())
    }

    /// The newest slot of the day from `start` to `end` that is at or before `ms`. The day's last period may be cut short by
    /// its end; a slot beyond that falls away, since the next day's first one follows.
    fn newest_of_day(&self, start: i64, end: i64, ms: i64) -> Option<i64> {
        let newest = (ms.min(end - 1) - start).div_euclid(self.period_ms);
        let slots = (0..=newest).rev().map(|period| self.in_period(start, period));
        slots.take(3).find(|slot| *slot <= ms && *slot < end)
    }

    /// The slot of the day's n-th period.
    fn in_period(&self, start: i64, period: i64) -> i64 {
        let within = if period == 0 { FIRST_ROUND_MS } else { self.period_ms };
        start + period * self.period_ms + offset(self.id, within)
    }
}

/// When the first of these interfaces will be read; `None` where the account of none has a period.
pub(crate) fn next_read(
    interfaces: &[InterfaceNow],
    periods: &HashMap<AccountId, i64>,
    zone: &QuotaZone,
    now: Timestamp,
) -> Option<Timestamp> {
    let now_ms = now.as_millisecond();
    let due = interfaces.iter().filter_map(|interface| {
        let period = *periods.get(&interface.account_id)?;
        Some(Slots::new(interface.id, period, zone).next_due_ms(interface.slot, now_ms))
    });
    due.min().and_then(|ms| Timestamp::from_millisecond(ms).ok())
}

/// An interface's own offset into its period: the same on every run, spread evenly over ids.
fn offset(id: InterfaceId, period_ms: i64) -> i64 {
    // Multiplying by the golden ratio spreads neighbouring ids far apart.
    let spread = id.0.cast_unsigned().wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
    let share = i64::try_from(spread).unwrap_or_default();
    ((i128::from(share) * i128::from(period_ms)) >> 32).try_into().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_period_grows_only_where_an_hour_would_use_the_allowance_up() {
        assert_eq!(period_hours(0, 2_800, 1), 1);
        assert_eq!(period_hours(116, 2_800, 1), 1, "116 × 24 = 2,784");
        assert_eq!(period_hours(117, 2_800, 1), 2, "117 × 24 = 2,808");
        assert_eq!(period_hours(350, 2_800, 1), 3);
        assert_eq!(period_hours(350, 2_800, 2), 3);
        assert_eq!(period_hours(116, 2_800, 6), 6);
        assert_eq!(period_hours(1_000_000, 2_800, 1), 24);
        assert_eq!(period_hours(5, 0, 1), 24);
    }

    #[test]
    fn offsets_spread_over_the_hour() {
        let mut minutes = [0; 60];
        for id in 1..=600 {
            minutes[usize::try_from(offset(InterfaceId(id), HOUR_MS) / 60_000).unwrap()] += 1;
        }
        assert!(minutes.iter().all(|count| (5..=15).contains(count)), "{minutes:?}");
    }

    fn at(text: &str) -> i64 {
        text.parse::<Timestamp>().unwrap().as_millisecond()
    }

    #[test]
    fn the_first_round_of_a_day_begins_soon_after_the_reset() {
        let zone = QuotaZone::default();
        let midnight = at("2026-11-23T00:00:00+08:00");
        let mut minutes = [0; 10];
        for id in 1..=300 {
            for period in [1, 2, 3, 5, 24] {
                let slots = Slots::new(InterfaceId(id), period, &zone);
                let first = slots.next(midnight - 1);
                assert!((midnight..midnight + 9 * 60_000).contains(&first), "{id} {period}");
                assert_eq!(slots.newest(first), first);
                minutes[usize::try_from((first - midnight) / 60_000).unwrap()] += 1;
            }
        }
        assert!(minutes[..9].iter().all(|count| (100..240).contains(count)), "{minutes:?}");
    }

    #[test]
    fn a_day_has_no_more_slots_than_its_allowance_is_planned_for() {
        for (zone, day) in
            [("Asia/Shanghai", "2026-11-22T12:00:00+08:00"), ("America/New_York", "2026-03-08T12:00:00-04:00")]
        {
            let zone: QuotaZone = zone.parse().unwrap();
            for period in [1, 2, 3, 5, 7, 24] {
                let mut all = 0;
                for id in 1..=200 {
                    let slots = Slots::new(InterfaceId(id), period, &zone);
                    let (start, end) = slots.day(at(day));
                    let (mut now, mut count) = (start - 1, 0);
                    loop {
                        now = slots.next(now);
                        if now >= end {
                            break;
                        }
                        count += 1;
                    }
                    assert!(count <= (end - start + period * HOUR_MS - 1) / (period * HOUR_MS), "{id} {period}");
                    all += count;
                }
                let planned = 200 * 24 / period;
                assert!(all <= planned + planned / 10, "{period}: {all} of {planned}");
            }
        }
    }

    proptest! {
        #[test]
        fn each_slot_is_answered_exactly_once(
            id in 1..10_000i64,
            period in 1..8i64,
            steps in proptest::collection::vec(1..5_000_000i64, 1..200),
        ) {
            let zone = QuotaZone::default();
            let slots = Slots::new(InterfaceId(id), period, &zone);
            let mut now = 1_700_000_000_000;
            let mut answered = None;
            let mut read = Vec::new();
            for step in steps {
                now += step;
                if slots.is_due(answered, now) {
                    answered = Some(slots.newest(now));
                    read.push((now, slots.newest(now)));
                }
                // Asking again at once, as a restart does, reads nothing.
                prop_assert!(!slots.is_due(answered, now));
                let next = slots.next_due_ms(answered, now);
                prop_assert!(next > now && next <= now + 2 * period * HOUR_MS);
                prop_assert!(slots.is_due(answered, next) && !slots.is_due(answered, next - 1));
                prop_assert_eq!(slots.newest(next), next);
            }
            prop_assert!(read.windows(2).all(|pair| pair[0].1 < pair[1].1));
            prop_assert!(read.iter().all(|(now, slot)| slot <= now && now - slot < 2 * period * HOUR_MS));
        }

        #[test]
        fn a_clock_set_back_never_stops_readings_for_longer_than_two_periods(id in 1..10_000i64, back in 1..100_000_000_000i64) {
            let zone = QuotaZone::default();
            let slots = Slots::new(InterfaceId(id), 1, &zone);
            let now = 1_700_000_000_000;
            let answered = Some(slots.newest(now));
            let earlier = now - back;
            prop_assert!(slots.next_due_ms(answered, earlier) <= earlier + 2 * HOUR_MS);
        }
    }
}
