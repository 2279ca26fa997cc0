//! Values for tests of pages.

use desk::clears::Clear;
use domain::{AccountId, ClearId, ClearState};
use jiff::Timestamp;

/// A clear of all of an account, written down at `at`; WeChat said yes where its state says so.
pub(crate) fn planted(state: ClearState, at: Timestamp) -> Clear {
    Clear {
        id: ClearId(1),
        account_id: AccountId(1),
        account_name: "商城".to_owned(),
        interface: None,
        state,
        at,
        sent_at: None,
        ended_at: None,
        via: None,
        actor: None,
        reason: None,
        override_reason: None,
        failure: None,
        errcode: state.is_spent().then_some(0),
        errmsg: None,
        rid: None,
        budget_left: None,
        approved_by: None,
        glass_broken: false,
        warnings: Vec::new(),
        anyway_reason: None,
        nothing_to_reset: false,
        being_verified: false,
        given_back: None,
    }
}
