//! Dry runs of policies on the readings that are kept.

use domain::forecast::MOST_DAYS;
use domain::policies::{DryRun, DryRunInput, Mode, PastClear, Rules, Series, dry_run};
use domain::{AccountStatus, Actor, ClearState, Permission, PolicyId};
use jiff::{SignedDuration, Timestamp};
use store::Account;

use super::{PolicyError, TypedPolicy};
use crate::overview::good_readings;
use crate::{Desk, Internal};

/// The number of quota days that a dry run covers, today included.
pub const DAYS: i64 = 30;

/// The result of a dry run.
#[derive(Debug, Clone)]
pub struct DryRunResult {
    /// The rules.
    pub rules: Rules,
    /// The start of the time range.
    pub from: Timestamp,
    /// Its end.
    pub to: Timestamp,
    /// The number of interfaces that it covers.
    pub interfaces: usize,
    /// The number of their readings.
    pub readings: usize,
    /// The actions it would have taken.
    pub trial: DryRun,
    /// The accounts, for their names.
    pub accounts: Vec<Account>,
    /// The path of each interface.
    pub paths: Vec<(domain::InterfaceId, domain::CgiPath)>,
}

impl Desk {
    /// A dry run of an existing policy over the last [`DAYS`] days, in `mode` instead of its own where that is given.
    ///
    /// # Errors
    /// [`PolicyError::NoSuchPolicy`], [`PolicyError::Forbidden`].
    pub async fn dry_run_policy(
        &self,
        actor: &Actor,
        id: PolicyId,
        mode: Option<Mode>,
    ) -> Result<DryRunResult, PolicyError> {
        let rules = self.policy(actor, id).await?.rules;
        self.tried(Rules { mode: mode.unwrap_or(rules.mode), ..rules }).await
    }

    /// Checks the fields of a policy form; a name that is taken is found only when it is saved.
    ///
    /// # Errors
    /// [`PolicyError::Faults`], [`PolicyError::Forbidden`].
    pub async fn validate_policy(&self, actor: &Actor, typed: &TypedPolicy) -> Result<(), PolicyError> {
        actor.require(Permission::Automate, None)?;
        self.understood_policy(typed).await?;
        Ok(())
    }

    /// A dry run of a policy form.
    ///
    /// # Errors
    /// [`PolicyError::Faults`], [`PolicyError::Forbidden`].
    pub async fn dry_run_policy_form(&self, actor: &Actor, typed: &TypedPolicy) -> Result<DryRunResult, PolicyError> {
        actor.require(Permission::Automate, None)?;
        let rules = self.understood_policy(typed).await?;
        self.tried(rules).await
    }

    async fn tried(&self, rules: Rules) -> Result<DryRunResult, PolicyError> {
        let now = self.clock.now();
        let (live, zone) = (self.live(), self.settings.quota_zone.clone());
        let from = zone.days_before(now, DAYS - 1);
        // The days before say what a usual day is.
        let learnt_from = zone.days_before(from, i64::try_from(MOST_DAYS).unwrap_or(i64::MAX));
        let mut accounts = self.store.accounts().await?;
        accounts.retain(|account| {
            account.status != AccountStatus::Retired
                && (rules.accounts.is_empty() || rules.accounts.contains(&account.id))
        });
        let results = self.results().await?;
        let (mut series, mut past) = (Vec::new(), Vec::new());
        for account in &accounts {
            for interface in self.store.interfaces_now(Some(account.id)).await? {
                // Only policies that may clear the whole account look at interfaces that they do not cover.
                if !rules.restraint.whole_account && !rules.covers(account.id, &interface.cgi_path) {
                    continue;
                }
                // One that was made just now counts too.
                let until = now + SignedDuration::from_secs(1);
                let good = good_readings(&self.store.readings(interface.id, learnt_from, until).await?);
                let limit_kind = self.limit_kind_of(&interface).kind;
                let lifts = self.lifts(&results, interface.id, &interface.cgi_path).of_count(limit_kind);
                series.push(Series {
                    account: account.id,
                    interface: interface.id,
                    path: interface.cgi_path,
                    lifts,
                    lines: live.lines.of(account.id, interface.id).0,
                    good,
                });
            }
            past.extend(self.past_clears(account, zone.month_start(from)).await?);
        }
        let covered = |series: &&Series| rules.covers(series.account, &series.path);
        let interfaces = series.iter().filter(covered).count();
        let tried = |series: &Series| series.good.iter().filter(|(at, _)| *at >= from).count();
        let readings = series.iter().filter(covered).map(tried).sum();
        let paths = series.iter().map(|series| (series.interface, series.path.clone())).collect();
        let (limits, second_from) = (live.clears.limits, live.clears.friction.second_from);
        // Many readings take a while, in which this thread has others to serve.
        let run = tokio::task::spawn_blocking(move || {
            let (series, past, zone) = (&series, &past, &zone);
            let trial = dry_run(&rules, &DryRunInput { series, past, from, limits, second_from, zone });
            (rules, trial)
        });
        let (rules, trial) = run.await.map_err(Internal::task)?;
        Ok(DryRunResult { rules, from, to: now, interfaces, readings, trial, accounts, paths })
    }

    /// The clears of an account that used one of its budget, or may have.
    async fn past_clears(&self, account: &Account, since: Timestamp) -> Result<Vec<PastClear>, PolicyError> {
        let clears = self.clears_since(account.id, since).await?.into_iter();
        let counts =
            |state: ClearState| state.is_spent() || matches!(state, ClearState::Unknown | ClearState::Elsewhere);
        let counted = clears.filter(|clear| counts(clear.state));
        Ok(counted
            .map(|clear| PastClear { account: account.id, scope: clear.scope(), at: clear.counted_at() })
            .collect())
    }
}
