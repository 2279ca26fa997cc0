//! Groups of accounts in SQLite.

use std::collections::BTreeSet;

use async_trait::async_trait;
use constcat::concat;
use domain::audit::AuditAction;
use domain::groups::group_key;
use domain::{AccountId, Group, GroupId};
use jiff::Timestamp;
use serde_json::json;
use sqlx::SqliteConnection;

use super::{SqliteStore, Write};
use crate::groups::{GroupError, GroupSize, Groups, GroupsChange};
use crate::sqlite::query::{execute, fetch_all, fetch_one, fetch_optional, from_row, params};
use crate::{AuditActor, NewAuditLine, StoreError};

const SELECT: &str = "SELECT id, name FROM account_groups ";
const ALL: &str = "SELECT account_groups.id, account_groups.name,
            (SELECT COUNT(*) FROM group_members JOIN accounts ON accounts.id = group_members.account_id
             WHERE group_members.group_id = account_groups.id AND accounts.status <> 'retired') AS accounts
     FROM account_groups ORDER BY name_key";
const BY_ID: &str = concat!(SELECT, "WHERE id = $1");
const BY_KEY: &str = concat!(SELECT, "WHERE name_key = $1");
const ADD: &str = "INSERT INTO account_groups (name, name_key, added_at) VALUES ($1, $2, $3) RETURNING id";
const RENAME: &str = "UPDATE account_groups SET name = $2, name_key = $3 WHERE id = $1";
const EMPTY: &str = "DELETE FROM group_members WHERE group_id = $1";
const DELETE: &str = "DELETE FROM account_groups WHERE id = $1";
const MEMBERS: &str = "SELECT COUNT(*) FROM group_members WHERE group_id = $1";
const OF_ACCOUNT: &str = "SELECT account_groups.id, account_groups.name
     FROM account_groups JOIN group_members ON group_members.group_id = account_groups.id
     WHERE group_members.account_id = $1 ORDER BY name_key";
const JOIN: &str = "INSERT INTO group_members (group_id, account_id) VALUES ($1, $2)";
const LEAVE: &str = "DELETE FROM group_members WHERE group_id = $1 AND account_id = $2";
const SUBJECT: &str = "SELECT name || ' (' || appid || ')' FROM accounts WHERE id = $1";

from_row! { Group { id, name } }

from_row! { GroupSize { group = Group::from_row, accounts } }

/// The group of an id, within a transaction.
async fn one(db: &mut SqliteConnection, id: GroupId) -> Result<Option<Group>, StoreError> {
    fetch_optional(db, BY_ID, params![id]).await
}

/// The group that has this name, whatever the capitals, within a transaction.
async fn called(db: &mut SqliteConnection, name: &str) -> Result<Option<Group>, StoreError> {
    fetch_optional(db, BY_KEY, params![group_key(name)]).await
}

/// Adds a group, within a transaction.
async fn add(write: &mut Write, name: &str, by: &AuditActor, at: Timestamp) -> Result<Group, StoreError> {
    let id = fetch_one(write, ADD, params![name, group_key(name), at]).await?;
    write.record(NewAuditLine::on(AuditAction::GroupAdded, name), by, at).await?;
    Ok(Group { id, name: name.to_owned() })
}

/// The groups with these checked names; those that are not there are added, within a transaction.
pub(super) async fn named(
    write: &mut Write,
    names: &[String],
    by: &AuditActor,
    at: Timestamp,
) -> Result<Vec<Group>, StoreError> {
    let mut groups = Vec::with_capacity(names.len());
    for name in names {
        groups.push(match called(write, name).await? {
            Some(group) => group,
            None => add(write, name, by, at).await?,
        });
    }
    Ok(groups)
}

/// Puts an account in a group that it is not in, within a transaction.
pub(super) async fn join(write: &mut SqliteConnection, group: GroupId, account: AccountId) -> Result<(), StoreError> {
    execute(write, JOIN, params![group, account]).await.map(drop)
}

/// The groups of an account by name, within a transaction.
pub(super) async fn of(db: &mut SqliteConnection, account: AccountId) -> Result<Vec<Group>, StoreError> {
    fetch_all(db, OF_ACCOUNT, params![account]).await
}

/// Puts an account in the groups that `wanted` makes of its present ones, within a transaction; `None` where there is no such
/// account, else whether its groups are others now.
async fn change(
    write: &mut Write,
    account: AccountId,
    wanted: impl FnOnce(BTreeSet<GroupId>) -> BTreeSet<GroupId>,
    by: &AuditActor,
    at: Timestamp,
) -> Result<Option<bool>, StoreError> {
    let Some(subject) = fetch_optional::<String>(write, SUBJECT, params![account]).await? else { return Ok(None) };
    let before = of(write, account).await?;
    let now: BTreeSet<_> = before.iter().map(|group| group.id).collect();
    let wanted = wanted(now.clone());
    for group in now.difference(&wanted) {
        execute(write, LEAVE, params![group, account]).await?;
    }
    for group in wanted.difference(&now) {
        join(write, *group, account).await?;
    }
    if wanted == now {
        return Ok(Some(false));
    }
    let names = |groups: Vec<Group>| groups.into_iter().map(|group| group.name).collect::<Vec<_>>();
    let after = of(write, account).await?;
    let act = NewAuditLine::on(AuditAction::GroupsChanged, subject);
    let act = act.before(json!({ "groups": names(before) })).after(json!({ "groups": names(after) }));
    write.record(act, by, at).await?;
    Ok(Some(true))
}

#[async_trait]
impl Groups for SqliteStore {
    async fn groups(&self) -> Result<Vec<GroupSize>, StoreError> {
        self.fetch_all(ALL, params![]).await
    }

    async fn find_group(&self, word: &str) -> Result<Option<Group>, StoreError> {
        let word = word.trim();
        if word.bytes().all(|b| b.is_ascii_digit()) {
            return match word.parse() {
                Ok(id) => self.fetch_optional(BY_ID, params![GroupId(id)]).await,
                Err(_) => Ok(None),
            };
        }
        self.fetch_optional(BY_KEY, params![group_key(word)]).await
    }

    async fn add_group(&self, name: &str, by: &AuditActor, at: Timestamp) -> Result<GroupId, GroupError> {
        let mut write = self.begin().await?;
        if let Some(other) = called(&mut write, name).await? {
            return Err(GroupError::NameTaken(other));
        }
        let group = add(&mut write, name, by, at).await?;
        write.commit().await?;
        Ok(group.id)
    }

    async fn rename_group(&self, id: GroupId, name: &str, by: &AuditActor, at: Timestamp) -> Result<(), GroupError> {
        let mut write = self.begin().await?;
        let before = one(&mut write, id).await?.ok_or(GroupError::NoSuchGroup)?;
        if let Some(other) = called(&mut write, name).await?.filter(|other| other.id != id) {
            return Err(GroupError::NameTaken(other));
        }
        if before.name == name {
            return Ok(());
        }
        execute(&mut write, RENAME, params![id, name, group_key(name)]).await?;
        let act = NewAuditLine::on(AuditAction::GroupRenamed, before.name.as_str());
        let act = act.before(json!({ "name": before.name })).after(json!({ "name": name }));
        Ok(write.commit_with(act, by, at).await?)
    }

    async fn delete_group(&self, id: GroupId, by: &AuditActor, at: Timestamp) -> Result<(), GroupError> {
        let mut write = self.begin().await?;
        let group = one(&mut write, id).await?.ok_or(GroupError::NoSuchGroup)?;
        let members: i64 = fetch_one(&mut write, MEMBERS, params![id]).await?;
        execute(&mut write, EMPTY, params![id]).await?;
        execute(&mut write, DELETE, params![id]).await?;
        let act = NewAuditLine::on(AuditAction::GroupDeleted, group.name).before(json!({ "members": members }));
        Ok(write.commit_with(act, by, at).await?)
    }

    async fn set_groups(
        &self,
        account: AccountId,
        names: &[String],
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut write = self.begin().await?;
        let groups: BTreeSet<_> = named(&mut write, names, by, at).await?.into_iter().map(|group| group.id).collect();
        let Some(_) = change(&mut write, account, |_| groups, by, at).await? else { return Ok(false) };
        write.commit().await?;
        Ok(true)
    }

    async fn change_groups(
        &self,
        accounts: &[AccountId],
        wanted: &GroupsChange,
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<usize, StoreError> {
        let mut write = self.begin().await?;
        let groups: Vec<_> = named(&mut write, &wanted.add, by, at).await?.into_iter().map(|group| group.id).collect();
        let mut changed = 0;
        for account in accounts {
            let with = |mut now: BTreeSet<GroupId>| {
                now.retain(|group| !wanted.remove.contains(group));
                now.extend(&groups);
                now
            };
            changed += usize::from(change(&mut write, *account, with, by, at).await? == Some(true));
        }
        write.commit().await?;
        Ok(changed)
    }
}
