//! The traffic of one interface of one account.

use super::curve::{Chance, Profile, share_before, strength};
use super::figures::Figures;
use super::shape::Shape;
use crate::calendar::{DAY_MS, day_of, day_start};
use crate::config::InterfaceConfig;

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
}

impl Flow {
    pub(crate) fn new(seed: u64, appid: &str, interface: &InterfaceConfig, anchor_ms: i64) -> Self {
        let was =
            interface.limit_was.map(|was| (was.daily_limit, day_start(day_of(anchor_ms) - i64::from(was.days_ago))));
        Self {
            shape: interface.traffic,
            limit: interface.daily_limit,
            limit_before: was,
            no_figure: interface.no_figure,
            chance: Chance::of(seed, &[appid, &interface.path]),
            anchor_ms,
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

    /// The calls attempted since the count last started at 0, within the limit or not. Never falls within a day.
    pub(crate) fn demand_at(&self, unix_ms: i64) -> u64 {
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
            return usual * gone;
        };
        let at_anchor = before(self.anchor_ms);
        if unix_ms < self.anchor_ms {
            return target * (gone / at_anchor).min(1.0);
        }
        let rest = if target < 1.0 { (1.0 - target) / 2.0 / (1.0 - at_anchor).max(1e-9) } else { usual };
        target + rest * (gone - at_anchor)
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
        Flow::new(1, APPID, &interface, anchor_ms)
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
        let flow = Flow::new(1, APPID, &interface, anchor);
        assert_eq!(flow.limit_at(day_start(20_493) - 1), 6_000);
        assert_eq!(flow.limit_at(day_start(20_493)), 10_000);
    }
}
