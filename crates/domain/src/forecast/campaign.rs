//! A planned campaign: whether the quota suffices for it, how many clears it takes, and, afterwards, what it used.

use jiff::{SignedDuration, Timestamp};

use super::day_use::{HOURS, UsualDays, calls_between};
use super::today::{FEWEST_DAYS, Typical};
use crate::quota_zone::QuotaZone;
use crate::reading::Figures;

/// The most calls of a campaign.
pub const MOST_CALLS: i64 = 1_000_000_000;
/// The shortest time that a campaign takes.
pub const SHORTEST: SignedDuration = SignedDuration::from_mins(1);
/// The longest time that a campaign takes.
pub const LONGEST: SignedDuration = SignedDuration::from_hours(24);
/// How far ahead a campaign can be planned.
pub const MOST_AHEAD: SignedDuration = SignedDuration::from_hours(24 * 92);
/// The share of the usual days that lie before the earliest, and after the latest time of a range, in percent.
const TAIL_PERCENT: usize = 15;

/// What is wrong with a campaign as it was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CampaignFault {
    /// Fewer than one call, or more than [`MOST_CALLS`].
    Calls,
    /// It begins in the past.
    InThePast,
    /// It begins more than [`MOST_AHEAD`] from now.
    TooFarAhead,
    /// It takes less than [`SHORTEST`] or more than [`LONGEST`].
    Duration,
}

/// Calls of one interface that are to be made evenly over some time, beside its usual ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Campaign {
    calls: i64,
    from: Timestamp,
    lasts: SignedDuration,
}

impl Campaign {
    /// A campaign that is planned at `now`.
    ///
    /// # Errors
    ///
    /// The first thing that is wrong with it.
    pub fn planned(calls: i64, from: Timestamp, lasts: SignedDuration, now: Timestamp) -> Result<Self, CampaignFault> {
        if !(1..=MOST_CALLS).contains(&calls) {
            return Err(CampaignFault::Calls);
        }
        if from < now {
            return Err(CampaignFault::InThePast);
        }
        if from.duration_since(now) > MOST_AHEAD {
            return Err(CampaignFault::TooFarAhead);
        }
        if !(SHORTEST..=LONGEST).contains(&lasts) {
            return Err(CampaignFault::Duration);
        }
        Ok(Self { calls, from, lasts })
    }

    /// A campaign that was planned before, its figures brought within the bounds.
    pub fn kept(calls: i64, from: Timestamp, lasts: SignedDuration) -> Self {
        Self { calls: calls.clamp(1, MOST_CALLS), from, lasts: lasts.clamp(SHORTEST, LONGEST) }
    }

    /// The calls that it makes.
    pub fn calls(&self) -> i64 {
        self.calls
    }

    /// When it begins.
    pub fn from(&self) -> Timestamp {
        self.from
    }

    /// When it ends.
    pub fn until(&self) -> Timestamp {
        self.from.checked_add(self.lasts).unwrap_or(Timestamp::MAX)
    }

    /// Its calls between two times, in thousandths of a call.
    fn calls_within(&self, from: Timestamp, to: Timestamp) -> i128 {
        let both = overlap((from, to), (self.from, self.until())).as_millis();
        i128::from(self.calls) * 1_000 * both / self.lasts.as_millis().max(1)
    }
}

/// How long two stretches of time have in common.
fn overlap(one: (Timestamp, Timestamp), other: (Timestamp, Timestamp)) -> SignedDuration {
    one.1.min(other.1).duration_since(one.0.max(other.0)).max(SignedDuration::ZERO)
}

/// When the quota of a campaign's days runs out if nothing is cleared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunOut {
    /// The most likely time.
    pub at: Timestamp,
    /// The early end of the range.
    pub earliest: Timestamp,
    /// The late end of the range; `None` where it may also suffice.
    pub latest: Option<Timestamp>,
}

/// What a campaign needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// When nothing is left before the campaign is over; `None` where the quota most likely suffices.
    pub runs_out: Option<RunOut>,
    /// How many clears it most likely takes until the campaign is over.
    pub clears: i64,
    /// How many it takes at most, on a busy day.
    pub clears_at_most: i64,
    /// How many it most likely takes until the reset after the campaign, so that the usual calls of that day go on too.
    pub clears_to_reset: i64,
    /// Whether the usual calls are known and taken into account; without, only those of the campaign are.
    pub usual_is_known: bool,
}

/// What is left of a scope's clears after a campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Left {
    /// How many are left for the rest of the month.
    pub left: i64,
    /// How many are missing; 0 where they suffice.
    pub missing: i64,
}

impl Left {
    /// After `needed` of `left` are used.
    pub fn after(left: i64, needed: i64) -> Self {
        let after = left.max(0).saturating_sub(needed.max(0));
        Self { left: after.max(0), missing: after.saturating_neg().max(0) }
    }
}

/// What a campaign needs, given the interface's newest good reading and its usual days. A clear is taken to give the whole limit
/// back. `None` where the reading has no limit to go by.
pub fn answer(
    campaign: &Campaign,
    newest: (Timestamp, Figures),
    usual: &UsualDays,
    zone: &QuotaZone,
) -> Option<Answer> {
    if newest.1.daily_limit <= 0 {
        return None;
    }
    let days = usual.like(zone.day(campaign.from()), FEWEST_DAYS);
    let usual_is_known = days.len() >= FEWEST_DAYS;
    let typical = Typical::of(&days);
    let plan = Plan { campaign, newest, zone };
    let mut courses: Vec<_> = if usual_is_known {
        days.iter().map(|day| plan.course(|hour| i128::from(typical.hour(day, hour)))).collect()
    } else {
        vec![plan.course(|_| 0)]
    };
    courses.sort_by_key(|course| (course.end.unwrap_or(Timestamp::MAX), -course.clears));
    let at_percent = |percent: usize| courses.get(courses.len() * percent / 100).or(courses.last());
    let (early, middle, late) = (at_percent(TAIL_PERCENT)?, at_percent(50)?, at_percent(100 - TAIL_PERCENT)?);
    let runs_out = middle.end.map(|at| RunOut { at, earliest: early.end.unwrap_or(at), latest: late.end });
    Some(Answer {
        runs_out,
        clears: middle.clears,
        clears_at_most: early.clears.max(middle.clears),
        clears_to_reset: middle.clears_to_reset,
        usual_is_known,
    })
}

/// What a campaign is reckoned with.
struct Plan<'a> {
    campaign: &'a Campaign,
    newest: (Timestamp, Figures),
    zone: &'a QuotaZone,
}

/// How the days of a campaign go if nothing is cleared.
#[derive(Debug, Clone, Copy, Default)]
struct Course {
    /// When nothing is left, before the campaign is over.
    end: Option<Timestamp>,
    clears: i64,
    clears_to_reset: i64,
}

impl Plan<'_> {
    /// How it goes with these usual calls in each hour, in thousandths of a call.
    fn course(&self, usual: impl Fn(usize) -> i128) -> Course {
        let mut course = Course::default();
        let last = self.campaign.until().checked_sub(SignedDuration::from_millis(1)).unwrap_or(Timestamp::MAX);
        let mut at = self.campaign.from();
        // A campaign of at most a day touches at most two quota days, or three where the clock changes.
        for _ in 0..3 {
            self.add_day(&mut course, at, &usual);
            at = self.zone.next_reset(at);
            if at > last {
                break;
            }
        }
        course
    }

    /// Adds the quota day that holds `within`.
    fn add_day(&self, course: &mut Course, within: Timestamp, usual: &impl Fn(usize) -> i128) {
        let (start, reset) = (self.zone.day_start(within), self.zone.next_reset(within));
        let (read_at, figures) = self.newest;
        let limit = i128::from(figures.daily_limit) * 1_000;
        let (begin, left) = if read_at > start && read_at < reset {
            (read_at, i128::from(figures.remain.max(0)) * 1_000)
        } else {
            (start, limit)
        };
        let over = self.campaign.until();
        let (mut wanted, mut wanted_when_over) = (0, 0);
        for (from, to, a_hour) in self.pieces((start, begin, reset), usual) {
            let usual_calls = a_hour * to.duration_since(from).as_millis() / SignedDuration::from_hours(1).as_millis();
            let calls = usual_calls + self.campaign.calls_within(from, to);
            if wanted + calls > left && course.end.is_none() && from < over {
                let wait = to.duration_since(from).as_millis() * (left - wanted).max(0) / calls.max(1);
                let wait = SignedDuration::from_millis(i64::try_from(wait).unwrap_or_default());
                course.end = from.checked_add(wait).ok();
            }
            wanted += calls;
            if to <= over {
                wanted_when_over = wanted;
            }
        }
        let clears = |wanted: i128| i64::try_from(((wanted - left).max(0) + limit - 1) / limit).unwrap_or(i64::MAX);
        course.clears = course.clears.saturating_add(clears(wanted_when_over));
        course.clears_to_reset = course.clears_to_reset.saturating_add(clears(wanted));
    }

    /// The stretches of a day from `begin` on in which calls come evenly, each with its usual calls an hour.
    fn pieces(
        &self,
        (start, begin, reset): (Timestamp, Timestamp, Timestamp),
        usual: &impl Fn(usize) -> i128,
    ) -> Vec<(Timestamp, Timestamp, i128)> {
        let hour_of = |at: Timestamp| usize::try_from(at.duration_since(start).as_hours()).unwrap_or_default();
        let hours = (1..HOURS).filter_map(|hour| {
            start.checked_add(SignedDuration::from_hours(i64::try_from(hour).unwrap_or_default())).ok()
        });
        let mut cuts: Vec<_> = hours.chain([begin, self.campaign.from(), self.campaign.until(), reset]).collect();
        cuts.retain(|at| *at >= begin && *at <= reset);
        cuts.sort_unstable();
        cuts.dedup();
        cuts.windows(2)
            .filter_map(|pair| match pair {
                [from, to] => Some((*from, *to, usual(hour_of(*from).min(HOURS - 1)))),
                _ => None,
            })
            .collect()
    }
}

/// What happened during a campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Happened {
    /// The calls of the interface in that time, the usual ones among them; at least so many where nothing was left meanwhile.
    pub calls: i64,
    /// The first reading in that time that showed nothing left.
    pub used_up_at: Option<Timestamp>,
}

/// What happened during a campaign, from good readings around it in the order of time. `None` as long as it is not over, and
/// where readings do not reach from before its beginning to its end.
pub fn happened(
    campaign: &Campaign,
    good: &[(Timestamp, Figures)],
    now: Timestamp,
    zone: &QuotaZone,
) -> Option<Happened> {
    let (from, until) = (campaign.from(), campaign.until());
    let first = good.first()?.0;
    let last = good.last()?.0;
    if now < until || first > from || last < until {
        return None;
    }
    let calls = good.windows(2).map(|pair| match pair {
        [(before_at, before), (after_at, after)] => {
            // At the reset the count begins at 0.
            let reset = zone.day_start(*after_at);
            let is_new_day = *before_at < reset;
            let (begin, calls) =
                if is_new_day { (reset, after.used.max(0)) } else { (*before_at, calls_between(*before, *after)) };
            let length = after_at.duration_since(begin).as_millis();
            let part = overlap((begin, *after_at), (from, until)).as_millis();
            i128::from(calls) * part / length.max(1)
        }
        _ => 0,
    });
    let used_up = good.iter().find(|(at, figures)| *at >= from && *at <= until && figures.remain <= 0);
    Some(Happened {
        calls: i64::try_from(calls.sum::<i128>()).unwrap_or(i64::MAX),
        used_up_at: used_up.map(|(at, _)| *at),
    })
}

#[cfg(test)]
mod tests;
