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
use domain::clears::{Friction, Limits, REASON_CHARACTERS};
use jiff::Timestamp;
use store::StoreError;
use store::clears::{ClearQuery, Counting, Periods};

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

impl Desk {
    /// Waits for the calls of clears under way: each ends within its own time limit.
    pub async fn clears_ended(&self) {
        self.calls.wait().await;
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

    /// Clears sent, and guesses seen, in `[from, to)`, the newest first: of one account, or of all.
    pub(crate) async fn clears_between(
        &self,
        account: Option<AccountId>,
        (from, to): (Timestamp, Timestamp),
    ) -> Result<Vec<Clear>, StoreError> {
        let query = ClearQuery { account, period: Some((from, to)), limit: i64::MAX, ..ClearQuery::default() };
        self.store.clears(&query).await
    }

    /// An account's clears sent, and guesses seen, from `since` on, the newest first.
    pub(crate) async fn clears_since(&self, account: AccountId, since: Timestamp) -> Result<Vec<Clear>, StoreError> {
        self.clears_between(Some(account), (since, Timestamp::MAX)).await
    }

    /// A reason as it is kept: without secrets.
    ///
    /// # Errors
    /// [`TextFault`] where it is empty, or longer than [`REASON_CHARACTERS`].
    pub(crate) fn kept_reason(&self, typed: &str) -> Result<String, TextFault> {
        Ok(self.redacted(&reason(typed)?))
    }

    /// What somebody typed, without secrets, and no longer than it may be.
    pub(crate) fn redacted(&self, text: &str) -> String {
        self.redactor().redact(text).chars().take(REASON_CHARACTERS).collect()
    }
}
