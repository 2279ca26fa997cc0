//! Policies: rules that notify, or clear on their own within limits.
//!
//! Nothing here has a timer of its own. Each reading that is written down is looked at: a line that it crosses is told, and
//! where it is what a policy waits for, the policy acts at once.

mod acting;
mod editing;
mod form;
mod observing;
mod trying;
mod words;

use std::collections::BTreeSet;
use std::sync::Mutex;

use domain::policies::NAME_CHARACTERS;
use domain::{AccountId, InterfaceId, PolicyId};
use serde::{Deserialize, Serialize};
use tokio::sync::Notify;

pub use domain::policies::Rules;
pub use editing::PolicyPage;
pub use form::{PolicyFaults, PolicyField, TypedPolicy};
pub(crate) use observing::Observed;
pub use store::policies::{Decision, DecisionQuery, KillSwitch, Policy, PolicyChange, PolicyChanged};
pub use trying::{DAYS, Tried};
pub(crate) use words::withheld_words;

use crate::background::lock;
use crate::clears::TextFault;

/// The longest name of a policy, in characters.
pub const LONGEST_NAME: usize = NAME_CHARACTERS;

/// What a policy is to act on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Wanted {
    /// Which policy.
    pub(crate) policy: PolicyId,
    /// On which account.
    pub(crate) account: AccountId,
    /// By which interface.
    pub(crate) interface: InterfaceId,
}

/// What policies are to act on. Lost with the process, and found again by the next reading.
#[derive(Debug, Default)]
pub(crate) struct Agenda {
    wanted: Mutex<BTreeSet<Wanted>>,
    bell: Notify,
}

impl Agenda {
    pub(crate) fn add(&self, wanted: impl IntoIterator<Item = Wanted>) {
        let mut all = lock(&self.wanted);
        let before = all.len();
        all.extend(wanted);
        if all.len() > before {
            self.bell.notify_one();
        }
    }

    fn take(&self) -> BTreeSet<Wanted> {
        std::mem::take(&mut lock(&self.wanted))
    }
}

use_case_error! {
    /// Why nothing was done about a policy.
    #[derive(Debug, thiserror::Error)]
    pub enum PolicyError: transparent Forbidden {
        /// There is no such policy, or no more.
        #[error("there is no such policy")]
        NoSuchPolicy,
        /// Somebody else changed it meanwhile.
        #[error("somebody else changed the policy meanwhile")]
        Outdated,
        /// What was typed cannot be taken.
        #[error("{0:?}")]
        Faults(Box<PolicyFaults>),
        /// The reason.
        #[error("a reason of at most 500 characters")]
        Reason(TextFault),
    }
}

/// What came of the kill switch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Switched {
    /// It is as asked for.
    Done,
    /// It was so already.
    Already,
}
