//! What is done to several accounts at once.

use std::collections::BTreeSet;

use domain::{AccountId, AccountStatus, Actor, GroupId, Permission};
use store::WatchOutcome;

use super::AccountError;
use crate::Desk;
use crate::interfaces::WatchError;

/// The accounts that something is done to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selection {
    /// These.
    These(Vec<AccountId>),
    /// All that are not retired; of a group, where one is named.
    All(Option<GroupId>),
}

impl Desk {
    /// The ids of the accounts of a selection that exist and are not retired.
    ///
    /// # Errors
    /// [`AccountError::Forbidden`] or the database's failure.
    pub async fn selected_accounts(
        &self,
        actor: &Actor,
        selection: &Selection,
    ) -> Result<Vec<AccountId>, AccountError> {
        actor.require(Permission::Administer, None)?;
        let mut accounts = self.store.accounts().await?;
        accounts.retain(|account| account.status != AccountStatus::Retired);
        match selection {
            Selection::All(None) => {}
            Selection::All(Some(group)) => accounts.retain(|account| account.is_in(*group)),
            Selection::These(ids) => {
                let ids: BTreeSet<_> = ids.iter().collect();
                accounts.retain(|account| ids.contains(&account.id));
            }
        }
        Ok(accounts.into_iter().map(|account| account.id).collect())
    }

    /// Pauses or resumes the readings of several accounts; of how many.
    ///
    /// # Errors
    /// [`AccountError::Forbidden`] or the database's failure; accounts before it are changed then.
    pub async fn pause_accounts(
        &self,
        actor: &Actor,
        accounts: &[AccountId],
        paused: bool,
    ) -> Result<usize, AccountError> {
        let mut changed = 0;
        for account in accounts {
            match self.pause_account(actor, *account, paused).await {
                Ok(()) => changed += 1,
                Err(AccountError::NoSuchAccount) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(changed)
    }

    /// Watches typed paths on several accounts; on how many of them any of the paths was not watched before.
    ///
    /// # Errors
    /// [`WatchError::Path`], before anything is watched; [`WatchError::Forbidden`] or the database's failure.
    pub async fn watch_on(&self, actor: &Actor, accounts: &[AccountId], typed: &[String]) -> Result<usize, WatchError> {
        let mut changed = 0;
        for account in accounts {
            match self.watch(actor, *account, typed).await {
                Ok(watched) => {
                    let is_new = watched.iter().any(|path| matches!(path.watched, WatchOutcome::Added(_)));
                    changed += usize::from(is_new);
                }
                Err(WatchError::NoSuchAccount) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(changed)
    }
}
