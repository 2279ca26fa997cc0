//! The states of access tokens, kept in the database so that every page and process sees them.

use std::sync::Arc;

use async_trait::async_trait;
use domain::{AppId, Clock, QuotaZone};
use jiff::Timestamp;
use store::{ForcedRefreshClaim, ForcedRefreshLimits, Store, StoreError, TokenRecord};
use wechat::{BookError, FORCED_REFRESHES_A_DAY, FORCED_REFRESHES_APART, ForcedRefresh, TokenBook, TokenState};

/// A [`TokenBook`] in the database.
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
    async fn claim_forced_refresh(&self, appid: &AppId, now: Timestamp) -> Result<ForcedRefresh, BookError> {
        // Credentials that are only being tried belong to no account, and nothing is known of them.
        let Some(account) = self.account(appid).await? else { return Ok(ForcedRefresh::Granted) };
        let limits = ForcedRefreshLimits {
            day_start: self.zone.day_start(now),
            a_day: FORCED_REFRESHES_A_DAY,
            apart: FORCED_REFRESHES_APART,
        };
        let claim = self.store.claim_forced_refresh(account.id, now, limits).await.map_err(failed)?;
        Ok(match claim {
            ForcedRefreshClaim::Granted => ForcedRefresh::Granted,
            ForcedRefreshClaim::SpentToday => ForcedRefresh::SpentToday,
            ForcedRefreshClaim::TooSoon { until } => ForcedRefresh::TooSoon { until },
        })
    }

    async fn token_fares(&self, appid: &AppId, state: TokenState) {
        let written = async {
            let Some(account) = self.account(appid).await? else { return Ok(()) };
            let record = TokenRecord {
                state: state.state.word().to_owned(),
                expires_at: state.expires_at,
                last_failure: state.last_failure,
                last_error: state.last_error,
                changed_at: Some(self.clock.now()),
            };
            self.store.set_token(account.id, &record).await.map_err(failed)
        };
        if let Err(error) = written.await {
            tracing::error!(error = &error as &dyn std::error::Error, "a token's state could not be written down");
        }
    }
}
