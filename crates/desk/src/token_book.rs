//! What the token keeper writes down, kept in the database, so that every page and every process sees it.

use std::sync::Arc;

use async_trait::async_trait;
use domain::{AppId, Clock, QuotaZone};
use jiff::Timestamp;
use store::{Store, StoreError, TokenRecord};
use wechat::{BookError, ForcedRefreshes, TokenBook, TokenState};

/// The keeper's book over the store.
pub struct StoredTokenBook {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    zone: QuotaZone,
}

impl std::fmt::Debug for StoredTokenBook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StoredTokenBook").field("zone", &self.zone).finish_non_exhaustive()
    }
}

impl StoredTokenBook {
    /// A book that counts forced refreshes by the quota day of `zone`.
    pub fn new(store: Arc<dyn Store>, clock: Arc<dyn Clock>, zone: QuotaZone) -> Self {
        Self { store, clock, zone }
    }

    async fn account(&self, appid: &AppId) -> Result<Option<store::Account>, BookError> {
        self.store.find_account(appid.as_str()).await.map_err(failed)
    }
}

fn failed(error: StoreError) -> BookError {
    BookError(Box::new(error))
}

#[async_trait]
impl TokenBook for StoredTokenBook {
    async fn forced_refreshes(&self, appid: &AppId, now: Timestamp) -> Result<ForcedRefreshes, BookError> {
        // Credentials that are only being tried belong to no account, and have none.
        let Some(account) = self.account(appid).await? else { return Ok(ForcedRefreshes::default()) };
        let times = self.store.forced_refreshes(account.id, self.zone.day_start(now)).await.map_err(failed)?;
        let today = u32::try_from(times.len()).unwrap_or(u32::MAX);
        Ok(ForcedRefreshes { today, last_at: times.last().copied() })
    }

    async fn record_forced_refresh(&self, appid: &AppId, at: Timestamp) -> Result<(), BookError> {
        match self.account(appid).await? {
            Some(account) => self.store.add_forced_refresh(account.id, at).await.map_err(failed),
            None => Ok(()),
        }
    }

    async fn token_state_changed(&self, appid: &AppId, state: TokenState) {
        let written = async {
            let Some(account) = self.account(appid).await? else { return Ok(()) };
            let record = TokenRecord {
                state: state.state.word().to_owned(),
                expires_at: state.expires_at,
                last_errcode: state.last_errcode,
                last_error: state.last_error,
                changed_at: Some(self.clock.now()),
            };
            self.store.set_token(account.id, &record).await.map_err(failed)
        };
        if let Err(error) = written.await {
            tracing::error!(%error, "a token's state could not be written down");
        }
    }
}
