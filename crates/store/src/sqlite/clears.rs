//! The ledger in SQLite.

mod budgets;
mod ending;
mod guesses;
mod intending;
mod queries;
mod request_rows;
mod requests;
mod rows;
mod verification;

use async_trait::async_trait;
use domain::clears::{Limits, SecretForm};
use domain::{AccountId, ClearId, ClearState, Scope};
use jiff::Timestamp;
use sqlx::SqliteConnection;

pub(super) use self::intending::{Admitted, IntendedAlready, add, admitted, made_by_key, order_act};
use self::queries::{BY_KEY, REQUEST_HASH, add_event, one, open, there};
use self::rows::Row;
use super::{SqliteStore, audit, clipped, maybe_time, time, word};
use crate::clears::{
    Budgets, Clear, ClearEnd, ClearEvent, ClearQuery, Clears, Counting, INTERRUPTED, IntendError, Intended, NewClear,
    Periods, Settlement, UsageBefore,
};
use crate::{By, StoreError};

const IN_FLIGHT: &str = rows::select_clears!("WHERE clears.state IN ('intended', 'sent') ORDER BY clears.id");
const LIST: &str = rows::select_clears!(
    "WHERE ($1 IS NULL OR clears.account_id = $1)
       AND ($2 IS NULL OR (COALESCE(clears.sent_at, clears.at) >= $2 AND COALESCE(clears.sent_at, clears.at) < $3))
       AND ($4 IS NULL OR (clears.interface_id IS NULL) = ($4 = 'account'))
       AND ($5 IS NULL OR clears.state = $5)
       AND ($6 IS NULL OR clears.actor = $6)
       AND ($7 IS NULL OR clears.id < $7)
     ORDER BY clears.id DESC LIMIT $8"
);
const ACTORS: &str = "SELECT DISTINCT actor FROM clears WHERE actor IS NOT NULL ORDER BY actor";
/// One that a policy ordered is not sent any more once automatic clears are stopped.
const SENT: &str = "UPDATE clears SET state = 'sent', sent_at = $2 WHERE id = $1 AND state = 'intended'
     AND NOT (EXISTS (SELECT 1 FROM kill_switch) AND EXISTS (SELECT 1 FROM policy_decisions WHERE clear_id = $1))";
const EVENTS: &str = "SELECT at, state, detail, actor FROM clear_events WHERE clear_id = $1 ORDER BY id";
const USAGE: &str = "SELECT usage_before FROM clears WHERE id = $1";
const SECRET_FORM: &str = "SELECT secret_form FROM accounts WHERE id = $1";
const SET_SECRET_FORM: &str = "UPDATE accounts SET secret_form = $2 WHERE id = $1";

/// Both budgets of an account in the periods that hold `at`.
pub(super) async fn budgets_of(
    db: &mut SqliteConnection,
    account: AccountId,
    at: Timestamp,
    counting: &Counting,
) -> Result<Budgets, StoreError> {
    budgets::of_one(db, account, counting.periods(at), counting.limits).await
}

#[async_trait]
impl Clears for SqliteStore {
    async fn intend_clear(
        &self,
        new: NewClear,
        by: &By,
        at: Timestamp,
        counting: &Counting,
    ) -> Result<Intended, IntendError> {
        let mut write = self.begin().await?;
        let intended = intending::intend(&mut write, new, by, at, counting).await?;
        if let Some(act) = intending::act_of(&mut write, &intended).await? {
            audit::record(&mut write, &self.key, act, by, at).await?;
        }
        write.commit().await.map_err(StoreError::from)?;
        Ok(intended)
    }

    async fn clear_by_key(&self, actor: &str, key: &str) -> Result<Option<(Clear, [u8; 32])>, StoreError> {
        let mut db = self.reader.acquire().await?;
        let row: Option<Row> = sqlx::query_as(BY_KEY).bind(actor).bind(key).fetch_optional(&mut *db).await?;
        let Some(row) = row else { return Ok(None) };
        let clear = Clear::try_from(row)?;
        let hash: Vec<u8> = sqlx::query_scalar(REQUEST_HASH).bind(clear.id.0).fetch_one(&mut *db).await?;
        let hash = hash.try_into().map_err(|_| StoreError::Inconsistent("a request's hash".to_owned()))?;
        Ok(Some((clear, hash)))
    }

    async fn clear_sent(&self, id: ClearId, at: Timestamp) -> Result<bool, StoreError> {
        let mut write = self.begin().await?;
        let done = sqlx::query(SENT).bind(id.0).bind(at.as_millisecond()).execute(&mut *write).await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        add_event(&mut write, id, at, ClearState::Sent, None, None).await?;
        write.commit().await?;
        Ok(true)
    }

    async fn end_clear(
        &self,
        id: ClearId,
        ended: ClearEnd,
        at: Timestamp,
        counting: &Counting,
    ) -> Result<Option<Clear>, StoreError> {
        let mut write = self.begin().await?;
        let clear = ending::end(&mut write, id, &ended, ended.errmsg.as_deref(), at, counting).await?;
        write.commit().await?;
        Ok(clear)
    }

    async fn give_up_clears(&self, at: Timestamp, counting: &Counting) -> Result<Vec<Clear>, StoreError> {
        let mut write = self.begin().await?;
        let rows: Vec<Row> = sqlx::query_as(IN_FLIGHT).fetch_all(&mut *write).await?;
        let mut given_up = Vec::with_capacity(rows.len());
        for row in rows {
            let clear = Clear::try_from(row)?;
            let state = if clear.state == ClearState::Intended { ClearState::Failed } else { ClearState::Unknown };
            let ended = ClearEnd { state, failure: None, errcode: None, errmsg: None, rid: None };
            given_up.extend(ending::end(&mut write, clear.id, &ended, Some(INTERRUPTED), at, counting).await?);
        }
        write.commit().await?;
        Ok(given_up)
    }

    async fn clear(&self, id: ClearId) -> Result<Option<Clear>, StoreError> {
        one(&mut *self.reader.acquire().await?, id).await
    }

    async fn clear_events(&self, id: ClearId) -> Result<Vec<ClearEvent>, StoreError> {
        let rows: Vec<(i64, String, Option<String>, Option<String>)> =
            sqlx::query_as(EVENTS).bind(id.0).fetch_all(&self.reader).await?;
        let event = |(at, state, detail, actor): (i64, String, _, _)| {
            Ok(ClearEvent { at: time(at)?, state: word(&state)?, detail, actor })
        };
        rows.into_iter().map(event).collect()
    }

    async fn usage_before(&self, id: ClearId) -> Result<Vec<UsageBefore>, StoreError> {
        let text: Option<Option<String>> = sqlx::query_scalar(USAGE).bind(id.0).fetch_optional(&self.reader).await?;
        let Some(text) = text.flatten() else { return Ok(Vec::new()) };
        serde_json::from_str(&text).map_err(|error| StoreError::Inconsistent(error.to_string()))
    }

    async fn clears(&self, query: &ClearQuery) -> Result<Vec<Clear>, StoreError> {
        let rows: Vec<Row> = sqlx::query_as(LIST)
            .bind(query.account.map(|account| account.0))
            .bind(query.period.map(|(from, _)| from.as_millisecond()))
            .bind(query.period.map(|(_, to)| to.as_millisecond()))
            .bind(query.scope.map(Scope::word))
            .bind(query.state.map(ClearState::word))
            .bind(&query.actor)
            .bind(query.before.map(|before| before.0))
            .bind(query.limit.max(0))
            .fetch_all(&self.reader)
            .await?;
        rows.into_iter().map(Clear::try_from).collect()
    }

    async fn budgets(
        &self,
        account: Option<AccountId>,
        periods: Periods,
        limits: Limits,
    ) -> Result<Vec<Budgets>, StoreError> {
        budgets::of(&mut *self.reader.acquire().await?, account, periods, limits).await
    }

    async fn open_clears(&self, account: AccountId) -> Result<Vec<Clear>, StoreError> {
        open(&mut *self.reader.acquire().await?, account).await
    }

    async fn settle_clear(
        &self,
        id: ClearId,
        settlement: Settlement,
        reason: &str,
        by: &By,
        at: Timestamp,
        counting: &Counting,
    ) -> Result<Option<Clear>, StoreError> {
        let mut write = self.begin().await?;
        let Some(clear) = one(&mut write, id).await?.filter(|clear| clear.state == ClearState::Unknown) else {
            return Ok(None);
        };
        let settled =
            ending::settle(&mut write, &clear, settlement, (Some(reason), Some(&by.actor)), at, counting).await?;
        let act = ending::settled_act(&mut write, &settled, reason).await?;
        audit::record(&mut write, &self.key, act, by, at).await?;
        write.commit().await?;
        Ok(Some(settled))
    }

    async fn clear_actors(&self) -> Result<Vec<String>, StoreError> {
        Ok(sqlx::query_scalar(ACTORS).fetch_all(&self.reader).await?)
    }

    async fn secret_form(&self, account: AccountId) -> Result<SecretForm, StoreError> {
        let form: Option<String> = sqlx::query_scalar(SECRET_FORM).bind(account.0).fetch_optional(&self.reader).await?;
        Ok(if form.as_deref() == Some("query") { SecretForm::Query } else { SecretForm::Body })
    }

    async fn set_secret_form(&self, account: AccountId, form: SecretForm) -> Result<(), StoreError> {
        let form = match form {
            SecretForm::Body => "body",
            SecretForm::Query => "query",
        };
        let mut write = self.begin().await?;
        sqlx::query(SET_SECRET_FORM).bind(account.0).bind(form).execute(&mut *write).await?;
        Ok(write.commit().await?)
    }
}
