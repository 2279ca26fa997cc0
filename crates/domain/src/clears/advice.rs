//! Which clear to make, if any, and why one may be pointless. Pure: figures, budgets and signs in, words out.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::Budget;
use crate::account::InterfaceId;
use crate::cgi_path::CgiPath;
use crate::limit_hit::{LimitHit, MINUTE_LIMIT};
use crate::limits::LimitKind;
use crate::reading::NEAR_ZERO_PERMILLE;
use crate::usage::UsageState;
use crate::words::word_enum;

/// With the day's reset so near, waiting for it may do.
pub const RESETS_SOON: SignedDuration = SignedDuration::from_hours(1);
/// From this share of the limit on, in thousandths, a 45009 may be of the day's quota: `used` may be off by 1 %.
const USED_UP_PERMILLE: i64 = 990;

/// Whether a clear resets an interface's count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ResetEffect {
    /// The last clear of it that could be verified did.
    Proved,
    /// The catalogue expects it.
    Expected,
    /// Nobody knows.
    Unknown,
    /// The catalogue doubts it, such as for totals over a lifetime.
    Unlikely,
    /// The last clear of it that could be verified did not.
    Disproved,
    /// Its count is a total, which no clear lowers.
    Total,
}

impl ResetEffect {
    /// What the interface's own newest evidence says; else what the same path's on another account makes likely; else the
    /// catalogue's guess.
    #[must_use]
    pub fn learned(self, own: Option<bool>, of_another: Option<bool>) -> Self {
        match (own, of_another) {
            (Some(true), _) => Self::Proved,
            (Some(false), _) => Self::Disproved,
            (None, Some(true)) => Self::Expected,
            (None, Some(false)) => Self::Unlikely,
            (None, None) => self,
        }
    }

    /// The same of a count of this kind: no clear lowers a total, whatever earlier ones seemed to do.
    #[must_use]
    pub fn of_count(self, kind: LimitKind) -> Self {
        match kind {
            LimitKind::Daily => self,
            LimitKind::Total => Self::Total,
        }
    }

    /// Whether a clear may help.
    pub fn may_help(self) -> bool {
        !matches!(self, Self::Unlikely | Self::Disproved | Self::Total)
    }
}

/// An interface of the account, as far as advice goes by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Usage {
    /// The interface.
    pub interface: InterfaceId,
    /// Its state.
    pub state: UsageState,
    /// The share of its limit that is used, in thousandths; `None` where no figures of this quota day are known.
    pub used_permille: Option<i64>,
    /// When it was read, where such figures are known.
    pub read_at: Option<Timestamp>,
    /// Whether a clear resets it.
    pub lifts: ResetEffect,
}

impl Usage {
    /// Whether its count is a total: no clear is to be offered or advised for it.
    pub fn is_total(&self) -> bool {
        self.lifts == ResetEffect::Total
    }

    /// Whether it is so near its limit, by figures of today, that somebody may want it cleared.
    pub fn is_pressing(&self) -> bool {
        let near = matches!(self.state, UsageState::Exhausted | UsageState::Critical | UsageState::Warning);
        near && self.used_permille.is_some()
    }

    /// Whether hardly anything is used, by figures of today.
    fn is_near_zero(&self) -> bool {
        self.used_permille.is_some_and(|permille| permille < NEAR_ZERO_PERMILLE)
    }

    /// Whether a clear may reset a count of it that is not known.
    fn may_be_used(&self) -> bool {
        self.used_permille.is_none() && self.lifts.may_help() && self.state != UsageState::Unsupported
    }

    /// Whether its limit is used up, as far as `used` can be trusted.
    fn is_used_up(&self) -> bool {
        self.used_permille.is_some_and(|used| used >= USED_UP_PERMILLE || self.state == UsageState::Exhausted)
    }

    fn urgency(&self) -> (UsageState, std::cmp::Reverse<Option<i64>>, InterfaceId) {
        (self.state, std::cmp::Reverse(self.used_permille), self.interface)
    }
}

/// Which clears to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Plan {
    /// None would help, or none is needed.
    None(NoPlanReason),
    /// These interfaces one by one, the most urgent first.
    Interfaces(Vec<InterfaceId>),
    /// The whole account.
    Account,
}

/// Why no clear is advised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoPlanReason {
    /// Nothing is near its limit.
    NothingPressing,
    /// What is near its limit is not reset by clears.
    NotLifted,
    /// No clear is left that would do.
    NoneLeft,
}

/// What single-interface clears cost in comparison: so many of them are as large a share of their budget as one
/// account-wide clear is of its own, where this equals their limit.
fn price_of_singles(count: usize, account: &Budget) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX).saturating_mul(account.limit)
}

/// The cheapest clears that reset all that is pressing and can be reset. A single-interface clear is one of 50 and an
/// account-wide one of 10, so with the usual limits up to five single ones are no dearer than one of the whole account.
pub fn plan(usages: &[Usage], account: &Budget, interface: &Budget) -> Plan {
    let mut pressing: Vec<_> = usages.iter().filter(|usage| usage.is_pressing()).collect();
    if pressing.is_empty() {
        return Plan::None(NoPlanReason::NothingPressing);
    }
    pressing.retain(|usage| usage.lifts.may_help());
    if pressing.is_empty() {
        return Plan::None(NoPlanReason::NotLifted);
    }
    pressing.sort_by_key(|usage| usage.urgency());
    let singles_left = usize::try_from(interface.left).unwrap_or(0);
    let enough_singles = pressing.len() <= singles_left;
    let singles_cheaper = price_of_singles(pressing.len(), account) <= interface.limit;
    let whole = account.left > 0;
    if whole && !(enough_singles && singles_cheaper) {
        return Plan::Account;
    }
    pressing.truncate(singles_left);
    if pressing.is_empty() {
        return Plan::None(NoPlanReason::NoneLeft);
    }
    Plan::Interfaces(pressing.into_iter().map(|usage| usage.interface).collect())
}

/// A call that failed lately, as a rid or a service told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailedCall {
    /// What WeChat answered.
    pub errcode: i32,
    /// The call's rid.
    pub rid: String,
    /// When it was made.
    pub at: Timestamp,
    /// The path that was called; `None` where nobody knows, since WeChat does not tell.
    pub cgi_path: Option<CgiPath>,
    /// The account's interface of that path, where it is watched.
    pub interface: Option<InterfaceId>,
    /// The limit that it hit, as it was concluded; `None` where it failed for another reason.
    pub limit: Option<LimitHit>,
}

impl FailedCall {
    /// Whether it may have been of `target`; of the whole account, where there is none.
    fn may_be_of(&self, target: Option<InterfaceId>) -> bool {
        target.is_none() || self.cgi_path.is_none() || self.interface == target
    }

    /// Whether it shows that an interface may have been used up since it was read.
    fn outdates(&self, usage: &Usage) -> bool {
        let may_be_of = self.cgi_path.is_none() || self.interface == Some(usage.interface);
        let by_quota = matches!(self.limit, Some(LimitHit::DayQuota | LimitHit::NotKnown));
        by_quota && may_be_of && usage.read_at.is_some_and(|read_at| read_at < self.at)
    }

    /// Whether it failed at a limit per minute, and nothing shows that the day's quota was used up since. Of a call of unknown
    /// path, any interface that is used up may have been the one.
    fn is_by_minute(&self, usages: &[Usage]) -> bool {
        if self.limit != Some(LimitHit::PerMinute) || self.errcode == MINUTE_LIMIT {
            return self.limit == Some(LimitHit::PerMinute);
        }
        let mut called = usages
            .iter()
            .filter(|usage| self.cgi_path.is_none() || self.interface == Some(usage.interface))
            .filter(|usage| usage.used_permille.is_some())
            .peekable();
        called.peek().is_some() && !called.any(Usage::is_used_up)
    }
}

/// Why a clear may be pointless.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// The counts begin anew soon by themselves.
    ResetsSoon {
        /// When.
        at: Timestamp,
    },
    /// Calls failed by a limit a minute, which no clear lifts.
    PerMinute(FailedCall),
    /// Calls failed by a limit that quota/get does not count, which no clear lifts.
    Uncounted(FailedCall),
    /// Clears do not reset it.
    NotLifted {
        /// By the last result; else by the catalogue's guess.
        proved: bool,
    },
    /// Every count that it would reset is near 0.
    Pointless {
        /// The largest share of a limit that is used among them, in thousandths.
        permille: i64,
    },
    /// Little is used.
    LowUse {
        /// The largest share of a limit that is used, in thousandths.
        permille: i64,
    },
    /// No figures of this quota day are known.
    NoFigures,
}

impl Warning {
    /// Its word in the API and the ledger.
    pub fn word(&self) -> ClearWarning {
        match self {
            Self::Pointless { .. } => ClearWarning::Pointless,
            Self::LowUse { .. } => ClearWarning::LowUse,
            Self::NoFigures => ClearWarning::NoFigures,
            Self::NotLifted { .. } => ClearWarning::NotLifted,
            Self::PerMinute(_) => ClearWarning::PerMinute,
            Self::Uncounted(_) => ClearWarning::Uncounted,
            Self::ResetsSoon { .. } => ClearWarning::ResetsSoon,
        }
    }
}

word_enum! {
    /// What spoke against a clear when it was ordered.
    pub enum ClearWarning {
        /// Every count that it would reset was near 0.
        Pointless = "pointless",
        /// Little was used.
        LowUse = "low-use",
        /// No figures of that quota day were known.
        NoFigures = "no-figures",
        /// Clears do not reset it, or are not expected to.
        NotLifted = "not-lifted",
        /// Calls failed at a limit per minute, which no clear lifts.
        PerMinute = "per-minute",
        /// Calls failed at a limit that quota/get does not count, which no clear lifts.
        Uncounted = "uncounted",
        /// The day's reset was less than an hour away.
        ResetsSoon = "resets-soon",
        /// Another clear of some of the same counts had not settled.
        ClearOpen = "clear-open",
    }
}

/// Why a clear of `target`, or of the whole account, may be pointless. `failed` are the account's calls that failed lately,
/// the newest first; those of other interfaces than `target` say nothing.
pub fn warnings(
    target: Option<InterfaceId>,
    usages: &[Usage],
    failed: &[FailedCall],
    resets_at: Timestamp,
    now: Timestamp,
) -> Vec<Warning> {
    let mut of_target: Vec<_> =
        usages.iter().filter(|usage| target.is_none_or(|target| usage.interface == target)).copied().collect();
    // A total has no say in what a clear resets, unless there is nothing else.
    if of_target.iter().any(|usage| !usage.is_total()) {
        of_target.retain(|usage| !usage.is_total());
    }
    let mut of_this = failed.iter().filter(|call| call.may_be_of(target));
    let by_minute = of_this.clone().find(|call| call.is_by_minute(usages)).cloned().map(Warning::PerMinute);
    let uncounted = of_this.find(|call| call.limit == Some(LimitHit::Uncounted)).cloned().map(Warning::Uncounted);
    let mut warnings: Vec<_> = by_minute.into_iter().chain(uncounted).collect();
    // Only what is in use, or named, is worth the word.
    let matters = |usage: &&Usage| target.is_some() || usage.used_permille.is_some_and(|permille| permille > 0);
    let mut concerned = of_target.iter().filter(matters).peekable();
    if concerned.peek().is_some() && concerned.clone().all(|usage| !usage.lifts.may_help()) {
        warnings.push(Warning::NotLifted { proved: concerned.all(|usage| usage.lifts == ResetEffect::Disproved) });
    }
    if resets_at.duration_since(now) <= RESETS_SOON {
        warnings.push(Warning::ResetsSoon { at: resets_at });
    }
    warnings.extend(low_use(target.is_none(), &of_target, failed));
    warnings
}

/// How little the counts are used that a clear would reset, where that speaks against it; `whole`: of the whole account. Where
/// one of them is not known, or was refused since it was read, nothing is said of how little.
fn low_use(whole: bool, usages: &[Usage], failed: &[FailedCall]) -> Option<Warning> {
    let known: Vec<_> = usages.iter().filter(|usage| usage.used_permille.is_some()).collect();
    // Of the whole account, what clears do not reset is no reason to clear.
    let reset: Vec<_> = known.iter().copied().filter(|usage| !whole || usage.lifts.may_help()).collect();
    let counted = if reset.is_empty() { known } else { reset };
    let Some(permille) = counted.iter().filter_map(|usage| usage.used_permille).max() else {
        return Some(Warning::NoFigures);
    };
    let is_outdated = || counted.iter().any(|usage| failed.iter().any(|call| call.outdates(usage)));
    if counted.iter().any(|usage| usage.is_pressing()) {
        None
    } else if usages.iter().any(Usage::may_be_used) || is_outdated() {
        Some(Warning::NoFigures)
    } else if counted.iter().all(|usage| usage.is_near_zero()) {
        Some(Warning::Pointless { permille })
    } else {
        Some(Warning::LowUse { permille })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::clears::{Allotment, Beginning, Limits, ResetInterval, Scope, Tally};
    use crate::quota_zone::QuotaZone;

    fn now() -> Timestamp {
        "2026-11-22T12:00:00+08:00".parse().unwrap()
    }

    fn budget(scope: Scope, limit: i64, spent: i64) -> Budget {
        let beginning = Beginning { at: Timestamp::MIN, cleared_before: None };
        let allotment = Allotment { limit, every: ResetInterval::Month };
        let month = QuotaZone::default().month(now());
        Budget::count(scope, allotment, Tally { spent, ..Tally::default() }, month, beginning)
    }

    fn usage(id: i64, permille: i64, lifts: ResetEffect) -> Usage {
        let state = match permille {
            1000.. => UsageState::Exhausted,
            950.. => UsageState::Critical,
            800.. => UsageState::Warning,
            _ => UsageState::Ok,
        };
        Usage { interface: InterfaceId(id), state, used_permille: Some(permille), read_at: Some(now()), lifts }
    }

    fn planned(usages: &[Usage], account_spent: i64, interface_spent: i64) -> Plan {
        let limits = Limits::default();
        plan(
            usages,
            &budget(Scope::Account, limits.account.limit, account_spent),
            &budget(Scope::Interface, limits.interface.limit, interface_spent),
        )
    }

    fn pressing(count: i64) -> Vec<Usage> {
        (1..=count).map(|id| usage(id, 1000 - id, ResetEffect::Expected)).collect()
    }

    #[test]
    fn one_interface_before_the_whole_account() {
        let ids = |count: i64| Plan::Interfaces((1..=count).map(InterfaceId).collect());
        assert_eq!(planned(&pressing(1), 0, 0), ids(1));
        assert_eq!(planned(&pressing(5), 0, 0), ids(5), "5 of 50 are worth 1 of 10");
        assert_eq!(planned(&pressing(6), 0, 0), Plan::Account);
        assert_eq!(planned(&pressing(2), 0, 49), Plan::Account, "not enough single ones left");
        assert_eq!(planned(&pressing(2), 10, 49), ids(1), "the most urgent, where nothing else is left");
        assert_eq!(planned(&pressing(8), 10, 0), ids(8));
        assert_eq!(planned(&pressing(1), 10, 50), Plan::None(NoPlanReason::NoneLeft));
    }

    #[test]
    fn nothing_is_advised_that_cannot_help() {
        assert_eq!(planned(&[usage(1, 500, ResetEffect::Proved)], 0, 0), Plan::None(NoPlanReason::NothingPressing));
        for lifts in [ResetEffect::Unlikely, ResetEffect::Disproved] {
            assert_eq!(planned(&[usage(1, 1000, lifts)], 0, 0), Plan::None(NoPlanReason::NotLifted));
        }
        let yesterday = Usage { used_permille: None, ..usage(1, 1000, ResetEffect::Proved) };
        assert_eq!(planned(&[yesterday], 0, 0), Plan::None(NoPlanReason::NothingPressing));
        let mixed = [usage(1, 1000, ResetEffect::Unlikely), usage(2, 960, ResetEffect::Unknown)];
        assert_eq!(planned(&mixed, 0, 0), Plan::Interfaces(vec![InterfaceId(2)]));
    }

    fn warned(target: Option<i64>, usages: &[Usage], failed: &[FailedCall], hours: i64) -> Vec<Warning> {
        warnings(target.map(InterfaceId), usages, failed, now() + SignedDuration::from_hours(hours), now())
    }

    #[test]
    fn what_speaks_against_a_clear_is_said() {
        let full = usage(1, 1000, ResetEffect::Expected);
        assert_eq!(warned(Some(1), &[full], &[], 12), []);
        assert_eq!(warned(None, &[full], &[], 1), [Warning::ResetsSoon { at: now() + SignedDuration::from_hours(1) }]);
        let low = usage(2, 420, ResetEffect::Expected);
        assert_eq!(warned(Some(2), &[full, low], &[], 12), [Warning::LowUse { permille: 420 }]);
        let lifetime = usage(3, 990, ResetEffect::Unlikely);
        assert_eq!(warned(Some(3), &[full, lifetime], &[], 12), [Warning::NotLifted { proved: false }]);
        assert_eq!(warned(None, &[full, lifetime], &[], 12), [], "it helps the other");
        let proved = Usage { lifts: ResetEffect::Disproved, ..lifetime };
        assert_eq!(warned(Some(3), &[proved], &[], 12), [Warning::NotLifted { proved: true }]);
        let unread = Usage { used_permille: None, state: UsageState::Never, ..full };
        assert_eq!(warned(Some(1), &[unread], &[], 12), [Warning::NoFigures]);
        assert_eq!(warned(None, &[], &[], 12), [Warning::NoFigures]);
    }

    #[test]
    fn a_total_has_no_say_in_what_a_clear_resets() {
        let total = usage(1, 990, ResetEffect::Proved.of_count(LimitKind::Total));
        let low = usage(2, 30, ResetEffect::Expected);
        assert!(total.is_total() && !total.lifts.may_help());
        assert_eq!(planned(&[total, low], 0, 0), Plan::None(NoPlanReason::NotLifted));
        assert_eq!(warned(None, &[total, low], &[], 12), [Warning::LowUse { permille: 30 }]);
        assert_eq!(warned(None, &[total], &[], 12), [Warning::NotLifted { proved: false }]);
    }

    #[test]
    fn a_clear_of_what_is_hardly_used_is_pointless() {
        let pointless = |permille| vec![Warning::Pointless { permille }];
        for (permille, expected) in
            [(0, pointless(0)), (9, pointless(9)), (10, vec![Warning::LowUse { permille: 10 }]), (800, vec![])]
        {
            let (used, none) = (usage(1, permille, ResetEffect::Expected), usage(2, 0, ResetEffect::Unknown));
            assert_eq!(warned(Some(1), &[used, none], &[], 12), expected, "{permille}");
            assert_eq!(warned(None, &[used, none], &[], 12), expected, "{permille}");
            assert_eq!(warned(Some(2), &[used, none], &[], 12), pointless(0));
        }
        let full = |lifts| usage(3, 1000, lifts);
        let none = usage(2, 3, ResetEffect::Proved);
        for lifts in [ResetEffect::Unlikely, ResetEffect::Disproved, ResetEffect::Total] {
            assert_eq!(warned(None, &[full(lifts), none], &[], 12), pointless(3), "no clear gives the other one back");
            assert_eq!(warned(Some(3), &[full(lifts), none], &[], 12).len(), 1, "it is not lifted, but it is used");
            let half = usage(4, 500, ResetEffect::Proved);
            let low = [Warning::LowUse { permille: 500 }];
            assert_eq!(warned(None, &[full(lifts), half], &[], 12), low, "the other one alone counts");
        }
        let unread = Usage { used_permille: None, state: UsageState::Failed, ..full(ResetEffect::Expected) };
        assert_eq!(warned(None, &[unread, none], &[], 12), [Warning::NoFigures], "the other one may be used up");
        let unsupported = Usage { state: UsageState::Unsupported, ..unread };
        assert_eq!(warned(None, &[unsupported, none], &[], 12), pointless(3));
        let total = Usage { lifts: ResetEffect::Total, ..unread };
        assert_eq!(warned(None, &[total, none], &[], 12), pointless(3), "no clear resets it");
        assert_eq!(warned(Some(3), &[unread, none], &[], 12), [Warning::NoFigures]);
    }

    #[test]
    fn what_was_refused_since_it_was_read_is_not_called_unused() {
        let (send, users) = (usage(1, 0, ResetEffect::Expected), usage(2, 0, ResetEffect::Expected));
        let path = Some(CgiPath::from_stored("/cgi-bin/message/custom/send".to_owned()));
        let later = now() + SignedDuration::from_mins(1);
        let call = |limit| FailedCall {
            cgi_path: path.clone(),
            interface: Some(send.interface),
            limit: Some(limit),
            at: later,
            ..failed(45009)
        };
        let pointless = [Warning::Pointless { permille: 0 }];
        for limit in [LimitHit::DayQuota, LimitHit::NotKnown] {
            for target in [Some(1), None] {
                assert_eq!(warned(target, &[send, users], &[call(limit)], 12), [Warning::NoFigures], "{limit}");
            }
            assert_eq!(warned(Some(2), &[send, users], &[call(limit)], 12), pointless);
            let read_again = Usage { read_at: Some(later), ..send };
            assert_eq!(warned(Some(1), &[read_again, users], &[call(limit)], 12), pointless);
        }
    }

    #[test]
    fn a_failure_of_another_interface_says_nothing() {
        let (send, users) = (usage(1, 850, ResetEffect::Expected), usage(2, 850, ResetEffect::Expected));
        let call = |errcode, of: Option<(i64, &str)>| FailedCall {
            cgi_path: of.map(|(_, path)| CgiPath::from_stored(path.to_owned())),
            interface: of.and_then(|(id, _)| (id > 0).then_some(InterfaceId(id))),
            ..failed(errcode)
        };
        for errcode in [45011, 45009] {
            let of_send = call(errcode, Some((1, "/cgi-bin/message/custom/send")));
            let said = [Warning::PerMinute(of_send.clone())];
            assert_eq!(warned(Some(1), &[send, users], std::slice::from_ref(&of_send), 12), said);
            assert_eq!(warned(Some(2), &[send, users], std::slice::from_ref(&of_send), 12), []);
            assert_eq!(warned(None, &[send, users], std::slice::from_ref(&of_send), 12), said);
            let unknown = call(errcode, None);
            let said = [Warning::PerMinute(unknown.clone())];
            assert_eq!(warned(Some(2), &[send, users], &[of_send, unknown], 12), said, "it may have been of this one");
        }
        let unwatched = call(45011, Some((0, "/wxa/msg_sec_check")));
        assert_eq!(warned(Some(1), &[send], std::slice::from_ref(&unwatched), 12), []);
        assert_eq!(warned(None, &[send], std::slice::from_ref(&unwatched), 12), [Warning::PerMinute(unwatched)]);
        let by_day = call(45009, Some((0, "/wxa/msg_sec_check")));
        assert_eq!(warned(None, &[send], &[by_day], 12), [], "its use is not known");
        let full = usage(2, 1000, ResetEffect::Expected);
        let of_send = call(45009, Some((1, "/cgi-bin/message/custom/send")));
        let said = [Warning::PerMinute(of_send.clone())];
        assert_eq!(warned(Some(1), &[send, full], &[of_send], 12), said, "the other one is used up, not this one");
    }

    fn failed(errcode: i32) -> FailedCall {
        let rid = "617682e0-09059ac5-34a8e2ea".into();
        let limit = matches!(errcode, 45009 | 45011).then_some(LimitHit::PerMinute);
        FailedCall { errcode, rid, at: now(), cgi_path: None, interface: None, limit }
    }

    #[test]
    fn a_limit_that_is_not_counted_warns_of_its_own_interface() {
        let (send, users) = (usage(1, 850, ResetEffect::Expected), usage(2, 850, ResetEffect::Expected));
        let path = Some(CgiPath::from_stored("/cgi-bin/message/custom/send".to_owned()));
        let limit = Some(LimitHit::Uncounted);
        let call = FailedCall { cgi_path: path, interface: Some(send.interface), limit, ..failed(44993) };
        for target in [Some(1), None] {
            let said = [Warning::Uncounted(call.clone())];
            assert_eq!(warned(target, &[send, users], std::slice::from_ref(&call), 12), said, "{target:?}");
        }
        assert_eq!(warned(Some(2), &[send, users], &[call], 12), []);
    }

    #[test]
    fn a_limit_a_minute_is_told_from_the_days() {
        let call = failed;
        let (full, half) = (usage(1, 1000, ResetEffect::Expected), usage(1, 850, ResetEffect::Expected));
        assert_eq!(warned(Some(1), &[full], &[call(45009)], 12), [], "the day's quota is used up");
        assert_eq!(warned(Some(1), &[half], &[call(45009)], 12), [Warning::PerMinute(call(45009))]);
        assert_eq!(warned(Some(1), &[full], &[call(45011)], 12), [Warning::PerMinute(call(45011))]);
        assert_eq!(warned(Some(1), &[half], &[call(40001)], 12), []);
        for limit in [LimitHit::DayQuota, LimitHit::NotKnown, LimitHit::Total] {
            let other = FailedCall { limit: Some(limit), ..call(45009) };
            assert_eq!(warned(Some(1), &[half], &[other], 12), [], "{limit}");
        }
        let other = usage(2, 1000, ResetEffect::Expected);
        assert_eq!(warned(Some(1), &[half, other], &[call(45009)], 12), [], "it may have been of the other");
    }

    fn any_usage() -> impl Strategy<Value = Usage> {
        let lifts = prop::sample::select(vec![
            ResetEffect::Proved,
            ResetEffect::Expected,
            ResetEffect::Unknown,
            ResetEffect::Unlikely,
            ResetEffect::Disproved,
        ]);
        (1_i64..1_000_000, 0_i64..1_200, lifts, any::<bool>()).prop_map(|(id, permille, lifts, read_today)| {
            let usage = usage(id, permille, lifts);
            Usage { used_permille: usage.used_permille.filter(|_| read_today), ..usage }
        })
    }

    proptest! {
        #[test]
        fn the_plan_is_valid_helps_and_none_is_cheaper(
            usages in proptest::collection::vec(any_usage(), 0..20),
            account_limit in 0_i64..20, interface_limit in 0_i64..80,
            account_spent in 0_i64..20, interface_spent in 0_i64..80,
        ) {
            let account = budget(Scope::Account, account_limit, account_spent);
            let interface = budget(Scope::Interface, interface_limit, interface_spent);
            let helped: Vec<_> = usages.iter().filter(|u| u.is_pressing() && u.lifts.may_help()).collect();
            let count = i64::try_from(helped.len()).unwrap();
            // The prices of the plans that would help all, as shares of a month's budget: count/interface_limit, 1/account_limit.
            let singles_do = count > 0 && count <= interface.left;
            let whole_does = count > 0 && account.left > 0;
            match plan(&usages, &account, &interface) {
                Plan::None(_) => prop_assert!(helped.is_empty() || (account.left == 0 && interface.left == 0)),
                Plan::Account => {
                    prop_assert!(whole_does);
                    prop_assert!(!singles_do || count * account_limit > interface_limit, "single ones were cheaper");
                }
                Plan::Interfaces(ids) => {
                    prop_assert!(i64::try_from(ids.len()).unwrap() <= interface.left);
                    prop_assert!(ids.iter().all(|id| helped.iter().any(|usage| usage.interface == *id)));
                    prop_assert!(!whole_does || (singles_do && count * account_limit <= interface_limit), "the account was cheaper");
                    prop_assert!(!singles_do || ids.len() == helped.len());
                }
            }
        }
    }
}
