//! What the token keeper writes down, kept in the database, so that every page and every process sees it.

use std::sync::Arc;

use async_trait::async_trait;
use domain::{AppId, Clock, QuotaZone};
use jiff::Timestamp;
use store::{Store, TokenRecord};
use wechat::{ForcedRefreshes, TokenBook, TokenState};

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

    async fn account(&self, appid: &AppId) -> Option<store::Account> {
        let found = self.store.find_account(appid.as_str()).await;
        found.inspect_err(|error| tracing::error!(%error, "the account of a token could not be read")).ok().flatten()
    }
}

#[async_trait]
impl TokenBook for StoredTokenBook {
    async fn forced_refreshes(&self, appid: &AppId) -> ForcedRefreshes {
        // Where the book cannot be read, the day's refreshes count as used up: forcing ends the token for everyone.
        let unknown = ForcedRefreshes { today: u32::MAX, last_at: None };
        let Some(account) = self.account(appid).await else { return unknown };
        let since = self.zone.day_start(self.clock.now());
        match self.store.forced_refreshes(account.id, since).await {
            Ok(times) => ForcedRefreshes {
                today: u32::try_from(times.len()).unwrap_or(u32::MAX),
                last_at: times.last().copied(),
            },
            Err(error) => {
                tracing::error!(%error, "forced refreshes could not be counted");
                unknown
            }
        }
    }

    async fn record_forced_refresh(&self, appid: &AppId, at: Timestamp) {
        let Some(account) = self.account(appid).await else { return };
        if let Err(error) = self.store.add_forced_refresh(account.id, at).await {
            tracing::error!(%error, "a forced refresh could not be written down");
        }
    }

    async fn token_state_changed(&self, appid: &AppId, state: TokenState) {
        // Credentials that are only being tried belong to no account yet.
        let Some(account) = self.account(appid).await else { return };
        let record = TokenRecord {
            state: state.state.word().to_owned(),
            expires_at: state.expires_at,
            last_errcode: state.last_errcode,
            last_error: state.last_error,
            changed_at: Some(self.clock.now()),
        };
        if let Err(error) = self.store.set_token(account.id, &record).await {
            tracing::error!(%error, "a token's state could not be written down");
        }
    }
}
