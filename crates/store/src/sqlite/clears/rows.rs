//! Rows of the ledger as clears.

use crate::clears::Clear;
use crate::sqlite::query::{from_row, interface};

/// The beginning of a query for the columns of a [`Clear`]; a condition or an order follows.
pub(super) const SELECT: &str =
    "SELECT clears.id, clears.account_id, accounts.name AS account_name, clears.interface_id, interfaces.cgi_path,
            clears.state, clears.at, clears.sent_at, clears.ended_at, clears.via, clears.actor, clears.reason,
            clears.override_reason, clears.failure, clears.errcode, clears.errmsg, clears.rid, clears.budget_left,
            clears.approved_by, clears.glass_broken, clears.warnings, clears.anyway_reason,
            clears.state = 'accepted' AND EXISTS (SELECT 1 FROM clear_events
                WHERE clear_events.clear_id = clears.id AND clear_events.detail = 'unproven-nothing-used') AS nothing_to_reset,
            EXISTS (SELECT 1 FROM verifications AS under_way WHERE under_way.clear_id = clears.id) AS being_verified,
            (SELECT SUM(given_back) FROM clear_effects WHERE clear_effects.clear_id = clears.id) AS given_back
     FROM clears JOIN accounts ON accounts.id = clears.account_id
     LEFT JOIN interfaces ON interfaces.id = clears.interface_id ";

from_row! { Clear {
    id, account_id, account_name, interface = interface, state, at, sent_at, ended_at, via, actor, reason,
    override_reason, failure, errcode, errmsg, rid, budget_left, approved_by, glass_broken, warnings, anyway_reason,
    nothing_to_reset, being_verified, given_back,
} }
