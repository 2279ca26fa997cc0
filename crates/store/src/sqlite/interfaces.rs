//! Interfaces in SQLite.

use async_trait::async_trait;
use constcat::concat;
use domain::audit::AuditAction;
use domain::{AccountId, CgiPath, Contact, InterfaceId, LimitKind};
use jiff::Timestamp;
use serde_json::json;

use super::rids::mark_kind_changed;
use super::watching::watch_one;
use super::{SqliteStore, accounts};
use crate::sqlite::query::{execute, fetch_one, fetch_optional, from_row, params};
use crate::{AuditActor, Interface, Interfaces, NewAuditLine, StoreError, WatchOutcome};

const UNWATCH: &str = "UPDATE interfaces SET removed_at = $2 WHERE id = $1 AND removed_at IS NULL";
/// What was known of one says nothing of it when it is watched again.
const FORGET: &str = "DELETE FROM standings WHERE subject = 'usage/' || $1 OR subject LIKE 'met/%/' || $1";
const SELECT: &str = "SELECT id, account_id, cgi_path, added_at, removed_at, limit_kind_seen, limit_kind_set,
         limit_kind_set_by, limit_kind_set_at, owner, note
     FROM interfaces ";
const ONE: &str = concat!(SELECT, "WHERE id = $1");
const OF_ACCOUNT: &str = concat!(SELECT, "WHERE account_id = $1 ORDER BY cgi_path");
const SET_LIMIT_KIND: &str = "UPDATE interfaces
     SET limit_kind_set = $2, limit_kind_set_by = $3, limit_kind_set_at = $4 WHERE id = $1";
const SET_CONTACT: &str = "UPDATE interfaces SET owner = $2, note = $3 WHERE id = $1";
const KEEP_SEEN: &str = "UPDATE interfaces SET limit_kind_seen = $2 WHERE id = $1 AND limit_kind_seen IS NOT $2";

from_row! { Interface {
    id, account_id, cgi_path, added_at, removed_at, limit_kind_seen, limit_kind_set, limit_kind_set_by, limit_kind_set_at,
    contact = Contact::from_row,
} }

#[async_trait]
impl Interfaces for SqliteStore {
    async fn watch(
        &self,
        account: AccountId,
        paths: &[CgiPath],
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<Vec<WatchOutcome>, StoreError> {
        let mut write = self.begin().await?;
        let mut watched = Vec::with_capacity(paths.len());
        for path in paths {
            watched.push(watch_one(&mut write, account, path, at).await?);
        }
        let added: Vec<_> =
            paths.iter().zip(&watched).filter(|(_, came)| matches!(came, WatchOutcome::Added(_))).collect();
        if !added.is_empty() {
            let paths: Vec<_> = added.iter().map(|(path, _)| path.as_str()).collect();
            let act =
                NewAuditLine::on(AuditAction::InterfacesWatched, accounts::subject_of(&mut write, account).await?);
            write.record(act.after(json!({ "paths": paths })), by, at).await?;
        }
        write.commit().await?;
        Ok(watched)
    }

    async fn unwatch(&self, id: InterfaceId, by: &AuditActor, at: Timestamp) -> Result<bool, StoreError> {
        let mut write = self.begin().await?;
        let done = execute(&mut write, UNWATCH, params![id, at]).await?;
        if done > 0 {
            let interface: Interface = fetch_one(&mut write, ONE, params![id]).await?;
            let account = accounts::subject_of(&mut write, interface.account_id).await?;
            execute(&mut write, FORGET, params![id]).await?;
            let act = NewAuditLine::on(AuditAction::InterfaceUnwatched, account)
                .before(json!({ "path": interface.cgi_path }));
            write.record(act, by, at).await?;
        }
        write.commit().await?;
        Ok(done > 0)
    }

    async fn set_limit_kind(
        &self,
        id: InterfaceId,
        kind: Option<LimitKind>,
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut write = self.begin().await?;
        let interface: Option<Interface> = fetch_optional(&mut write, ONE, params![id]).await?;
        let Some(interface) = interface.filter(|interface| interface.limit_kind_set != kind) else { return Ok(false) };
        let (who, when) = (kind.map(|_| by.actor.clone()), kind.map(|_| at));
        execute(&mut write, SET_LIMIT_KIND, params![id, kind, who, when]).await?;
        mark_kind_changed(&mut write, id).await?;
        let account = accounts::subject_of(&mut write, interface.account_id).await?;
        let word = |kind: Option<LimitKind>| kind.map_or("automatic", LimitKind::word);
        let act = NewAuditLine::on(AuditAction::LimitKindSet, account)
            .before(json!({ "limit_kind": word(interface.limit_kind_set) }))
            .after(json!({ "path": interface.cgi_path, "limit_kind": word(kind) }));
        write.record(act, by, at).await?;
        write.commit().await?;
        Ok(true)
    }

    async fn set_contact(
        &self,
        id: InterfaceId,
        contact: &Contact,
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut write = self.begin().await?;
        let interface: Option<Interface> = fetch_optional(&mut write, ONE, params![id]).await?;
        let Some(interface) = interface.filter(|interface| interface.contact != *contact) else { return Ok(false) };
        execute(&mut write, SET_CONTACT, params![id, contact.owner, contact.note]).await?;
        let account = accounts::subject_of(&mut write, interface.account_id).await?;
        let told =
            |contact: &Contact| json!({ "path": interface.cgi_path, "owner": contact.owner, "note": contact.note });
        let act = NewAuditLine::on(AuditAction::InterfaceChanged, account);
        write.record(act.before(told(&interface.contact)).after(told(contact)), by, at).await?;
        write.commit().await?;
        Ok(true)
    }

    async fn keep_seen_limit_kind(&self, id: InterfaceId, kind: Option<LimitKind>) -> Result<bool, StoreError> {
        let mut write = self.begin().await?;
        let changed = execute(&mut write, KEEP_SEEN, params![id, kind]).await? > 0;
        if changed {
            mark_kind_changed(&mut write, id).await?;
        }
        write.commit().await?;
        Ok(changed)
    }

    async fn interface(&self, id: InterfaceId) -> Result<Option<Interface>, StoreError> {
        self.fetch_optional(ONE, params![id]).await
    }

    async fn interfaces_of(&self, account: AccountId) -> Result<Vec<Interface>, StoreError> {
        self.fetch_all(OF_ACCOUNT, params![account]).await
    }
}
