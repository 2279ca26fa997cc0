//! Policies, what they decided, and the switch that stops their clears.

use async_trait::async_trait;
use domain::clears::Scope;
use domain::policies::{Attempt, Rules, Verdict, Withheld};
use domain::{AccountId, CgiPath, ClearId, Figures, IncidentId, InterfaceId, PolicyId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::clears::{Clear, Counting, NewClear};
use crate::{By, StoreError};

/// A policy as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// Its id.
    pub id: PolicyId,
    /// What is set of it.
    pub rules: Rules,
    /// It does nothing for now.
    pub paused: bool,
    /// When it was made.
    pub made_at: Timestamp,
    /// By whom, as text.
    pub made_by: String,
    /// Goes up with each change.
    pub version: i64,
    /// When it was last changed.
    pub changed_at: Timestamp,
    /// By whom, as text.
    pub changed_by: String,
    /// What its clears came to up to then suspends it no more.
    pub resumed_at: Timestamp,
    /// The newest clear that suspends it.
    pub suspended_by: Option<ClearId>,
    /// Since when it is no more.
    pub removed_at: Option<Timestamp>,
}

/// What somebody changes of a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PolicyChange {
    /// Its rules.
    Rules(Box<Rules>),
    /// It does nothing for now.
    Paused,
    /// A paused or suspended one goes on.
    Resumed,
    /// It is removed; what it decided stays.
    Removed,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PolicyChanged {
    /// It is written.
    Written,
    /// It was so already.
    Already,
    /// Another one has the name.
    NameTaken,
    /// Somebody else changed it meanwhile, and nothing was written.
    Outdated,
    /// There is none, or no more.
    NoSuchPolicy,
}

/// Something a policy decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Its id; later ones are larger.
    pub id: i64,
    /// Which policy.
    pub policy: PolicyId,
    /// What that is called.
    pub policy_name: String,
    /// On which account.
    pub account: AccountId,
    /// What that is called now.
    pub account_name: String,
    /// By which interface.
    pub interface: InterfaceId,
    /// Its path.
    pub cgi_path: CgiPath,
    /// When it decided so first.
    pub at: Timestamp,
    /// When last.
    pub last_at: Timestamp,
    /// How often that day.
    pub count: i64,
    /// What it came to.
    pub verdict: Verdict,
    /// What the reading said, the last time.
    pub figures: Option<Figures>,
}

/// Which decisions are wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DecisionQuery {
    /// Only of this policy.
    pub policy: Option<PolicyId>,
    /// Only on this account.
    pub account: Option<AccountId>,
    /// Only by this interface.
    pub interface: Option<InterfaceId>,
    /// Only those before this one.
    pub before: Option<i64>,
    /// At most so many; 0 for none.
    pub limit: i64,
}

/// That all automatic clears are stopped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KillSwitch {
    /// Since when.
    pub stopped_at: Timestamp,
    /// By whom, as text.
    pub stopped_by: String,
    /// Why.
    pub reason: Option<String>,
}

/// How a policy stands on an account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PolicyStanding {
    /// Whether all automatic clears are stopped.
    pub kill_switch: bool,
    /// The clear that it is suspended by.
    pub suspended_by: Option<ClearId>,
    /// Its attempts of the last two months, at least.
    pub attempts: Vec<Attempt>,
}

/// A clear that a policy orders, beside what every clear is written down with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AutomaticOrder {
    /// The policy.
    pub policy: PolicyId,
    /// The version of the rules by which it decided.
    pub version: i64,
    /// The interface whose reading it decided by.
    pub interface: InterfaceId,
    /// What that reading said.
    pub figures: Figures,
    /// The incident that it was asked about.
    pub incident: Option<IncidentId>,
}

/// Why an automatic clear was not written down.
#[derive(Debug, thiserror::Error)]
pub enum AutomaticError {
    /// Something keeps the policy from it.
    #[error("withheld: {}", .0.word())]
    Withheld(Withheld),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Policies.
#[async_trait]
pub trait Policies {
    /// Makes one, by its id; `None` where another has the name.
    async fn add_policy(&self, rules: &Rules, by: &By, at: Timestamp) -> Result<Option<PolicyId>, StoreError>;

    /// Changes one, where `version` is the one that it has, or is not given.
    async fn change_policy(
        &self,
        id: PolicyId,
        version: Option<i64>,
        change: PolicyChange,
        by: &By,
        at: Timestamp,
    ) -> Result<PolicyChanged, StoreError>;

    /// Those that are not removed, by name.
    async fn policies(&self) -> Result<Vec<Policy>, StoreError>;

    /// One, removed or not.
    async fn policy(&self, id: PolicyId) -> Result<Option<Policy>, StoreError>;

    /// What was decided, the newest first.
    async fn decisions(&self, query: &DecisionQuery) -> Result<Vec<Decision>, StoreError>;

    /// How a policy stands on an account at `now`.
    async fn policy_standing(
        &self,
        id: PolicyId,
        account: AccountId,
        now: Timestamp,
    ) -> Result<PolicyStanding, StoreError>;

    /// Writes a policy's clear down as `intended`, with its decision, a notice and a line in the audit trail; in one step with
    /// looking at the kill switch, the policy, its attempts, the budget and the clears that are open. The same key again gives
    /// the clear it made, and whether that is new.
    ///
    /// # Errors
    /// [`AutomaticError`]; nothing is written then.
    async fn intend_automatic(
        &self,
        new: NewClear,
        order: &AutomaticOrder,
        by: &By,
        at: Timestamp,
        counting: &Counting,
    ) -> Result<(Clear, bool), AutomaticError>;

    /// Whether, and by whom, all automatic clears are stopped.
    async fn kill_switch(&self) -> Result<Option<KillSwitch>, StoreError>;

    /// Stops all automatic clears, also those that are written down and not sent yet; or lets them go on. With a notice. False
    /// where it is so already.
    async fn set_kill_switch(
        &self,
        stopped: bool,
        reason: Option<&str>,
        by: &By,
        at: Timestamp,
    ) -> Result<bool, StoreError>;
}

/// The scope of a new clear.
pub(crate) fn scope_of(new: &NewClear) -> Scope {
    if new.interface.is_some() { Scope::Interface } else { Scope::Account }
}
