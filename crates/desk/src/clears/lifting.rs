//! Whether clears reset an interface: the catalogue's guess at first, then what verified clears showed.

use std::collections::HashMap;

use domain::clears::advice::Lifts;
use domain::{CgiPath, InterfaceId};
use store::{ClearLifts, StoreError};

use crate::Desk;

/// What verified clears showed.
#[derive(Debug)]
pub(crate) struct Results {
    of_interface: HashMap<InterfaceId, bool>,
    /// Of the same path on any account, where an interface has no result of its own.
    of_path: HashMap<CgiPath, bool>,
}

impl Desk {
    /// What is known of clears of every interface.
    pub(crate) async fn results(&self) -> Result<Results, StoreError> {
        let results = self.store.results().await?;
        Ok(Results {
            of_interface: results.iter().map(|(id, _, fell)| (*id, *fell)).collect(),
            of_path: results.into_iter().map(|(_, path, fell)| (path, fell)).collect(),
        })
    }

    /// Whether clears reset an interface.
    pub(crate) fn lifts(&self, results: &Results, interface: InterfaceId, path: &CgiPath) -> Lifts {
        let guess = match self.catalogue_entry(path).map(|entry| entry.clear_lifts) {
            Some(ClearLifts::Expected) => Lifts::Expected,
            Some(ClearLifts::Unlikely) => Lifts::Unlikely,
            _ => Lifts::Unknown,
        };
        let result = results.of_interface.get(&interface).or_else(|| results.of_path.get(path));
        guess.learned(result.copied())
    }
}
