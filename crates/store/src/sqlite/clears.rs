//! The ledger in SQLite.

mod budgets;
mod rows;

use async_trait::async_trait;
use domain::audit::What;
use domain::clears::{Insistence, Limits, Period, SecretForm, admit};
use domain::{AccountId, ClearId, ClearState, Failure, Scope};
use jiff::Timestamp;
use serde_json::json;
use sqlx::SqliteConnection;

use self::rows::Row;
use super::{SqliteStore, accounts, audit, clipped, maybe_time, time, word};
use crate::clears::{
    Budgets, Clear, ClearEnd, ClearEvent, ClearQuery, Clears, Counting, INTERRUPTED, IntendError, Intended, NewClear,
    UsageBefore,
};
use crate::{Act, By, StoreError};

const BY_ID: &str = rows::select_clears!("WHERE clears.id = $1");
const BY_KEY: &str = rows::select_clears!("WHERE actor = $1 AND idempotency_key = $2");
const IN_FLIGHT: &str = rows::select_clears!("WHERE clears.state IN ('intended', 'sent') ORDER BY clears.id");
/// Those that may be open: what was accepted counts for a while only, which the caller knows.
const UNSETTLED: &str = rows::select_clears!(
    "WHERE clears.account_id = $1 AND clears.state IN ('intended', 'sent', 'accepted', 'verifying', 'unknown')
       AND (clears.state <> 'accepted' OR clears.ended_at > $2)
     ORDER BY clears.id DESC"
);
const LIST: &str = rows::select_clears!(
    "WHERE ($1 IS NULL OR clears.account_id = $1)
       AND ($2 IS NULL OR (COALESCE(clears.sent_at, clears.at) >= $2 AND COALESCE(clears.sent_at, clears.at) < $3))
       AND ($4 IS NULL OR (clears.interface_id IS NULL) = ($4 = 'account'))
       AND ($5 IS NULL OR clears.state = $5)
       AND ($6 IS NULL OR clears.id < $6)
     ORDER BY clears.id DESC LIMIT $7"
);
const LIVE: &str = "SELECT EXISTS (SELECT 1 FROM accounts WHERE id = $1 AND status <> 'retired')";
const ADD: &str = "INSERT INTO clears
         (account_id, interface_id, state, at, via, actor, reason, override_reason, idempotency_key, request_hash,
          budget_left, usage_before)
     VALUES ($1, $2, 'intended', $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id";
const REQUEST_HASH: &str = "SELECT request_hash FROM clears WHERE id = $1";
const SENT: &str = "UPDATE clears SET state = 'sent', sent_at = $2 WHERE id = $1 AND state = 'intended'";
const END: &str = "UPDATE clears SET state = $2, ended_at = $3, failure = $4, errcode = $5, errmsg = $6, rid = $7
     WHERE id = $1 AND state IN ('intended', 'sent')";
const SET_LEFT: &str = "UPDATE clears SET budget_left = $2 WHERE id = $1";
const ADD_EVENT: &str = "INSERT INTO clear_events (clear_id, at, state, detail) VALUES ($1, $2, $3, $4)";
const EVENTS: &str = "SELECT at, state, detail FROM clear_events WHERE clear_id = $1 ORDER BY id";
const USAGE: &str = "SELECT usage_before FROM clears WHERE id = $1";
const SECRET_FORM: &str = "SELECT secret_form FROM accounts WHERE id = $1";
const SET_SECRET_FORM: &str = "UPDATE accounts SET secret_form = $2 WHERE id = $1";

async fn one(db: &mut SqliteConnection, id: ClearId) -> Result<Option<Clear>, StoreError> {
    let row: Option<Row> = sqlx::query_as(BY_ID).bind(id.0).fetch_optional(db).await?;
    row.map(Clear::try_from).transpose()
}

async fn there(db: &mut SqliteConnection, id: ClearId) -> Result<Clear, StoreError> {
    one(db, id).await?.ok_or_else(|| StoreError::Inconsistent(format!("clear {id} is gone")))
}

async fn add_event(
    write: &mut SqliteConnection,
    id: ClearId,
    at: Timestamp,
    state: ClearState,
    detail: Option<&str>,
) -> Result<(), StoreError> {
    let query = sqlx::query(ADD_EVENT).bind(id.0).bind(at.as_millisecond()).bind(state.word());
    query.bind(detail.map(clipped)).execute(write).await?;
    Ok(())
}

/// The clear that the key made, where there is one: a replay, or another request's.
async fn same_key(write: &mut SqliteConnection, new: &NewClear, by: &By) -> Result<Option<Intended>, IntendError> {
    let query = sqlx::query_as(BY_KEY).bind(&by.actor).bind(&new.key);
    let row: Option<Row> = query.fetch_optional(&mut *write).await.map_err(StoreError::from)?;
    let Some(row) = row else { return Ok(None) };
    let clear = Clear::try_from(row)?;
    let hash: Vec<u8> =
        sqlx::query_scalar(REQUEST_HASH).bind(clear.id.0).fetch_one(write).await.map_err(StoreError::from)?;
    if hash == new.request_hash { Ok(Some(Intended::Replay(clear))) } else { Err(IntendError::KeyReused(clear.id)) }
}

async fn unsettled(db: &mut SqliteConnection, account: AccountId, now: Timestamp) -> Result<Vec<Clear>, StoreError> {
    let accepted_since = now - domain::clears::SHOWS_WITHIN;
    let rows: Vec<Row> =
        sqlx::query_as(UNSETTLED).bind(account.0).bind(accepted_since.as_millisecond()).fetch_all(db).await?;
    rows.into_iter().map(Clear::try_from).collect()
}

/// A clear's order, as the audit trail has it.
fn order_act(clear: &Clear, account: String) -> Act {
    let interface = clear.interface.as_ref().map(|(_, path)| path.as_str());
    let after = json!({
        "clear": clear.id,
        "scope": clear.scope(),
        "interface": interface,
        "via": clear.via,
        "left_before": clear.budget_left,
        "override": clear.override_reason,
    });
    Act { reason: clear.reason.clone(), ..Act::on(What::ClearOrdered, account).after(after) }
}

/// Looks for what stands in the way and writes the intention down; `write` is a transaction.
async fn intend(
    write: &mut SqliteConnection,
    new: NewClear,
    by: &By,
    at: Timestamp,
    counting: &Counting,
) -> Result<Intended, IntendError> {
    if let Some(same) = same_key(write, &new, by).await? {
        return Ok(same);
    }
    let live: bool =
        sqlx::query_scalar(LIVE).bind(new.account.0).fetch_one(&mut *write).await.map_err(StoreError::from)?;
    if !live {
        return Err(IntendError::NoSuchAccount);
    }
    let scope = if new.interface.is_some() { Scope::Interface } else { Scope::Account };
    let period = counting.quota_zone.month(at);
    let budget = *budgets::of_one(write, new.account, period, counting.limits).await?.of(scope);
    let open: Vec<_> = unsettled(write, new.account, at).await?.iter().map(Clear::as_open).collect();
    let insistence = Insistence { overriding: new.override_reason.is_some(), name_typed: new.name_typed };
    let overridden = admit(new.interface, &budget, &open, insistence, at)
        .map_err(|barrier| IntendError::Barred(barrier, Box::new(budget)))?;
    let usage =
        serde_json::to_string(&new.usage_before).map_err(|error| StoreError::Inconsistent(error.to_string()))?;
    let id = sqlx::query_scalar(ADD)
        .bind(new.account.0)
        .bind(new.interface.map(|interface| interface.0))
        .bind(at.as_millisecond())
        .bind(new.via.word())
        .bind(&by.actor)
        .bind(&new.reason)
        .bind(new.override_reason.filter(|_| overridden))
        .bind(&new.key)
        .bind(new.request_hash.as_slice())
        .bind(budget.left)
        .bind(usage)
        .fetch_one(&mut *write)
        .await
        .map_err(StoreError::from)?;
    add_event(write, ClearId(id), at, ClearState::Intended, None).await?;
    Ok(Intended::New(there(write, ClearId(id)).await?))
}

/// Ends a clear under way, with what is left after it; `write` is a transaction.
async fn end(
    write: &mut SqliteConnection,
    id: ClearId,
    end: &ClearEnd,
    detail: Option<&str>,
    at: Timestamp,
    counting: &Counting,
) -> Result<Option<Clear>, StoreError> {
    let done = sqlx::query(END)
        .bind(id.0)
        .bind(end.state.word())
        .bind(at.as_millisecond())
        .bind(end.failure.map(Failure::code))
        .bind(end.errcode)
        .bind(end.errmsg.as_deref().map(clipped))
        .bind(&end.rid)
        .execute(&mut *write)
        .await?;
    if done.rows_affected() == 0 {
        return one(write, id).await;
    }
    add_event(write, id, at, end.state, detail).await?;
    let clear = there(write, id).await?;
    // It belongs to the month in which it was sent, whenever its answer came.
    let period = counting.quota_zone.month(clear.sent_at.unwrap_or(clear.at));
    let left = budgets::of_one(write, clear.account_id, period, counting.limits).await?.of(clear.scope()).left;
    sqlx::query(SET_LEFT).bind(id.0).bind(left).execute(&mut *write).await?;
    one(write, id).await
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
        let intended = intend(&mut write, new, by, at, counting).await?;
        if let Intended::New(clear) = &intended {
            let act = order_act(clear, accounts::subject_of(&mut write, clear.account_id).await?);
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
        add_event(&mut write, id, at, ClearState::Sent, None).await?;
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
        let clear = end(&mut write, id, &ended, ended.errmsg.as_deref(), at, counting).await?;
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
            given_up.extend(end(&mut write, clear.id, &ended, Some(INTERRUPTED), at, counting).await?);
        }
        write.commit().await?;
        Ok(given_up)
    }

    async fn clear(&self, id: ClearId) -> Result<Option<Clear>, StoreError> {
        one(&mut *self.reader.acquire().await?, id).await
    }

    async fn clear_events(&self, id: ClearId) -> Result<Vec<ClearEvent>, StoreError> {
        let rows: Vec<(i64, String, Option<String>)> =
            sqlx::query_as(EVENTS).bind(id.0).fetch_all(&self.reader).await?;
        let event = |(at, state, detail): (i64, String, Option<String>)| {
            Ok(ClearEvent { at: time(at)?, state: word(&state)?, detail })
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
            .bind(query.before.map(|before| before.0))
            .bind(query.limit.max(0))
            .fetch_all(&self.reader)
            .await?;
        rows.into_iter().map(Clear::try_from).collect()
    }

    async fn budgets(
        &self,
        account: Option<AccountId>,
        period: Period,
        limits: Limits,
    ) -> Result<Vec<Budgets>, StoreError> {
        budgets::of(&mut *self.reader.acquire().await?, account, period, limits).await
    }

    async fn open_clears(&self, account: AccountId, now: Timestamp) -> Result<Vec<Clear>, StoreError> {
        unsettled(&mut *self.reader.acquire().await?, account, now).await
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
