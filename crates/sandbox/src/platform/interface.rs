//! The counters of one interface of one account.

use std::collections::BTreeMap;

use crate::calendar::{day_of, day_start};
use crate::config::InterfaceConfig;
use crate::past::PastClear;
use crate::settings::Settings;
use crate::traffic::{Chance, Figures, Flow, whole_calls};

/// The number of days whose counters are kept for a clock that is moved back.
const KEPT_DAYS: usize = 40;

#[derive(Debug, Clone)]
pub(crate) struct Interface {
    flow: Flow,
    noise: Chance,
    pub(crate) config: InterfaceConfig,
    /// A daily limit in the place of the configured one, in calls.
    pub(crate) limit: Option<u64>,
    days: BTreeMap<i64, Day>,
    /// The number of the present minute, and the calls in it.
    minute: (i64, u64),
}

/// The calls and the clear of one day, in addition to the traffic.
#[derive(Debug, Clone, Default)]
struct Day {
    /// The calls made to the sandbox since the last clear.
    calls: u64,
    cleared: Option<Cleared>,
}

#[derive(Debug, Clone, Copy)]
struct Cleared {
    at_ms: i64,
    /// The use that `quota/get` shows until `shows_from_ms`.
    shown_before: u64,
    /// The time from which `quota/get` shows the clear, in Unix milliseconds.
    shows_from_ms: i64,
}

impl Interface {
    pub(crate) fn new(seed: u64, appid: &str, config: InterfaceConfig, anchor_ms: i64, past: &[PastClear]) -> Self {
        Self {
            flow: Flow::new(seed, appid, &config, anchor_ms, past),
            noise: Chance::of(seed, &[appid, &config.path, "noise"]),
            config,
            limit: None,
            days: BTreeMap::new(),
            minute: (i64::MIN, 0),
        }
    }

    pub(crate) fn limit_at(&self, now: i64) -> u64 {
        self.limit.unwrap_or_else(|| self.flow.limit_at(now))
    }

    /// The real count at `now`, whatever `quota/get` shows.
    pub(crate) fn used_at(&self, now: i64) -> u64 {
        let day = self.days.get(&self.counter_key(now));
        let cleared = day.and_then(|day| day.cleared).filter(|cleared| cleared.at_ms <= now);
        let given_back = cleared.map_or(0, |cleared| self.flow.demand_at(cleared.at_ms));
        let traffic = self.flow.demand_at(now).saturating_sub(given_back);
        (traffic + day.map_or(0, |day| day.calls)).min(self.limit_at(now))
    }

    /// The figures that `quota/get` answers at `now`.
    pub(crate) fn shown_at(&self, now: i64, settings: &Settings) -> Figures {
        if self.config.no_figure {
            return Figures::NONE;
        }
        let midnight = day_start(day_of(now));
        let is_late = now < midnight + i64::from(settings.reset_shows_after_s) * 1000;
        if is_late && !self.flow.is_lifetime() {
            return Figures::new(self.limit_at(midnight - 1), self.shown_used(midnight - 1));
        }
        let limit = self.limit_at(now);
        Figures::new(limit, self.with_noise(self.shown_used(now), settings.noise_percent, now).min(limit))
    }

    fn shown_used(&self, now: i64) -> u64 {
        let cleared = self.days.get(&self.counter_key(now)).and_then(|day| day.cleared);
        match cleared {
            Some(cleared) if now < cleared.shows_from_ms => cleared.shown_before.min(self.limit_at(now)),
            _ => self.used_at(now),
        }
    }

    /// `used` with an error of up to `percent` in either direction, the same within a minute.
    fn with_noise(&self, used: u64, percent: f64, now: i64) -> u64 {
        if percent <= 0.0 {
            return used;
        }
        let swing = 2.0 * self.noise.unit(now.div_euclid(60_000), 0) - 1.0;
        whole_calls(1.0 + swing * percent / 100.0, used)
    }

    /// Whether the limit of this minute allows one more call.
    pub(crate) fn has_room_this_minute(&self, now: i64) -> bool {
        self.config.minute_limit.is_none_or(|limit| self.calls_in_minute_of(now) < limit)
    }

    fn calls_in_minute_of(&self, now: i64) -> u64 {
        if self.minute.0 == now.div_euclid(60_000) { self.minute.1 } else { 0 }
    }

    /// Counts calls up to the daily limit, and returns the number of those counted.
    pub(crate) fn count(&mut self, calls: u64, now: i64) -> u64 {
        let counted = calls.min(self.limit_at(now) - self.used_at(now));
        self.minute = (now.div_euclid(60_000), self.calls_in_minute_of(now) + counted);
        self.day_mut(now).calls += counted;
        counted
    }

    /// Sets the count to 0 where settings and interface let clears do so. The number of calls that were given back.
    pub(crate) fn clear(&mut self, now: i64, settings: &Settings) -> u64 {
        if !settings.clears_lift || !self.config.clear_lifts {
            return 0;
        }
        let delay_ms = i64::from(settings.clear_shows_after_s) * 1000;
        let (used, shown_before) = (self.used_at(now), self.shown_used(now));
        let cleared = Cleared { at_ms: now, shown_before, shows_from_ms: now + delay_ms };
        *self.day_mut(now) = Day { calls: 0, cleared: Some(cleared) };
        used
    }

    /// The key of the counter at `now`: the day, or 0 for a lifetime total.
    fn counter_key(&self, now: i64) -> i64 {
        if self.flow.is_lifetime() { 0 } else { day_of(now) }
    }

    fn day_mut(&mut self, now: i64) -> &mut Day {
        if self.days.len() > KEPT_DAYS {
            self.days.pop_first();
        }
        self.days.entry(self.counter_key(now)).or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::DAY_MS;
    use crate::traffic::{Profile, Shape};

    const NOON: i64 = 20_500 * DAY_MS + 4 * 3_600_000;

    fn interface(limit: u64, traffic: Shape) -> Interface {
        let config = InterfaceConfig { traffic, ..InterfaceConfig::new("/wxa/x", limit) };
        Interface::new(1, "wx0000000000000001", config, NOON, &[])
    }

    fn quiet(limit: u64) -> Interface {
        interface(limit, Shape::Quiet)
    }

    #[test]
    fn calls_count_up_to_the_limit_and_midnight_takes_them_away() {
        let mut it = quiet(10);
        assert_eq!(it.count(7, NOON), 7);
        assert_eq!(it.count(7, NOON), 3);
        assert_eq!(it.shown_at(NOON, &Settings::default()), Figures::new(10, 10));
        assert_eq!(it.used_at(NOON + 12 * 3_600_000 - 1), 10);
        assert_eq!(it.used_at(NOON + 12 * 3_600_000), 0);
        assert_eq!(it.used_at(NOON), 10, "a clock moved back finds its day again");
    }

    #[test]
    fn a_clear_takes_the_traffic_so_far_away_and_no_more() {
        let mut it = interface(1000, Shape::Daily { share: 0.5, profile: Profile::Steady, at_start: Some(1.2) });
        assert_eq!(it.used_at(NOON), 1000);
        assert_eq!(it.clear(NOON, &Settings::default()), 1000);
        assert_eq!(it.used_at(NOON), 0);
        let later = it.used_at(NOON + 3_600_000);
        assert!((1..100).contains(&later), "{later}");
    }

    #[test]
    fn a_delayed_clear_counts_at_once_and_shows_later() {
        let mut it = quiet(100);
        it.count(100, NOON);
        it.clear(NOON, &Settings { clear_shows_after_s: 60, ..Settings::default() });
        assert_eq!((it.used_at(NOON), it.shown_used(NOON)), (0, 100));
        it.count(5, NOON);
        assert_eq!(it.shown_used(NOON + 59_999), 100);
        assert_eq!(it.shown_used(NOON + 60_000), 5);
    }

    #[test]
    fn a_late_reset_shows_yesterday() {
        let mut it = quiet(100);
        it.count(42, NOON);
        let settings = Settings { reset_shows_after_s: 600, ..Settings::default() };
        let midnight = NOON + 12 * 3_600_000;
        assert_eq!(it.shown_at(midnight + 599_999, &settings).used, 42);
        assert_eq!(it.shown_at(midnight + 600_000, &settings).used, 0);
    }

    #[test]
    fn what_clears_do_not_lift_stays() {
        let mut it = quiet(100);
        it.config.clear_lifts = false;
        it.count(9, NOON);
        assert_eq!((it.clear(NOON, &Settings::default()), it.used_at(NOON)), (0, 9));
    }

    #[test]
    fn noise_stays_within_its_bounds() {
        let mut it = quiet(10_000);
        it.count(5_000, NOON);
        let settings = Settings { noise_percent: 1.0, ..Settings::default() };
        let shown: Vec<u64> = (0..500).map(|m| it.shown_at(NOON + m * 60_000, &settings).used).collect();
        assert!(shown.iter().all(|used| (4_950..=5_050).contains(used)));
        assert!(shown.iter().any(|used| *used < 4_980) && shown.iter().any(|used| *used > 5_020));
    }

    #[test]
    fn minutes_have_their_own_limit() {
        let mut it = quiet(100);
        it.config.minute_limit = Some(2);
        it.count(2, NOON);
        assert!(!it.has_room_this_minute(NOON + 59_999));
        assert!(it.has_room_this_minute(NOON + 60_000));
    }
}
