//! Decisions of policies.

use domain::ClearId;
use jiff::Timestamp;
use sqlx::SqliteConnection;

use super::query::{execute, params};
use crate::StoreError;
use crate::notices::NewDecision;

const FOLD: &str =
    "UPDATE policy_decisions SET count = count + 1, last_at = MAX(last_at, $5), verdict = $6, figures = $7
     WHERE id = (SELECT id FROM policy_decisions
                 WHERE policy_id = $1 AND interface_id = $2 AND word = $3 AND last_at >= $4 AND clear_id IS NULL
                 ORDER BY id DESC LIMIT 1)";
/// Adds a decision.
pub(super) const DECIDE: &str =
    "INSERT INTO policy_decisions (policy_id, account_id, interface_id, at, last_at, word, verdict, figures, clear_id)
     VALUES ($1, $2, $3, $4, $4, $5, $6, $7, $8)";

/// Adds a decision, or counts it with an equal one of the same day. True where it was added.
pub(super) async fn decide(
    write: &mut SqliteConnection,
    decision: &NewDecision,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let NewDecision { policy, account, interface, verdict, figures, folds_since } = decision;
    let word = verdict.word();
    let params = params![policy, interface, word, folds_since, at, verdict, figures];
    if execute(write, FOLD, params).await? > 0 {
        return Ok(false);
    }
    let params = params![policy, account, interface, at, word, verdict, figures, None::<ClearId>];
    execute(write, DECIDE, params).await?;
    Ok(true)
}
