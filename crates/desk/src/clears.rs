//! Clearing: a person orders it, perhaps a second one agrees, it is written down, called once, and what came and what it
//! did is written down. What was cleared elsewhere is guessed.

mod automatic;
mod calling;
pub mod confirming;
mod elsewhere;
pub mod ledger;
mod lifting;
pub mod month;
pub mod ordering;
pub mod requests;
mod seen_from;
pub mod settling;
mod verifying;
mod watching;

use std::time::Duration;

use domain::AccountId;
use domain::clears::{Friction, Limits};
use jiff::Timestamp;
use store::StoreError;
use store::clears::{ClearQuery, Counting, Periods};
use tokio_util::task::TaskTracker;

pub(crate) use automatic::{AutomaticFault, Stakes};
pub use confirming::{Confirmation, SecondPerson};
pub use ledger::{AccountBudgets, ClearPage, Ledger, LedgerError, LedgerQuery};
pub use month::{AccountMonth, MonthReview, PastMonth, Used};
pub(crate) use ordering::reason;
pub use ordering::{ClearError, Made, NotClearable, Order, Ordered, Seen, TextFault};
pub use requests::{RequestError, RequestPage, Waiting};
pub use seen_from::SeenFall;
pub use settling::SettleError;
pub use store::clears::{
    Budgets, Clear, ClearEvent, ClearRequest, Effect, INTERRUPTED, NO_ROOM, Settlement, UsageBefore,
};
pub(crate) use watching::Watch;

use crate::Desk;

/// What is set about clears.
#[derive(Debug, Clone, Copy)]
pub struct ClearSettings {
    /// How many there are, and how often.
    pub limits: Limits,
    /// What grows as fewer are left.
    pub friction: Friction,
    /// How long an order waits for what becomes of its call, before it answers with what is known by then.
    pub wait: Duration,
}

impl Default for ClearSettings {
    fn default() -> Self {
        Self { limits: Limits::default(), friction: Friction::default(), wait: Duration::from_secs(10) }
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
        let ClearSettings { limits, friction, .. } = self.settings.clears;
        Counting { quota_zone: self.settings.quota_zone.clone(), limits, friction }
    }

    /// Both budgets of an account now, of all where none is named.
    pub(crate) async fn budgets_now(&self, account: Option<AccountId>) -> Result<Vec<Budgets>, StoreError> {
        let limits = self.settings.clears.limits;
        let periods = Periods::at(self.clock.now(), &self.settings.quota_zone, limits);
        self.store.budgets(account, periods, limits).await
    }

    /// An account's clears sent, and guesses seen, from `since` on, the newest first.
    pub(crate) async fn clears_since(&self, account: AccountId, since: Timestamp) -> Result<Vec<Clear>, StoreError> {
        let query = ClearQuery {
            account: Some(account),
            period: Some((since, Timestamp::MAX)),
            limit: i64::MAX,
            ..ClearQuery::default()
        };
        self.store.clears(&query).await
    }

    /// What somebody typed, without secrets, and no longer than it may be.
    pub(crate) fn redacted(&self, text: &str) -> String {
        self.redactor().redact(text).chars().take(domain::clears::REASON_CHARACTERS).collect()
    }
}
