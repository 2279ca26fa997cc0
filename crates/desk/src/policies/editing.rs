//! Use cases about policies and the kill switch.

use domain::{Actor, ClearState, InterfaceId, Permission, PolicyId};
use store::policies::{ChangePolicyOutcome, Decision, DecisionQuery, KillSwitch, Policy, PolicyChange};
use store::{Account, AuditActor, InterfaceNow};

use super::{ChangeOutcome, PolicyError, PolicyFaults, TypedPolicy};
use crate::Desk;
use crate::accounts::NameFault;
use crate::clears::ReasonError;
use crate::paging::{cut_page, one_more};

/// The number of decisions on a page.
const SHOWN: usize = 50;

/// The view of one policy.
#[derive(Debug, Clone)]
pub struct PolicyPage {
    /// The policy.
    pub policy: Policy,
    /// How far the clear that it is suspended by has come by now.
    pub suspended_state: Option<ClearState>,
    /// The accounts that it names.
    pub accounts: Vec<Account>,
    /// How many interfaces it is about now.
    pub covers: usize,
    /// What it decided, the newest first.
    pub decisions: Vec<Decision>,
    /// The `before` that gives the following ones; `None` at the end.
    pub next: Option<i64>,
}

impl Desk {
    /// Every policy, by name.
    ///
    /// # Errors
    /// [`PolicyError::Forbidden`] or the database's failure.
    pub async fn policies(&self, actor: &Actor) -> Result<Vec<Policy>, PolicyError> {
        actor.require(Permission::Automate, None)?;
        Ok(self.store.policies().await?)
    }

    /// Every policy with its last decision, by name.
    ///
    /// # Errors
    /// [`PolicyError::Forbidden`] or the database's failure.
    pub async fn policies_with_last(&self, actor: &Actor) -> Result<Vec<(Policy, Option<Decision>)>, PolicyError> {
        let mut all = Vec::new();
        for policy in self.policies(actor).await? {
            let query = DecisionQuery { policy: Some(policy.id), limit: 1, ..DecisionQuery::default() };
            all.push((policy, self.store.decisions(&query).await?.pop()));
        }
        Ok(all)
    }

    /// A policy that was not removed.
    ///
    /// # Errors
    /// [`PolicyError::NoSuchPolicy`], [`PolicyError::Forbidden`].
    pub async fn policy(&self, actor: &Actor, id: PolicyId) -> Result<Policy, PolicyError> {
        actor.require(Permission::Automate, None)?;
        let policy = self.store.policy(id).await?.filter(|policy| policy.removed_at.is_none());
        policy.ok_or(PolicyError::NoSuchPolicy)
    }

    /// A policy, removed or not, and a page of its decisions, those before `before`.
    ///
    /// # Errors
    /// [`PolicyError::NoSuchPolicy`], [`PolicyError::Forbidden`].
    pub async fn policy_page(
        &self,
        actor: &Actor,
        id: PolicyId,
        before: Option<i64>,
    ) -> Result<PolicyPage, PolicyError> {
        actor.require(Permission::Automate, None)?;
        let policy = self.store.policy(id).await?.ok_or(PolicyError::NoSuchPolicy)?;
        let mut accounts = self.store.accounts().await?;
        let watched = self.store.interfaces_now(None).await?;
        let covers = |one: &&InterfaceNow| policy.rules.covers(one.account_id, &one.cgi_path);
        let covers = watched.iter().filter(covers).count();
        accounts.retain(|account| policy.rules.accounts.contains(&account.id));
        let query = DecisionQuery { policy: Some(id), before, limit: one_more(SHOWN), ..DecisionQuery::default() };
        let mut decisions = self.store.decisions(&query).await?;
        let next = cut_page(&mut decisions, SHOWN, |decision| decision.id);
        let suspended_state = match policy.suspended_by {
            Some(clear) => self.store.clear(clear).await?.map(|clear| clear.state),
            None => None,
        };
        Ok(PolicyPage { policy, suspended_state, accounts, covers, decisions, next })
    }

    /// The decisions of policies about an interface, the newest first.
    ///
    /// # Errors
    /// [`PolicyError::Forbidden`] or the database's failure.
    pub async fn decisions_by(
        &self,
        actor: &Actor,
        interface: InterfaceId,
        limit: i64,
    ) -> Result<Vec<Decision>, PolicyError> {
        actor.require(Permission::SeeUsage, None)?;
        let query = DecisionQuery { interface: Some(interface), limit, ..DecisionQuery::default() };
        Ok(self.store.decisions(&query).await?)
    }

    /// Makes a policy.
    ///
    /// # Errors
    /// [`PolicyError::Faults`] with every fault at once; nothing is kept then.
    pub async fn add_policy(&self, actor: &Actor, typed: &TypedPolicy) -> Result<PolicyId, PolicyError> {
        actor.require(Permission::Automate, None)?;
        let rules = self.understood_policy(typed).await?;
        let added = self.store.add_policy(&rules, &AuditActor::from(actor), self.clock.now()).await?;
        added.ok_or_else(name_taken)
    }

    /// Changes what is set of a policy, where nobody else has since `version`.
    ///
    /// # Errors
    /// [`PolicyError`]; it stays as it is then.
    pub async fn edit_policy(
        &self,
        actor: &Actor,
        id: PolicyId,
        version: i64,
        typed: &TypedPolicy,
    ) -> Result<ChangeOutcome, PolicyError> {
        actor.require(Permission::Automate, None)?;
        let rules = self.understood_policy(typed).await?;
        self.change(actor, id, Some(version), PolicyChange::Rules(Box::new(rules))).await
    }

    /// Pauses, resumes or removes a policy.
    ///
    /// # Errors
    /// [`PolicyError::NoSuchPolicy`], [`PolicyError::Forbidden`].
    pub async fn change_policy_state(
        &self,
        actor: &Actor,
        id: PolicyId,
        change: PolicyChange,
    ) -> Result<ChangeOutcome, PolicyError> {
        actor.require(Permission::Automate, None)?;
        self.change(actor, id, None, change).await
    }

    async fn change(
        &self,
        actor: &Actor,
        id: PolicyId,
        version: Option<i64>,
        change: PolicyChange,
    ) -> Result<ChangeOutcome, PolicyError> {
        match self.store.change_policy(id, version, change, &AuditActor::from(actor), self.clock.now()).await? {
            ChangePolicyOutcome::Written => Ok(ChangeOutcome::Done),
            ChangePolicyOutcome::Already => Ok(ChangeOutcome::Unchanged),
            ChangePolicyOutcome::NameTaken => Err(name_taken()),
            ChangePolicyOutcome::Outdated => Err(PolicyError::Conflict),
            ChangePolicyOutcome::NoSuchPolicy => Err(PolicyError::NoSuchPolicy),
        }
    }

    /// The kill switch: since when, by whom and why automatic clears are stopped; `None` where they are not.
    ///
    /// # Errors
    /// [`PolicyError::Forbidden`] or the database's failure.
    pub async fn kill_switch(&self, actor: &Actor) -> Result<Option<KillSwitch>, PolicyError> {
        actor.require(Permission::SeeUsage, None)?;
        Ok(self.store.kill_switch().await?)
    }

    /// Stops all automatic clears, or lets them go on. A stop needs no reason: it may have to be quick.
    ///
    /// # Errors
    /// [`PolicyError::Reason`] where it is too long, [`PolicyError::Forbidden`].
    pub async fn set_kill_switch(&self, actor: &Actor, stopped: bool, why: &str) -> Result<ChangeOutcome, PolicyError> {
        actor.require(Permission::Automate, None)?;
        let why = match self.kept_reason(why) {
            Ok(why) => Some(why),
            Err(ReasonError::Missing) => None,
            Err(ReasonError::TooLong) => return Err(PolicyError::Reason(ReasonError::TooLong)),
        };
        let (by, now) = (AuditActor::from(actor), self.clock.now());
        let done = self.store.set_kill_switch(stopped, why.as_deref(), &by, now).await?;
        self.outbox.ring();
        Ok(if done { ChangeOutcome::Done } else { ChangeOutcome::Unchanged })
    }
}

fn name_taken() -> PolicyError {
    PolicyError::Faults(Box::new(PolicyFaults { name: Some(NameFault::Taken), ..PolicyFaults::default() }))
}
