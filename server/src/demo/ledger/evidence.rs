//! What readings show of the clears: the counts before, and what fell.

use domain::clears::elsewhere::CONFIRMED_AFTER;
use domain::clears::fall::UsedCalls;
use domain::clears::verification::{InconclusiveReason, SAMPLE_SIZE, ends_at};
use domain::{Figures, QuotaZone};
use jiff::{SignedDuration, Timestamp};
use sandbox::{SeededAccount, Traffic};
use store::InterfaceNow;
use store::clears::{Check, CheckOutcome, Effect, SuspectedClear, UsageBefore, UsedBefore};

use super::plan::{CALL, End, Planned};
use crate::demo::history::{Look, last_reading, next_reading, of_wechat};

/// How long after WeChat's answer it was looked at.
const READ: SignedDuration = SignedDuration::from_secs(5);

/// The account of a clear, and its counts at any time.
pub(super) struct Witness<'a> {
    pub(super) seeded: &'a SeededAccount,
    pub(super) interfaces: &'a [InterfaceNow],
    pub(super) traffic: &'a Traffic,
    pub(super) zone: &'a QuotaZone,
}

impl Witness<'_> {
    /// What the last good readings before a clear said of what it is to reset, the most used first.
    pub(super) fn before(&self, clear: &Planned) -> Vec<UsageBefore> {
        let wrong_since = self.seeded.outdated.as_ref().map_or(i64::MAX, |outdated| outdated.since_ms);
        let read = |interface: &&InterfaceNow| last_reading(interface.id, clear.at.as_millisecond().min(wrong_since));
        let usage = self.covered(clear).filter_map(|interface| {
            let (sampled_at, figures) = self.read(interface, read(&interface))?;
            Some(UsageBefore { interface: interface.id, cgi_path: interface.cgi_path.clone(), sampled_at, figures })
        });
        let mut usage: Vec<_> = usage.collect();
        usage.sort_by_key(|usage| std::cmp::Reverse((usage.figures.used_permille(), usage.figures.used)));
        usage
    }

    /// What readings after an accepted clear showed; `None` of any other.
    pub(super) fn check(&self, clear: &Planned) -> Option<Check> {
        if clear.end != End::Accepted {
            return None;
        }
        let used = self.before(clear).into_iter().filter(|usage| usage.figures.used > 0);
        let effects: Vec<_> = used.take(SAMPLE_SIZE).filter_map(|usage| self.effect(clear, &usage)).collect();
        let end = if effects.iter().any(|effect| effect.given_back.is_some()) {
            CheckOutcome::Effective
        } else if effects.iter().any(|effect| effect.tells) {
            CheckOutcome::Ineffective
        } else {
            CheckOutcome::Unproven(InconclusiveReason::NothingUsed)
        };
        Some(Check { effects, end })
    }

    /// The suspicion of a clear made elsewhere: raised by the first reading that shows a fall. `None` of any other clear, and
    /// where none shows one.
    pub(super) fn suspicion(&self, clear: &Planned) -> Option<SuspectedClear> {
        if clear.end != End::Elsewhere {
            return None;
        }
        let falls = self.covered(clear).filter_map(|interface| {
            let at = clear.at.as_millisecond();
            let (before, after) = (
                self.used(interface, last_reading(interface.id, at))?,
                self.used(interface, next_reading(interface.id, at))?,
            );
            before.fell_to(after, self.zone).then_some((interface.id, before, after.at))
        });
        let falls: Vec<_> = falls.collect();
        let seen_at = falls.iter().map(|(_, _, at)| *at).min()?;
        let before = falls.iter().map(|(interface, before, at)| UsedBefore {
            interface: *interface,
            at: before.at,
            used: before.calls,
            limit: before.limit,
            fell: *at == seen_at,
        });
        let before = before.take(SAMPLE_SIZE).collect();
        Some(SuspectedClear { account: clear.account.id, seen_at, due_at: seen_at + CONFIRMED_AFTER, before })
    }

    /// The readings that were made to see what a clear did.
    pub(super) fn looks(&self, clear: &Planned) -> Vec<Look> {
        let first = clear.at + CALL + READ;
        let of_check = self
            .check(clear)
            .into_iter()
            .flat_map(|check| check.effects)
            .flat_map(|effect| [first, effect.sampled_at].map(|at| Look { interface: effect.interface, at }));
        let of_suspicion = self.suspicion(clear).into_iter().flat_map(|suspicion| {
            let due_at = suspicion.due_at;
            suspicion.before.into_iter().map(move |before| Look { interface: before.interface, at: due_at })
        });
        let mut looks: Vec<_> = of_check.chain(of_suspicion).collect();
        looks.dedup();
        looks
    }

    /// An interface's count after a clear: soon where it fell, at the end of the time in which it could where it did not.
    fn effect(&self, clear: &Planned, usage: &UsageBefore) -> Option<Effect> {
        let interface = self.interfaces.iter().find(|interface| interface.id == usage.interface)?;
        let ended_at = clear.at + CALL;
        let before = UsedCalls::read(usage.sampled_at, usage.figures);
        let look = |at: Timestamp| self.read(interface, at.as_millisecond());
        let (soon, figures) = look(ended_at + READ)?;
        let fell = before.fell_to(UsedCalls::read(soon, figures), self.zone);
        let (sampled_at, figures) = if fell { (soon, figures) } else { look(ends_at(ended_at))? };
        Some(Effect {
            interface: usage.interface,
            cgi_path: usage.cgi_path.clone(),
            sampled_at,
            figures,
            given_back: fell.then(|| before.calls - figures.used),
            tells: fell || (before.can_fall(self.zone) && self.zone.day(sampled_at) == self.zone.day(clear.at)),
        })
    }

    fn covered<'a>(&'a self, clear: &'a Planned) -> impl Iterator<Item = &'a InterfaceNow> {
        let only = clear.interface.as_ref().map(|(id, _)| *id);
        self.interfaces.iter().filter(move |interface| only.is_none_or(|only| only == interface.id))
    }

    fn used(&self, interface: &InterfaceNow, at_ms: i64) -> Option<UsedCalls> {
        let (at, figures) = self.read(interface, at_ms)?;
        Some(UsedCalls::read(at, figures))
    }

    /// A good reading; `None` where there was no figure.
    fn read(&self, interface: &InterfaceNow, at_ms: i64) -> Option<(Timestamp, Figures)> {
        let figures = self.traffic.used_at(&self.seeded.appid, interface.cgi_path.as_str(), at_ms)?;
        let figures = Some(of_wechat(figures)).filter(|figures| !figures.is_no_figure())?;
        Some((Timestamp::from_millisecond(at_ms).ok()?, figures))
    }
}
