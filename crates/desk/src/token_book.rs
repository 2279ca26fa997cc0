//! The states of access tokens, kept in the database so that every page and process sees them.

use std::net::IpAddr;
use std::sync::Arc;

use async_trait::async_trait;
use domain::{AppId, Clock, ForcedRefreshOutcome, QuotaZone};
use jiff::Timestamp;
use store::{ForcedRefreshClaim, ForcedRefreshLimits, Store, StoreError, TokenRecord, TokenWriter};
use wechat::{
    ForcedRefresh, MAX_FORCED_REFRESHES_PER_DAY, MIN_FORCED_REFRESH_INTERVAL, TokenState, TokenStore, TokenStoreError,
};

/// A [`TokenStore`] in the database.
pub struct DatabaseTokenStore {
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    zone: QuotaZone,
    writer: TokenWriter,
}

impl std::fmt::Debug for DatabaseTokenStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DatabaseTokenStore")
            .field("zone", &self.zone)
            .field("writer", &self.writer)
            .finish_non_exhaustive()
    }
}

impl DatabaseTokenStore {
    /// A book of the process that is `writer`, which counts forced refreshes by the quota day of `zone`.
    pub fn new(store: Arc<dyn Store>, clock: Arc<dyn Clock>, zone: QuotaZone, writer: TokenWriter) -> Self {
        Self { store, clock, zone, writer }
    }

    async fn account(&self, appid: &AppId) -> Result<Option<store::Account>, TokenStoreError> {
        self.store.find_account(appid.as_str()).await.map_err(failed)
    }
}

fn failed(error: StoreError) -> TokenStoreError {
    TokenStoreError(Box::new(error))
}

#[async_trait]
impl TokenStore for DatabaseTokenStore {
    async fn claim_forced_refresh(&self, appid: &AppId, now: Timestamp) -> Result<ForcedRefresh, TokenStoreError> {
        // Credentials that are only being tried belong to no account, and nothing is known of them.
        let Some(account) = self.account(appid).await? else { return Ok(ForcedRefresh::Granted) };
        let limits = ForcedRefreshLimits {
            day_start: self.zone.day_start(now),
            a_day: MAX_FORCED_REFRESHES_PER_DAY,
            apart: MIN_FORCED_REFRESH_INTERVAL,
        };
        let claim = self.store.claim_forced_refresh(account.id, now, limits).await.map_err(failed)?;
        Ok(match claim {
            ForcedRefreshClaim::Granted => ForcedRefresh::Granted,
            ForcedRefreshClaim::DailyLimit => ForcedRefresh::DailyLimit,
            ForcedRefreshClaim::TooSoon { until } => ForcedRefresh::TooSoon { until },
            ForcedRefreshClaim::Paused { until } => ForcedRefresh::Paused { until },
        })
    }

    async fn record_forced_refresh(
        &self,
        appid: &AppId,
        outcome: ForcedRefreshOutcome,
        now: Timestamp,
    ) -> Option<Timestamp> {
        let written = async {
            let Some(account) = self.account(appid).await? else { return Ok(None) };
            self.store.record_forced_refresh(account.id, outcome, now).await.map_err(failed)
        };
        written.await.unwrap_or_else(|error| {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "a forced refresh's outcome could not be recorded"
            );
            None
        })
    }

    async fn record_seen_address(&self, appid: &AppId, address: IpAddr, now: Timestamp) {
        let written = async {
            // Credentials that are only being tried belong to no account, but leave by this machine too.
            let account = self.account(appid).await?.map(|account| account.id);
            self.store.record_seen_address(account, address, now).await.map_err(failed)
        };
        if let Err(error) = written.await {
            tracing::error!(error = &error as &dyn std::error::Error, "an address could not be recorded");
        }
    }

    async fn record_state(&self, appid: &AppId, state: TokenState) {
        let written = async {
            let Some(account) = self.account(appid).await? else { return Ok(()) };
            let record = TokenRecord {
                state: state.state.word().to_owned(),
                expires_at: state.expires_at,
                fetched_at: state.fetched_at,
                last_failure: state.last_failure,
                last_error: state.last_error,
                changed_at: Some(self.clock.now()),
            };
            self.store.set_token(account.id, &record, self.writer).await.map_err(failed)
        };
        if let Err(error) = written.await {
            tracing::error!(error = &error as &dyn std::error::Error, "a token's state could not be saved");
        }
    }
}
