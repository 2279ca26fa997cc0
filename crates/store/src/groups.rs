//! Groups of accounts.

use async_trait::async_trait;
use domain::{AccountId, Group, GroupId};
use jiff::Timestamp;

use crate::{AuditActor, StoreError};

/// A group with the number of its accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupSize {
    /// The group.
    pub group: Group,
    /// How many accounts that are not retired are in it.
    pub accounts: i64,
}

/// Why a group was not added, renamed or deleted.
#[derive(Debug, thiserror::Error)]
pub enum GroupError {
    /// Another group has this name, perhaps in other capitals.
    #[error("the name is taken")]
    NameTaken(Group),
    /// There is no such group.
    #[error("group not found")]
    NoSuchGroup,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Changes of the groups that accounts are in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GroupsChange {
    /// Checked names of groups to put the accounts in; those that are not there are added.
    pub add: Vec<String>,
    /// Groups to take them out of.
    pub remove: Vec<GroupId>,
}

/// Groups of accounts.
#[async_trait]
pub trait Groups {
    /// Every group, by name.
    async fn groups(&self) -> Result<Vec<GroupSize>, StoreError>;

    /// The group that `word` is the id or name of; in this order, since names are never numbers.
    async fn find_group(&self, word: &str) -> Result<Option<Group>, StoreError>;

    /// Adds a group with a checked name (see `domain::groups::group_name`).
    ///
    /// # Errors
    /// [`GroupError::NameTaken`] or the database's failure.
    async fn add_group(&self, name: &str, by: &AuditActor, at: Timestamp) -> Result<GroupId, GroupError>;

    /// Gives a group another checked name.
    ///
    /// # Errors
    /// [`GroupError`]; nothing is written then.
    async fn rename_group(&self, id: GroupId, name: &str, by: &AuditActor, at: Timestamp) -> Result<(), GroupError>;

    /// Deletes a group; its accounts stay.
    ///
    /// # Errors
    /// [`GroupError::NoSuchGroup`] or the database's failure.
    async fn delete_group(&self, id: GroupId, by: &AuditActor, at: Timestamp) -> Result<(), GroupError>;

    /// Puts an account in the groups with these checked names and no others; those that are not there are added. False where
    /// there is no such account.
    async fn set_groups(
        &self,
        account: AccountId,
        names: &[String],
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<bool, StoreError>;

    /// Changes the groups of several accounts, all in one transaction; how many accounts are in other groups than before. Those
    /// that do not exist are left out.
    async fn change_groups(
        &self,
        accounts: &[AccountId],
        change: &GroupsChange,
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<usize, StoreError>;
}
