//! Guesses of clears made elsewhere, in SQLite.

use async_trait::async_trait;
use domain::audit::What;
use domain::{AccountId, ClearId, ClearState, InterfaceId};
use jiff::Timestamp;
use serde_json::json;

use super::super::{SqliteStore, accounts, audit, time};
use super::ending::{count_left, set_state};
use super::{add_event, one, there};
use crate::clears::{Clear, Counting, Guesses, Suspicion};
use crate::{Act, By, StoreError};

const SUSPECT: &str = "INSERT INTO suspicions (account_id, seen_at, due_at, before) VALUES ($1, $2, $3, $4)
     ON CONFLICT (account_id) DO NOTHING";
const DUE: &str =
    "SELECT account_id, seen_at, due_at, before FROM suspicions WHERE due_at <= $1 ORDER BY due_at, account_id";
const POSTPONE: &str = "UPDATE suspicions SET due_at = $2 WHERE account_id = $1";
const END: &str = "DELETE FROM suspicions WHERE account_id = $1 AND seen_at = $2";
const ADD: &str =
    "INSERT INTO clears (account_id, interface_id, state, at) VALUES ($1, $2, 'elsewhere', $3) RETURNING id";

fn from_json(text: &str) -> Result<Vec<crate::clears::UsedBefore>, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::Inconsistent(error.to_string()))
}

#[async_trait]
impl Guesses for SqliteStore {
    async fn suspect(&self, suspicion: &Suspicion) -> Result<(), StoreError> {
        let before = serde_json::to_string(&suspicion.before);
        let mut write = self.begin().await?;
        sqlx::query(SUSPECT)
            .bind(suspicion.account.0)
            .bind(suspicion.seen_at.as_millisecond())
            .bind(suspicion.due_at.as_millisecond())
            .bind(before.map_err(|error| StoreError::Inconsistent(error.to_string()))?)
            .execute(&mut *write)
            .await?;
        Ok(write.commit().await?)
    }

    async fn due_suspicions(&self, now: Timestamp) -> Result<Vec<Suspicion>, StoreError> {
        let rows: Vec<(i64, i64, i64, String)> =
            sqlx::query_as(DUE).bind(now.as_millisecond()).fetch_all(&self.reader).await?;
        let suspicion = |(account, seen_at, due_at, before): (i64, i64, i64, String)| {
            let (seen_at, due_at) = (time(seen_at)?, time(due_at)?);
            Ok(Suspicion { account: AccountId(account), seen_at, due_at, before: from_json(&before)? })
        };
        rows.into_iter().map(suspicion).collect()
    }

    async fn postpone_suspicion(&self, account: AccountId, due_at: Timestamp) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        sqlx::query(POSTPONE).bind(account.0).bind(due_at.as_millisecond()).execute(&mut *write).await?;
        Ok(write.commit().await?)
    }

    async fn end_suspicion(
        &self,
        suspicion: &Suspicion,
        guesses: &[Option<InterfaceId>],
        at: Timestamp,
        counting: &Counting,
    ) -> Result<Vec<Clear>, StoreError> {
        let mut write = self.begin().await?;
        let query = sqlx::query(END).bind(suspicion.account.0).bind(suspicion.seen_at.as_millisecond());
        if query.execute(&mut *write).await?.rows_affected() == 0 {
            return Ok(Vec::new());
        }
        let mut written = Vec::with_capacity(guesses.len());
        for interface in guesses {
            let id: i64 = sqlx::query_scalar(ADD)
                .bind(suspicion.account.0)
                .bind(interface.map(|interface| interface.0))
                .bind(suspicion.seen_at.as_millisecond())
                .fetch_one(&mut *write)
                .await?;
            add_event(&mut write, ClearId(id), at, ClearState::Elsewhere, None, None).await?;
            let clear = there(&mut write, ClearId(id)).await?;
            written.push(count_left(&mut write, &clear, counting).await?);
        }
        write.commit().await?;
        Ok(written)
    }

    async fn dismiss_guess(
        &self,
        id: ClearId,
        reason: &str,
        by: &By,
        at: Timestamp,
        counting: &Counting,
    ) -> Result<Option<Clear>, StoreError> {
        let mut write = self.begin().await?;
        let Some(guess) = one(&mut write, id).await?.filter(|clear| clear.state == ClearState::Elsewhere) else {
            return Ok(None);
        };
        set_state(&mut write, id, ClearState::Dismissed, (Some(reason), Some(&by.actor)), at).await?;
        let dismissed = count_left(&mut write, &guess, counting).await?;
        let account = accounts::subject_of(&mut write, guess.account_id).await?;
        let after = json!({ "clear": id, "state": dismissed.state, "left": dismissed.budget_left });
        let act = Act::on(What::GuessDismissed, account).before(json!({ "clear": id, "state": guess.state }));
        let act = Act { reason: Some(reason.to_owned()), ..act.after(after) };
        audit::record(&mut write, &self.key, act, by, at).await?;
        write.commit().await?;
        Ok(Some(dismissed))
    }
}
