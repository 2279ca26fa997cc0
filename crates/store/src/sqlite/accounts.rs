//! Accounts in SQLite.

use std::net::IpAddr;

use async_trait::async_trait;
use constcat::concat;
use domain::audit::AuditAction;
use domain::groups::group_key;
use domain::{AccountId, AccountStatus, AppId, Contact, ForcedRefreshOutcome, ForcedRefreshPause, Group};
use jiff::Timestamp;
use secrecy::SecretString;
use serde_json::{Value, json};
use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteRow;

use super::{SqliteStore, Write, clipped, forced_refreshes, groups, secrets, watching};
use crate::sqlite::query::{column, execute, fetch_one, fetch_optional, from_row, params, word};
use crate::{
    Account, AccountChange, Accounts, AddAccountError, AuditActor, Change, ForcedRefreshClaim, ForcedRefreshLimits,
    MOST_SEEN_ADDRESSES, NewAccount, NewAuditLine, SeenAddress, StoreError, TokenRecord, TokenWriter,
};

/// The beginning of a query for the columns of an [`Account`]; a condition or an order follows.
const SELECT: &str =
    "SELECT id, name, appid, kind, status, daily_readings, cleared_before, began_at, added_at, secret_set_at,
            starved_until, token_state, token_expires_at, token_fetched_at, token_failure, token_error, token_changed_at,
            owner, note,
            (SELECT json_group_array(json_object('id', account_groups.id, 'name', account_groups.name))
             FROM group_members JOIN account_groups ON account_groups.id = group_members.group_id
             WHERE group_members.account_id = accounts.id) AS member_of
     FROM accounts ";

const ALL: &str = concat!(SELECT, "ORDER BY name");
const BY_ID: &str = concat!(SELECT, "WHERE id = $1");
const BY_APPID: &str = concat!(SELECT, "WHERE appid = $1");
const BY_NAME: &str = concat!(SELECT, "WHERE name = $1");
/// The next id, larger than any that was ever given, since ids are never reused.
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
         daily_readings = COALESCE($4, daily_readings), cleared_before = IIF($5, $6, cleared_before),
         owner = IIF($7, $8, owner), note = IIF($7, $9, note)
     WHERE id = $1";
const SET_STATUS: &str = "UPDATE accounts SET status = $2 WHERE id = $1";
const RETIRE: &str = "UPDATE accounts SET status = 'retired', sealed_secret = NULL, secret_set_at = NULL, starved_until = NULL,
         token_state = 'none', token_expires_at = NULL, token_failure = NULL, token_error = NULL, token_changed_at = NULL, token_fetched_at = NULL,
         forced_failures = 0, forced_unrenewed = 0, forced_paused_until = NULL
     WHERE id = $1";
/// Writes the log into the database and empties it, so that an overwritten secret is gone from both.
const EMPTY_LOG: &str = "PRAGMA wal_checkpoint(TRUNCATE)";
const REPLACE_SECRET: &str = "UPDATE accounts SET sealed_secret = $2, secret_set_at = $3
     WHERE id = $1 AND status <> 'retired'";
const SECRET: &str = "SELECT sealed_secret FROM accounts WHERE id = $1 AND sealed_secret IS NOT NULL";
const SECRETS: &str = "SELECT id, appid, sealed_secret FROM accounts WHERE sealed_secret IS NOT NULL ORDER BY id";
const TOKEN_DIFFERS: &str = "SELECT EXISTS (SELECT 1 FROM accounts
     WHERE id = $1 AND status <> 'retired'
       AND ((token_state, token_expires_at, token_failure, token_error) IS NOT ($2, $3, $4, $5)
            OR $8 > COALESCE(token_fetched_at, 0))
       AND NOT ($7 AND $2 IN ('none', 'limited') AND token_state = 'valid' AND token_expires_at > $6))";
const SET_TOKEN: &str =
    "UPDATE accounts SET token_state = $2, token_expires_at = $3, token_failure = $4, token_error = $5,
         token_changed_at = $6, token_fetched_at = MAX(COALESCE(token_fetched_at, $8), COALESCE($8, token_fetched_at))
     WHERE id = $1 AND status <> 'retired'
       AND NOT ($7 AND $2 IN ('none', 'limited') AND token_state = 'valid' AND token_expires_at > $6)";
const SET_STARVED: &str = "UPDATE accounts SET starved_until = $2 WHERE id = $1";
const SEE_ADDRESS: &str = "INSERT INTO seen_addresses (account_id, address, first_at, last_at) VALUES ($1, $2, $3, $3)
     ON CONFLICT (account_id, address) DO UPDATE SET last_at = $3";
const FORGET_ADDRESSES: &str = "DELETE FROM seen_addresses WHERE account_id = $1 AND address NOT IN
     (SELECT address FROM seen_addresses WHERE account_id = $1 ORDER BY last_at DESC, address LIMIT $2)";
const SEE_OUTBOUND: &str = "INSERT INTO outbound_addresses (address, first_at, last_at) VALUES ($1, $2, $2)
     ON CONFLICT (address) DO UPDATE SET last_at = $2";
const FORGET_OUTBOUND: &str = "DELETE FROM outbound_addresses WHERE address NOT IN
     (SELECT address FROM outbound_addresses ORDER BY last_at DESC, address LIMIT $1)";
const OUTBOUND: &str = "SELECT address, first_at, last_at FROM outbound_addresses
     WHERE last_at >= $1 ORDER BY last_at DESC, address LIMIT 1";
const SEEN_ADDRESSES: &str = "SELECT address, first_at, last_at FROM seen_addresses
     WHERE account_id = $1 AND last_at >= $2 ORDER BY last_at DESC, address";
const FORCED: &str = "SELECT at FROM forced_refreshes WHERE account_id = $1 AND at >= $2 ORDER BY at";

from_row! { Account {
    id, name, appid, kind, status, daily_readings, cleared_before, began_at, added_at, secret_set_at, starved_until,
    token = TokenRecord::from_row, contact = Contact::from_row, groups = groups_of_row,
} }

/// The groups of an account, by name.
fn groups_of_row(row: &SqliteRow) -> Result<Vec<Group>, StoreError> {
    let mut groups: Vec<Group> = column(row, "member_of")?;
    groups.sort_by_cached_key(|group| group_key(&group.name));
    Ok(groups)
}

from_row! { Contact { owner, note } }

from_row! { TokenRecord {
    state: token_state, expires_at: token_expires_at, fetched_at: token_fetched_at, last_failure: token_failure,
    last_error: token_error, changed_at: token_changed_at,
} }

from_row! { SeenAddress { address, first_at, last_at } }

impl SqliteStore {
    /// Adds the row of an account, or makes a retired account active again; its id.
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
            None => fetch_one(write, NEXT_ID, params![]).await?,
        };
        let sealed = secrets::sealed(&self.key, id, &new.secret)?;
        if retired.is_some() {
            execute(write, TAKE_UP, params![id, new.name, new.kind, sealed, at, new.cleared_before]).await?;
        } else {
            let limit = new.daily_readings;
            execute(write, ADD, params![id, new.name, new.appid, new.kind, sealed, at, limit, new.cleared_before])
                .await?;
        }
        Ok(id)
    }
}

/// Adds a line to the audit trail about an act on an account that is described by its kind alone.
async fn record_on(
    write: &mut Write,
    id: AccountId,
    what: AuditAction,
    by: &AuditActor,
    at: Timestamp,
) -> Result<(), StoreError> {
    let act = NewAuditLine::on(what, subject_of(write, id).await?);
    write.record(act, by, at).await
}

/// An account as it is within a transaction.
async fn one(db: &mut SqliteConnection, id: AccountId) -> Result<Option<Account>, StoreError> {
    fetch_optional(db, BY_ID, params![id]).await
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

/// The fields of an account that people change, as a line of the audit trail shows them.
fn changeable(account: &Account) -> Value {
    let Account { name, kind, daily_readings, cleared_before, contact: Contact { owner, note }, .. } = account;
    json!({
        "name": name, "kind": kind, "daily_readings": daily_readings, "cleared_before": cleared_before,
        "owner": owner, "note": note,
    })
}

/// The retired account that has this appid, if any.
async fn retired_with_appid(write: &mut SqliteConnection, appid: &AppId) -> Result<Option<AccountId>, AddAccountError> {
    let holder: Option<(AccountId, String, AccountStatus)> = fetch_optional(write, HAS_APPID, params![appid]).await?;
    match holder {
        None => Ok(None),
        Some((id, _, AccountStatus::Retired)) => Ok(Some(id)),
        Some((id, name, _)) => Err(AddAccountError::AppIdTaken { id, name }),
    }
}

/// Refuses a name that an account other than `own` has.
async fn refuse_taken_name(
    write: &mut SqliteConnection,
    name: &str,
    own: Option<AccountId>,
) -> Result<(), AddAccountError> {
    match fetch_optional(write, HAS_NAME, params![name]).await? {
        Some(id) if Some(id) != own => Err(AddAccountError::NameTaken { id }),
        _ => Ok(()),
    }
}

#[async_trait]
impl Accounts for SqliteStore {
    async fn add_account(&self, new: NewAccount, by: &AuditActor, at: Timestamp) -> Result<AccountId, AddAccountError> {
        let mut write = self.begin().await?;
        let id = self.add_itself(&mut write, &new, at).await?;
        for path in &new.watch {
            watching::watch_one(&mut write, id, path, at).await?;
        }
        let present = groups::of(&mut write, id).await?;
        for group in groups::named(&mut write, &new.groups, by, at).await? {
            if !present.contains(&group) {
                groups::join(&mut write, group.id, id).await?;
            }
        }
        let mut after = json!({ "name": new.name, "kind": new.kind, "interfaces": new.watch.len() });
        if !new.groups.is_empty() {
            after["groups"] = json!(new.groups);
        }
        let act = NewAuditLine::on(AuditAction::AccountAdded, subject(&new.name, &new.appid)).after(after);
        write.commit_with(act, by, at).await?;
        Ok(id)
    }

    async fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        self.fetch_all(ALL, params![]).await
    }

    async fn account(&self, id: AccountId) -> Result<Option<Account>, StoreError> {
        self.fetch_optional(BY_ID, params![id]).await
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
            return self.fetch_optional(BY_APPID, params![appid]).await;
        }
        self.fetch_optional(BY_NAME, params![word]).await
    }

    async fn change_account(
        &self,
        id: AccountId,
        change: AccountChange,
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<(), AddAccountError> {
        let mut write = self.begin().await?;
        let before = one(&mut write, id).await?.ok_or(AddAccountError::NoSuchAccount)?;
        let change = change.beside(&before).map_err(AddAccountError::Overtaken)?;
        if let Some(name) = &change.name {
            refuse_taken_name(&mut write, name, Some(id)).await?;
        }
        let (is_set, cleared_before) = match change.cleared_before {
            Change::Keep => (false, None),
            Change::To(count) => (true, count),
        };
        let AccountChange { name, kind, daily_readings, contact, .. } = change;
        let (is_contact_set, Contact { owner, note }) = (contact.is_some(), contact.unwrap_or_default());
        execute(
            &mut write,
            CHANGE,
            params![id, name, kind, daily_readings, is_set, cleared_before, is_contact_set, owner, note],
        )
        .await?;
        let after = one(&mut write, id).await?.ok_or(AddAccountError::NoSuchAccount)?;
        if before != after {
            let act = NewAuditLine::on(AuditAction::AccountChanged, subject(&before.name, &before.appid));
            let act = act.before(changeable(&before)).after(changeable(&after));
            write.record(act, by, at).await?;
        }
        Ok(write.commit().await?)
    }

    async fn pause_account(
        &self,
        id: AccountId,
        paused: bool,
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let (status, what) = if paused {
            (AccountStatus::Paused, AuditAction::AccountPaused)
        } else {
            (AccountStatus::Active, AuditAction::AccountResumed)
        };
        let mut write = self.begin().await?;
        let Some(account) = one(&mut write, id).await?.filter(|account| account.status != AccountStatus::Retired)
        else {
            return Ok(false);
        };
        if account.status != status {
            execute(&mut write, SET_STATUS, params![id, status]).await?;
            record_on(&mut write, id, what, by, at).await?;
            write.commit().await?;
        }
        Ok(true)
    }

    async fn retire_account(&self, id: AccountId, by: &AuditActor, at: Timestamp) -> Result<bool, StoreError> {
        let mut write = self.begin().await?;
        let Some(account) = one(&mut write, id).await? else { return Ok(false) };
        execute(&mut write, RETIRE, params![id]).await?;
        if account.status != AccountStatus::Retired {
            record_on(&mut write, id, AuditAction::AccountRetired, by, at).await?;
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
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let sealed = secrets::sealed(&self.key, id, secret)?;
        let mut write = self.begin().await?;
        let done = execute(&mut write, REPLACE_SECRET, params![id, sealed, at]).await?;
        if done > 0 {
            record_on(&mut write, id, AuditAction::SecretReplaced, by, at).await?;
        }
        write.commit().await?;
        Ok(done > 0)
    }

    async fn secret(&self, id: AccountId) -> Result<Option<SecretString>, StoreError> {
        let sealed: Option<Vec<u8>> = self.fetch_optional(SECRET, params![id]).await?;
        sealed.map(|sealed| secrets::opened(&self.key, id, &sealed)).transpose()
    }

    async fn all_secrets(&self) -> Result<Vec<(AppId, SecretString)>, StoreError> {
        let rows: Vec<(i64, String, Vec<u8>)> = self.fetch_all(SECRETS, params![]).await?;
        let mut all = Vec::with_capacity(rows.len());
        for (id, appid, sealed) in rows {
            match secrets::opened(&self.key, AccountId(id), &sealed) {
                Ok(secret) => all.push((word(&appid)?, secret)),
                Err(error) => tracing::warn!(account = id, %error, "an account's AppSecret cannot be masked by value"),
            }
        }
        Ok(all)
    }

    async fn set_token(&self, id: AccountId, token: &TokenRecord, by: TokenWriter) -> Result<(), StoreError> {
        let TokenRecord { state, expires_at, fetched_at, last_failure, changed_at, .. } = token;
        let keeps_valid = by == TokenWriter::Command;
        let error = token.last_error.as_deref().map(clipped);
        // Asked of a reader first: most of the time nothing has changed, and needs no write.
        let params = params![id, state, expires_at, last_failure, error, changed_at, keeps_valid, fetched_at];
        let differs: bool = self.fetch_one(TOKEN_DIFFERS, params).await?;
        if !differs {
            return Ok(());
        }
        self.execute(SET_TOKEN, params).await.map(drop)
    }

    async fn set_starved_until(&self, id: AccountId, until: Option<Timestamp>) -> Result<(), StoreError> {
        self.execute(SET_STARVED, params![id, until]).await.map(drop)
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

    async fn record_forced_refresh(
        &self,
        id: AccountId,
        outcome: ForcedRefreshOutcome,
        at: Timestamp,
    ) -> Result<Option<Timestamp>, StoreError> {
        // Asked of a reader first: a token that works, as most do, needs no write.
        let pause: ForcedRefreshPause = self.fetch_one(forced_refreshes::PAUSE, params![id]).await?;
        if pause.after(outcome, at) == pause {
            return Ok(None);
        }
        let mut write = self.begin().await?;
        let until = forced_refreshes::record(&mut write, id, outcome, at).await?;
        write.commit().await?;
        Ok(until)
    }

    async fn record_seen_address(
        &self,
        id: Option<AccountId>,
        address: IpAddr,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        if let Some(id) = id {
            execute(&mut write, SEE_ADDRESS, params![id, address, at]).await?;
            execute(&mut write, FORGET_ADDRESSES, params![id, MOST_SEEN_ADDRESSES]).await?;
        }
        execute(&mut write, SEE_OUTBOUND, params![address, at]).await?;
        execute(&mut write, FORGET_OUTBOUND, params![MOST_SEEN_ADDRESSES]).await?;
        write.commit().await
    }

    async fn outbound_address(&self, since: Timestamp) -> Result<Option<SeenAddress>, StoreError> {
        self.fetch_optional(OUTBOUND, params![since]).await
    }

    async fn seen_addresses(&self, id: AccountId, since: Timestamp) -> Result<Vec<SeenAddress>, StoreError> {
        self.fetch_all(SEEN_ADDRESSES, params![id, since]).await
    }

    async fn forced_refreshes(&self, id: AccountId, since: Timestamp) -> Result<Vec<Timestamp>, StoreError> {
        self.fetch_all(FORCED, params![id, since]).await
    }
}
