//! Interfaces in SQLite.

use async_trait::async_trait;
use domain::audit::What;
use domain::{AccountId, CgiPath, InterfaceId};
use jiff::Timestamp;
use serde_json::json;

use super::watching::watch_one;
use super::{SqliteStore, accounts, audit, maybe_time, time};
use crate::{Act, By, Interface, Interfaces, StoreError, Watched};

const UNWATCH: &str = "UPDATE interfaces SET removed_at = $2 WHERE id = $1 AND removed_at IS NULL";
/// What was known of one says nothing of it when it is watched again.
const FORGET: &str = "DELETE FROM standings WHERE subject = 'usage/' || $1 OR subject LIKE 'met/%/' || $1";
const ONE: &str = "SELECT id, account_id, cgi_path, added_at, removed_at FROM interfaces WHERE id = $1";
const OF_ACCOUNT: &str = "SELECT id, account_id, cgi_path, added_at, removed_at FROM interfaces
     WHERE account_id = $1 ORDER BY cgi_path";

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    account_id: i64,
    cgi_path: String,
    added_at: i64,
    removed_at: Option<i64>,
}

impl TryFrom<Row> for Interface {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: InterfaceId(row.id),
            account_id: AccountId(row.account_id),
            cgi_path: CgiPath::from_stored(row.cgi_path),
            added_at: time(row.added_at)?,
            removed_at: maybe_time(row.removed_at)?,
        })
    }
}

#[async_trait]
impl Interfaces for SqliteStore {
    async fn watch(
        &self,
        account: AccountId,
        paths: &[CgiPath],
        by: &By,
        at: Timestamp,
    ) -> Result<Vec<Watched>, StoreError> {
        let mut write = self.begin().await?;
        let mut watched = Vec::with_capacity(paths.len());
        for path in paths {
            watched.push(watch_one(&mut write, account, path, at).await?);
        }
        let added: Vec<_> = paths.iter().zip(&watched).filter(|(_, came)| matches!(came, Watched::Added(_))).collect();
        if !added.is_empty() {
            let paths: Vec<_> = added.iter().map(|(path, _)| path.as_str()).collect();
            let act = Act::on(What::InterfacesWatched, accounts::subject_of(&mut write, account).await?);
            audit::record(&mut write, &self.key, act.after(json!({ "paths": paths })), by, at).await?;
        }
        write.commit().await?;
        Ok(watched)
    }

    async fn unwatch(&self, id: InterfaceId, by: &By, at: Timestamp) -> Result<bool, StoreError> {
        let mut write = self.begin().await?;
        let done = sqlx::query(UNWATCH).bind(id.0).bind(at.as_millisecond()).execute(&mut *write).await?;
        if done.rows_affected() > 0 {
            let row: Row = sqlx::query_as(ONE).bind(id.0).fetch_one(&mut *write).await?;
            let account = accounts::subject_of(&mut write, AccountId(row.account_id)).await?;
            sqlx::query(FORGET).bind(id.0).execute(&mut *write).await?;
            let act = Act::on(What::InterfaceUnwatched, account).before(json!({ "path": row.cgi_path }));
            audit::record(&mut write, &self.key, act, by, at).await?;
        }
        write.commit().await?;
        Ok(done.rows_affected() > 0)
    }

    async fn interface(&self, id: InterfaceId) -> Result<Option<Interface>, StoreError> {
        let row: Option<Row> = sqlx::query_as(ONE).bind(id.0).fetch_optional(&self.reader).await?;
        row.map(Interface::try_from).transpose()
    }

    async fn interfaces_of(&self, account: AccountId) -> Result<Vec<Interface>, StoreError> {
        let rows: Vec<Row> = sqlx::query_as(OF_ACCOUNT).bind(account.0).fetch_all(&self.reader).await?;
        rows.into_iter().map(Interface::try_from).collect()
    }
}
