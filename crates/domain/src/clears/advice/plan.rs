//! Which clears to make, if any.

use super::usage::Usage;
use crate::account::InterfaceId;
use crate::clears::Budget;

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
    /// Nothing is known to be near its limit, and the use of some that a clear may reset is not known.
    UseUnknown,
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
        let unknown = usages.iter().any(Usage::may_be_used) || usages.iter().all(|usage| usage.used_permille.is_none());
        return Plan::None(if unknown { NoPlanReason::UseUnknown } else { NoPlanReason::NothingPressing });
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
