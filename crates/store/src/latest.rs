//! What is kept at hand of an interface's newest readings, and how one more reading changes it.

use domain::{Figures, Outcome, Reading};
use jiff::{SignedDuration, Timestamp};

use crate::NewSample;
use crate::pack::{PackError, Unpacked, pack, unpack};

/// How far back from the newest reading the recent ones reach: a day, and room for late ones and jitter.
const RECENT: SignedDuration = SignedDuration::from_hours(26);
/// How late a reading may come in. One that is older than the newest by more was made under a clock that has since been
/// set back, and is the newest: else the desk would show the old one until that time comes again.
const LATE: SignedDuration = SignedDuration::from_hours(1);

/// The newest readings of one interface.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Latest {
    /// The newest reading; its rate limits are the ones last told.
    pub(crate) newest: Reading,
    /// What was said of the newest reading's failure.
    pub(crate) detail: Option<String>,
    /// The newest good reading, see [`InterfaceNow::good`](crate::InterfaceNow::good).
    pub(crate) good: Option<(Timestamp, Figures)>,
    /// The sampler's slot that was last answered.
    pub(crate) slot: Option<i64>,
}

impl Latest {
    /// After the first sample.
    pub(crate) fn first(sample: &NewSample) -> Self {
        Self { newest: to_millisecond(sample.reading), detail: None, good: None, slot: None }.and(sample)
    }

    /// After one more sample, which may be older than others.
    pub(crate) fn and(mut self, sample: &NewSample) -> Self {
        let reading = to_millisecond(sample.reading);
        if follows(reading.at, self.newest.at) {
            let told = self.newest;
            self.newest = reading;
            self.newest.rate_limit = reading.rate_limit.or(told.rate_limit);
            self.newest.component_rate_limit = reading.component_rate_limit.or(told.component_rate_limit);
            self.detail.clone_from(&sample.detail);
        }
        if let Outcome::Good(figures) = reading.outcome
            && !sample.of_day_before
            && self.good.is_none_or(|(at, _)| follows(reading.at, at))
        {
            self.good = Some((reading.at, figures));
        }
        self.slot = sample.slot.or(self.slot);
        self
    }

    /// The newest good reading and the newest one, packed; one reading where they are the same.
    pub(crate) fn packed(&self) -> Vec<u8> {
        let bare = |(at, figures)| Reading {
            at,
            outcome: Outcome::Good(figures),
            rate_limit: None,
            component_rate_limit: None,
        };
        let newest_is_good = self.newest.outcome.figures().map(|figures| (self.newest.at, figures)) == self.good;
        let good = self.good.filter(|_| !newest_is_good).map(bare);
        pack(0, good.iter().chain([&self.newest]))
    }

    /// What [`Self::packed`] packed, with what lies beside it.
    pub(crate) fn unpacked(newest: &[u8], detail: Option<String>, slot: Option<i64>) -> Result<Self, PackError> {
        let mut readings = Unpacked::new(0, newest)?;
        let first = readings.next().ok_or(PackError::CutOff)??;
        let newest = readings.next().transpose()?.unwrap_or(first);
        let good = first.outcome.figures().map(|figures| (first.at, figures));
        Ok(Self { newest, detail, good, slot })
    }
}

/// Whether a reading made at `at` takes the place of one made at `newest`.
fn follows(at: Timestamp, newest: Timestamp) -> bool {
    at >= newest || newest.duration_since(at) > LATE
}

/// The recent readings after some more; `newest` is the time of the newest one, see [`Latest::newest`]. Later ones were
/// made under a clock that has since been set back, and would stand in the way of all that is read until then.
pub(crate) fn recent_with(blob: &[u8], samples: &[&NewSample], newest: Timestamp) -> Result<Vec<u8>, PackError> {
    let mut readings = if blob.is_empty() { Vec::new() } else { unpack(0, blob)? };
    for sample in samples {
        insert(&mut readings, sample.reading);
    }
    let old = readings.partition_point(|reading| newest.duration_since(reading.at) > RECENT);
    let known = readings.partition_point(|reading| reading.at <= newest);
    Ok(pack(0, &readings[old..known]))
}

/// Puts a reading in its place by time; one that is there already is not put in twice.
pub(crate) fn insert(readings: &mut Vec<Reading>, new: Reading) {
    let new = to_millisecond(new);
    let after = readings.partition_point(|reading| reading.at <= new.at);
    let known =
        readings[..after].iter().rev().take_while(|reading| reading.at == new.at).any(|reading| *reading == new);
    if !known {
        readings.insert(after, new);
    }
}

/// Times are kept to the millisecond; a reading must compare equal to itself when it comes back.
fn to_millisecond(reading: Reading) -> Reading {
    let at = Timestamp::from_millisecond(reading.at.as_millisecond()).unwrap_or(reading.at);
    Reading { at, ..reading }
}

#[cfg(test)]
mod tests {
    use domain::{Failure, InterfaceId, RateLimit};
    use proptest::prelude::*;

    use super::*;

    const RATE: RateLimit = RateLimit { call_count: 100, refresh_second: 60 };

    fn sample(second: i64, used: Option<i64>) -> NewSample {
        let figures = |used| Figures { daily_limit: 100, used, remain: 100 - used };
        NewSample {
            interface: InterfaceId(1),
            reading: Reading {
                at: Timestamp::from_second(second).unwrap(),
                outcome: used.map_or(Outcome::Failed(Failure::NoAnswer), |used| Outcome::Good(figures(used))),
                rate_limit: used.map(|_| RATE),
                component_rate_limit: None,
            },
            detail: used.is_none().then(|| format!("no answer at {second}")),
            slot: None,
            of_day_before: false,
        }
    }

    fn after(samples: &[NewSample]) -> Latest {
        samples[1..].iter().fold(Latest::first(&samples[0]), Latest::and)
    }

    /// The recent readings after the samples came one by one.
    fn recent(samples: &[NewSample]) -> Vec<u8> {
        (1..=samples.len()).fold(Vec::new(), |blob, count| {
            let newest = after(&samples[..count]).newest.at;
            recent_with(&blob, &[&samples[count - 1]], newest).unwrap()
        })
    }

    #[test]
    fn a_clock_set_back_does_not_hide_what_is_read_after() {
        let latest = after(&[sample(100_000, Some(90)), sample(99_000, Some(50)), sample(10_000, Some(10))]);
        assert_eq!(
            latest.good.map(|(_, figures)| figures.used),
            Some(10),
            "an hour late is late, a day is another clock"
        );
        let latest = after(&[sample(100_000, Some(90)), sample(99_000, Some(50))]);
        assert_eq!(latest.good.map(|(_, figures)| figures.used), Some(90));
    }

    #[test]
    fn recent_readings_go_on_after_a_clock_set_back() {
        // Noon, by mistake a month ahead, then noon again.
        let (noon, month) = (43_200, 30 * 86_400);
        let samples = [noon - 60, noon + month, noon + 60, noon + 120].map(|second| sample(second, Some(1)));
        let seconds =
            |readings: Vec<Reading>| readings.iter().map(|reading| reading.at.as_second()).collect::<Vec<_>>();
        assert_eq!(seconds(unpack(0, &recent(&samples)).unwrap()), [noon + 60, noon + 120]);
        let together = samples.iter().collect::<Vec<_>>();
        let together = recent_with(&[], &together, after(&samples).newest.at).unwrap();
        assert_eq!(seconds(unpack(0, &together).unwrap()), [noon - 60, noon + 60, noon + 120]);
    }

    #[test]
    fn a_failure_leaves_the_good_reading_and_the_rate_limit() {
        let latest = after(&[sample(1, Some(10)), sample(2, None)]);
        assert_eq!(latest.newest.outcome, Outcome::Failed(Failure::NoAnswer));
        assert_eq!(latest.newest.rate_limit, Some(RATE));
        assert_eq!(latest.detail.as_deref(), Some("no answer at 2"));
        assert_eq!(latest.good.map(|(_, figures)| figures.used), Some(10));
        let latest = after(&[sample(1, Some(10)), sample(2, None), sample(3, Some(11))]);
        assert_eq!((latest.detail, latest.good.map(|(_, figures)| figures.used)), (None, Some(11)));
    }

    #[test]
    fn figures_of_the_day_before_leave_the_good_reading() {
        let late = |second| NewSample { of_day_before: true, ..sample(second, Some(12)) };
        let latest = after(&[sample(1, Some(10)), late(2), late(3)]);
        assert_eq!(latest.newest, late(3).reading);
        assert_eq!(latest.good.map(|(_, figures)| figures.used), Some(10));
        assert_eq!(Latest::unpacked(&latest.packed(), None, None), Ok(latest.clone()));
        assert_eq!(latest.and(&sample(4, Some(3))).good.map(|(_, figures)| figures.used), Some(3));
    }

    #[test]
    fn the_slot_is_the_one_answered_last() {
        let slotted = |slot| NewSample { slot, ..sample(1, Some(1)) };
        assert_eq!(after(&[slotted(Some(5)), slotted(None)]).slot, Some(5));
        assert_eq!(
            after(&[slotted(Some(5)), slotted(Some(4))]).slot,
            Some(4),
            "a clock set back answers earlier slots anew"
        );
    }

    proptest! {
        #[test]
        fn the_order_of_arrival_does_not_matter(
            seconds in proptest::collection::btree_set(0..3_600_i64, 1..30),
            failed in proptest::collection::vec(any::<bool>(), 30),
            seed in any::<prop::sample::Index>(),
        ) {
            let sorted: Vec<_> = seconds.iter().zip(&failed)
                .map(|(&second, &failed)| sample(second, (!failed).then_some(second % 100)))
                .collect();
            let mut turned = sorted.clone();
            turned.rotate_left(seed.index(sorted.len()));
            let (mut one, mut other) = (after(&sorted), after(&turned));
            // Rate limits are those last told, and an old reading tells nothing.
            one.newest.rate_limit = None;
            other.newest.rate_limit = None;
            prop_assert_eq!(&one, &other);
            prop_assert_eq!(Latest::unpacked(&one.packed(), one.detail.clone(), one.slot), Ok(one));

            let all = recent_with(&[], &sorted.iter().collect::<Vec<_>>(), after(&sorted).newest.at).unwrap();
            prop_assert_eq!(unpack(0, &all), unpack(0, &recent(&turned)));
        }
    }

    #[test]
    fn an_equal_reading_is_kept_once_and_another_of_the_same_instant_too() {
        let mut readings = Vec::new();
        for used in [Some(1), Some(1), Some(2), None, None, Some(1)] {
            insert(&mut readings, sample(5, used).reading);
        }
        assert_eq!(readings.len(), 3);
    }
}
