//! Use cases about groups of accounts.

use domain::groups::{MAX_GROUPS, distinct, group_name};
use domain::{AccountId, Actor, Group, GroupId, GroupNameError, Permission};
use serde::{Deserialize, Serialize};
pub use store::{GroupSize, GroupsChange};

use crate::Desk;

/// The most accounts whose groups change at once.
pub const MAX_ACCOUNTS: usize = 10_000;

use_case_error! {
    /// An error of a use case about groups; nothing was changed then.
    #[derive(Debug, thiserror::Error)]
    pub enum GroupError: transparent Forbidden {
        /// There is no such group.
        #[error("group not found")]
        NoSuchGroup,
        /// There is no such account, or it is retired.
        #[error("account not found")]
        NoSuchAccount,
        /// A name cannot be one.
        #[error("{0}")]
        Name(GroupNameError),
        /// Another group has the name, perhaps in other capitals.
        #[error("there is already a group named {:?}", .0.name)]
        NameTaken(Group),
        /// More than [`MAX_GROUPS`] groups for one account.
        #[error("an account can be in at most {MAX_GROUPS} groups")]
        TooMany,
        /// More than [`MAX_ACCOUNTS`] accounts at once.
        #[error("the groups of at most {MAX_ACCOUNTS} accounts can be changed at once")]
        TooManyAccounts,
    }
}

impl From<GroupNameError> for GroupError {
    fn from(error: GroupNameError) -> Self {
        Self::Name(error)
    }
}

impl From<store::GroupError> for GroupError {
    fn from(error: store::GroupError) -> Self {
        match error {
            store::GroupError::NameTaken(other) => Self::NameTaken(other),
            store::GroupError::NoSuchGroup => Self::NoSuchGroup,
            store::GroupError::Store(error) => error.into(),
        }
    }
}

/// Groups to choose for accounts, as a form has them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedGroups {
    /// The names of groups that were ticked.
    pub chosen: Vec<String>,
    /// Names of further groups, separated by semicolons; those that are not there are added.
    pub typed: String,
}

impl TypedGroups {
    /// The names that were chosen and typed, checked.
    fn names(&self) -> Result<Vec<String>, GroupError> {
        let typed = self.typed.split([';', '；', '\n']);
        let names = distinct(self.chosen.iter().map(String::as_str).chain(typed)).map_err(|(_, error)| error)?;
        if names.len() > MAX_GROUPS { Err(GroupError::TooMany) } else { Ok(names) }
    }
}

impl Desk {
    /// Every group with the number of its accounts, by name.
    ///
    /// # Errors
    /// [`GroupError::Forbidden`] or the database's failure.
    pub async fn groups(&self, actor: &Actor) -> Result<Vec<GroupSize>, GroupError> {
        actor.require(Permission::SeeUsage, None)?;
        Ok(self.store.groups().await?)
    }

    /// The group that `word` is the id or name of.
    ///
    /// # Errors
    /// [`GroupError::NoSuchGroup`], [`GroupError::Forbidden`] or the database's failure.
    pub async fn find_group(&self, actor: &Actor, word: &str) -> Result<Group, GroupError> {
        actor.require(Permission::SeeUsage, None)?;
        self.store.find_group(word).await?.ok_or(GroupError::NoSuchGroup)
    }

    /// Adds a group.
    ///
    /// # Errors
    /// [`GroupError::Name`], [`GroupError::NameTaken`].
    pub async fn add_group(&self, actor: &Actor, name: &str) -> Result<GroupId, GroupError> {
        actor.require(Permission::Administer, None)?;
        Ok(self.store.add_group(&group_name(name)?, &actor.into(), self.clock.now()).await?)
    }

    /// Gives a group another name.
    ///
    /// # Errors
    /// [`GroupError::Name`], [`GroupError::NameTaken`], [`GroupError::NoSuchGroup`].
    pub async fn rename_group(&self, actor: &Actor, id: GroupId, name: &str) -> Result<(), GroupError> {
        actor.require(Permission::Administer, None)?;
        Ok(self.store.rename_group(id, &group_name(name)?, &actor.into(), self.clock.now()).await?)
    }

    /// Deletes a group; its accounts stay.
    ///
    /// # Errors
    /// [`GroupError::NoSuchGroup`].
    pub async fn delete_group(&self, actor: &Actor, id: GroupId) -> Result<(), GroupError> {
        actor.require(Permission::Administer, None)?;
        Ok(self.store.delete_group(id, &actor.into(), self.clock.now()).await?)
    }

    /// Puts an account in these groups and no others; those that are not there are added.
    ///
    /// # Errors
    /// [`GroupError::Name`], [`GroupError::TooMany`], [`GroupError::NoSuchAccount`] for a retired one too.
    pub async fn set_groups(&self, actor: &Actor, account: AccountId, typed: &TypedGroups) -> Result<(), GroupError> {
        actor.require(Permission::Administer, Some(account))?;
        let names = typed.names()?;
        self.live_account(account).await?.ok_or(GroupError::NoSuchAccount)?;
        let there = self.store.set_groups(account, &names, &actor.into(), self.clock.now()).await?;
        if there { Ok(()) } else { Err(GroupError::NoSuchAccount) }
    }

    /// Puts accounts in groups, or takes them out of groups; how many are in other groups than before.
    ///
    /// # Errors
    /// [`GroupError::Name`], [`GroupError::TooMany`], [`GroupError::TooManyAccounts`].
    pub async fn change_groups(
        &self,
        actor: &Actor,
        accounts: &[AccountId],
        add: &TypedGroups,
        remove: &[GroupId],
    ) -> Result<usize, GroupError> {
        for account in accounts {
            actor.require(Permission::Administer, Some(*account))?;
        }
        actor.require(Permission::Administer, None)?;
        if accounts.len() > MAX_ACCOUNTS {
            return Err(GroupError::TooManyAccounts);
        }
        let change = GroupsChange { add: add.names()?, remove: remove.to_vec() };
        Ok(self.store.change_groups(accounts, &change, &actor.into(), self.clock.now()).await?)
    }
}
