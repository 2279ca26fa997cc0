//! What a person is told before they confirm a clear.

use domain::clears::NAME_ASKED_FROM;
use domain::{Actor, Budget, May, Scope, UsageState};
use jiff::Timestamp;
use store::clears::{Clear, ClearQuery, UsageBefore};
use store::{Account, ClearLifts, StoreError};

use super::ordering::{ClearError, Seen, Target, clearable};
use crate::overview::{OverviewQuery, Row};
use crate::{Desk, Internal, guard};

/// Everything the confirmation says.
#[derive(Debug, Clone)]
pub struct Confirmation {
    /// Whose calls are reset.
    pub account: Account,
    /// What is reset.
    pub scope: Scope,
    /// The one interface that is reset; `None` for all of them.
    pub interface: Option<Row>,
    /// What the clear is paid from.
    pub budget: Budget,
    /// What it resets and lifts, as far as is known: those in use, the most used first.
    pub helps: Vec<Row>,
    /// What is in use and would stay as it is, such as lifetime totals.
    pub does_not_help: Vec<Row>,
    /// A clear that has not settled and overlaps, or whose call is under way: the newest.
    pub in_the_way: Option<Clear>,
    /// When the day's counts begin anew by themselves.
    pub resets_at: Timestamp,
    /// The order's key. The same for all who look at the same account until a clear of it is made, so that two tabs make
    /// one clear.
    pub key: String,
    /// To be given back with the order: [`Seen::facts`].
    pub seen: String,
}

impl Confirmation {
    /// What is reset.
    pub fn scope(&self) -> Scope {
        self.scope
    }

    /// Whether the account's name has to be typed.
    pub fn asks_for_name(&self) -> bool {
        self.budget.left <= NAME_ASKED_FROM
    }

    /// Whether a reason to go on is needed and helps.
    pub fn asks_for_override(&self) -> bool {
        let only_guessed_spent = self.budget.left == 0 && !self.budget.is_spent_for_certain();
        let open = self.in_the_way.as_ref().is_some_and(|clear| !clear.state.in_flight());
        !self.is_impossible() && (only_guessed_spent || open)
    }

    /// Whether no clear can be ordered now, whatever the reason.
    pub fn is_impossible(&self) -> bool {
        self.budget.is_spent_for_certain() || self.in_the_way.as_ref().is_some_and(|clear| clear.state.in_flight())
    }
}

/// What the key of a confirmed order begins with: what it is about.
pub fn key_prefix(account: &str, interface: Option<&str>) -> String {
    format!("page:{account}:{}:", interface.unwrap_or("all"))
}

impl Desk {
    /// What is to be confirmed before an account, or one interface of it, is cleared.
    ///
    /// # Errors
    /// [`ClearError`]: no such thing, not clearable at all, or not allowed.
    pub async fn confirmation(
        &self,
        actor: &Actor,
        account: &str,
        interface: Option<&str>,
    ) -> Result<Confirmation, ClearError> {
        guard::<ClearError>(actor, May::Clear, None)?;
        let target = self.target(account, interface).await?;
        clearable(&target, domain::Via::Token)?;
        let id = target.account.id;
        let now = self.clock.now();
        // The key first: a clear that is made from here on makes another one, and the order is then refused as outdated.
        let key = self.key(&target).await?;
        let budget = self.budget_of(&target).await?;
        let only = target.interface.as_ref().map(|(id, _)| *id);
        let mut rows = self.rows_of(actor, &target).await?;
        rows.sort_by_key(|row| std::cmp::Reverse(row.figures.map(|figures| (figures.used_permille(), figures.used))));
        let shown = only.and_then(|only| rows.iter().find(|row| row.id == only).cloned());
        if only.is_some() && shown.is_none() {
            return Err(ClearError::NoSuchInterface);
        }
        let in_use = |row: &Row| row.figures.is_some_and(|figures| figures.used > 0) && !row.before_reset;
        let used = rows.into_iter().filter(|row| in_use(row) && only.is_none_or(|only| row.id == only));
        let (helps, does_not_help) = used.partition(|row| self.expects_to_lift(row));
        let open = self.store.open_clears(id, now).await?;
        let blocks = |clear: &Clear| {
            let open = clear.as_open();
            open.state.in_flight() || (open.is_open(now) && open.overlaps(only))
        };
        Ok(Confirmation {
            seen: self.facts(&budget),
            key,
            budget,
            scope: target.scope(),
            account: target.account,
            interface: shown,
            helps,
            does_not_help,
            in_the_way: open.into_iter().find(blocks),
            resets_at: self.settings.quota_zone.next_reset(now),
        })
    }

    /// Whether an order was confirmed on a page for this target, and things stand as they did there.
    pub(super) async fn still_so(&self, target: &Target, seen: &Seen) -> Result<bool, Internal> {
        let budget = self.budget_of(target).await?;
        Ok(seen.key_prefix == prefix(target) && seen.facts == self.facts(&budget))
    }

    /// What the figures of a target's interfaces are now, the most used first.
    pub(super) async fn usage_now(&self, target: &Target) -> Result<Vec<UsageBefore>, Internal> {
        let interfaces = self.store.interfaces_now(Some(target.account.id)).await?;
        let wanted = interfaces
            .into_iter()
            .filter(|interface| target.interface.as_ref().is_none_or(|(id, _)| *id == interface.id));
        let usage = wanted.filter_map(|interface| {
            let (sampled_at, figures) = interface.good?;
            Some(UsageBefore { interface: interface.id, cgi_path: interface.cgi_path, sampled_at, figures })
        });
        let mut usage: Vec<_> = usage.collect();
        usage.sort_by_key(|usage| std::cmp::Reverse((usage.figures.used_permille(), usage.figures.used)));
        Ok(usage)
    }

    async fn rows_of(&self, actor: &Actor, target: &Target) -> Result<Vec<Row>, ClearError> {
        let query = OverviewQuery { account: Some(target.account.id), limit: usize::MAX, ..Default::default() };
        let overview = self.overview(actor, &query).await.map_err(|error| match error {
            crate::overview::OverviewError::Forbidden(forbidden) => ClearError::Forbidden(forbidden),
            crate::overview::OverviewError::Internal(error) => ClearError::Internal(error),
        })?;
        Ok(overview.rows)
    }

    /// The catalogue's guess; results will know better.
    fn expects_to_lift(&self, row: &Row) -> bool {
        let lifts = self.catalogue_entry(&row.cgi_path).map(|entry| entry.clear_lifts);
        lifts != Some(ClearLifts::Unlikely) && row.state != UsageState::Unsupported
    }

    async fn budget_of(&self, target: &Target) -> Result<Budget, Internal> {
        let budgets = self.budgets_now(Some(target.account.id)).await?;
        let gone = || StoreError::Inconsistent(format!("account {} is gone", target.account.id));
        Ok(*budgets.first().ok_or_else(gone)?.of(target.scope()))
    }

    fn facts(&self, budget: &Budget) -> String {
        let day = self.settings.quota_zone.day(self.clock.now());
        format!("{day}:{}", budget.left)
    }

    async fn key(&self, target: &Target) -> Result<String, Internal> {
        let newest = ClearQuery { account: Some(target.account.id), limit: 1, ..Default::default() };
        let newest = self.store.clears(&newest).await?.first().map_or(0, |clear| clear.id.0);
        Ok(format!("{}{newest}", prefix(target)))
    }
}

fn prefix(target: &Target) -> String {
    let interface = target.interface.as_ref().map(|(id, _)| id.to_string());
    key_prefix(&target.account.id.to_string(), interface.as_deref())
}
