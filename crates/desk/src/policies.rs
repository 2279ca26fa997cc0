//! Policies: rules that notify, or clear on their own within limits.
//!
//! Policies have no timers: each reading that is written is evaluated, and where it meets a policy's trigger, the policy acts
//! at once.

mod dry_run;
mod editing;
mod evaluation;
mod execution;
mod form;
mod reasons;

use domain::policies::NAME_CHARACTERS;
use serde::{Deserialize, Serialize};

pub use domain::policies::Rules;
pub use dry_run::{DAYS, DryRunResult};
pub use editing::PolicyPage;
pub(crate) use evaluation::Observed;
pub use evaluation::{FAILING, fails_for};
pub(crate) use execution::Asked;
pub use form::{PolicyFaults, PolicyField, TypedPolicy};
pub use reasons::ClearReason;
pub(crate) use reasons::withheld_reason;
pub use store::policies::{ChangePolicyOutcome, Decision, DecisionQuery, KillSwitch, Policy, PolicyChange};

use crate::clears::ReasonError;

/// The longest name of a policy, in characters.
pub const LONGEST_NAME: usize = NAME_CHARACTERS;

use_case_error! {
    /// An error of a use case about policies; nothing was changed then.
    #[derive(Debug, thiserror::Error)]
    pub enum PolicyError: transparent Forbidden {
        /// There is no such policy, or no more.
        #[error("policy not found")]
        NoSuchPolicy,
        /// The policy was changed since it was read.
        #[error("somebody else changed the policy in the meantime")]
        Conflict,
        /// The form has errors.
        #[error("{0:?}")]
        Faults(Box<PolicyFaults>),
        /// The reason.
        #[error("the reason must have at most 500 characters")]
        Reason(ReasonError),
    }
}

/// The result of a change that may have been made already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeOutcome {
    /// The change was made.
    Done,
    /// It had been made before.
    #[serde(rename = "already")]
    Unchanged,
}
