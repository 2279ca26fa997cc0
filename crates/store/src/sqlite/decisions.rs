//! Writing down what policies decided.

use jiff::Timestamp;
use sqlx::SqliteConnection;

use super::columns::to_json;
use crate::StoreError;
use crate::notices::NewDecision;

const FOLD: &str =
    "UPDATE policy_decisions SET count = count + 1, last_at = MAX(last_at, $5), verdict = $6, figures = $7
     WHERE id = (SELECT id FROM policy_decisions
                 WHERE policy_id = $1 AND interface_id = $2 AND word = $3 AND last_at >= $4 AND clear_id IS NULL
                 ORDER BY id DESC LIMIT 1)";
pub(super) const DECIDE: &str =
    "INSERT INTO policy_decisions (policy_id, account_id, interface_id, at, last_at, word, verdict, figures, clear_id)
     VALUES ($1, $2, $3, $4, $4, $5, $6, $7, $8)";

/// Writes a decision, or counts it with the one that says the same; whether it is new.
pub(super) async fn decide(
    write: &mut SqliteConnection,
    decision: &NewDecision,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let verdict = to_json(&decision.verdict)?;
    let figures = decision.figures.as_ref().map(to_json).transpose()?;
    let folded = sqlx::query(FOLD)
        .bind(decision.policy.0)
        .bind(decision.interface.0)
        .bind(decision.verdict.word())
        .bind(decision.folds_since.as_millisecond())
        .bind(at.as_millisecond())
        .bind(&verdict)
        .bind(&figures)
        .execute(&mut *write)
        .await?;
    if folded.rows_affected() > 0 {
        return Ok(false);
    }
    sqlx::query(DECIDE)
        .bind(decision.policy.0)
        .bind(decision.account.0)
        .bind(decision.interface.0)
        .bind(at.as_millisecond())
        .bind(decision.verdict.word())
        .bind(verdict)
        .bind(figures)
        .bind(None::<i64>)
        .execute(write)
        .await?;
    Ok(true)
}
