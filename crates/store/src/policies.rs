//! Policies, what they decided, and the switch that stops their clears.

use async_trait::async_trait;
use domain::clears::Scope;
use domain::policies::{Attempt, BlockedReason, Rules, Verdict};
use domain::{AccountId, CgiPath, ClearId, Figures, IncidentId, InterfaceId, PolicyId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::clears::{Clear, Counting, NewClear};
use crate::{AuditActor, StoreError};

/// A policy as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// Its id.
    pub id: PolicyId,
    /// The rules: what the policy watches, what it waits for, and its limits.
    pub rules: Rules,
    /// Whether the policy is paused: it decides nothing.
    pub paused: bool,
    /// When the policy was created.
    pub made_at: Timestamp,
    /// Who created it, as the audit trail names them.
    pub made_by: String,
    /// The version, which grows by one with each change.
    pub version: i64,
    /// When it was last changed.
    pub changed_at: Timestamp,
    /// Who changed it last, as the audit trail names them.
    pub changed_by: String,
    /// When it was last resumed: outcomes of clears up to then no longer suspend it.
    pub resumed_at: Timestamp,
    /// The newest clear whose outcome suspends the policy; `None` where it is not suspended.
    pub suspended_by: Option<ClearId>,
    /// When the policy was removed; `None` while it exists.
    pub removed_at: Option<Timestamp>,
}

/// A change of a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PolicyChange {
    /// Other rules.
    Rules(Box<Rules>),
    /// A pause: the policy decides nothing until it is resumed.
    Paused,
    /// The end of a pause or of a suspension.
    Resumed,
    /// The removal; the decisions of the policy stay.
    Removed,
}

/// The outcome of changing a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangePolicyOutcome {
    /// The change was written.
    Written,
    /// The policy was in that state already; nothing was written.
    Already,
    /// Another policy has the name; nothing was written.
    NameTaken,
    /// The version is not the current one: somebody else changed the policy meanwhile. Nothing was written.
    Outdated,
    /// No policy has this id, or it was removed.
    NoSuchPolicy,
}

/// A decision of a policy; equal decisions of one quota day are counted in one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The id; later decisions have larger ones.
    pub id: i64,
    /// The policy that decided.
    pub policy: PolicyId,
    /// The name of the policy.
    pub policy_name: String,
    /// The account that the decision is about.
    pub account: AccountId,
    /// The present name of the account.
    pub account_name: String,
    /// The interface whose reading was decided on.
    pub interface: InterfaceId,
    /// The path of the interface.
    pub cgi_path: CgiPath,
    /// When the policy first decided so.
    pub at: Timestamp,
    /// When the policy last decided so.
    pub last_at: Timestamp,
    /// How many times the policy decided so on that quota day.
    pub count: i64,
    /// The verdict.
    pub verdict: Verdict,
    /// The figures of the last reading that was decided on.
    pub figures: Option<Figures>,
}

/// Filters and paging of a list of decisions; `None` does not filter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DecisionQuery {
    /// Decisions of this policy.
    pub policy: Option<PolicyId>,
    /// Decisions about this account.
    pub account: Option<AccountId>,
    /// Decisions on readings of this interface.
    pub interface: Option<InterfaceId>,
    /// Decisions with a smaller id than this one.
    pub before: Option<i64>,
    /// The largest number of decisions to return; 0 returns none.
    pub limit: i64,
}

/// A clear that a policy wants after a reading that meets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct WantedAction {
    /// The policy.
    pub policy: PolicyId,
    /// The account.
    pub account: AccountId,
    /// The interface whose reading meets the policy.
    pub interface: InterfaceId,
}

/// The kill switch: while it is on, no policy clears.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KillSwitch {
    /// When it was switched on.
    pub stopped_at: Timestamp,
    /// Who switched it on, as the audit trail names them.
    pub stopped_by: String,
    /// The reason that was given.
    pub reason: Option<String>,
}

/// The state of a policy on an account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PolicyStatus {
    /// Whether the kill switch is on.
    pub kill_switch: bool,
    /// The clear whose outcome suspends the policy.
    pub suspended_by: Option<ClearId>,
    /// The attempts of the policy on the account, at least those of the last two months.
    pub attempts: Vec<Attempt>,
}

/// An order of a clear by a policy: what is stored of it beside the clear itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AutomaticOrder {
    /// The policy.
    pub policy: PolicyId,
    /// The version of the rules by which it decided.
    pub version: i64,
    /// The interface whose reading the policy decided on.
    pub interface: InterfaceId,
    /// The figures of that reading.
    pub figures: Figures,
    /// The incident that the policy was asked about.
    pub incident: Option<IncidentId>,
}

/// Why an automatic clear was not written down.
#[derive(Debug, thiserror::Error)]
pub enum AutomaticError {
    /// The policy must not clear; see [`BlockedReason`].
    #[error("withheld: {}", .0.word())]
    Blocked(BlockedReason),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Policies.
#[async_trait]
pub trait Policies {
    /// Adds a policy; its id, or `None` where another policy has the name.
    async fn add_policy(&self, rules: &Rules, by: &AuditActor, at: Timestamp) -> Result<Option<PolicyId>, StoreError>;

    /// Changes a policy, where `version` is its current version or `None`.
    async fn change_policy(
        &self,
        id: PolicyId,
        version: Option<i64>,
        change: PolicyChange,
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<ChangePolicyOutcome, StoreError>;

    /// The policies that are not removed, by name.
    async fn policies(&self) -> Result<Vec<Policy>, StoreError>;

    /// One policy, removed or not.
    async fn policy(&self, id: PolicyId) -> Result<Option<Policy>, StoreError>;

    /// The decisions that match the query, newest first.
    async fn decisions(&self, query: &DecisionQuery) -> Result<Vec<Decision>, StoreError>;

    /// The state of a policy on an account at `now`.
    async fn policy_status(&self, id: PolicyId, account: AccountId, now: Timestamp)
    -> Result<PolicyStatus, StoreError>;

    /// Writes a policy's clear down as `intended`, with its decision, a notice and a line in the audit trail; in one step with
    /// looking at the kill switch, the policy, its attempts, the budget and the clears that are open. The same key again gives
    /// the clear it made, and whether that is new.
    ///
    /// # Errors
    /// [`AutomaticError`]; nothing is written then.
    async fn order_automatic(
        &self,
        new: NewClear,
        order: &AutomaticOrder,
        by: &AuditActor,
        at: Timestamp,
        counting: &Counting,
    ) -> Result<(Clear, bool), AutomaticError>;

    /// Writes wanted actions down for the process that carries policies out; one that waits already stays as it is.
    async fn want_actions(&self, wanted: &[WantedAction], at: Timestamp) -> Result<(), StoreError>;

    /// Takes the wanted actions, in the order of accounts; those from before `since` are dropped.
    async fn take_wanted_actions(&self, since: Timestamp) -> Result<Vec<WantedAction>, StoreError>;

    /// Whether, and by whom, all automatic clears are stopped.
    async fn kill_switch(&self) -> Result<Option<KillSwitch>, StoreError>;

    /// Stops all automatic clears, also those that are written down and not sent yet; or lets them go on. With a notice. False
    /// where it is so already.
    async fn set_kill_switch(
        &self,
        stopped: bool,
        reason: Option<&str>,
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<bool, StoreError>;
}

/// The scope of a new clear.
pub(crate) fn scope_of(new: &NewClear) -> Scope {
    if new.interface.is_some() { Scope::Interface } else { Scope::Account }
}
