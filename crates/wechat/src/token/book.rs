//! The token book: storage of forced refreshes and token states, which must outlive the process.

use std::collections::HashMap;
use std::fmt;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use domain::{AppId, ForcedRefreshOutcome, ForcedRefreshPause, QuotaZone};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::state::TokenState;

/// Forced refreshes an account may make in a quota day (official getStableAccessToken page).
pub const MAX_FORCED_REFRESHES_PER_DAY: usize = 20;
/// The shortest time between two forced refreshes, also across days (same page).
pub const MIN_FORCED_REFRESH_INTERVAL: SignedDuration = SignedDuration::from_secs(30);

/// The reply to a claim for a forced refresh.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForcedRefresh {
    /// The forced refresh is recorded and may be made.
    Granted,
    /// The day's [`MAX_FORCED_REFRESHES_PER_DAY`] are used up.
    DailyLimit,
    /// The last one is less than [`MIN_FORCED_REFRESH_INTERVAL`] ago.
    TooSoon {
        /// When the next is allowed.
        until: Timestamp,
    },
    /// The last ones did not help (see [`ForcedRefreshPause`]).
    Paused {
        /// When the next is allowed.
        until: Timestamp,
    },
}

/// The error of a book that could not be read or written.
#[derive(Debug, thiserror::Error)]
#[error("forced refreshes could not be counted")]
pub struct TokenStoreError(#[source] pub Box<dyn std::error::Error + Send + Sync>);

/// The storage of forced refreshes and token states, shared by all processes on one database.
#[async_trait]
pub trait TokenStore: Send + Sync {
    /// Records a forced refresh of the account at `now`, before it is made, unless WeChat's limits forbid it. Counting and
    /// recording are one step, so that concurrent processes cannot exceed the limits.
    ///
    /// # Errors
    /// [`TokenStoreError`]; the keeper then does not make the forced refresh.
    async fn claim_forced_refresh(&self, appid: &AppId, now: Timestamp) -> Result<ForcedRefresh, TokenStoreError>;

    /// Records the outcome of a forced refresh, and returns the end of the pause that follows from it, if any. A book that
    /// cannot record it logs the error itself.
    async fn record_forced_refresh(
        &self,
        appid: &AppId,
        outcome: ForcedRefreshOutcome,
        now: Timestamp,
    ) -> Option<Timestamp>;

    /// Records the address that WeChat named when it refused a call of the account (40164). A book that cannot record it
    /// logs the error itself.
    async fn record_seen_address(&self, appid: &AppId, address: IpAddr, now: Timestamp);

    /// Records the state of the account's token. Called on changes, and about once a minute while calls confirm the state,
    /// since another process may have recorded another one meanwhile. A book that cannot record it logs the error itself.
    async fn record_state(&self, appid: &AppId, state: TokenState);
}

/// A book in memory, for tests and for commands that make a single call. Its days begin at midnight in Asia/Shanghai.
#[derive(Default)]
pub struct MemoryTokenStore {
    refreshes: Mutex<HashMap<AppId, Vec<Timestamp>>>,
    pauses: Mutex<HashMap<AppId, ForcedRefreshPause>>,
    addresses: Mutex<Vec<(AppId, IpAddr)>>,
    states: Mutex<Vec<(AppId, TokenState)>>,
}

impl MemoryTokenStore {
    /// All recorded states of an account's token, oldest first.
    pub fn states(&self, appid: &AppId) -> Vec<TokenState> {
        let states = self.states.lock().unwrap_or_else(PoisonError::into_inner);
        states.iter().filter(|(of, _)| of == appid).map(|(_, state)| state.clone()).collect()
    }

    /// The recorded addresses of the account's refused calls, oldest first.
    pub fn seen_addresses(&self, appid: &AppId) -> Vec<IpAddr> {
        let addresses = self.addresses.lock().unwrap_or_else(PoisonError::into_inner);
        addresses.iter().filter(|(of, _)| of == appid).map(|(_, address)| *address).collect()
    }

    /// The times of the account's forced refreshes, in the order of the claims.
    pub fn forced_refreshes(&self, appid: &AppId) -> Vec<Timestamp> {
        let refreshes = self.refreshes.lock().unwrap_or_else(PoisonError::into_inner);
        refreshes.get(appid).cloned().unwrap_or_default()
    }
}

#[async_trait]
impl TokenStore for MemoryTokenStore {
    async fn claim_forced_refresh(&self, appid: &AppId, now: Timestamp) -> Result<ForcedRefresh, TokenStoreError> {
        let paused = self.pauses.lock().unwrap_or_else(PoisonError::into_inner).get(appid).copied().unwrap_or_default();
        if let Some(until) = paused.blocks(now) {
            return Ok(ForcedRefresh::Paused { until });
        }
        let zone = TimeZone::get("Asia/Shanghai").map_err(|error| TokenStoreError(error.into()))?;
        let day_start = QuotaZone::new(zone).day_start(now);
        let mut refreshes = self.refreshes.lock().unwrap_or_else(PoisonError::into_inner);
        let made = refreshes.entry(appid.clone()).or_default();
        if made.iter().filter(|at| **at >= day_start).count() >= MAX_FORCED_REFRESHES_PER_DAY {
            return Ok(ForcedRefresh::DailyLimit);
        }
        let until = made.iter().max().map(|last| *last + MIN_FORCED_REFRESH_INTERVAL).filter(|until| *until > now);
        if let Some(until) = until {
            return Ok(ForcedRefresh::TooSoon { until });
        }
        made.push(now);
        Ok(ForcedRefresh::Granted)
    }

    async fn record_forced_refresh(
        &self,
        appid: &AppId,
        outcome: ForcedRefreshOutcome,
        now: Timestamp,
    ) -> Option<Timestamp> {
        let mut pauses = self.pauses.lock().unwrap_or_else(PoisonError::into_inner);
        let pause = pauses.entry(appid.clone()).or_default();
        *pause = pause.after(outcome, now);
        pause.until
    }

    async fn record_seen_address(&self, appid: &AppId, address: IpAddr, _now: Timestamp) {
        self.addresses.lock().unwrap_or_else(PoisonError::into_inner).push((appid.clone(), address));
    }

    async fn record_state(&self, appid: &AppId, state: TokenState) {
        self.states.lock().unwrap_or_else(PoisonError::into_inner).push((appid.clone(), state));
    }
}

impl fmt::Debug for MemoryTokenStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryTokenStore").finish_non_exhaustive()
    }
}
