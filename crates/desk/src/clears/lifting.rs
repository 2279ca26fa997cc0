//! Whether clears reset an interface: the catalogue's guess at first, then what verified clears showed.

use std::collections::HashMap;

use domain::clears::advice::Lifts;
use domain::{AccountId, CgiPath, InterfaceId};
use store::{ClearLifts, StoreError};

use crate::Desk;

/// What verified clears showed.
#[derive(Debug)]
pub(super) struct Results {
    of_account: HashMap<InterfaceId, bool>,
    /// Of the same path on any account, where this one has no result of its own.
    of_path: HashMap<CgiPath, bool>,
}

impl Desk {
    /// What is known of clears of an account's interfaces.
    pub(super) async fn results(&self, account: AccountId) -> Result<Results, StoreError> {
        let of_account = self.store.results(Some(account)).await?;
        let of_path = self.store.results(None).await?;
        Ok(Results {
            of_account: of_account.into_iter().map(|(id, _, fell)| (id, fell)).collect(),
            of_path: of_path.into_iter().map(|(_, path, fell)| (path, fell)).collect(),
        })
    }

    /// Whether clears reset an interface.
    pub(super) fn lifts(&self, results: &Results, interface: InterfaceId, path: &CgiPath) -> Lifts {
        let guess = match self.catalogue_entry(path).map(|entry| entry.clear_lifts) {
            Some(ClearLifts::Expected) => Lifts::Expected,
            Some(ClearLifts::Unlikely) => Lifts::Unlikely,
            _ => Lifts::Unknown,
        };
        let result = results.of_account.get(&interface).or_else(|| results.of_path.get(path));
        guess.learned(result.copied())
    }
}
