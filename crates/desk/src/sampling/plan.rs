//! When each interface is due: once an hour, each at its own minute, and once however often the desk restarts.
//!
//! Time is cut into periods of whole hours. An interface's *slot* is the instant in each period at which it is due: the
//! period's start and an offset that is the interface's own. A reading writes down the slot it answers, in the same
//! transaction; due is what has not answered the newest slot. So a restart neither skips a reading nor doubles one.

use std::collections::HashMap;

use domain::{AccountId, InterfaceId};
use jiff::Timestamp;
use store::accounts::RESERVED_READINGS;
use store::{Account, InterfaceNow};

const HOUR_MS: i64 = 3_600_000;

/// Readings a quota day that the sampler may make of an account; the rest is kept for verifying clears.
pub fn sampler_allowance(account: &Account) -> i64 {
    (account.daily_readings - RESERVED_READINGS).max(0)
}

/// Hours between two readings of an interface: one, or as many as it takes for the account's allowance to last a day.
pub fn period_hours(interfaces: usize, allowance: i64) -> i64 {
    let a_day = i64::try_from(interfaces).unwrap_or(i64::MAX).saturating_mul(24);
    let allowance = allowance.max(1);
    (a_day.saturating_add(allowance - 1) / allowance).clamp(1, 24)
}

/// The newest slot at or before `now_ms`, UTC milliseconds.
pub fn slot(id: InterfaceId, period_hours: i64, now_ms: i64) -> i64 {
    let period = period_hours * HOUR_MS;
    let offset = offset(id, period);
    (now_ms - offset).div_euclid(period) * period + offset
}

/// Whether a reading is due: the newest slot is not answered yet.
///
/// An answered slot that lies more than a period ahead was written under a clock that has since been set back; it
/// counts for nothing, or readings would stop until that time comes again.
pub fn is_due(id: InterfaceId, period_hours: i64, answered: Option<i64>, now_ms: i64) -> bool {
    let slot = slot(id, period_hours, now_ms);
    answered.is_none_or(|answered| answered < slot || answered > slot + period_hours * HOUR_MS)
}

/// When an interface will be read next.
pub fn next_due_ms(id: InterfaceId, period_hours: i64, answered: Option<i64>, now_ms: i64) -> i64 {
    if is_due(id, period_hours, answered, now_ms) {
        now_ms
    } else {
        slot(id, period_hours, now_ms) + period_hours * HOUR_MS
    }
}

/// When the first of these interfaces will be read; `None` where the account of none has a period.
pub(crate) fn next_read(
    interfaces: &[InterfaceNow],
    periods: &HashMap<AccountId, i64>,
    now: Timestamp,
) -> Option<Timestamp> {
    let now_ms = now.as_millisecond();
    let due = interfaces.iter().filter_map(|interface| {
        let period = *periods.get(&interface.account_id)?;
        Some(next_due_ms(interface.id, period, interface.slot, now_ms))
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
        assert_eq!(period_hours(0, 2_800), 1);
        assert_eq!(period_hours(116, 2_800), 1, "116 × 24 = 2,784");
        assert_eq!(period_hours(117, 2_800), 2, "117 × 24 = 2,808");
        assert_eq!(period_hours(350, 2_800), 3);
        assert_eq!(period_hours(1_000_000, 2_800), 24);
        assert_eq!(period_hours(5, 0), 24);
    }

    #[test]
    fn offsets_spread_over_the_hour() {
        let mut minutes = [0; 60];
        for id in 1..=600 {
            minutes[usize::try_from(offset(InterfaceId(id), HOUR_MS) / 60_000).unwrap()] += 1;
        }
        assert!(minutes.iter().all(|count| (5..=15).contains(count)), "{minutes:?}");
    }

    proptest! {
        #[test]
        fn each_slot_is_answered_exactly_once(
            id in 1..10_000i64,
            period in 1..4i64,
            steps in proptest::collection::vec(1..5_000_000i64, 1..200),
        ) {
            let id = InterfaceId(id);
            let mut now = 1_700_000_000_000;
            let mut answered = None;
            let mut read = Vec::new();
            for step in steps {
                now += step;
                if is_due(id, period, answered, now) {
                    answered = Some(slot(id, period, now));
                    read.push((now, slot(id, period, now)));
                }
                // Asking again at once, as a restart does, reads nothing.
                prop_assert!(!is_due(id, period, answered, now));
                let next = next_due_ms(id, period, answered, now);
                prop_assert!(next > now && next <= now + period * HOUR_MS);
                prop_assert!(is_due(id, period, answered, next) && !is_due(id, period, answered, next - 1));
            }
            prop_assert!(read.windows(2).all(|pair| pair[0].1 < pair[1].1));
            prop_assert!(read.iter().all(|(now, slot)| slot <= now && now - slot < period * HOUR_MS));
        }

        #[test]
        fn a_clock_set_back_never_stops_readings_for_longer_than_a_period(id in 1..10_000i64, back in 1..100_000_000_000i64) {
            let id = InterfaceId(id);
            let now = 1_700_000_000_000;
            let answered = Some(slot(id, 1, now));
            let earlier = now - back;
            prop_assert!(next_due_ms(id, 1, answered, earlier) <= earlier + HOUR_MS);
        }
    }
}
