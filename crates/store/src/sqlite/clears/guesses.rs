//! Guesses of clears made elsewhere, in SQLite.

use async_trait::async_trait;
use domain::audit::AuditAction;
use domain::{AccountId, ClearId, ClearState, InterfaceId};
use jiff::Timestamp;
use serde_json::json;

use super::super::{SqliteStore, accounts};
use super::ending::{count_left, set_state};
use super::queries::{add_event, one, there};
use crate::clears::{Clear, Counting, Guesses, SuspectedClear};
use crate::sqlite::query::{execute, fetch_one, from_row, params};
use crate::{AuditActor, NewAuditLine, StoreError};

const SUSPECT: &str = "INSERT INTO suspicions (account_id, seen_at, due_at, before) VALUES ($1, $2, $3, $4)
     ON CONFLICT (account_id) DO NOTHING";
const DUE: &str =
    "SELECT account_id, seen_at, due_at, before FROM suspicions WHERE due_at <= $1 ORDER BY due_at, account_id";
const POSTPONE: &str = "UPDATE suspicions SET due_at = $2 WHERE account_id = $1";
const END: &str = "DELETE FROM suspicions WHERE account_id = $1 AND seen_at = $2";
const ADD: &str =
    "INSERT INTO clears (account_id, interface_id, state, at) VALUES ($1, $2, 'elsewhere', $3) RETURNING id";

from_row! { SuspectedClear { account: account_id, seen_at, due_at, before } }

#[async_trait]
impl Guesses for SqliteStore {
    async fn add_suspected_clear(&self, suspicion: &SuspectedClear) -> Result<(), StoreError> {
        let SuspectedClear { account, seen_at, due_at, before } = suspicion;
        self.execute(SUSPECT, params![account, seen_at, due_at, before]).await.map(drop)
    }

    async fn due_suspected_clears(&self, now: Timestamp) -> Result<Vec<SuspectedClear>, StoreError> {
        self.fetch_all(DUE, params![now]).await
    }

    async fn postpone_suspicion(&self, account: AccountId, due_at: Timestamp) -> Result<(), StoreError> {
        self.execute(POSTPONE, params![account, due_at]).await.map(drop)
    }

    async fn resolve_suspected_clear(
        &self,
        suspicion: &SuspectedClear,
        guesses: &[Option<InterfaceId>],
        at: Timestamp,
        counting: &Counting,
    ) -> Result<Vec<Clear>, StoreError> {
        let mut write = self.begin().await?;
        if execute(&mut write, END, params![suspicion.account, suspicion.seen_at]).await? == 0 {
            return Ok(Vec::new());
        }
        let mut written = Vec::with_capacity(guesses.len());
        for interface in guesses {
            let id = fetch_one(&mut write, ADD, params![suspicion.account, interface, suspicion.seen_at]).await?;
            add_event(&mut write, id, at, ClearState::Elsewhere, None, None).await?;
            let clear = there(&mut write, id).await?;
            written.push(count_left(&mut write, &clear, counting).await?);
        }
        write.commit().await?;
        Ok(written)
    }

    async fn dismiss_guess(
        &self,
        id: ClearId,
        reason: &str,
        by: &AuditActor,
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
        let act =
            NewAuditLine::on(AuditAction::GuessDismissed, account).before(json!({ "clear": id, "state": guess.state }));
        let act = NewAuditLine { reason: Some(reason.to_owned()), ..act.after(after) };
        write.commit_with(act, by, at).await?;
        Ok(Some(dismissed))
    }
}
