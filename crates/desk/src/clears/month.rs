//! The monthly review: how many clears were used, by whom and why, what they gave back, and whether the rest lasts.

use domain::clears::pace::{Pace, pace};
use domain::clears::totals::{ClearUse, UsedClears};
use domain::clears::{Period, ResetInterval};
use domain::{AccountStatus, Actor, ClearState, Kind, Permission, Scope};
use jiff::Timestamp;
use store::Account;
use store::clears::{Budgets, Clear, Periods};

use super::ledger::{AccountBudgets, LedgerError};
use crate::Desk;

/// The number of earlier months that a month is compared with.
const COMPARED: usize = 6;

/// One month of every account.
#[derive(Debug, Clone)]
pub struct MonthReview {
    /// Its name, such as `2026-11`.
    pub word: String,
    /// Its first instant, and the first after it.
    pub period: Period,
    /// Whether it is the month that is now.
    pub is_now: bool,
    /// The month before it, unless nothing is known of this one and of those it is compared with: nothing will be of any
    /// before them.
    pub before: Option<String>,
    /// The month after it, unless that is still to come.
    pub after: Option<String>,
    /// By name; those that are retired, cannot be cleared or were not watched then only where the month used some of theirs.
    pub accounts: Vec<AccountMonth>,
    /// Everything that the month's ledger holds, the oldest first.
    pub clears: Vec<Clear>,
    /// Months before it of which something is known, the newest first.
    pub past: Vec<PastMonth>,
}

/// A month of one account.
#[derive(Debug, Clone)]
pub struct AccountMonth {
    /// The account.
    pub account: Account,
    /// Its budgets in the month.
    pub budgets: Budgets,
    /// How its account-wide clears go on, in the month that is now.
    pub account_pace: Option<Pace>,
    /// How its single-interface clears go on.
    pub interface_pace: Option<Pace>,
}

/// The totals of an earlier month over all accounts.
#[derive(Debug, Clone)]
pub struct PastMonth {
    /// What it is called.
    pub word: String,
    /// Its account-wide clears.
    pub account: UsedClears,
    /// Its single-interface clears.
    pub interface: UsedClears,
}

/// What clears of one scope came to, over these budgets and clears.
fn used<'a>(scope: Scope, budgets: impl IntoIterator<Item = &'a Budgets>, clears: &[Clear]) -> UsedClears {
    let mut used: UsedClears = budgets.into_iter().map(|of| UsedClears::of_budget(of.of(scope))).sum();
    for clear in clears.iter().filter(|clear| clear.scope() == scope) {
        used.did_nothing += i64::from(clear.did_nothing());
        used.given_back += clear.gave_back().unwrap_or_default();
    }
    used
}

/// A clear of the ledger as a use.
fn use_of(clear: &Clear) -> ClearUse {
    let used = UsedClears {
        did_nothing: i64::from(clear.did_nothing()),
        given_back: clear.gave_back().unwrap_or_default(),
        ..UsedClears::of_state(clear.state)
    };
    ClearUse {
        account: clear.account_id,
        scope: clear.scope(),
        interface: clear.interface.as_ref().map(|(id, _)| *id),
        actor: clear.actor.clone(),
        reason: clear.reason.clone(),
        used,
    }
}

impl MonthReview {
    /// What the month used of a scope, over all accounts.
    pub fn used(&self, scope: Scope) -> UsedClears {
        used(scope, self.accounts.iter().map(|account| &account.budgets), &self.clears)
    }

    /// What accounts that cannot be cleared any more used of a scope: it is in [`Self::used`], but not in [`Self::left`].
    pub fn used_by_others(&self, scope: Scope) -> i64 {
        let others = self.accounts.iter().filter(|of| !of.can_be_cleared());
        others.map(|of| UsedClears::of_budget(of.budgets.of(scope)).all()).sum()
    }

    /// How many of a scope are left and how many there are, over all accounts that can be cleared.
    pub fn left(&self, scope: Scope) -> (i64, i64) {
        let budgets = self.clearable().map(|of| of.budgets.of(scope));
        budgets.fold((0, 0), |(left, limit), budget| (left + budget.left, limit + budget.limit))
    }

    /// The account that has the fewest left of a scope, where [`Self::left`] is the sum of several.
    pub fn fewest_left(&self, scope: Scope) -> Option<&AccountMonth> {
        let fewest = self.clearable().min_by_key(|of| of.budgets.of(scope).left)?;
        (self.clearable().count() > 1).then_some(fewest)
    }

    /// The accounts that can be cleared, by name.
    pub fn clearable(&self) -> impl Iterator<Item = &AccountMonth> {
        self.accounts.iter().filter(|of| of.can_be_cleared())
    }

    /// Everything that the month used: each clear of the ledger in its order, then what budgets count beside the ledger.
    pub fn uses(&self) -> Vec<(ClearUse, Option<&Clear>)> {
        let of_ledger = self.clears.iter().map(|clear| (use_of(clear), Some(clear)));
        let beside = self.accounts.iter().flat_map(|of| Scope::ALL.map(|scope| (of, scope)));
        let beside = beside.filter_map(|(of, scope)| {
            let is_guess = |clear: &&Clear| {
                clear.account_id == of.account.id && clear.scope() == scope && clear.state == ClearState::Elsewhere
            };
            let guesses = i64::try_from(self.clears.iter().filter(is_guess).count()).unwrap_or(i64::MAX);
            ClearUse::beside_ledger(of.account.id, scope, of.budgets.of(scope), guesses)
        });
        of_ledger.chain(beside.map(|one| (one, None))).collect()
    }
}

impl AccountMonth {
    /// Whether the account can still be cleared: what it has left is of use.
    pub fn can_be_cleared(&self) -> bool {
        can_be_cleared(&self.account)
    }

    /// How clears of a scope go on.
    pub fn pace(&self, scope: Scope) -> Option<Pace> {
        match scope {
            Scope::Account => self.account_pace,
            Scope::Interface => self.interface_pace,
        }
    }
}

/// Whether an account belongs into the review of a month.
fn is_of(of: &AccountBudgets, month: Period) -> bool {
    let was_watched = of.budgets.account.counted_from < month.to;
    (can_be_cleared(&of.account) && was_watched) || of.is_used()
}

/// Whether what is left of an account's clears is of use.
pub(crate) fn can_be_cleared(account: &Account) -> bool {
    account.status != AccountStatus::Retired && account.kind != Kind::Platform
}

impl Desk {
    /// The review of a quota month, as in `2026-11`; of the current one where none is named.
    ///
    /// # Errors
    /// [`LedgerError::NoSuchMonth`], of months to come too.
    pub async fn month(&self, actor: &Actor, word: Option<&str>) -> Result<MonthReview, LedgerError> {
        actor.require(Permission::SeeLedger, None)?;
        let (now, zone) = (self.clock.now(), &self.settings.quota_zone);
        let period = match word {
            Some(word) => zone.month_called(word).ok_or(LedgerError::NoSuchMonth)?,
            None => zone.month(now),
        };
        if period.from > now {
            return Err(LedgerError::NoSuchMonth);
        }
        let is_now = period.holds(now);
        let clears = self.clears_of(period).await?;
        let budgets = self.budgets_in(period).await?.into_iter().filter(|of| is_of(of, period));
        let accounts: Vec<_> = budgets.map(|of| self.account_month(of, period, now)).collect();
        let past = self.past_months(period).await?;
        let is_known = !accounts.is_empty() || !clears.is_empty() || !past.is_empty();
        Ok(MonthReview {
            word: zone.month_word(period.from),
            period,
            is_now,
            before: is_known.then(|| zone.month_word(period.from - jiff::SignedDuration::from_hours(1))),
            after: (!is_now).then(|| zone.month_word(period.to)),
            accounts,
            clears,
            past,
        })
    }

    fn account_month(&self, of: AccountBudgets, period: Period, now: Timestamp) -> AccountMonth {
        let AccountBudgets { account, budgets } = of;
        let limits = self.live().clears.limits;
        let paced = |scope: Scope| {
            let budget = budgets.of(scope);
            let a_month = limits.of(scope).every == ResetInterval::Month && account.status != AccountStatus::Retired;
            let all = UsedClears::of_budget(budget).all();
            // What follows from WeChat's word that none is left says nothing of the pace.
            let corrected = budget.said_spent || budget.said_early;
            let used = if corrected { budget.spent + budget.unknown } else { all };
            // What was entered for the days before wxquota was set up counts for the whole month.
            let from = if budget.at_most || corrected { budget.counted_from } else { period.from };
            let pace = pace(used, budget.left, from, period, now).filter(|_| a_month)?;
            Some(Pace { by_end: all.saturating_add(pace.needed), ..pace })
        };
        AccountMonth { account_pace: paced(Scope::Account), interface_pace: paced(Scope::Interface), account, budgets }
    }

    /// All clears of a period, the oldest first.
    async fn clears_of(&self, period: Period) -> Result<Vec<Clear>, LedgerError> {
        let mut clears = self.clears_between(None, (period.from, period.to)).await?;
        clears.sort_by_key(|clear| (clear.counted_at(), clear.id));
        Ok(clears)
    }

    /// Budgets of a whole month, also where single interfaces are counted by the day.
    async fn budgets_in(&self, month: Period) -> Result<Vec<AccountBudgets>, LedgerError> {
        let now = self.clock.now();
        let at = if month.holds(now) { now } else { month.to - jiff::SignedDuration::from_millis(1) };
        let limits = self.counting_at(at).limits;
        let mut shown = self.account_budgets(Periods::at(at, &self.settings.quota_zone, limits), limits).await?;
        if limits.interface.every == ResetInterval::Day || limits.account.every == ResetInterval::Day {
            // What was used is the month's, what is left is the day's.
            let whole = Periods { account: month, interface: month };
            let of_month = self.store.budgets(None, whole, limits).await?;
            for of in &mut shown {
                if let Some(month) = of_month.iter().find(|month| month.account_id == of.account.id) {
                    of.budgets.account.take_counts(&month.account);
                    of.budgets.interface.take_counts(&month.interface);
                }
            }
        }
        Ok(shown)
    }

    async fn past_months(&self, period: Period) -> Result<Vec<PastMonth>, LedgerError> {
        let zone = &self.settings.quota_zone;
        let mut past = Vec::new();
        let mut month = period;
        for _ in 0..COMPARED {
            month = zone.month(month.from - jiff::SignedDuration::from_hours(1));
            let clears = self.clears_of(month).await?;
            let whole = Periods { account: month, interface: month };
            let budgets = self.store.budgets(None, whole, self.counting_at(month.from).limits).await?;
            let (account, interface) =
                (used(Scope::Account, &budgets, &clears), used(Scope::Interface, &budgets, &clears));
            if !clears.is_empty() || account.all() + interface.all() > 0 {
                past.push(PastMonth { word: zone.month_word(month.from), account, interface });
            }
        }
        Ok(past)
    }
}
