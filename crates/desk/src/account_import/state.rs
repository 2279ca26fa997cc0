//! How far an import is that a browser began.

use std::sync::Mutex;

use domain::Actor;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::results::{ImportCounts, RowResult};
use crate::background::lock;

/// An import that a browser began, as far as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportProgress {
    /// Who began it.
    pub by: String,
    /// How many rows there are.
    pub total: usize,
    /// What became of the rows that are done, in their order.
    pub rows: Vec<RowResult>,
    /// How many of them were good, and how many bad.
    pub counts: ImportCounts,
    /// When it ended; `None` while it is under way.
    pub ended_at: Option<Timestamp>,
    /// Whether it ended before the last row, because something failed or wxquota was stopped.
    pub is_broken: bool,
}

/// The import that a browser began last, where it is still of interest.
#[derive(Debug, Default)]
pub(crate) struct LastImport(Mutex<Option<ImportProgress>>);

impl LastImport {
    /// Begins an import; false where another one is under way.
    pub(super) fn begin(&self, by: &Actor, total: usize) -> bool {
        let mut last = lock(&self.0);
        if last.as_ref().is_some_and(|last| last.ended_at.is_none()) {
            return false;
        }
        let (rows, counts) = (Vec::new(), ImportCounts::default());
        *last = Some(ImportProgress { by: by.to_string(), total, rows, counts, ended_at: None, is_broken: false });
        true
    }

    /// The import as it is now.
    pub(super) fn get(&self) -> Option<ImportProgress> {
        lock(&self.0).clone()
    }

    pub(super) fn add(&self, row: RowResult) {
        if let Some(last) = lock(&self.0).as_mut() {
            last.counts.count(&row);
            last.rows.push(row);
        }
    }

    pub(super) fn end(&self, at: Timestamp) {
        if let Some(last) = lock(&self.0).as_mut() {
            last.ended_at = Some(at);
            last.is_broken = last.rows.len() < last.total;
        }
    }
}
