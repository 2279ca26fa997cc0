//! Clears: a person or a policy orders one, perhaps a second person approves it; it is written to the ledger, called once, and
//! its outcome and effect are recorded. Clears made outside wxquota are recognized by counts that fall.

mod automatic;
pub mod confirmation;
mod effectiveness;
mod evidence;
mod execution;
mod external;
pub mod ledger;
pub mod month;
pub mod orders;
pub mod requests;
mod scheduler;
mod settings;
mod settlement;
mod state;
mod unknown_use;
mod verification;

use domain::AccountId;
use domain::clears::REASON_CHARACTERS;
use jiff::Timestamp;
use store::StoreError;
use store::clears::{ClearQuery, Counting, Periods};

pub(crate) use automatic::{AutomaticClearError, ClearContext};
pub use confirmation as confirming;
pub use confirmation::{Confirmation, SecondPerson};
pub use evidence::UsageDrop;
pub use ledger::{AccountBudgets, ClearPage, Ledger, LedgerError, LedgerQuery};
pub use month::{AccountMonth, MonthReview, PastMonth};
pub use orders as ordering;
pub(crate) use orders::reason;
pub use orders::{ClearError, ConfirmedFacts, NotClearable, Order, OrderResult, PlacedOrder, ReasonError};
pub use requests::{PendingRequests, RequestError, RequestPage};
pub use settings::ClearSettings;
pub use settlement::SettleError;
pub(crate) use state::Watch;
pub use store::clears::{
    Budgets, Clear, ClearEvent, ClearRequest, DETAIL_INTERRUPTED, DETAIL_INTERRUPTED_BEFORE, DETAIL_NO_ROOM, Effect,
    Settlement, UsageBefore,
};

use crate::Desk;

impl Desk {
    /// Waits for the calls of clears under way: each ends within its own time limit.
    pub async fn wait_for_clears(&self) {
        self.calls.wait().await;
    }

    /// The periods, limits and thresholds that budgets are counted by.
    pub(crate) fn counting(&self) -> Counting {
        let ClearSettings { limits, friction, .. } = self.live().clears;
        Counting { quota_zone: self.settings.quota_zone.clone(), limits, friction }
    }

    /// The same for what was counted at `at`: of a month that is over, by the limits that held in it.
    pub(crate) fn counting_at(&self, at: Timestamp) -> Counting {
        let end = self.settings.quota_zone.month(at).to;
        Counting { limits: self.live().clear_limits(end, self.clock.now()), ..self.counting() }
    }

    /// The budgets of an account now, or those of all accounts.
    pub(crate) async fn budgets_now(&self, account: Option<AccountId>) -> Result<Vec<Budgets>, StoreError> {
        let limits = self.live().clears.limits;
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
    /// [`ReasonError`] where it is empty, or longer than [`REASON_CHARACTERS`].
    pub(crate) fn kept_reason(&self, typed: &str) -> Result<String, ReasonError> {
        Ok(self.redacted(&reason(typed)?))
    }

    /// The text with secrets masked, cut to [`REASON_CHARACTERS`].
    pub(crate) fn redacted(&self, text: &str) -> String {
        self.redactor().redact(text).chars().take(REASON_CHARACTERS).collect()
    }
}
