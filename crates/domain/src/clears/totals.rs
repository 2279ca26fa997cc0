//! Totals of a month's clears, such as those by person: every total adds up to what the budgets say was used.

use std::collections::BTreeMap;
use std::iter::Sum;
use std::ops::AddAssign;

use super::{Budget, ClearState, Scope};
use crate::account::{AccountId, InterfaceId};

/// The clears used of one scope, and their results.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct UsedClears {
    /// Accepted by WeChat.
    pub spent: i64,
    /// Of unknown outcome.
    pub unknown: i64,
    /// Made elsewhere.
    pub elsewhere: i64,
    /// Of those spent: did nothing.
    pub did_nothing: i64,
    /// Calls that readings showed to be given back.
    pub given_back: i64,
}

impl UsedClears {
    /// What one clear in this state used.
    pub fn of_state(state: ClearState) -> Self {
        Self {
            spent: i64::from(state.is_spent()),
            unknown: i64::from(state == ClearState::Unknown),
            elsewhere: i64::from(state == ClearState::Elsewhere),
            ..Self::default()
        }
    }

    /// What a budget counts as used.
    pub fn of_budget(budget: &Budget) -> Self {
        let Budget { spent, unknown, elsewhere, .. } = *budget;
        Self { spent, unknown, elsewhere, ..Self::default() }
    }

    /// Used, for all that is known.
    pub fn all(&self) -> i64 {
        self.spent + self.unknown + self.elsewhere
    }
}

impl AddAssign for UsedClears {
    fn add_assign(&mut self, other: Self) {
        self.spent += other.spent;
        self.unknown += other.unknown;
        self.elsewhere += other.elsewhere;
        self.did_nothing += other.did_nothing;
        self.given_back += other.given_back;
    }
}

impl Sum for UsedClears {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |mut sum, one| {
            sum += one;
            sum
        })
    }
}

/// The clears used of both scopes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct UsedOfBoth {
    /// Of whole accounts.
    pub account: UsedClears,
    /// Of single interfaces.
    pub interface: UsedClears,
}

impl UsedOfBoth {
    /// Those of one scope.
    pub fn of(&self, scope: Scope) -> &UsedClears {
        match scope {
            Scope::Account => &self.account,
            Scope::Interface => &self.interface,
        }
    }

    /// Adds what was used of one scope.
    pub fn add(&mut self, scope: Scope, used: UsedClears) {
        match scope {
            Scope::Account => self.account += used,
            Scope::Interface => self.interface += used,
        }
    }

    /// Used of both scopes, for all that is known.
    pub fn all(&self) -> i64 {
        self.account.all() + self.interface.all()
    }
}

/// A use of clears: one clear of the ledger, or those of an account that its budget counts without a clear in the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClearUse {
    /// The account.
    pub account: AccountId,
    /// The scope whose budget it was taken from.
    pub scope: Scope,
    /// The one interface; `None` for the whole account, and where it is not known.
    pub interface: Option<InterfaceId>,
    /// Who ordered it, as the ledger names them; `None` where it was made elsewhere.
    pub actor: Option<String>,
    /// Why; `None` where it was made elsewhere.
    pub reason: Option<String>,
    /// How many, and what came of them.
    pub used: UsedClears,
}

impl ClearUse {
    /// The clears that a budget counts as made elsewhere beside the `guesses` in the ledger: used before the account was
    /// added, or following from WeChat's word that none is left. `None` where there are none.
    pub fn beside_ledger(account: AccountId, scope: Scope, budget: &Budget, guesses: i64) -> Option<Self> {
        let elsewhere = budget.elsewhere - guesses;
        let used = UsedClears { elsewhere, ..UsedClears::default() };
        (elsewhere > 0).then_some(Self { account, scope, interface: None, actor: None, reason: None, used })
    }
}

/// The sum of the uses that have the same key, those left out that used none.
pub fn totals<'a, K: Ord>(uses: impl IntoIterator<Item = (K, &'a ClearUse)>) -> BTreeMap<K, UsedOfBoth> {
    let mut totals = BTreeMap::<K, UsedOfBoth>::new();
    for (key, one) in uses.into_iter().filter(|(_, one)| one.used.all() > 0) {
        totals.entry(key).or_default().add(one.scope, one.used);
    }
    totals
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};
    use proptest::prelude::*;

    use super::super::{Allotment, Beginning, Limits, Period, Tally};
    use super::*;

    /// Scope, interface, state, who and why, and calls restored.
    type ClearParts = (Scope, u8, ClearState, Option<(u8, u8)>, i64);

    /// An account of a month: its clears, and what its budgets count beside them.
    #[derive(Debug, Clone)]
    struct Account {
        clears: Vec<ClearParts>,
        told_before: Option<i64>,
        said_spent: [bool; 2],
        limit: i64,
    }

    fn account() -> impl Strategy<Value = Account> {
        let scope = prop::sample::select(Scope::ALL.to_vec());
        let state = prop::sample::select(ClearState::ALL.to_vec());
        let who_why = prop::option::of((0..3_u8, 0..3_u8));
        let clear = (scope, 0..3_u8, state, who_why, 0..500_i64);
        let clears = prop::collection::vec(clear, 0..15);
        let told = prop::option::of(0..=10_i64);
        (clears, told, [any::<bool>(), any::<bool>()], 0..12_i64)
            .prop_map(|(clears, told_before, said_spent, limit)| Account { clears, told_before, said_spent, limit })
    }

    fn month() -> Period {
        let from: Timestamp = "2026-10-31T16:00:00Z".parse().unwrap();
        Period { from, to: from + SignedDuration::from_hours(30 * 24) }
    }

    impl Account {
        fn uses(&self, id: AccountId) -> Vec<ClearUse> {
            let of_clear =
                |(scope, interface, state, who_why, given_back): &(Scope, u8, ClearState, Option<(u8, u8)>, i64)| {
                    let who_why = who_why.filter(|_| *state != ClearState::Elsewhere);
                    ClearUse {
                        account: id,
                        scope: *scope,
                        interface: (*scope == Scope::Interface).then(|| InterfaceId(i64::from(*interface))),
                        actor: who_why.map(|(who, _)| format!("user {who}")),
                        reason: who_why.map(|(_, why)| format!("reason {why}")),
                        used: UsedClears { given_back: *given_back, ..UsedClears::of_state(*state) },
                    }
                };
            self.clears.iter().map(of_clear).collect()
        }

        fn budget(&self, scope: Scope) -> Budget {
            let of_scope = || self.clears.iter().filter(|clear| clear.0 == scope);
            let count =
                |is: fn(ClearState) -> bool| i64::try_from(of_scope().filter(|clear| is(clear.2)).count()).unwrap();
            let tally = Tally {
                spent: count(ClearState::is_spent),
                unknown: count(|state| state == ClearState::Unknown),
                guessed: count(|state| state == ClearState::Elsewhere),
                said_spent: self.said_spent[usize::from(scope == Scope::Interface)],
                ..Tally::default()
            };
            let allotment = Allotment { limit: self.limit, ..Limits::default().of(scope) };
            let begun = month().from + SignedDuration::from_hours(24);
            Budget::count(scope, allotment, tally, month(), Beginning { at: begun, cleared_before: self.told_before })
        }
    }

    proptest! {
        #[test]
        fn every_total_adds_up_to_what_the_budgets_count(accounts in prop::collection::vec(account(), 0..5)) {
            let mut uses = Vec::new();
            let mut headline = UsedOfBoth::default();
            for (id, account) in (1..).map(AccountId).zip(&accounts) {
                uses.extend(account.uses(id));
                for scope in Scope::ALL {
                    let budget = account.budget(scope);
                    let guesses: i64 = account.uses(id).iter().filter(|one| one.scope == scope).map(|one| one.used.elsewhere).sum();
                    uses.extend(ClearUse::beside_ledger(id, scope, &budget, guesses));
                    headline.add(scope, UsedClears::of_budget(&budget));
                }
            }
            let sum = |totals: Vec<UsedOfBoth>| {
                let of = |scope| totals.iter().map(|one| *one.of(scope)).sum::<UsedClears>();
                let counts = |used: UsedClears| (used.spent, used.unknown, used.elsewhere);
                [counts(of(Scope::Account)), counts(of(Scope::Interface))]
            };
            let expected = sum(vec![headline]);
            let by_person = totals(uses.iter().map(|one| (&one.actor, one)));
            let by_both = totals(uses.iter().map(|one| ((one.account, &one.actor), one)));
            let by_interface = totals(uses.iter().map(|one| ((one.account, one.scope, one.interface), one)));
            let by_reason = totals(uses.iter().map(|one| (&one.reason, one)));
            prop_assert!(by_person.values().all(|total| total.all() > 0), "no row of none");
            prop_assert_eq!(sum(by_person.into_values().collect()), expected);
            prop_assert_eq!(sum(by_both.into_values().collect()), expected);
            prop_assert_eq!(sum(by_interface.into_values().collect()), expected);
            prop_assert_eq!(sum(by_reason.into_values().collect()), expected);
        }
    }
}
