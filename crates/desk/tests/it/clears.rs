//! Clears are money: each order makes one call at the most, and its outcome is never better known than it is.

mod advice;
mod elsewhere;
mod faults;
mod model;
mod month;
mod orders;
mod requests;
mod unknown;
mod verifying;

use desk::clears::{Order, PlacedOrder};
use domain::{AccountId, Budget, ClearState, Scope};
use store::clears::Clear;

use crate::test_desk::{TestDesk, tester};

pub(crate) const CLEAR: &str = "/cgi-bin/clear_quota";
pub(crate) const BY_SECRET: &str = "/cgi-bin/clear_quota/v2";
pub(crate) const ONE: &str = "/cgi-bin/openapi/quota/clear";

/// An order for all of an account, with this key.
pub(crate) fn order(account: AccountId, key: &str) -> Order {
    Order { account: account.to_string(), reason: "促销".to_owned(), key: key.to_owned(), ..Order::default() }
}

/// An order for one interface.
pub(crate) fn order_one(account: AccountId, path: &str, key: &str) -> Order {
    Order { interface: Some(path.to_owned()), ..order(account, key) }
}

/// What an order made, where no second person was needed.
pub(crate) fn the_clear(ordered: &PlacedOrder) -> Clear {
    ordered.clear().unwrap().clone()
}

impl TestDesk {
    pub(crate) async fn cleared(&self, order: Order) -> Clear {
        let ordered = self.desk.clear(&tester(), order).await.unwrap();
        assert!(!ordered.replayed);
        the_clear(&ordered)
    }

    pub(crate) async fn states(&self, clear: &Clear) -> Vec<ClearState> {
        let events = self.store.clear_events(clear.id).await.unwrap();
        events.into_iter().map(|event| event.state).collect()
    }

    pub(crate) async fn budget(&self, account: AccountId, scope: Scope) -> Budget {
        *self.desk.budgets_of(&tester(), account).await.unwrap().of(scope)
    }

    /// Clears that WeChat carried out.
    pub(crate) fn carried_out(&self) -> usize {
        self.wechat.sandbox.counts().clears.len()
    }
}
