//! Views of the ledger: its pages, one clear with its history, and the budgets of accounts.

use domain::clears::Limits;
use domain::clears::fall::UsedCalls;
use domain::clears::totals::UsedClears;
use domain::clears::verification::{CountResult, ends_at};
use domain::{AccountId, AccountStatus, Actor, ClearId, ClearState, GroupId, Permission, Scope, Via};
use jiff::{SignedDuration, Timestamp};
use store::Account;
use store::clears::{Budgets, Clear, ClearEvent, ClearQuery, Effect, Periods, UsageBefore};
use wechat::Endpoint;

use crate::Desk;
use crate::paging::{cut_page, one_more};

use_case_error! {
    /// An error of a use case that reads the ledger.
    #[derive(Debug, thiserror::Error)]
    pub enum LedgerError: transparent Forbidden {
        /// There is no such account.
        #[error("account not found")]
        NoSuchAccount,
        /// There is no such clear.
        #[error("clear not found")]
        NoSuchClear,
        /// Not a month, as in `2026-11`.
        #[error("write a month such as 2026-11")]
        NoSuchMonth,
    }
}

/// The filters and the page of a ledger query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LedgerQuery {
    /// Only this account's: its id, appid or name.
    pub account: Option<String>,
    /// Only those of accounts in this group.
    pub group: Option<GroupId>,
    /// Only those of this quota month, as in `2026-11`.
    pub month: Option<String>,
    /// Only those of this scope.
    pub scope: Option<Scope>,
    /// Only those in this state.
    pub state: Option<ClearState>,
    /// Only those of this actor.
    pub actor: Option<String>,
    /// Only those made before this one.
    pub before: Option<ClearId>,
    /// At most so many.
    pub limit: usize,
}

/// A page of the ledger, newest first.
#[derive(Debug, Clone)]
pub struct Ledger {
    /// The clears.
    pub clears: Vec<Clear>,
    /// Where the next page begins: [`LedgerQuery::before`].
    pub next: Option<ClearId>,
}

/// The view of one clear.
#[derive(Debug, Clone)]
pub struct ClearPage {
    /// The clear.
    pub clear: Clear,
    /// What happened, in its order.
    pub events: Vec<ClearEvent>,
    /// What was used when it was intended, the most used first.
    pub before: Vec<UsageBefore>,
    /// What was used after it, as far as was read.
    pub after: Vec<Effect>,
    /// Until when its effect is looked for at the latest, while it is.
    pub verified_until: Option<Timestamp>,
}

impl ClearPage {
    /// What the clear did to the count of an interface that was read after it; `None` where it was not read before.
    pub fn result_of(&self, after: &Effect) -> Option<CountResult> {
        let before = self.before.iter().find(|before| before.interface == after.interface)?;
        let used = UsedCalls::read(before.sampled_at, before.figures);
        Some(CountResult::of(used, self.clear.counted_at(), after.given_back, after.tells))
    }
}

/// An account with both its budgets.
#[derive(Debug, Clone)]
pub struct AccountBudgets {
    /// The account.
    pub account: Account,
    /// Its budgets.
    pub budgets: Budgets,
}

impl AccountBudgets {
    /// Whether a clear of either budget was used.
    pub(super) fn is_used(&self) -> bool {
        Scope::ALL.iter().any(|scope| UsedClears::of_budget(self.budgets.of(*scope)).all() > 0)
    }
}

/// The call of WeChat's that a clear makes, by whose path its errcodes are explained.
pub fn endpoint_of(clear: &Clear) -> Endpoint {
    match (clear.via, clear.scope()) {
        (Some(Via::Secret), _) => Endpoint::ClearQuotaBySecret,
        (_, Scope::Interface) => Endpoint::ClearInterface,
        (_, Scope::Account) => Endpoint::ClearQuota,
    }
}

impl Desk {
    /// A page of the ledger, with who and why.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub async fn ledger(&self, actor: &Actor, query: &LedgerQuery) -> Result<Ledger, LedgerError> {
        actor.require(Permission::SeeLedger, None)?;
        let account = match &query.account {
            None => None,
            Some(word) => Some(self.store.find_account(word.trim()).await?.ok_or(LedgerError::NoSuchAccount)?.id),
        };
        let period = self.period_called(query.month.as_deref())?.map(|period| (period.from, period.to));
        let wanted = ClearQuery {
            account,
            group: query.group,
            period,
            scope: query.scope,
            state: query.state,
            actor: query.actor.clone(),
            before: query.before,
            limit: one_more(query.limit),
        };
        let mut clears = self.store.clears(&wanted).await?;
        let next = cut_page(&mut clears, query.limit, |clear| clear.id);
        Ok(Ledger { clears, next })
    }

    /// One clear with its history.
    ///
    /// # Errors
    /// [`LedgerError::NoSuchClear`].
    pub async fn clear_page(&self, actor: &Actor, id: ClearId) -> Result<ClearPage, LedgerError> {
        actor.require(Permission::SeeLedger, None)?;
        let clear = self.store.clear(id).await?.ok_or(LedgerError::NoSuchClear)?;
        let verified_until = clear.ended_at.filter(|_| clear.being_verified).map(ends_at);
        Ok(ClearPage {
            events: self.store.clear_events(id).await?,
            before: self.store.usage_before(id).await?,
            after: self.store.effects(id).await?,
            verified_until,
            clear,
        })
    }

    /// What is left of every account's clears in a quota month, as in `2026-11`; in this one, where none is named. By name;
    /// retired accounts only where clears of theirs were used in it.
    ///
    /// # Errors
    /// [`LedgerError::NoSuchMonth`].
    pub async fn budgets(&self, actor: &Actor, month: Option<&str>) -> Result<Vec<AccountBudgets>, LedgerError> {
        actor.require(Permission::SeeUsage, None)?;
        let now = self.clock.now();
        let at = match self.period_called(month)? {
            // The last of a month, where a budget is counted by the day; of the month that is now, today.
            Some(month) if !month.holds(now) => month.to - SignedDuration::from_millis(1),
            _ => now,
        };
        let limits = self.counting_at(at).limits;
        let mut budgets = self.account_budgets(Periods::at(at, &self.settings.quota_zone, limits), limits).await?;
        budgets.retain(|of| of.account.status != AccountStatus::Retired || of.is_used());
        Ok(budgets)
    }

    /// Budgets of every account in these periods, by name.
    pub(super) async fn account_budgets(
        &self,
        periods: Periods,
        limits: Limits,
    ) -> Result<Vec<AccountBudgets>, LedgerError> {
        let mut budgets = self.store.budgets(None, periods, limits).await?;
        let accounts = self.store.accounts().await?.into_iter().filter_map(|account| {
            let at = budgets.iter().position(|budgets| budgets.account_id == account.id)?;
            Some(AccountBudgets { account, budgets: budgets.swap_remove(at) })
        });
        Ok(accounts.collect())
    }

    /// The names of all who made a clear, in order.
    ///
    /// # Errors
    /// [`LedgerError::Forbidden`] or the database's failure.
    pub async fn clear_actors(&self, actor: &Actor) -> Result<Vec<String>, LedgerError> {
        actor.require(Permission::SeeLedger, None)?;
        Ok(self.store.clear_actors().await?)
    }

    /// The budgets of one account now.
    ///
    /// # Errors
    /// [`LedgerError::NoSuchAccount`].
    pub async fn budgets_of(&self, actor: &Actor, account: AccountId) -> Result<Budgets, LedgerError> {
        actor.require(Permission::SeeUsage, Some(account))?;
        let budgets = self.budgets_now(Some(account)).await?;
        budgets.into_iter().next().ok_or(LedgerError::NoSuchAccount)
    }

    fn period_called(&self, month: Option<&str>) -> Result<Option<domain::clears::Period>, LedgerError> {
        let called = |word: &str| self.settings.quota_zone.month_called(word).ok_or(LedgerError::NoSuchMonth);
        month.map(called).transpose()
    }
}
