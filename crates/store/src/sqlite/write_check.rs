//! The check whether writes succeed: cheap while nothing speaks against it, a write where something does.

use domain::WriteFault;

use super::SqliteStore;
use crate::StoreError;
use crate::sqlite::query::{execute, params};

/// A write that changes nothing of use.
const PROBE: &str = "INSERT INTO meta (key, value) VALUES ('write_probe', x'00')
     ON CONFLICT (key) DO UPDATE SET value = excluded.value";

impl SqliteStore {
    /// The implementation of [`crate::Store::check_writes`].
    pub(super) async fn find_write_fault(&self) -> Option<WriteFault> {
        let writing = &self.writing;
        let (known, has_room, in_doubt) = (writing.fault(), writing.has_room(), writing.take_doubt());
        if writing.require_files().is_err() || (known.is_none() && has_room && !in_doubt) {
            return writing.fault();
        }
        match self.probe().await {
            // Where only the smallest write finds room, the next one would fail again.
            Ok(()) if known == Some(WriteFault::DiskFull) && !has_room => {}
            Ok(()) => writing.set(None),
            // It is noted.
            Err(StoreError::Unwritable(_)) => {}
            Err(error) => {
                tracing::warn!(%error, "whether the database can be written could not be determined");
                writing.doubt();
            }
        }
        writing.fault()
    }

    async fn probe(&self) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        if let Err(error) = execute(&mut write, PROBE, params![]).await {
            if let StoreError::Unwritable(fault) = error {
                self.writing.set(Some(fault));
            }
            return Err(error);
        }
        write.commit().await
    }
}
