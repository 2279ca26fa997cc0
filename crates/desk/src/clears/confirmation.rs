//! The confirmation page of a clear: what a person sees before they order one.

use domain::clears::ConfirmationRules;
use domain::clears::advice::{ClearWarning, FailedCall, Plan, ResetEffect, Usage, Warning, plan, warnings};
use domain::{AccountId, Actor, Budget, Contact, Failure, InterfaceId, Permission, Scope, UsageState};
use jiff::{SignedDuration, Timestamp};
use store::clears::{Budgets, Clear, ClearQuery, ClearRequest, UsageBefore};
use store::{Account, StoreError};

use super::effectiveness::ClearResults;
use super::orders::{ClearError, ConfirmedFacts, Target, clearable};
pub use super::unknown_use::{UnknownReason, UnknownUse};
use crate::overview::{OverviewQuery, Row};
use crate::{Desk, Internal};

/// The age up to which a failed call counts as recent.
const FAILED_LATELY: SignedDuration = SignedDuration::from_hours(1);

/// The second person that a clear needs: who may approve it, and whether the reader may go on without.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondPerson {
    /// The names of those who may approve it; where there are none, only breaking the glass helps.
    pub deciders: Vec<String>,
    /// Whether the reader may break the glass.
    pub may_break_glass: bool,
}

/// The reason why no access token is available, so that only a clear by AppSecret is possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LockOut {
    /// The day's quota of the token endpoint itself is used up (45009).
    TokensUsedUp,
    /// Tokens are refused, also new ones.
    TokenDead,
}

/// The facts that the confirmation page shows.
#[derive(Debug, Clone)]
pub struct Confirmation {
    /// The account.
    pub account: Account,
    /// The scope of the clear.
    pub scope: Scope,
    /// The one interface that is reset; `None` for all of them.
    pub interface: Option<Row>,
    /// The owner and note of that interface.
    pub interface_contact: Contact,
    /// The budget that the clear uses.
    pub budget: Budget,
    /// Both budgets.
    pub budgets: Budgets,
    /// The thresholds of the budget from which on more is asked for.
    pub friction: ConfirmationRules,
    /// Which clears of the account are advised.
    pub plan: Plan,
    /// The account's interfaces that the plan is for: those it names, in its order; of the whole account, all that are near
    /// their limits and may be reset.
    pub planned: Vec<Row>,
    /// The reasons why this clear may have no use.
    pub warnings: Vec<Warning>,
    /// The interfaces of which nobody knows how much is used, and why; `None` where there are none.
    pub unknown: Option<UnknownUse>,
    /// WeChat said of the one interface that it cannot be cleared, and no reading has given a figure since.
    pub refused_before: bool,
    /// Whether clears reset each interface of the account.
    pub lifts: Vec<(InterfaceId, ResetEffect)>,
    /// The lock-out, if any; the AppSecret then clears the whole account only.
    pub lock_out: Option<LockOut>,
    /// The second person that is needed; `None` where none is.
    pub second: Option<SecondPerson>,
    /// Requests that wait and overlap with this.
    pub waiting: Vec<ClearRequest>,
    /// What it resets and lifts, as far as is known: those in use, the most used first.
    pub helps: Vec<Row>,
    /// What is in use and would stay as it is, such as lifetime totals.
    pub does_not_help: Vec<Row>,
    /// A clear that has not settled and overlaps, or whose call is under way: the newest.
    pub in_the_way: Option<Clear>,
    /// The next reset of the quota day.
    pub resets_at: Timestamp,
    /// The order's key. The same for all who look at the same account until a clear of it is made, so that two tabs make
    /// one clear.
    pub key: String,
    /// To be given back with the order: [`ConfirmedFacts::facts`].
    pub seen: String,
}

impl Confirmation {
    /// Whether clears reset an interface.
    pub fn lifts(&self, interface: InterfaceId) -> ResetEffect {
        let known = self.lifts.iter().find(|(id, _)| *id == interface);
        known.map_or(ResetEffect::Unknown, |(_, lifts)| *lifts)
    }

    /// Whether the account's name has to be typed.
    pub fn asks_for_name(&self) -> bool {
        self.budget.left <= self.friction.name_from
    }

    /// Whether a reason to go on is needed and helps.
    pub fn asks_for_override(&self) -> bool {
        let only_guessed_spent = self.budget.left == 0 && !self.budget.is_spent_for_certain();
        let open = self.in_the_way.as_ref().is_some_and(|clear| !clear.state.in_flight());
        !self.is_impossible() && (only_guessed_spent || open)
    }

    /// The largest share of a limit that is used, in thousandths, where every count that it would reset is near 0: whoever
    /// orders it has to say why.
    pub fn is_pointless(&self) -> Option<i64> {
        self.warnings.iter().find_map(|warning| match warning {
            Warning::Pointless { permille } => Some(*permille),
            _ => None,
        })
    }

    /// Whether no clear can be ordered now, whatever the reason.
    pub fn is_impossible(&self) -> bool {
        self.refused_before
            || self.budget.is_spent_for_certain()
            || self.in_the_way.as_ref().is_some_and(|clear| clear.state.in_flight())
    }
}

/// What the key of a confirmed order begins with: what it is about.
pub fn key_prefix(account: &str, interface: Option<&str>) -> String {
    format!("page:{account}:{}:", interface.unwrap_or("all"))
}

impl Desk {
    /// The facts to confirm before an account, or one interface of it, is cleared.
    ///
    /// # Errors
    /// [`ClearError`]: no such thing, not clearable at all, or not allowed.
    pub async fn confirmation(
        &self,
        actor: &Actor,
        account: &str,
        interface: Option<&str>,
    ) -> Result<Confirmation, ClearError> {
        actor.require(Permission::Clear, None)?;
        let target = self.target(account, interface).await?;
        clearable(&target, domain::Via::Token)?;
        let id = target.account.id;
        let now = self.clock.now();
        // The key first: a clear that is made from here on makes another one, and the order is then refused as outdated.
        let key = self.key(&target).await?;
        let budgets = self.budgets_of_target(&target).await?;
        let budget = *budgets.of(target.scope());
        let only = target.interface_id();
        let mut rows = self.rows_of(id).await?;
        rows.sort_by_key(|row| std::cmp::Reverse(row.figures.map(|figures| (figures.used_permille(), figures.used))));
        let row_of = |id: InterfaceId| rows.iter().find(|row| row.id == id).cloned();
        let shown = only.and_then(row_of);
        if only.is_some() && shown.is_none() {
            return Err(ClearError::NoSuchInterface);
        }
        let results = self.results().await?;
        let usages: Vec<_> = rows.iter().map(|row| self.usage_of(&results, row)).collect();
        let warnings = self.warnings_of(&target, &rows, &usages, now).await?;
        let refused_before = self.refused_before(&target).await?;
        let unknown = self.unknown_use(&target, &rows).await?;
        let plan = plan(&usages, &budgets.account, &budgets.interface);
        let planned = match &plan {
            Plan::Interfaces(ids) => ids.iter().filter_map(|id| row_of(*id)).collect(),
            Plan::Account => {
                let wanted = usages.iter().filter(|usage| usage.is_pressing() && usage.lifts.may_help());
                wanted.filter_map(|usage| row_of(usage.interface)).collect()
            }
            Plan::None(_) => Vec::new(),
        };
        let resets_at = self.settings.quota_zone.next_reset(now);
        let in_use = |row: &Row| row.figures.is_some_and(|figures| figures.used > 0) && !row.before_reset;
        let used = rows.into_iter().filter(|row| in_use(row) && only.is_none_or(|only| row.id == only));
        let may_help = |row: &Row| usages.iter().any(|usage| usage.interface == row.id && usage.lifts.may_help());
        let (helps, does_not_help) = used.partition(|row| may_help(row) && row.state != UsageState::Unsupported);
        let interface_contact = self.contact_of(only).await?;
        let open = self.store.open_clears(id).await?;
        let blocks = |clear: &Clear| clear.state.in_flight() || clear.as_open().overlaps(only);
        Ok(Confirmation {
            seen: self.facts(&budget),
            key,
            budget,
            budgets,
            friction: self.live().clears.friction,
            planned,
            warnings,
            unknown,
            refused_before,
            lifts: usages.iter().map(|usage| (usage.interface, usage.lifts)).collect(),
            lock_out: lock_out(&target),
            second: self.second_person(actor, &budget).await?,
            waiting: self.waiting_for(&target, now).await?,
            plan,
            scope: target.scope(),
            account: target.account,
            interface: shown,
            interface_contact,
            helps,
            does_not_help,
            in_the_way: open.into_iter().find(blocks),
            resets_at,
        })
    }

    /// The owner and note of an interface, where one is named.
    async fn contact_of(&self, interface: Option<InterfaceId>) -> Result<Contact, StoreError> {
        let Some(id) = interface else { return Ok(Contact::default()) };
        Ok(self.store.interface(id).await?.map(|interface| interface.contact).unwrap_or_default())
    }

    pub(super) fn usage_of(&self, results: &ClearResults, row: &Row) -> Usage {
        // Old figures are no advice.
        let figures = row.current_figures();
        Usage {
            interface: row.id,
            state: row.state,
            used_permille: figures.map(domain::Figures::used_permille),
            read_at: row.sampled_at.filter(|_| figures.is_some()),
            lifts: self.lifts(results, row.id, &row.cgi_path).of_count(row.limit_kind.kind),
        }
    }

    /// What speaks against a clear of the target, as it is written down with an order.
    pub(super) async fn warning_words(&self, target: &Target) -> Result<Vec<ClearWarning>, Internal> {
        let rows = self.rows_of(target.account.id).await?;
        let results = self.results().await?;
        let usages: Vec<_> = rows.iter().map(|row| self.usage_of(&results, row)).collect();
        let warnings = self.warnings_of(target, &rows, &usages, self.clock.now()).await?;
        let mut words: Vec<_> = warnings.iter().map(Warning::word).collect();
        let open = self.store.open_clears(target.account.id).await?;
        if open.iter().any(|clear| clear.as_open().overlaps(target.interface_id())) {
            words.push(ClearWarning::ClearOpen);
        }
        Ok(words)
    }

    /// What speaks against a clear of the target; `rows` and `usages` are of all interfaces of its account.
    async fn warnings_of(
        &self,
        target: &Target,
        rows: &[Row],
        usages: &[Usage],
        now: Timestamp,
    ) -> Result<Vec<Warning>, StoreError> {
        let failed = self.failed_lately(target.account.id, rows, now).await?;
        let resets_at = self.settings.quota_zone.next_reset(now);
        Ok(warnings(target.interface_id(), usages, &failed, resets_at, now))
    }

    /// The account's calls that failed within [`FAILED_LATELY`], as far as their rids were looked up; `rows` are its
    /// interfaces.
    pub(super) async fn failed_lately(
        &self,
        account: AccountId,
        rows: &[Row],
        now: Timestamp,
    ) -> Result<Vec<FailedCall>, StoreError> {
        let failed = self.store.failed_rids(account, now - FAILED_LATELY).await?;
        let calls = failed.into_iter().filter_map(|kept| {
            let called = |path: &domain::CgiPath| rows.iter().find(|row| row.cgi_path == *path).map(|row| row.id);
            let interface = kept.cgi_path.as_ref().and_then(called);
            let (rid, at, cgi_path) = (kept.rid, kept.at, kept.cgi_path);
            let limit = kept.limit.map(|verdict| verdict.limit);
            Some(FailedCall { errcode: kept.errcode?, rid, at, cgi_path, interface, limit })
        });
        Ok(calls.collect())
    }

    async fn second_person(&self, actor: &Actor, budget: &Budget) -> Result<Option<SecondPerson>, Internal> {
        if budget.left > self.live().clears.friction.second_from {
            return Ok(None);
        }
        let may_break_glass = matches!(actor, Actor::User { .. }) && actor.may(Permission::Administer);
        let deciders = self.others_who_may_clear(&actor.to_string()).await?;
        Ok(Some(SecondPerson { deciders, may_break_glass }))
    }

    async fn waiting_for(&self, target: &Target, now: Timestamp) -> Result<Vec<ClearRequest>, StoreError> {
        let only = target.interface_id();
        let mut waiting = self.store.waiting_requests(now).await?;
        waiting.retain(|request| {
            let other = request.interface.as_ref().map(|(id, _)| *id);
            request.account_id == target.account.id && (other.is_none() || only.is_none() || other == only)
        });
        Ok(waiting)
    }

    /// Whether an order was confirmed on a page for this target, and the facts shown there are still the same.
    pub(super) async fn is_unchanged(&self, target: &Target, seen: &ConfirmedFacts) -> Result<bool, Internal> {
        Ok(seen.key_prefix == prefix(target) && self.facts_match(target, &seen.facts).await?)
    }

    /// Whether the facts are still the same as where `facts` were shown.
    pub(super) async fn facts_match(&self, target: &Target, facts: &str) -> Result<bool, Internal> {
        let budgets = self.budgets_of_target(target).await?;
        Ok(facts == self.facts(budgets.of(target.scope())))
    }

    /// The newest good figures of those of a target's interfaces whose counts are daily, the most used first.
    pub(super) async fn usage_now(&self, target: &Target) -> Result<Vec<UsageBefore>, Internal> {
        let interfaces = self.store.interfaces_now(Some(target.account.id)).await?;
        // No clear lowers a total, so it is no evidence of one.
        let wanted = interfaces.into_iter().filter(|interface| {
            target.interface_id().is_none_or(|id| id == interface.id) && !self.limit_kind_of(interface).is_total()
        });
        let usage = wanted.filter_map(|interface| {
            let (sampled_at, figures) = interface.good?;
            Some(UsageBefore { interface: interface.id, cgi_path: interface.cgi_path, sampled_at, figures })
        });
        let mut usage: Vec<_> = usage.collect();
        usage.sort_by_key(|usage| std::cmp::Reverse((usage.figures.used_permille(), usage.figures.used)));
        Ok(usage)
    }

    /// The overview's rows of an account's interfaces.
    pub(super) async fn rows_of(&self, account: AccountId) -> Result<Vec<Row>, StoreError> {
        let query = OverviewQuery { account: Some(account), limit: usize::MAX, ..Default::default() };
        Ok(self.overview_now(&query).await?.rows)
    }

    pub(super) async fn budgets_of_target(&self, target: &Target) -> Result<Budgets, Internal> {
        let budgets = self.budgets_now(Some(target.account.id)).await?;
        let gone = || StoreError::Inconsistent(format!("account {} is gone", target.account.id));
        Ok(*budgets.first().ok_or_else(gone)?)
    }

    /// A token of the facts a confirmation depends on: the quota day, how many clears are left and how many were made. The last
    /// one changes with each clear also where a guess keeps what is left at 0.
    fn facts(&self, budget: &Budget) -> String {
        let day = self.settings.quota_zone.day(self.clock.now());
        format!("{day}:{}:{}", budget.left, budget.spent + budget.unknown)
    }

    async fn newest_of(&self, target: &Target) -> Result<i64, Internal> {
        let newest = ClearQuery { account: Some(target.account.id), limit: 1, ..Default::default() };
        Ok(self.store.clears(&newest).await?.first().map_or(0, |clear| clear.id.0))
    }

    async fn key(&self, target: &Target) -> Result<String, Internal> {
        let newest = self.newest_of(target).await?;
        // A request that was decided must not answer for the next order, nor one that joined it from another page.
        let now = self.clock.now();
        let asked = self.store.newest_request(target.account.id, target.interface_id()).await?;
        let asked =
            asked.map_or_else(|| "0".to_owned(), |request| format!("{}{}", request.id.0, request.state(now).word()));
        Ok(format!("{}{newest}.{asked}", prefix(target)))
    }
}

/// The lock-out that the account's last token failure means, if any.
fn lock_out(target: &Target) -> Option<LockOut> {
    match target.account.token.last_failure? {
        failure if failure.is_token_limit() => Some(LockOut::TokensUsedUp),
        // A refusal of the token call itself with one of these is of the AppSecret.
        Failure::Refused(40001 | 40014 | 42001) => Some(LockOut::TokenDead),
        _ => None,
    }
}

fn prefix(target: &Target) -> String {
    let interface = target.interface_id().map(|id| id.to_string());
    key_prefix(&target.account.id.to_string(), interface.as_deref())
}
