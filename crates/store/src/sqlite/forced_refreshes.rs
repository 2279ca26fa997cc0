//! Refreshes of tokens by force, in SQLite.

use domain::{AccountId, ForcedRefreshOutcome, ForcedRefreshPause};
use jiff::Timestamp;
use sqlx::SqliteConnection;

use crate::sqlite::query::{execute, fetch_one, from_row, params};
use crate::{ForcedRefreshClaim, ForcedRefreshLimits, StoreError};

const ADD: &str = "INSERT INTO forced_refreshes (account_id, at) VALUES ($1, $2)";
/// How many there were since the day's start `$2`, and the last one ever. Those beyond `$3` were made under a clock that
/// has since been set back.
const BEFORE: &str = "SELECT COUNT(*) FILTER (WHERE at >= $2), MAX(at) FROM forced_refreshes
     WHERE account_id = $1 AND at < $3";

/// The account's pause after forced refreshes that did not help.
pub(super) const PAUSE: &str =
    "SELECT forced_failures, forced_unrenewed, forced_paused_until FROM accounts WHERE id = $1";
const SET_PAUSE: &str = "UPDATE accounts SET forced_failures = $2, forced_unrenewed = $3, forced_paused_until = $4
     WHERE id = $1";

from_row! { ForcedRefreshPause {
    failures: forced_failures, unrenewed: forced_unrenewed, until: forced_paused_until,
} }

/// Writes the outcome of one down, and gives the end of the pause that follows; `write` is a transaction.
pub(super) async fn record(
    write: &mut SqliteConnection,
    account: AccountId,
    outcome: ForcedRefreshOutcome,
    at: Timestamp,
) -> Result<Option<Timestamp>, StoreError> {
    let pause: ForcedRefreshPause = fetch_one(write, PAUSE, params![account]).await?;
    let ForcedRefreshPause { failures, unrenewed, until } = pause.after(outcome, at);
    execute(write, SET_PAUSE, params![account, failures, unrenewed, until]).await?;
    Ok(until)
}

/// Writes one down, if the limits allow it; `write` is a transaction.
pub(super) async fn claim(
    write: &mut SqliteConnection,
    account: AccountId,
    at: Timestamp,
    limits: ForcedRefreshLimits,
) -> Result<ForcedRefreshClaim, StoreError> {
    let pause: ForcedRefreshPause = fetch_one(write, PAUSE, params![account]).await?;
    if let Some(until) = pause.blocks(at) {
        return Ok(ForcedRefreshClaim::Paused { until });
    }
    let params = params![account, limits.day_start, at + limits.apart];
    let (today, last): (i64, Option<Timestamp>) = fetch_one(write, BEFORE, params).await?;
    if usize::try_from(today).is_ok_and(|today| today >= limits.a_day) {
        return Ok(ForcedRefreshClaim::DailyLimit);
    }
    if let Some(last) = last {
        let until = last + limits.apart;
        if until > at {
            return Ok(ForcedRefreshClaim::TooSoon { until });
        }
    }
    execute(write, ADD, params![account, at]).await?;
    Ok(ForcedRefreshClaim::Granted)
}
