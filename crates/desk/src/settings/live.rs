//! The values that apply now, as use cases read them, and how they follow the database.

use std::sync::Arc;
use std::time::Duration;

use store::StoreError;
use tokio_util::sync::CancellationToken;

use super::state::Live;
use crate::Desk;

/// The time between two looks for changes that another process made.
pub const REFRESH_EVERY: Duration = Duration::from_secs(3);

impl Desk {
    /// The values that apply now.
    pub fn live(&self) -> Arc<Live> {
        Arc::clone(&self.live.now.borrow())
    }

    /// Follows changes of the settings that other processes make, until `stop`.
    pub async fn run_settings(self: Arc<Self>, stop: CancellationToken) {
        while !stop.is_cancelled() {
            if let Err(error) = self.refresh_settings().await {
                tracing::error!(%error, "changed settings could not be read; the values from before still apply");
            }
            if let Err(error) = self.record_clear_limits().await {
                tracing::error!(%error, "the number of clears could not be recorded; past months may show another one");
            }
            stop.run_until_cancelled(tokio::time::sleep(REFRESH_EVERY)).await;
        }
    }

    /// Takes over the settings that are stored now.
    ///
    /// # Errors
    /// [`StoreError`]; the values from before still apply.
    pub async fn refresh_settings(&self) -> Result<(), StoreError> {
        let _turn = self.live.turn.lock().await;
        let fresh = Live::of(&self.settings, self.store.stored_settings().await?);
        let before = self.live();
        if *before == fresh {
            return Ok(());
        }
        let interval_changed = before.values.reading_interval_hours != fresh.values.reading_interval_hours;
        self.live.now.send_replace(Arc::new(fresh));
        if interval_changed {
            self.sampler.wake();
        }
        Ok(())
    }

    /// Records the number of clears that applies now, where it is not recorded yet, so that months keep it once they are over.
    pub(super) async fn record_clear_limits(&self) -> Result<(), StoreError> {
        let Some(limits) = self.live().unrecorded_limits(self.clock.now()) else { return Ok(()) };
        self.store.record_clear_limits(limits).await?;
        self.refresh_settings().await
    }

    /// Takes over settings that were just stored. Where that fails, they are saved all the same, and hold within
    /// [`REFRESH_EVERY`].
    pub(crate) async fn refresh_after_change(&self) {
        if let Err(error) = self.refresh_settings().await {
            tracing::error!(%error, "changed settings could not be read back at once");
        }
    }
}
