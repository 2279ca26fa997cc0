//! Clearing: a person orders it, it is written down, called once, and what came is written down.

mod calling;
pub mod confirming;
pub mod ledger;
pub mod ordering;

use std::time::Duration;

use domain::AccountId;
use domain::clears::Limits;
use store::StoreError;
use store::clears::Counting;
use tokio_util::task::TaskTracker;

pub use confirming::Confirmation;
pub use ledger::{AccountBudgets, ClearPage, Ledger, LedgerError, LedgerQuery};
pub use ordering::{ClearError, NotClearable, Order, Ordered, Seen, TextFault};
pub use store::clears::{Budgets, Clear, ClearEvent, INTERRUPTED, UsageBefore};

use crate::Desk;

/// What is set about clears.
#[derive(Debug, Clone, Copy)]
pub struct ClearSettings {
    /// How many there are a month.
    pub limits: Limits,
    /// How long an order waits for what becomes of its call, before it answers with what is known by then.
    pub wait: Duration,
}

impl Default for ClearSettings {
    fn default() -> Self {
        Self { limits: Limits::default(), wait: Duration::from_secs(10) }
    }
}

/// Calls of clears under way; none ends with the request that ordered it.
#[derive(Debug)]
pub(crate) struct Calls(TaskTracker);

impl Default for Calls {
    fn default() -> Self {
        let calls = TaskTracker::new();
        // Closed trackers still take tasks; only closed ones can be waited for.
        calls.close();
        Self(calls)
    }
}

impl Desk {
    /// Waits for the calls of clears under way: each ends within its own time limit.
    pub async fn clears_ended(&self) {
        self.calls.0.wait().await;
    }

    /// What budgets are counted by.
    pub(crate) fn counting(&self) -> Counting {
        Counting { quota_zone: self.settings.quota_zone.clone(), limits: self.settings.clears.limits }
    }

    /// Both budgets of an account now, of all where none is named.
    pub(crate) async fn budgets_now(&self, account: Option<AccountId>) -> Result<Vec<Budgets>, StoreError> {
        let month = self.settings.quota_zone.month(self.clock.now());
        self.store.budgets(account, month, self.settings.clears.limits).await
    }
}
