//! Accounts in SQLite.

use async_trait::async_trait;
use domain::audit::What;
use domain::{AccountId, AccountStatus, AppId, Failure, Kind};
use jiff::Timestamp;
use secrecy::SecretString;
use serde_json::{Value, json};
use sqlx::SqliteConnection;

use super::watching::watch_one;
use super::{SqliteStore, audit, clipped, forced_refreshes, maybe_time, secrets, time, word};
use crate::accounts::DEFAULT_DAILY_READINGS;
use crate::{
    Account, AccountChange, Accounts, Act, AddAccountError, By, Change, ForcedRefreshClaim, ForcedRefreshLimits,
    NewAccount, StoreError, TokenRecord,
};

/// A query of whole accounts that ends as told.
macro_rules! select_accounts {
    ($end:literal) => {
        concat!(
            "SELECT id, name, appid, kind, status, daily_readings, cleared_before, began_at, added_at, secret_set_at,
                    starved_until, token_state, token_expires_at, token_failure, token_error, token_changed_at
             FROM accounts ",
            $end
        )
    };
}

const ALL: &str = select_accounts!("ORDER BY name");
const BY_ID: &str = select_accounts!("WHERE id = $1");
const BY_APPID: &str = select_accounts!("WHERE appid = $1");
const BY_NAME: &str = select_accounts!("WHERE name = $1");
/// Ids are never given twice, so the next one is beyond every one that was ever there.
const NEXT_ID: &str = "SELECT COALESCE((SELECT seq FROM sqlite_sequence WHERE name = 'accounts'), 0) + 1";
const HAS_APPID: &str = "SELECT id, name, status FROM accounts WHERE appid = $1";
const HAS_NAME: &str = "SELECT id FROM accounts WHERE name = $1";
const ADD: &str = "INSERT INTO accounts
         (id, name, appid, kind, status, sealed_secret, secret_set_at, daily_readings, cleared_before, added_at, began_at)
     VALUES ($1, $2, $3, $4, 'active', $5, $6, $7, $8, $6, $6)";
const TAKE_UP: &str =
    "UPDATE accounts SET name = $2, kind = $3, status = 'active', sealed_secret = $4, secret_set_at = $5,
         cleared_before = $6, began_at = $5
     WHERE id = $1";
const CHANGE: &str = "UPDATE accounts SET name = COALESCE($2, name), kind = COALESCE($3, kind),
         daily_readings = COALESCE($4, daily_readings), cleared_before = IIF($5, $6, cleared_before)
     WHERE id = $1";
const SET_STATUS: &str = "UPDATE accounts SET status = $2 WHERE id = $1";
const RETIRE: &str = "UPDATE accounts SET status = 'retired', sealed_secret = NULL, secret_set_at = NULL, starved_until = NULL,
         token_state = 'none', token_expires_at = NULL, token_failure = NULL, token_error = NULL, token_changed_at = NULL
     WHERE id = $1";
/// Folds the log into the database and empties it, so that what was overwritten is gone from both.
const EMPTY_LOG: &str = "PRAGMA wal_checkpoint(TRUNCATE)";
const REPLACE_SECRET: &str = "UPDATE accounts SET sealed_secret = $2, secret_set_at = $3
     WHERE id = $1 AND status <> 'retired'";
const SECRET: &str = "SELECT sealed_secret FROM accounts WHERE id = $1 AND sealed_secret IS NOT NULL";
const SECRETS: &str = "SELECT id, appid, sealed_secret FROM accounts WHERE sealed_secret IS NOT NULL ORDER BY id";
const TOKEN_DIFFERS: &str = "SELECT EXISTS (SELECT 1 FROM accounts
     WHERE id = $1 AND status <> 'retired'
       AND (token_state, token_expires_at, token_failure, token_error) IS NOT ($2, $3, $4, $5))";
const SET_TOKEN: &str =
    "UPDATE accounts SET token_state = $2, token_expires_at = $3, token_failure = $4, token_error = $5,
         token_changed_at = $6
     WHERE id = $1 AND status <> 'retired'";
const SET_STARVED: &str = "UPDATE accounts SET starved_until = $2 WHERE id = $1";
const FORCED: &str = "SELECT at FROM forced_refreshes WHERE account_id = $1 AND at >= $2 ORDER BY at";

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    name: String,
    appid: String,
    kind: String,
    status: String,
    daily_readings: i64,
    cleared_before: Option<i64>,
    began_at: i64,
    added_at: i64,
    secret_set_at: Option<i64>,
    starved_until: Option<i64>,
    token_state: String,
    token_expires_at: Option<i64>,
    token_failure: Option<i64>,
    token_error: Option<String>,
    token_changed_at: Option<i64>,
}

impl TryFrom<Row> for Account {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: AccountId(row.id),
            name: row.name,
            appid: word(&row.appid)?,
            kind: word(&row.kind)?,
            status: word(&row.status)?,
            daily_readings: row.daily_readings,
            cleared_before: row.cleared_before,
            began_at: time(row.began_at)?,
            added_at: time(row.added_at)?,
            secret_set_at: maybe_time(row.secret_set_at)?,
            starved_until: maybe_time(row.starved_until)?,
            token: TokenRecord {
                state: row.token_state,
                expires_at: maybe_time(row.token_expires_at)?,
                last_failure: row.token_failure.map(Failure::from_code),
                last_error: row.token_error,
                changed_at: maybe_time(row.token_changed_at)?,
            },
        })
    }
}

impl SqliteStore {
    async fn account_by<'q, T>(&self, query: &'static str, value: T) -> Result<Option<Account>, StoreError>
    where
        T: sqlx::Encode<'q, sqlx::Sqlite> + sqlx::Type<sqlx::Sqlite> + Send + 'q,
    {
        let row: Option<Row> = sqlx::query_as(query).bind(value).fetch_optional(&self.reader).await?;
        row.map(Account::try_from).transpose()
    }

    /// Writes down an act on an account that needs no more words.
    async fn record_on(
        &self,
        write: &mut SqliteConnection,
        id: AccountId,
        what: What,
        by: &By,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let act = Act::on(what, subject_of(write, id).await?);
        audit::record(write, &self.key, act, by, at).await
    }

    /// Adds the account itself, or takes a retired one up again.
    async fn add_itself(
        &self,
        write: &mut SqliteConnection,
        new: &NewAccount,
        at: Timestamp,
    ) -> Result<AccountId, AddAccountError> {
        let retired = retired_with_appid(write, &new.appid).await?;
        refuse_taken_name(write, &new.name, retired).await?;
        let id = match retired {
            Some(id) => id,
            None => AccountId(sqlx::query_scalar(NEXT_ID).fetch_one(&mut *write).await.map_err(StoreError::from)?),
        };
        let sealed = secrets::sealed(&self.key, id, &new.secret)?;
        let query = if retired.is_some() {
            sqlx::query(TAKE_UP)
                .bind(id.0)
                .bind(&new.name)
                .bind(new.kind.word())
                .bind(sealed)
                .bind(at.as_millisecond())
                .bind(new.cleared_before)
        } else {
            sqlx::query(ADD)
                .bind(id.0)
                .bind(&new.name)
                .bind(new.appid.as_str())
                .bind(new.kind.word())
                .bind(sealed)
                .bind(at.as_millisecond())
                .bind(DEFAULT_DAILY_READINGS)
                .bind(new.cleared_before)
        };
        query.execute(write).await.map_err(StoreError::from)?;
        Ok(id)
    }
}

/// An account as it is within a transaction.
async fn one(db: &mut SqliteConnection, id: AccountId) -> Result<Option<Account>, StoreError> {
    let row: Option<Row> = sqlx::query_as(BY_ID).bind(id.0).fetch_optional(db).await?;
    row.map(Account::try_from).transpose()
}

/// How the audit trail names an account.
pub(super) fn subject(name: &str, appid: &AppId) -> String {
    format!("{name} ({appid})")
}

/// How the audit trail names the account of an id, within a transaction.
pub(super) async fn subject_of(db: &mut SqliteConnection, id: AccountId) -> Result<String, StoreError> {
    let account = one(db, id).await?;
    let account = account.ok_or_else(|| StoreError::Inconsistent(format!("account {id} is gone")))?;
    Ok(subject(&account.name, &account.appid))
}

/// What of an account people change.
fn changeable(account: &Account) -> Value {
    let Account { name, kind, daily_readings, cleared_before, .. } = account;
    json!({ "name": name, "kind": kind, "daily_readings": daily_readings, "cleared_before": cleared_before })
}

/// The retired account that has this appid, if any.
async fn retired_with_appid(write: &mut SqliteConnection, appid: &AppId) -> Result<Option<AccountId>, AddAccountError> {
    let holder: Option<(i64, String, String)> =
        sqlx::query_as(HAS_APPID).bind(appid.as_str()).fetch_optional(write).await.map_err(StoreError::from)?;
    match holder {
        None => Ok(None),
        Some((id, _, status)) if status == AccountStatus::Retired.word() => Ok(Some(AccountId(id))),
        Some((id, name, _)) => Err(AddAccountError::AppIdTaken { id: AccountId(id), name }),
    }
}

/// Refuses a name that an account other than `own` has.
async fn refuse_taken_name(
    write: &mut SqliteConnection,
    name: &str,
    own: Option<AccountId>,
) -> Result<(), AddAccountError> {
    let holder: Option<i64> =
        sqlx::query_scalar(HAS_NAME).bind(name).fetch_optional(write).await.map_err(StoreError::from)?;
    match holder.map(AccountId) {
        Some(id) if Some(id) != own => Err(AddAccountError::NameTaken { id }),
        _ => Ok(()),
    }
}

#[async_trait]
impl Accounts for SqliteStore {
    async fn add_account(&self, new: NewAccount, by: &By, at: Timestamp) -> Result<AccountId, AddAccountError> {
        let mut write = self.begin().await?;
        let id = self.add_itself(&mut write, &new, at).await?;
        for path in &new.watch {
            watch_one(&mut write, id, path, at).await?;
        }
        let after = json!({ "name": new.name, "kind": new.kind, "interfaces": new.watch.len() });
        let act = Act::on(What::AccountAdded, subject(&new.name, &new.appid)).after(after);
        audit::record(&mut write, &self.key, act, by, at).await?;
        write.commit().await.map_err(StoreError::from)?;
        Ok(id)
    }

    async fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        let rows: Vec<Row> = sqlx::query_as(ALL).fetch_all(&self.reader).await?;
        rows.into_iter().map(Account::try_from).collect()
    }

    async fn account(&self, id: AccountId) -> Result<Option<Account>, StoreError> {
        self.account_by(BY_ID, id.0).await
    }

    async fn find_account(&self, word: &str) -> Result<Option<Account>, StoreError> {
        let word = word.trim();
        if word.bytes().all(|b| b.is_ascii_digit()) {
            return match word.parse() {
                Ok(id) => self.account(AccountId(id)).await,
                Err(_) => Ok(None),
            };
        }
        if let Ok(appid) = word.parse::<AppId>() {
            return self.account_by(BY_APPID, appid.as_str().to_owned()).await;
        }
        self.account_by(BY_NAME, word.to_owned()).await
    }

    async fn change_account(
        &self,
        id: AccountId,
        change: AccountChange,
        by: &By,
        at: Timestamp,
    ) -> Result<(), AddAccountError> {
        let mut write = self.begin().await?;
        if let Some(name) = &change.name {
            refuse_taken_name(&mut write, name, Some(id)).await?;
        }
        let before = one(&mut write, id).await?.ok_or(AddAccountError::NoSuchAccount)?;
        let (is_set, cleared_before) = match change.cleared_before {
            Change::Keep => (false, None),
            Change::To(count) => (true, count),
        };
        sqlx::query(CHANGE)
            .bind(id.0)
            .bind(change.name)
            .bind(change.kind.map(Kind::word))
            .bind(change.daily_readings)
            .bind(is_set)
            .bind(cleared_before)
            .execute(&mut *write)
            .await
            .map_err(StoreError::from)?;
        let after = one(&mut write, id).await?.ok_or(AddAccountError::NoSuchAccount)?;
        if before != after {
            let act = Act::on(What::AccountChanged, subject(&before.name, &before.appid));
            let act = act.before(changeable(&before)).after(changeable(&after));
            audit::record(&mut write, &self.key, act, by, at).await?;
        }
        Ok(write.commit().await.map_err(StoreError::from)?)
    }

    async fn pause_account(&self, id: AccountId, paused: bool, by: &By, at: Timestamp) -> Result<bool, StoreError> {
        let (status, what) = if paused {
            (AccountStatus::Paused, What::AccountPaused)
        } else {
            (AccountStatus::Active, What::AccountResumed)
        };
        let mut write = self.begin().await?;
        let Some(account) = one(&mut write, id).await?.filter(|account| account.status != AccountStatus::Retired)
        else {
            return Ok(false);
        };
        if account.status != status {
            sqlx::query(SET_STATUS).bind(id.0).bind(status.word()).execute(&mut *write).await?;
            self.record_on(&mut write, id, what, by, at).await?;
            write.commit().await?;
        }
        Ok(true)
    }

    async fn retire_account(&self, id: AccountId, by: &By, at: Timestamp) -> Result<bool, StoreError> {
        let mut write = self.begin().await?;
        let Some(account) = one(&mut write, id).await? else { return Ok(false) };
        sqlx::query(RETIRE).bind(id.0).execute(&mut *write).await?;
        if account.status != AccountStatus::Retired {
            self.record_on(&mut write, id, What::AccountRetired, by, at).await?;
        }
        write.commit().await?;
        // The secret is gone either way; where someone is reading, the log keeps its sealed form a little longer.
        if let Err(error) = sqlx::query(EMPTY_LOG).execute(&self.writer).await {
            tracing::warn!(%error, "the database's log was not emptied after an account was retired");
        }
        Ok(true)
    }

    async fn replace_secret(
        &self,
        id: AccountId,
        secret: &SecretString,
        by: &By,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let sealed = secrets::sealed(&self.key, id, secret)?;
        let mut write = self.begin().await?;
        let query = sqlx::query(REPLACE_SECRET).bind(id.0).bind(sealed).bind(at.as_millisecond());
        let done = query.execute(&mut *write).await?;
        if done.rows_affected() > 0 {
            self.record_on(&mut write, id, What::SecretReplaced, by, at).await?;
        }
        write.commit().await?;
        Ok(done.rows_affected() > 0)
    }

    async fn secret(&self, id: AccountId) -> Result<Option<SecretString>, StoreError> {
        let sealed: Option<Vec<u8>> = sqlx::query_scalar(SECRET).bind(id.0).fetch_optional(&self.reader).await?;
        sealed.map(|sealed| secrets::opened(&self.key, id, &sealed)).transpose()
    }

    async fn all_secrets(&self) -> Result<Vec<(AppId, SecretString)>, StoreError> {
        let rows: Vec<(i64, String, Vec<u8>)> = sqlx::query_as(SECRETS).fetch_all(&self.reader).await?;
        let mut all = Vec::with_capacity(rows.len());
        for (id, appid, sealed) in rows {
            match secrets::opened(&self.key, AccountId(id), &sealed) {
                Ok(secret) => all.push((word(&appid)?, secret)),
                Err(error) => tracing::warn!(account = id, %error, "an account's secret cannot be masked by value"),
            }
        }
        Ok(all)
    }

    async fn set_token(&self, id: AccountId, token: &TokenRecord) -> Result<(), StoreError> {
        let expires_at = token.expires_at.map(Timestamp::as_millisecond);
        let failure = token.last_failure.map(Failure::code);
        let error = token.last_error.as_deref().map(clipped);
        // Asked of a reader first: most of the time nothing has changed, and needs no write.
        let query = sqlx::query_scalar(TOKEN_DIFFERS).bind(id.0).bind(&token.state).bind(expires_at);
        let differs: bool = query.bind(failure).bind(error).fetch_one(&self.reader).await?;
        if !differs {
            return Ok(());
        }
        let mut write = self.begin().await?;
        let query = sqlx::query(SET_TOKEN).bind(id.0).bind(&token.state).bind(expires_at).bind(failure).bind(error);
        query.bind(token.changed_at.map(Timestamp::as_millisecond)).execute(&mut *write).await?;
        Ok(write.commit().await?)
    }

    async fn set_starved_until(&self, id: AccountId, until: Option<Timestamp>) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        let until = until.map(Timestamp::as_millisecond);
        sqlx::query(SET_STARVED).bind(id.0).bind(until).execute(&mut *write).await?;
        Ok(write.commit().await?)
    }

    async fn claim_forced_refresh(
        &self,
        id: AccountId,
        at: Timestamp,
        limits: ForcedRefreshLimits,
    ) -> Result<ForcedRefreshClaim, StoreError> {
        let mut write = self.begin().await?;
        let claim = forced_refreshes::claim(&mut write, id, at, limits).await?;
        write.commit().await?;
        Ok(claim)
    }

    async fn forced_refreshes(&self, id: AccountId, since: Timestamp) -> Result<Vec<Timestamp>, StoreError> {
        let query = sqlx::query_scalar(FORCED).bind(id.0).bind(since.as_millisecond());
        let at: Vec<i64> = query.fetch_all(&self.reader).await?;
        at.into_iter().map(time).collect()
    }
}
