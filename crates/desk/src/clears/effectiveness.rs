//! The effectiveness of clears: whether they reset an interface, by the catalogue at first, then by the newest evidence of
//! that interface.

use std::collections::HashMap;

use domain::clears::advice::ResetEffect;
use domain::{CgiPath, InterfaceId};
use store::{ClearLifts, StoreError};

use crate::Desk;

/// The newest evidence of each interface and of each path.
#[derive(Debug)]
pub(crate) struct ClearResults {
    of_interface: HashMap<InterfaceId, bool>,
    /// Of the same path on any account, where an interface has no result of its own.
    of_path: HashMap<CgiPath, bool>,
}

impl Desk {
    /// The evidence of all clears.
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
        guess.learned(results.of_interface.get(&interface).copied(), results.of_path.get(path).copied())
    }
}
