//! The effectiveness of clears: whether they reset an interface, by the catalogue at first, then by the results of verified
//! clears.

use std::collections::HashMap;

use domain::clears::advice::ResetEffect;
use domain::{CgiPath, InterfaceId};
use store::{ClearLifts, StoreError};

use crate::Desk;

/// The results of verified clears, by interface and by path.
#[derive(Debug)]
pub(crate) struct ClearResults {
    of_interface: HashMap<InterfaceId, bool>,
    /// Of the same path on any account, where an interface has no result of its own.
    of_path: HashMap<CgiPath, bool>,
}

impl Desk {
    /// The results of all verified clears.
    pub(crate) async fn results(&self) -> Result<ClearResults, StoreError> {
        let results = self.store.results().await?;
        Ok(ClearResults {
            of_interface: results.iter().map(|(id, _, fell)| (*id, *fell)).collect(),
            of_path: results.into_iter().map(|(_, path, fell)| (path, fell)).collect(),
        })
    }

    /// Whether clears reset an interface.
    pub(crate) fn lifts(&self, results: &ClearResults, interface: InterfaceId, path: &CgiPath) -> ResetEffect {
        let guess = match self.catalogue_entry(path).map(|entry| entry.clear_lifts) {
            Some(ClearLifts::Expected) => ResetEffect::Expected,
            Some(ClearLifts::Unlikely) => ResetEffect::Unlikely,
            _ => ResetEffect::Unknown,
        };
        let result = results.of_interface.get(&interface).or_else(|| results.of_path.get(path));
        guess.learned(result.copied())
    }
}
