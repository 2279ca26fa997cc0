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
use constcat::concat;
use domain::clears::{Limits, SecretForm};
use domain::{AccountId, ClearId, ClearState, InterfaceId};
use jiff::Timestamp;
use sqlx::SqliteConnection;

pub(super) use self::intending::{Admitted, EarlierOrder, add, admitted, made_by_key, order_act};
use self::queries::{BY_KEY, REQUEST_HASH, add_event, one, open};
use super::SqliteStore;
use crate::clears::{
    Budgets, Clear, ClearEnd, ClearEvent, ClearQuery, Clears, Counting, DETAIL_INTERRUPTED, NewClear, OrderError,
    OrderedClear, Periods, Settlement, UsageBefore,
};
use crate::sqlite::query::{execute, fetch_all, fetch_one, fetch_optional, from_row, params};
use crate::{AuditActor, StoreError};

const IN_FLIGHT: &str = concat!(rows::SELECT, "WHERE clears.state IN ('intended', 'sent') ORDER BY clears.id");
const LIST: &str = concat!(
    rows::SELECT,
    "WHERE ($1 IS NULL OR clears.account_id = $1)
       AND ($2 IS NULL OR (COALESCE(clears.sent_at, clears.at) >= $2 AND COALESCE(clears.sent_at, clears.at) < $3))
       AND ($4 IS NULL OR (clears.interface_id IS NULL) = ($4 = 'account'))
       AND ($5 IS NULL OR clears.state = $5)
       AND ($6 IS NULL OR clears.actor = $6)
       AND ($7 IS NULL OR clears.id < $7)
       AND ($9 IS NULL OR clears.account_id IN (SELECT account_id FROM group_members WHERE group_id = $9))
     ORDER BY clears.id DESC LIMIT $8"
);
const ACTORS: &str = "SELECT DISTINCT actor FROM clears WHERE actor IS NOT NULL ORDER BY actor";
/// One that a policy ordered is not sent any more once automatic clears are stopped.
const SENT: &str = "UPDATE clears SET state = 'sent', sent_at = $2 WHERE id = $1 AND state = 'intended'
     AND NOT (EXISTS (SELECT 1 FROM kill_switch) AND EXISTS (SELECT 1 FROM policy_decisions WHERE clear_id = $1))";
const EVENTS: &str = "SELECT at, state, detail, actor FROM clear_events WHERE clear_id = $1 ORDER BY id";
const USAGE: &str = "SELECT usage_before FROM clears WHERE id = $1";
/// 76022: this path cannot be cleared (official clearApiQuota page).
const FOUND_NOT_CLEARABLE: &str = "SELECT COALESCE(ended_at, at) FROM clears
     WHERE interface_id = $1 AND state = 'refused' AND errcode = 76022 ORDER BY id DESC LIMIT 1";
const SECRET_FORM: &str = "SELECT secret_form FROM accounts WHERE id = $1";
const SET_SECRET_FORM: &str = "UPDATE accounts SET secret_form = $2 WHERE id = $1";

from_row! { ClearEvent { at, state, detail, actor } }

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
    async fn order_clear(
        &self,
        new: NewClear,
        by: &AuditActor,
        at: Timestamp,
        counting: &Counting,
    ) -> Result<OrderedClear, OrderError> {
        let mut write = self.begin().await?;
        let reason = new.reason.clone();
        let intended = intending::intend(&mut write, new, by, at, counting).await?;
        if let Some(act) = intending::act_of(&mut write, &intended, reason).await? {
            write.record(act, by, at).await?;
        }
        write.commit().await?;
        Ok(intended)
    }

    async fn clear_by_key(&self, actor: &str, key: &str) -> Result<Option<(Clear, [u8; 32])>, StoreError> {
        let mut db = self.reader.acquire().await?;
        let clear: Option<Clear> = fetch_optional(&mut db, BY_KEY, params![actor, key]).await?;
        let Some(clear) = clear else { return Ok(None) };
        let hash = fetch_one(&mut db, REQUEST_HASH, params![clear.id]).await?;
        Ok(Some((clear, hash)))
    }

    async fn clear_sent(&self, id: ClearId, at: Timestamp) -> Result<bool, StoreError> {
        let mut write = self.begin().await?;
        if execute(&mut write, SENT, params![id, at]).await? == 0 {
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
        let clears: Vec<Clear> = fetch_all(&mut write, IN_FLIGHT, params![]).await?;
        let mut given_up = Vec::with_capacity(clears.len());
        for clear in clears {
            let state = if clear.state == ClearState::Intended { ClearState::Failed } else { ClearState::Unknown };
            let ended = ClearEnd { state, failure: None, errcode: None, errmsg: None, rid: None };
            given_up.extend(ending::end(&mut write, clear.id, &ended, Some(DETAIL_INTERRUPTED), at, counting).await?);
        }
        write.commit().await?;
        Ok(given_up)
    }

    async fn clear(&self, id: ClearId) -> Result<Option<Clear>, StoreError> {
        one(&mut *self.reader.acquire().await?, id).await
    }

    async fn clear_events(&self, id: ClearId) -> Result<Vec<ClearEvent>, StoreError> {
        self.fetch_all(EVENTS, params![id]).await
    }

    async fn usage_before(&self, id: ClearId) -> Result<Vec<UsageBefore>, StoreError> {
        let usage: Option<Option<Vec<UsageBefore>>> = self.fetch_optional(USAGE, params![id]).await?;
        Ok(usage.flatten().unwrap_or_default())
    }

    async fn clears(&self, query: &ClearQuery) -> Result<Vec<Clear>, StoreError> {
        let ClearQuery { account, group, period, scope, state, actor, before, limit } = query;
        let (from, to) = period.unzip();
        self.fetch_all(LIST, params![account, from, to, scope, state, actor, before, (*limit).max(0), group]).await
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
        by: &AuditActor,
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
        write.commit_with(act, by, at).await?;
        Ok(Some(settled))
    }

    async fn found_not_clearable(&self, interface: InterfaceId) -> Result<Option<Timestamp>, StoreError> {
        self.fetch_optional(FOUND_NOT_CLEARABLE, params![interface]).await
    }

    async fn clear_actors(&self) -> Result<Vec<String>, StoreError> {
        self.fetch_all(ACTORS, params![]).await
    }

    async fn secret_form(&self, account: AccountId) -> Result<SecretForm, StoreError> {
        let form: Option<String> = self.fetch_optional(SECRET_FORM, params![account]).await?;
        Ok(if form.as_deref() == Some("query") { SecretForm::Query } else { SecretForm::Body })
    }

    async fn set_secret_form(&self, account: AccountId, form: SecretForm) -> Result<(), StoreError> {
        let form = match form {
            SecretForm::Body => "body",
            SecretForm::Query => "query",
        };
        self.execute(SET_SECRET_FORM, params![account, form]).await.map(drop)
    }
}
