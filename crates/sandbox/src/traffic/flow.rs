//! The traffic of one interface of one account.

use std::collections::BTreeMap;

use super::curve::{Chance, Profile, share_before, strength};
use super::figures::Figures;
use super::shape::Shape;
use crate::calendar::{DAY_MS, day_of, day_start};
use crate::config::InterfaceConfig;
use crate::past::PastClear;

/// The traffic of one interface.
#[derive(Debug, Clone)]
pub(crate) struct Flow {
    shape: Shape,
    limit: u64,
    /// A previous limit, and its end in Unix milliseconds.
    limit_before: Option<(u64, i64)>,
    no_figure: bool,
    chance: Chance,
    anchor_ms: i64,
    /// The clears before the start that reset its count, in Unix milliseconds, oldest first.
    cleared: Vec<i64>,
    /// By day: a time, and the share of the limit that was used by then.
    rushes: BTreeMap<i64, (i64, f64)>,
}

impl Flow {
    pub(crate) fn new(seed: u64, appid: &str, interface: &InterfaceConfig, anchor_ms: i64, past: &[PastClear]) -> Self {
        let path = interface.path.as_str();
        let lifted = past.iter().filter(|clear| interface.clear_lifts && clear.lifts && clear.covers(appid, path));
        let mut cleared: Vec<_> = lifted.map(|clear| clear.at_ms).collect();
        cleared.sort_unstable();
        let rushes =
            past.iter().filter_map(|clear| Some((day_of(clear.at_ms), (clear.at_ms, clear.rush(appid, path)?))));
        let was =
            interface.limit_was.map(|was| (was.daily_limit, day_start(day_of(anchor_ms) - i64::from(was.days_ago))));
        Self {
            shape: interface.traffic,
            limit: interface.daily_limit,
            limit_before: was,
            no_figure: interface.no_figure,
            chance: Chance::of(seed, &[appid, path]),
            anchor_ms,
            cleared,
            rushes: rushes.collect(),
        }
    }

    /// Whether the count is a lifetime total.
    pub(crate) fn is_lifetime(&self) -> bool {
        matches!(self.shape, Shape::Lifetime { .. })
    }

    /// The daily limit at `unix_ms`.
    pub(crate) fn limit_at(&self, unix_ms: i64) -> u64 {
        match self.limit_before {
            Some((limit, until_ms)) if unix_ms < until_ms => limit,
            _ => self.limit,
        }
    }

    /// The calls attempted since the count last started at 0, within the limit or not. Within a day it falls at clears only.
    pub(crate) fn demand_at(&self, unix_ms: i64) -> u64 {
        let is_of_this_count = |at: &&i64| **at <= unix_ms && (self.is_lifetime() || day_of(**at) == day_of(unix_ms));
        let given_back = self.cleared.iter().rev().find(is_of_this_count).map_or(0, |at| self.calls_by(*at));
        self.calls_by(unix_ms).saturating_sub(given_back)
    }

    /// The same, as if there had been no clear.
    fn calls_by(&self, unix_ms: i64) -> u64 {
        let share = match self.shape {
            Shape::Quiet => 0.0,
            Shape::Daily { share, profile, at_start } => self.daily_share(share, profile, at_start, unix_ms),
            Shape::Lifetime { at_start, per_day } => {
                at_start + per_day * (self.days_gone(unix_ms) - self.days_gone(self.anchor_ms))
            }
        };
        whole_calls(share, self.limit)
    }

    pub(crate) fn figures_at(&self, unix_ms: i64) -> Figures {
        if self.no_figure {
            return Figures::NONE;
        }
        let limit = self.limit_at(unix_ms);
        Figures::new(limit, self.demand_at(unix_ms).min(limit))
    }

    fn daily_share(&self, share: f64, profile: Profile, at_start: Option<f64>, unix_ms: i64) -> f64 {
        let day = day_of(unix_ms);
        let before = |ms| share_before(profile, self.chance, day, fraction_of_day(ms));
        let gone = before(unix_ms);
        let usual = share * strength(profile, self.chance, day);
        let Some(target) = at_start.filter(|_| day == day_of(self.anchor_ms)) else {
            return self.rush_share(unix_ms, usual, before).unwrap_or(usual * gone);
        };
        let at_anchor = before(self.anchor_ms);
        if unix_ms < self.anchor_ms {
            return target * (gone / at_anchor).min(1.0);
        }
        let rest = if target < 1.0 { (1.0 - target) / 2.0 / (1.0 - at_anchor).max(1e-9) } else { usual };
        target + rest * (gone - at_anchor)
    }

    /// The share on a day with a rush: up to its target by then, as much more as usual afterwards.
    #[expect(clippy::cast_precision_loss, reason = "limits are far below 2^52")]
    fn rush_share(&self, unix_ms: i64, usual: f64, before: impl Fn(i64) -> f64) -> Option<f64> {
        let (at_ms, share) = *self.rushes.get(&day_of(unix_ms))?;
        let target = share * self.limit_at(at_ms) as f64 / self.limit.max(1) as f64;
        let (gone, by_then) = (before(unix_ms), before(at_ms).max(1e-9));
        Some(if unix_ms < at_ms { target * (gone / by_then).min(1.0) } else { target + usual * (gone - by_then) })
    }

    /// The days since 1970, with the fraction of the present day by the calls of shoppers.
    fn days_gone(&self, unix_ms: i64) -> f64 {
        let day = day_of(unix_ms);
        let whole = f64::from(i32::try_from(day).unwrap_or(i32::MAX));
        whole + share_before(Profile::Shoppers, self.chance, day, fraction_of_day(unix_ms))
    }
}

#[expect(clippy::cast_precision_loss, reason = "the milliseconds of a day are far below 2^52")]
fn fraction_of_day(unix_ms: i64) -> f64 {
    (unix_ms - day_start(day_of(unix_ms))) as f64 / DAY_MS as f64
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "limits are far below 2^52, and a share below zero counts as none"
)]
pub(crate) fn whole_calls(share: f64, limit: u64) -> u64 {
    (share.max(0.0) * limit as f64) as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::PreviousLimit;

    const APPID: &str = "wx0000000000000001";
    const HOUR_MS: i64 = 3_600_000;

    fn flow(shape: Shape, anchor_ms: i64) -> Flow {
        let interface = InterfaceConfig { traffic: shape, ..InterfaceConfig::new("/wxa/x", 10_000) };
        Flow::new(1, APPID, &interface, anchor_ms, &[])
    }

    fn daily(share: f64, at_start: Option<f64>) -> Shape {
        Shape::Daily { share, profile: Profile::Shoppers, at_start }
    }

    #[test]
    fn a_day_never_falls_and_midnight_starts_anew() {
        let start = day_start(20_500);
        let flow = flow(daily(0.6, Some(0.965)), start + 14 * HOUR_MS);
        for day in 20_470..20_503 {
            let used: Vec<u64> = (0..96).map(|q| flow.figures_at(day_start(day) + q * 900_000).used).collect();
            assert!(used.windows(2).all(|pair| pair[0] <= pair[1]), "{day}");
            assert_eq!(used[0], 0, "{day}");
            assert!(used[95] > 4_000, "{day}: {}", used[95]);
        }
    }

    #[test]
    fn days_differ_but_repeat_exactly() {
        let (one, two) = (flow(daily(0.6, None), 0), flow(daily(0.6, None), 99 * DAY_MS));
        let ends: Vec<u64> = (20_000..20_014).map(|day| one.demand_at(day_start(day + 1) - 1)).collect();
        let again: Vec<u64> = (20_000..20_014).map(|day| two.demand_at(day_start(day + 1) - 1)).collect();
        assert_eq!(ends, again);
        let mut distinct = ends.clone();
        distinct.sort_unstable();
        distinct.dedup();
        assert!(distinct.len() > 10, "{ends:?}");
        assert!(ends.iter().all(|used| (4_800..8_000).contains(used)), "{ends:?}");
    }

    #[test]
    fn a_share_at_the_start_holds_at_any_hour_and_stays_near() {
        for minutes in (0..1440).step_by(7).chain([1439]) {
            let anchor = day_start(20_500) + minutes * 60_000;
            let critical = flow(daily(0.9, Some(0.965)), anchor);
            assert_eq!(critical.figures_at(anchor).used, 9_650, "{minutes}");
            let end = critical.figures_at(day_start(20_501) - 1).used;
            assert!((9_650..=9_825).contains(&end), "{minutes}: {end}");
            let exhausted = flow(daily(0.9, Some(1.1)), anchor);
            assert_eq!(exhausted.figures_at(anchor).remain, 0, "{minutes}");
            assert_eq!(exhausted.figures_at(day_start(20_501) - 1).remain, 0, "{minutes}");
        }
    }

    #[test]
    fn a_lifetime_total_goes_on_over_midnight() {
        let anchor = day_start(20_500) + 10 * HOUR_MS;
        let flow = flow(Shape::Lifetime { at_start: 0.9, per_day: 0.005 }, anchor);
        assert_eq!(flow.figures_at(anchor).used, 9_000);
        let days: Vec<u64> = (20_480..20_510).map(|day| flow.demand_at(day_start(day))).collect();
        assert!(days.windows(2).all(|pair| pair[0] < pair[1]), "{days:?}");
    }

    #[test]
    fn a_limit_changes_at_a_midnight() {
        let anchor = day_start(20_500) + HOUR_MS;
        let mut interface = InterfaceConfig::new("/wxa/x", 10_000);
        interface.limit_was = Some(PreviousLimit { daily_limit: 6_000, days_ago: 7 });
        let flow = Flow::new(1, APPID, &interface, anchor, &[]);
        assert_eq!(flow.limit_at(day_start(20_493) - 1), 6_000);
        assert_eq!(flow.limit_at(day_start(20_493)), 10_000);
    }

    fn cleared(path: Option<&str>, at_ms: i64, rush: Option<f64>) -> PastClear {
        let rushes = rush.map(|share| ("/wxa/x".to_owned(), share)).into_iter().collect();
        PastClear { appid: APPID.to_owned(), path: path.map(str::to_owned), at_ms, lifts: true, rushes }
    }

    #[test]
    fn a_past_clear_is_a_fall_to_nothing_from_which_the_day_goes_on() {
        let (start, anchor) = (day_start(20_480), day_start(20_500));
        let interface = InterfaceConfig { traffic: daily(0.6, None), ..InterfaceConfig::new("/wxa/x", 10_000) };
        let with = |clears: &[PastClear]| Flow::new(1, APPID, &interface, anchor, clears);
        let (plain, at) = (with(&[]), start + 15 * HOUR_MS);
        let used = |flow: &Flow, ms| flow.figures_at(ms).used;
        for path in [None, Some("/wxa/x")] {
            let fallen = with(&[cleared(path, at, None)]);
            assert_eq!(used(&fallen, at - 1), used(&plain, at - 1));
            assert_eq!(used(&fallen, at), 0);
            let evening = start + 23 * HOUR_MS;
            assert_eq!(used(&fallen, evening), used(&plain, evening) - used(&plain, at));
            assert_eq!(used(&fallen, evening + DAY_MS), used(&plain, evening + DAY_MS), "the next day is as ever");
        }
        assert_eq!(used(&with(&[cleared(Some("/wxa/y"), at, None)]), at), used(&plain, at), "another interface's");
        let rush = with(&[cleared(None, at, Some(0.97))]);
        assert_eq!(rush.figures_at(at - 1000).used / 100, 96, "{:?}", rush.figures_at(at - 1000));
        let evening = used(&rush, start + 23 * HOUR_MS);
        assert!((1_000..4_000).contains(&evening), "{evening}");
        let exhausted = with(&[cleared(None, at, Some(1.1))]);
        assert_eq!(exhausted.figures_at(at - 600_000).remain, 0);
        let twice = with(&[cleared(None, at, None), cleared(None, at + 2 * HOUR_MS, None)]);
        assert_eq!(used(&twice, at + 2 * HOUR_MS), 0);
    }

    #[test]
    fn what_clears_do_not_reset_has_no_past_clear() {
        let at = day_start(20_490) + 15 * HOUR_MS;
        let interface = InterfaceConfig {
            clear_lifts: false,
            traffic: Shape::Lifetime { at_start: 0.9, per_day: 0.005 },
            ..InterfaceConfig::new("/wxa/x", 10_000)
        };
        let flow = Flow::new(1, APPID, &interface, day_start(20_500), &[cleared(None, at, None)]);
        assert!(flow.demand_at(at - 1) <= flow.demand_at(at + 1) && flow.demand_at(at) > 8_000);
    }
}
