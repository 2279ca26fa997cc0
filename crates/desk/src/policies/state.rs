//! The policy actions that wait to be taken.

use std::collections::BTreeSet;
use std::sync::Mutex;

use domain::{AccountId, InterfaceId, PolicyId};
use tokio::sync::Notify;

use crate::background::lock;

/// An action that a policy is to take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Wanted {
    /// Which policy.
    pub(crate) policy: PolicyId,
    /// On which account.
    pub(crate) account: AccountId,
    /// By which interface.
    pub(crate) interface: InterfaceId,
}

/// The queue of policy actions. It is lost with the process; the next readings fill it again.
#[derive(Debug, Default)]
pub(crate) struct PolicyQueue {
    wanted: Mutex<BTreeSet<Wanted>>,
    pub(super) bell: Notify,
}

impl PolicyQueue {
    pub(crate) fn add(&self, wanted: impl IntoIterator<Item = Wanted>) {
        let mut all = lock(&self.wanted);
        let before = all.len();
        all.extend(wanted);
        if all.len() > before {
            self.bell.notify_one();
        }
    }

    pub(super) fn take(&self) -> BTreeSet<Wanted> {
        std::mem::take(&mut lock(&self.wanted))
    }
}
