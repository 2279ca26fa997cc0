//! Refreshes of tokens by force, in SQLite.

use domain::AccountId;
use jiff::Timestamp;
use sqlx::SqliteConnection;

use super::time;
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
    let (today, last): (i64, Option<i64>) = sqlx::query_as(BEFORE)
        .bind(account.0)
        .bind(limits.day_start.as_millisecond())
        .bind((at + limits.apart).as_millisecond())
        .fetch_one(&mut *write)
        .await?;
    if usize::try_from(today).is_ok_and(|today| today >= limits.a_day) {
        return Ok(ForcedRefreshClaim::SpentToday);
    }
    if let Some(last) = last {
        let until = time(last)? + limits.apart;
        if until > at {
            return Ok(ForcedRefreshClaim::TooSoon { until });
        }
    }
    sqlx::query(ADD).bind(account.0).bind(at.as_millisecond()).execute(&mut *write).await?;
    Ok(ForcedRefreshClaim::Granted)
}
