//! Whether anything can be saved. While it cannot, people read, and nothing is begun that would have to be written down: no call
//! to WeChat, no message, no sign-in.

use std::sync::Arc;
use std::time::Duration;

use domain::WriteFault;
use store::StoreError;
use tokio_util::sync::CancellationToken;

use crate::{Desk, Internal};

/// The interval at which the database is looked after, and so about the time after which writes go on once they can.
const BEAT: Duration = Duration::from_secs(2);

impl Internal {
    /// The reason why nothing could be saved, where that is the failure.
    pub fn write_fault(&self) -> Option<WriteFault> {
        match self {
            Self::Store(StoreError::Unwritable(fault)) => Some(*fault),
            _ => None,
        }
    }
}

impl Desk {
    /// The reason why nothing can be saved; `None` while everything can, as far as is known.
    pub fn write_fault(&self) -> Option<WriteFault> {
        self.store.write_fault()
    }

    /// Finds out whether anything can be saved.
    pub async fn check_writes(&self) -> Option<WriteFault> {
        self.store.check_writes().await
    }

    /// Looks after the database, beat after beat, until `stop`.
    pub async fn run_write_checks(self: Arc<Self>, stop: CancellationToken) {
        while !stop.is_cancelled() {
            let was_unwritable = self.write_fault().is_some();
            // A check that is broken off leaves nothing behind.
            let Some(fault) = stop.run_until_cancelled(self.check_writes()).await else { break };
            if was_unwritable && fault.is_none() {
                self.sampler.wake();
            }
            stop.run_until_cancelled(tokio::time::sleep(BEAT)).await;
        }
    }

    /// Waits while nothing can be saved, until `stop`.
    pub(crate) async fn wait_for_writes(&self, stop: &CancellationToken) {
        while self.write_fault().is_some() && !stop.is_cancelled() {
            stop.run_until_cancelled(tokio::time::sleep(BEAT)).await;
        }
    }

    /// Refuses where it is known that nothing can be saved: before any call whose outcome would have to be.
    pub(crate) fn require_writable(&self) -> Result<(), Internal> {
        match self.write_fault() {
            Some(fault) => Err(StoreError::Unwritable(fault).into()),
            None => Ok(()),
        }
    }
}
