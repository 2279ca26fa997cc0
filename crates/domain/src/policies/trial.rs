//! A dry run: what a policy would have done in the past, by the readings that are kept.
//!
//! A clear that was never made is imagined: the calls used by then count as given back until the day's reset. What services
//! would have called beyond an exhausted limit is in no reading, so the figures after such a clear are the least there can be.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};

use super::{Attempt, BlockedReason, Facts, Mode, Rules, Trigger, Verdict, blocked_by_advice, check_limits, scope_of};
use crate::account::{AccountId, InterfaceId};
use crate::cgi_path::CgiPath;
use crate::clears::advice::{ResetEffect, Usage};
use crate::clears::{Beginning, Budget, ClearId, Limits, Scope, Tally};
use crate::forecast::{DayUse, MOST_DAYS, UsualDays, forecast};
use crate::quota_zone::QuotaZone;
use crate::reading::Figures;
use crate::usage::{Thresholds, by_share};

/// The good readings of one interface, the oldest first.
#[derive(Debug, Clone)]
pub struct Series {
    /// Whose.
    pub account: AccountId,
    /// Which.
    pub interface: InterfaceId,
    /// Its path.
    pub path: CgiPath,
    /// Whether clears reset it.
    pub lifts: ResetEffect,
    /// Its warning and critical lines.
    pub lines: Thresholds,
    /// When each was made, and what it said.
    pub good: Vec<(Timestamp, Figures)>,
}

/// A clear that was made, or may have been.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PastClear {
    /// Whose.
    pub account: AccountId,
    /// Of what.
    pub scope: Scope,
    /// When.
    pub at: Timestamp,
}

/// What a policy is tried on.
#[derive(Debug, Clone)]
pub struct DryRunInput<'a> {
    /// Every interface of every account that the policy is about; the others of these accounts too, since the advice looks at
    /// all of them.
    pub series: &'a [Series],
    /// The clears of those accounts.
    pub past: &'a [PastClear],
    /// Where it begins; readings before it are looked at for the usual day alone.
    pub from: Timestamp,
    /// How many clears there are.
    pub limits: Limits,
    /// With so many left or fewer a second person has to agree.
    pub second_from: i64,
    /// Where days and months turn.
    pub zone: &'a QuotaZone,
}

/// One thing that a policy would have done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DryRunStep {
    /// When.
    pub at: Timestamp,
    /// On which account.
    pub account: AccountId,
    /// By which interface.
    pub interface: InterfaceId,
    /// What was used then.
    pub figures: Figures,
    /// What it would have come to.
    pub verdict: Verdict,
    /// How many calls a clear would have given back; 0 where it would have made none.
    pub given_back: i64,
    /// For how long of the day's rest readings said that nothing was left of what it would have cleared.
    pub exhausted_for: SignedDuration,
}

/// What a policy would have done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DryRun {
    /// Each time it would have acted, or wanted to, the oldest first.
    pub acts: Vec<DryRunStep>,
    /// How many account-wide clears it would have spent.
    pub account_clears: usize,
    /// How many single-interface clears it would have spent.
    pub interface_clears: usize,
    /// How many calls those would have given back.
    pub given_back: i64,
    /// For how long they would have kept interfaces from being exhausted, at the most.
    pub exhausted_for: SignedDuration,
}

/// What is known of an interface at some point of a dry run.
#[derive(Debug, Clone, Default)]
struct Known {
    /// Calls that imagined clears gave back, and on which day.
    offset: Option<(Timestamp, i64)>,
    /// The readings of the day, imagined clears taken into account.
    today: Vec<(Timestamp, Figures)>,
    /// The days before, as they were read.
    past: Vec<DayUse>,
    /// The readings of the day, as they were read.
    read_today: Vec<(Timestamp, Figures)>,
    /// What the days before say of a usual day.
    usual: UsualDays,
    met: bool,
    /// Why the policy did not clear on that day, as far as it has said so.
    said: (Timestamp, Vec<&'static str>),
}

/// The imagined clears of an account.
#[derive(Debug, Default)]
struct Imagined(Vec<(Timestamp, Scope)>);

/// Tries a policy on the past. One that waits for incidents does nothing here: incidents are no readings.
pub fn dry_run(rules: &Rules, trying: &DryRunInput<'_>) -> DryRun {
    let mut readings: Vec<(Timestamp, usize, Figures)> = trying
        .series
        .iter()
        .enumerate()
        .flat_map(|(series, of)| of.good.iter().map(move |(at, figures)| (*at, series, *figures)))
        .collect();
    readings.sort_by_key(|(at, series, _)| (*at, *series));
    let mut run = Run { rules, trying, known: vec![Known::default(); trying.series.len()], imagined: HashMap::new() };
    let mut trial = DryRun::default();
    for (at, series, figures) in readings {
        if let Some(act) = run.take_in(at, series, figures) {
            trial.take_in(act);
        }
    }
    trial
}

impl DryRun {
    fn take_in(&mut self, act: DryRunStep) {
        if let Verdict::Clears { whole_account, .. } = act.verdict {
            *(if whole_account { &mut self.account_clears } else { &mut self.interface_clears }) += 1;
            self.given_back = self.given_back.saturating_add(act.given_back);
            self.exhausted_for = self.exhausted_for.saturating_add(act.exhausted_for);
        }
        self.acts.push(act);
    }
}

struct Run<'a> {
    rules: &'a Rules,
    trying: &'a DryRunInput<'a>,
    known: Vec<Known>,
    imagined: HashMap<AccountId, Imagined>,
}

impl Run<'_> {
    fn take_in(&mut self, at: Timestamp, series: usize, figures: Figures) -> Option<DryRunStep> {
        let DryRunInput { zone, from, .. } = *self.trying;
        let of = &self.trying.series[series];
        let known = &mut self.known[series];
        let day = zone.day_start(at);
        known.begin_day(day, zone);
        known.read_today.push((at, figures));
        let figures = known.imagined(day, figures);
        known.today.push((at, figures));
        let is_total = of.lifts == ResetEffect::Total;
        let applies = !is_total || (self.rules.mode == Mode::Notify && self.rules.trigger.holds_for_totals());
        if at < from || !applies || !self.rules.covers(of.account, &of.path) {
            return None;
        }
        let out = forecast(&known.today, &known.usual, at, zone).runs_out_at();
        let met = if known.met {
            self.rules.trigger.is_still_met(figures, out, at, zone)
        } else {
            self.rules.trigger.is_met(figures, out, at, zone)
        };
        let newly = met && !known.met;
        known.met = met;
        if !met {
            return None;
        }
        let act = |verdict| DryRunStep {
            at,
            account: of.account,
            interface: of.interface,
            figures,
            verdict,
            given_back: 0,
            exhausted_for: SignedDuration::ZERO,
        };
        if self.rules.mode == Mode::Notify {
            return newly.then(|| act(Verdict::Notified));
        }
        match self.clears(at, series, figures, out) {
            Ok(scope) => {
                let (given_back, exhausted_for) = self.imagine(at, series, scope);
                // No clear has the id 0: it was never made.
                let verdict = Verdict::Clears { clear: ClearId(0), whole_account: scope == Scope::Account };
                Some(DryRunStep { given_back, exhausted_for, ..act(verdict) })
            }
            Err(why) => {
                let known = &mut self.known[series];
                // Each reason once a day, as decisions are kept.
                known.says(day, why.word()).then(|| act(Verdict::Blocked(why)))
            }
        }
    }

    /// Which clear it would make now, or why none.
    fn clears(
        &self,
        at: Timestamp,
        series: usize,
        figures: Figures,
        out: Option<Timestamp>,
    ) -> Result<Scope, BlockedReason> {
        let of = &self.trying.series[series];
        let known = |other| Some((other, self.usage(other, of.account, at)?));
        let known: Vec<_> = (0..self.known.len()).filter_map(known).collect();
        let usages: Vec<_> = known.iter().map(|(_, usage)| *usage).collect();
        let is_covered = |other: usize| self.rules.covers(of.account, &self.trying.series[other].path);
        let covered: Vec<_> = known.iter().filter(|(other, _)| is_covered(*other)).map(|(_, usage)| *usage).collect();
        let (account, interface) =
            (self.budget(of.account, Scope::Account, at), self.budget(of.account, Scope::Interface, at));
        let scope = scope_of(&self.rules.restraint, &covered, &account, &interface);
        let attempts: Vec<_> = self.imagined.get(&of.account).map_or_else(Vec::new, |imagined| {
            imagined.0.iter().map(|(at, _)| Attempt { at: *at, counts: true }).collect()
        });
        let facts = Facts {
            now: at,
            zone: self.trying.zone,
            kill_switch: false,
            suspended_by: None,
            attempts: &attempts,
            second_from: self.trying.second_from,
        };
        let budget = if scope == Scope::Account { &account } else { &interface };
        check_limits(&self.rules.restraint, &facts, scope, budget)?;
        let now = (at, self.trying.zone);
        blocked_by_advice(self.rules, (of.interface, figures), out, &usages, &[], now)?;
        Ok(scope)
    }

    fn usage(&self, series: usize, account: AccountId, at: Timestamp) -> Option<Usage> {
        let of = &self.trying.series[series];
        let (read_at, figures) = *self.known[series].today.last()?;
        let of_today = self.trying.zone.day(read_at) == self.trying.zone.day(at);
        (of.account == account).then(|| Usage {
            interface: of.interface,
            state: by_share(figures, of.lines),
            used_permille: of_today.then(|| figures.used_permille()),
            read_at: of_today.then_some(read_at),
            lifts: of.lifts,
        })
    }

    /// What was left, the imagined clears taken off; that nobody said what was used before the desk began counts for nothing.
    fn budget(&self, account: AccountId, scope: Scope, at: Timestamp) -> Budget {
        let allotment = self.trying.limits.of(scope);
        let period = allotment.every.period(self.trying.zone, at);
        let made = self.trying.past.iter().filter(|past| past.account == account && past.scope == scope);
        let made = made.filter(|past| period.holds(past.at) && past.at <= at).count();
        let imagined = self
            .imagined
            .get(&account)
            .map_or(0, |imagined| imagined.0.iter().filter(|(then, of)| *of == scope && period.holds(*then)).count());
        let spent = i64::try_from(made + imagined).unwrap_or(i64::MAX);
        let beginning = Beginning { at: Timestamp::MIN, cleared_before: None };
        Budget::count(scope, allotment, Tally { spent, ..Tally::default() }, period, beginning)
    }

    /// Takes what a clear resets as given back; how many calls those are, and for how long nothing was left after it.
    fn imagine(&mut self, at: Timestamp, series: usize, scope: Scope) -> (i64, SignedDuration) {
        let trying = self.trying;
        let of = &trying.series[series];
        self.imagined.entry(of.account).or_default().0.push((at, scope));
        let day = trying.zone.day_start(at);
        let (mut given_back, mut exhausted_for) = (0_i64, SignedDuration::ZERO);
        for (other, known) in self.known.iter_mut().enumerate() {
            let reset = &trying.series[other];
            let is_reset = match scope {
                Scope::Interface => other == series,
                Scope::Account => reset.account == of.account && reset.lifts.may_help(),
            };
            if is_reset {
                given_back = given_back.saturating_add(known.give_back(day, trying.zone));
                exhausted_for = exhausted_for.saturating_add(exhausted_after(reset, at, trying.zone));
            }
        }
        (given_back, exhausted_for)
    }
}

impl Known {
    /// Turns the readings of a day that is over into a past day.
    fn begin_day(&mut self, day: Timestamp, zone: &QuotaZone) {
        let Some((first, _)) = self.read_today.first().copied().filter(|(at, _)| *at < day) else { return };
        self.past.push(DayUse::of(&self.read_today, first, zone));
        let over = self.past.len().saturating_sub(MOST_DAYS);
        self.past.drain(..over);
        self.usual = UsualDays::of(self.past.iter().cloned());
        self.read_today.clear();
        self.today.clear();
    }

    /// A reading of this day, as it would have been after the imagined clears.
    fn imagined(&self, day: Timestamp, figures: Figures) -> Figures {
        match self.offset {
            Some((of, calls)) if of == day => Figures {
                used: (figures.used - calls).max(0),
                remain: (figures.remain + calls).min(figures.daily_limit),
                ..figures
            },
            _ => figures,
        }
    }

    /// Whether a reason is new that day.
    fn says(&mut self, day: Timestamp, word: &'static str) -> bool {
        if self.said.0 != day {
            self.said = (day, Vec::new());
        }
        let is_new = !self.said.1.contains(&word);
        if is_new {
            self.said.1.push(word);
        }
        is_new
    }

    fn give_back(&mut self, day: Timestamp, zone: &QuotaZone) -> i64 {
        let Some((at, figures)) = self.today.last().copied() else { return 0 };
        if zone.day_start(at) != day {
            return 0;
        }
        let before = self.offset.filter(|(of, _)| *of == day).map_or(0, |(_, calls)| calls);
        self.offset = Some((day, before.saturating_add(figures.used)));
        // The forecast goes on from what is left after it.
        self.today.push((at, Figures { used: 0, remain: figures.daily_limit, ..figures }));
        self.met = false;
        figures.used
    }
}

/// For how long of the day's rest readings said that nothing was left: each says so until the next one.
fn exhausted_after(series: &Series, at: Timestamp, zone: &QuotaZone) -> SignedDuration {
    let reset = zone.next_reset(at);
    let first = series.good.partition_point(|(read_at, _)| *read_at < at);
    let of_day: Vec<_> = series.good[first..].iter().take_while(|(read_at, _)| *read_at < reset).collect();
    let ends = of_day.iter().skip(1).map(|(next, _)| *next).chain([reset]);
    of_day
        .iter()
        .zip(ends)
        .filter(|((_, figures), _)| figures.remain <= 0 || figures.used >= figures.daily_limit)
        .map(|((from, _), to)| to.duration_since(*from))
        .fold(SignedDuration::ZERO, SignedDuration::saturating_add)
}

impl Rules {
    /// Whether a dry run can tell anything: incidents are no readings.
    pub fn can_be_tried(&self) -> bool {
        self.trigger != Trigger::Incident
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policies::PolicyLimits;

    const ACCOUNT: AccountId = AccountId(1);

    fn at(day: i64, hour: i64) -> Timestamp {
        "2026-11-02T00:00:00+08:00".parse::<Timestamp>().unwrap() + SignedDuration::from_hours(24 * day + hour)
    }

    /// So many days on which everything is used up by 14:00, read every hour.
    fn used_up(interface: i64, days: i64, lifts: ResetEffect) -> Series {
        let good = (0..days).flat_map(|day| {
            (1..24).map(move |hour| {
                let used = (hour * 1000 / 14).min(1000);
                (at(day, hour), Figures { daily_limit: 1000, used, remain: 1000 - used })
            })
        });
        let path = CgiPath::from_stored(format!("/cgi-bin/{interface}"));
        let (interface, lines) = (InterfaceId(interface), Thresholds::default());
        Series { account: ACCOUNT, interface, path, lifts, lines, good: good.collect() }
    }

    fn rules(trigger: Trigger, mode: Mode) -> Rules {
        Rules {
            name: "night watch".to_owned(),
            accounts: vec![ACCOUNT],
            paths: Vec::new(),
            excluded: Vec::new(),
            trigger,
            mode,
            restraint: PolicyLimits::default(),
        }
    }

    fn tried(rules: &Rules, series: &[Series], past: &[PastClear]) -> DryRun {
        let zone = QuotaZone::default();
        let limits = Limits::default();
        let trying = DryRunInput { series, past, from: at(0, 0), limits, second_from: 1, zone: &zone };
        dry_run(rules, &trying)
    }

    fn clears(trial: &DryRun) -> Vec<Timestamp> {
        let cleared = trial.acts.iter().filter(|act| matches!(act.verdict, Verdict::Clears { .. }));
        cleared.map(|act| act.at).collect()
    }

    #[test]
    fn telling_happens_once_a_day() {
        let rules = rules(Trigger::Used { percent: 95 }, Mode::Notify);
        let trial = tried(&rules, &[used_up(1, 3, ResetEffect::Expected)], &[]);
        let told: Vec<_> = trial.acts.iter().map(|act| (act.at, act.verdict)).collect();
        assert_eq!(told, [0, 1, 2].map(|day| (at(day, 14), Verdict::Notified)));
        assert_eq!((trial.account_clears, trial.interface_clears), (0, 0));
    }

    #[test]
    fn the_days_before_the_dry_run_say_what_a_usual_day_is() {
        let by = Trigger::RunsOutBefore { minute: 23 * 60 + 59 };
        let an_hour = |day: i64| if day < 0 { 20 } else { 90 };
        let good = |first: i64| {
            (first..1).flat_map(move |day| {
                (1..24).map(move |hour| {
                    let used = (hour * an_hour(day)).min(1_000);
                    (at(day, hour), Figures { daily_limit: 1_000, used, remain: 1_000 - used })
                })
            })
        };
        let series = |first| Series { good: good(first).collect(), ..used_up(1, 0, ResetEffect::Expected) };
        let told = |first| tried(&rules(by, Mode::Notify), &[series(first)], &[]).acts.first().map(|act| act.at);
        // Used up at 12:00: nothing is foretold without the days before.
        assert_eq!(told(0), Some(at(0, 12)));
        assert!(told(-7).is_some_and(|first| first < at(0, 11)), "{:?}", told(-7));
    }

    #[test]
    fn a_clear_a_day_gives_the_used_back_until_the_month_says_no() {
        let rules = rules(Trigger::Used { percent: 90 }, Mode::Clear);
        let trial = tried(&rules, &[used_up(1, 7, ResetEffect::Expected)], &[]);
        assert_eq!(clears(&trial), [0, 1, 2, 3, 4].map(|day| at(day, 13)));
        assert_eq!((trial.interface_clears, trial.given_back), (5, 5 * 928));
        // From 14:00 to midnight nothing would have been left.
        assert_eq!(trial.exhausted_for, SignedDuration::from_hours(50));
        let refused = trial.acts.iter().filter_map(|act| match act.verdict {
            Verdict::Blocked(why) => Some((act.at, why)),
            _ => None,
        });
        let of_the_month: Vec<_> = refused.filter(|(_, why)| matches!(why, BlockedReason::MonthLimit { .. })).collect();
        assert_eq!(of_the_month.len(), 2, "once on each of the other days: {of_the_month:?}");
    }

    #[test]
    fn clears_that_people_made_count_against_the_reserve() {
        let rules = rules(Trigger::Exhausted, Mode::Clear);
        let past: Vec<_> = (0..40)
            .map(|n| PastClear {
                account: ACCOUNT,
                scope: Scope::Interface,
                at: at(0, 0) - SignedDuration::from_secs(n),
            })
            .collect();
        let trial = tried(&rules, &[used_up(1, 2, ResetEffect::Expected)], &past);
        assert_eq!(clears(&trial), []);
        assert!(matches!(trial.acts[0].verdict, Verdict::Blocked(BlockedReason::Reserve { left: 10, reserve: 10 })));
    }

    #[test]
    fn nothing_is_spent_where_it_cannot_help() {
        let trial = tried(&rules(Trigger::Exhausted, Mode::Clear), &[used_up(1, 2, ResetEffect::Unlikely)], &[]);
        assert_eq!(clears(&trial), []);
        assert!(trial.acts.iter().all(|act| act.verdict == Verdict::Blocked(BlockedReason::NotLifted)
            || matches!(act.verdict, Verdict::Blocked(BlockedReason::ResetSoon { .. }))));
    }

    #[test]
    fn totals_are_told_of_and_never_cleared() {
        let total = [used_up(1, 2, ResetEffect::Total)];
        assert_eq!(tried(&rules(Trigger::Exhausted, Mode::Clear), &total, &[]), DryRun::default());
        let by = Trigger::RunsOutBefore { minute: 18 * 60 };
        assert_eq!(tried(&rules(by, Mode::Notify), &total, &[]), DryRun::default(), "it does not run out within a day");
        assert_eq!(tried(&rules(Trigger::Used { percent: 95 }, Mode::Notify), &total, &[]).acts.len(), 2);
    }

    #[test]
    fn the_whole_account_goes_where_that_is_cheaper() {
        let series: Vec<_> = (1..=6).map(|id| used_up(id, 1, ResetEffect::Expected)).collect();
        let mut rules = rules(Trigger::Exhausted, Mode::Clear);
        rules.restraint.whole_account = true;
        let trial = tried(&rules, &series, &[]);
        assert_eq!((trial.account_clears, trial.interface_clears), (1, 0));
        // The others were last read an hour before, at 928.
        assert_eq!(trial.given_back, 1_000 + 5 * 928);
    }
}
