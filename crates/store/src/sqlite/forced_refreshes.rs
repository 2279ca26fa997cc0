//! Refreshes of tokens by force, in SQLite.

use domain::AccountId;
use jiff::Timestamp;
use sqlx::SqliteConnection;

use crate::sqlite::query::{execute, fetch_one, params};
use crate::{ForcedRefreshClaim, ForcedRefreshLimits, StoreError};

const ADD: &str = "INSERT INTO forced_refreshes (account_id, at) VALUES ($1, $2)";
/// How many there were since the day's start `$2`, and the last one ever. Those beyond `$3` were made under a clock that
/// has since been set back.
const BEFORE: &str = "SELECT COUNT(*) FILTER (WHERE at >= $2), MAX(at) FROM forced_refreshes
     WHERE account_id = $1 AND at < $3";

/// Writes one down, if the limits allow it; `write` is a transaction.
pub(super) async fn claim(
    write: &mut SqliteConnection,
    account: AccountId,
    at: Timestamp,
    limits: ForcedRefreshLimits,
) -> Result<ForcedRefreshClaim, StoreError> {
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
