//! Within which limits a policy clears, and what keeps it from it.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::BlockedReason;
use crate::clears::advice::{Plan, Usage, plan};
use crate::clears::{Budget, ClearId, Scope};
use crate::quota_zone::QuotaZone;

/// Within which limits a policy clears. Numbers of clears are of one account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyLimits {
    /// Whether it may clear the whole account where that is cheaper than its interfaces one by one.
    pub whole_account: bool,
    /// How many account-wide clears it never touches.
    pub reserve_account: i64,
    /// How many single-interface clears it never touches.
    pub reserve_interface: i64,
    /// How many clears it makes a quota day at most.
    pub a_day: i64,
    /// How many clears it makes a quota month at most.
    pub a_month: i64,
    /// For how many minutes after an attempt it makes no other.
    pub cooldown_minutes: i64,
    /// When it never clears.
    pub quiet: Option<Quiet>,
    /// For how many minutes before the day's reset it clears no more; at least [`PolicyLimits::LEAST_BEFORE_RESET`].
    pub before_reset_minutes: i64,
}

impl Default for PolicyLimits {
    fn default() -> Self {
        Self {
            whole_account: false,
            reserve_account: 3,
            reserve_interface: 10,
            a_day: 1,
            a_month: 5,
            cooldown_minutes: 120,
            quiet: None,
            before_reset_minutes: 60,
        }
    }
}

impl PolicyLimits {
    /// The least minutes before the reset: a clear under way when the day turns is spent on a day that is over.
    pub const LEAST_BEFORE_RESET: i64 = 5;

    /// How many clears of a scope it never touches.
    pub fn reserve(&self, scope: Scope) -> i64 {
        match scope {
            Scope::Account => self.reserve_account,
            Scope::Interface => self.reserve_interface,
        }
    }
}

/// Hours in which a policy never clears, in minutes since the quota day's start; over midnight where `from` is the later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quiet {
    /// The first minute.
    pub from: i64,
    /// The first minute after them.
    pub to: i64,
}

impl Quiet {
    /// When they end, where `at` lies in them.
    fn end(self, at: Timestamp, zone: &QuotaZone) -> Option<Timestamp> {
        let Self { from, to } = self;
        let start = zone.day_start(at);
        let minute = |minute| start + SignedDuration::from_mins(minute);
        let in_them = |first, end| minute(first) <= at && at < minute(end);
        if from < to {
            in_them(from, to).then(|| minute(to))
        } else if at < minute(to) {
            Some(minute(to))
        } else {
            (minute(from) <= at).then(|| zone.next_reset(at) + SignedDuration::from_mins(to))
        }
    }
}

/// An attempt of a policy to clear on an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attempt {
    /// When.
    pub at: Timestamp,
    /// Whether it used a clear, or may have.
    pub counts: bool,
}

/// How things stand on an account when a policy wants to clear there.
#[derive(Debug, Clone)]
pub struct Facts<'a> {
    /// Now.
    pub now: Timestamp,
    /// Where days and months turn.
    pub zone: &'a QuotaZone,
    /// Whether all automatic clears are stopped.
    pub kill_switch: bool,
    /// The clear that the policy is suspended by.
    pub suspended_by: Option<ClearId>,
    /// The policy's attempts on the account in this quota month.
    pub attempts: &'a [Attempt],
    /// With so many left or fewer a second person has to agree, so automatics stay away whatever the policy says.
    pub second_from: i64,
}

/// What keeps a policy from clearing, as far as its own limits and what is left say.
///
/// # Errors
/// The first [`BlockedReason`] that applies.
pub fn check_limits(
    restraint: &PolicyLimits,
    facts: &Facts<'_>,
    scope: Scope,
    budget: &Budget,
) -> Result<(), BlockedReason> {
    let Facts { now, zone, .. } = facts;
    if facts.kill_switch {
        return Err(BlockedReason::KillSwitch);
    }
    if let Some(clear) = facts.suspended_by {
        return Err(BlockedReason::Suspended { clear: Some(clear) });
    }
    if let Some(until) = restraint.quiet.and_then(|quiet| quiet.end(*now, zone)) {
        return Err(BlockedReason::QuietHours { until });
    }
    let reset = zone.next_reset(*now);
    let before_reset = restraint.before_reset_minutes.max(PolicyLimits::LEAST_BEFORE_RESET);
    if reset.duration_since(*now) <= SignedDuration::from_mins(before_reset) {
        return Err(BlockedReason::ResetSoon { at: reset });
    }
    let cooldown = SignedDuration::from_mins(restraint.cooldown_minutes);
    if let Some(until) = facts.attempts.iter().map(|attempt| attempt.at + cooldown).max().filter(|until| until > now) {
        return Err(BlockedReason::Cooldown { until });
    }
    let since = |start: Timestamp| {
        let count = facts.attempts.iter().filter(|attempt| attempt.counts && attempt.at >= start).count();
        i64::try_from(count).unwrap_or(i64::MAX)
    };
    if since(zone.day_start(*now)) >= restraint.a_day {
        return Err(BlockedReason::DayLimit { limit: restraint.a_day });
    }
    if since(zone.month_start(*now)) >= restraint.a_month {
        return Err(BlockedReason::MonthLimit { limit: restraint.a_month });
    }
    // How many single-interface clears were used before cannot be said anywhere; WeChat's refusal tells.
    if scope == Scope::Account && budget.at_most {
        return Err(BlockedReason::BudgetUncertain);
    }
    let reserve = restraint.reserve(scope).max(facts.second_from).max(0);
    if budget.left <= reserve {
        return Err(BlockedReason::Reserve { left: budget.left, reserve });
    }
    Ok(())
}

/// Which clear a policy would make for one interface: of that interface, or of its whole account where it may and that is
/// the cheaper plan for those it is about.
pub fn scope_of(restraint: &PolicyLimits, usages: &[Usage], account: &Budget, interface: &Budget) -> Scope {
    if restraint.whole_account && plan(usages, account, interface) == Plan::Account {
        Scope::Account
    } else {
        Scope::Interface
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::clears::{Allotment, Beginning, ResetInterval, Tally};

    fn at(time: &str) -> Timestamp {
        format!("2026-11-22T{time}:00+08:00").parse().unwrap()
    }

    fn budget(scope: Scope, limit: i64, spent: i64) -> Budget {
        let beginning = Beginning { at: Timestamp::MIN, cleared_before: None };
        let allotment = Allotment { limit, every: ResetInterval::Month };
        let month = QuotaZone::default().month(at("12:00"));
        Budget::count(scope, allotment, Tally { spent, ..Tally::default() }, month, beginning)
    }

    fn facts<'a>(now: &str, zone: &'a QuotaZone, attempts: &'a [Attempt]) -> Facts<'a> {
        Facts { now: at(now), zone, kill_switch: false, suspended_by: None, attempts, second_from: 1 }
    }

    fn restrained(restraint: &PolicyLimits, now: &str, attempts: &[Attempt], left: i64) -> Result<(), BlockedReason> {
        let zone = QuotaZone::default();
        check_limits(restraint, &facts(now, &zone, attempts), Scope::Account, &budget(Scope::Account, 10, 10 - left))
    }

    #[test]
    fn the_reserve_is_never_touched() {
        let restraint = PolicyLimits::default();
        assert_eq!(restrained(&restraint, "12:00", &[], 4), Ok(()));
        assert_eq!(restrained(&restraint, "12:00", &[], 3), Err(BlockedReason::Reserve { left: 3, reserve: 3 }));
        let none = PolicyLimits { reserve_account: 0, ..restraint };
        assert_eq!(restrained(&none, "12:00", &[], 2), Ok(()));
        assert_eq!(
            restrained(&none, "12:00", &[], 1),
            Err(BlockedReason::Reserve { left: 1, reserve: 1 }),
            "the last one takes two people"
        );
    }

    #[test]
    fn quiet_hours_may_go_over_midnight() {
        let quiet = |from: i64, to: i64| PolicyLimits {
            quiet: Some(Quiet { from: from * 60, to: to * 60 }),
            ..PolicyLimits::default()
        };
        let until = |time| Err(BlockedReason::QuietHours { until: at(time) });
        assert_eq!(restrained(&quiet(9, 18), "09:00", &[], 9), until("18:00"));
        assert_eq!(restrained(&quiet(9, 18), "18:00", &[], 9), Ok(()));
        assert_eq!(restrained(&quiet(22, 6), "05:59", &[], 9), until("06:00"));
        assert_eq!(restrained(&quiet(22, 6), "06:00", &[], 9), Ok(()));
        let tomorrow = Err(BlockedReason::QuietHours { until: at("06:00") + SignedDuration::from_hours(24) });
        assert_eq!(restrained(&quiet(22, 6), "22:00", &[], 9), tomorrow);
    }

    #[test]
    fn attempts_of_the_day_and_the_month_count() {
        let attempt = |time: &str, counts| Attempt { at: at(time), counts };
        let restraint = PolicyLimits { a_day: 2, a_month: 3, ..PolicyLimits::default() };
        let restrained = |attempts: &[Attempt]| restrained(&restraint, "12:00", attempts, 9);
        assert_eq!(restrained(&[attempt("10:01", false)]), Err(BlockedReason::Cooldown { until: at("12:01") }));
        assert_eq!(restrained(&[attempt("10:00", true)]), Ok(()));
        let twice = [attempt("01:00", true), attempt("10:00", true)];
        assert_eq!(restrained(&twice), Err(BlockedReason::DayLimit { limit: 2 }));
        let yesterday = |hours| Attempt { at: at("12:00") - SignedDuration::from_hours(hours), counts: true };
        assert_eq!(restrained(&[yesterday(24), yesterday(48)]), Ok(()));
        let thrice = [yesterday(24), yesterday(48), yesterday(72)];
        assert_eq!(restrained(&thrice), Err(BlockedReason::MonthLimit { limit: 3 }));
        assert_eq!(restrained(&[attempt("01:00", false), attempt("02:00", false)]), Ok(()), "they cost nothing");
    }

    #[test]
    fn the_last_minutes_of_the_day_are_left_alone() {
        let reset = at("23:59") + SignedDuration::from_mins(1);
        assert_eq!(restrained(&PolicyLimits::default(), "22:59", &[], 9), Ok(()));
        assert_eq!(restrained(&PolicyLimits::default(), "23:00", &[], 9), Err(BlockedReason::ResetSoon { at: reset }));
        let short = PolicyLimits { before_reset_minutes: 0, ..PolicyLimits::default() };
        assert_eq!(restrained(&short, "23:54", &[], 9), Ok(()));
        assert_eq!(restrained(&short, "23:55", &[], 9), Err(BlockedReason::ResetSoon { at: reset }), "whatever is set");
    }

    #[test]
    fn what_stops_all_stops_first() {
        let zone = QuotaZone::default();
        let stopped = Facts { kill_switch: true, suspended_by: Some(ClearId(7)), ..facts("23:30", &zone, &[]) };
        let none_left = budget(Scope::Account, 10, 10);
        let told = |facts| check_limits(&PolicyLimits::default(), facts, Scope::Account, &none_left);
        assert_eq!(told(&stopped), Err(BlockedReason::KillSwitch));
        let suspended = Facts { kill_switch: false, ..stopped };
        assert_eq!(told(&suspended), Err(BlockedReason::Suspended { clear: Some(ClearId(7)) }));
    }

    #[test]
    fn what_was_used_before_the_desk_began_has_to_be_told() {
        let uncertain = Budget { at_most: true, ..budget(Scope::Account, 10, 0) };
        let zone = QuotaZone::default();
        let told = |scope| check_limits(&PolicyLimits::default(), &facts("12:00", &zone, &[]), scope, &uncertain);
        assert_eq!(told(Scope::Account), Err(BlockedReason::BudgetUncertain));
        assert_eq!(told(Scope::Interface), Err(BlockedReason::Reserve { left: 10, reserve: 10 }));
    }

    proptest! {
        #[test]
        fn whoever_is_let_through_leaves_the_reserve(
            left in 0_i64..12, reserve in -1_i64..12, second_from in -1_i64..4, minute in 0_i64..1440,
            ago in proptest::collection::vec((1_i64..60_000, any::<bool>()), 0..6),
            a_day in 0_i64..4, a_month in 0_i64..6, cooldown in 0_i64..600,
        ) {
            let zone = QuotaZone::default();
            let now = at("00:00") + SignedDuration::from_mins(minute);
            let attempts: Vec<_> = ago.iter()
                .map(|(minutes, counts)| Attempt { at: now - SignedDuration::from_mins(*minutes), counts: *counts })
                .collect();
            let restraint = PolicyLimits {
                reserve_account: reserve, a_day, a_month, cooldown_minutes: cooldown, ..PolicyLimits::default()
            };
            let facts = Facts { now, zone: &zone, kill_switch: false, suspended_by: None, attempts: &attempts, second_from };
            let budget = budget(Scope::Account, 12, 12 - left);
            if check_limits(&restraint, &facts, Scope::Account, &budget).is_ok() {
                prop_assert!(left > reserve.max(0) && left > second_from);
                let counted = |since: Timestamp| attempts.iter().filter(|a| a.counts && a.at >= since).count();
                prop_assert!(i64::try_from(counted(zone.day_start(now))).unwrap() < a_day);
                prop_assert!(i64::try_from(counted(zone.month_start(now))).unwrap() < a_month);
                prop_assert!(ago.iter().all(|(minutes, _)| *minutes >= cooldown));
            }
        }
    }
}
