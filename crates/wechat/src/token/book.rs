//! The token book: storage of forced refreshes and token states, which must outlive the process.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use domain::{AppId, QuotaZone};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::state::TokenState;

/// Forced refreshes an account may make in a quota day (official getStableAccessToken page).
pub const FORCED_REFRESHES_A_DAY: usize = 20;
/// The shortest time between two forced refreshes, also across days (same page).
pub const FORCED_REFRESHES_APART: SignedDuration = SignedDuration::from_secs(30);

/// The reply to a claim for a forced refresh.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForcedRefresh {
    /// The forced refresh is recorded and may be made.
    Granted,
    /// The day's [`FORCED_REFRESHES_A_DAY`] are used up.
    SpentToday,
    /// The last one is less than [`FORCED_REFRESHES_APART`] ago.
    TooSoon {
        /// When the next is allowed.
        until: Timestamp,
    },
}

/// The error of a book that could not be read or written.
#[derive(Debug, thiserror::Error)]
#[error("forced refreshes could not be counted")]
pub struct BookError(#[source] pub Box<dyn std::error::Error + Send + Sync>);

/// The storage of forced refreshes and token states, shared by all processes on one database.
#[async_trait]
pub trait TokenBook: Send + Sync {
    /// Records a forced refresh of the account at `now`, before it is made, unless WeChat's limits forbid it. Counting and
    /// recording are one step, so that concurrent processes cannot exceed the limits.
    ///
    /// # Errors
    /// [`BookError`]; the keeper then does not make the forced refresh.
    async fn claim_forced_refresh(&self, appid: &AppId, now: Timestamp) -> Result<ForcedRefresh, BookError>;

    /// Records the state of the account's token. Called on changes, and about once a minute while calls confirm the state,
    /// since another process may have recorded another one meanwhile. A book that cannot record it logs the error itself.
    async fn token_fares(&self, appid: &AppId, state: TokenState);
}

/// A book in memory, for tests and for commands that make a single call. Its days begin at midnight in Asia/Shanghai.
#[derive(Default)]
pub struct MemoryTokenBook {
    refreshes: Mutex<HashMap<AppId, Vec<Timestamp>>>,
    states: Mutex<Vec<(AppId, TokenState)>>,
}

impl MemoryTokenBook {
    /// All recorded states of an account's token, oldest first.
    pub fn states(&self, appid: &AppId) -> Vec<TokenState> {
        let states = self.states.lock().unwrap_or_else(PoisonError::into_inner);
        states.iter().filter(|(of, _)| of == appid).map(|(_, state)| state.clone()).collect()
    }

    /// The times of the account's forced refreshes, in the order of the claims.
    pub fn forced_refreshes(&self, appid: &AppId) -> Vec<Timestamp> {
        let refreshes = self.refreshes.lock().unwrap_or_else(PoisonError::into_inner);
        refreshes.get(appid).cloned().unwrap_or_default()
    }
}

#[async_trait]
impl TokenBook for MemoryTokenBook {
    async fn claim_forced_refresh(&self, appid: &AppId, now: Timestamp) -> Result<ForcedRefresh, BookError> {
        let zone = TimeZone::get("Asia/Shanghai").map_err(|error| BookError(error.into()))?;
        let day_start = QuotaZone::new(zone).day_start(now);
        let mut refreshes = self.refreshes.lock().unwrap_or_else(PoisonError::into_inner);
        let made = refreshes.entry(appid.clone()).or_default();
        if made.iter().filter(|at| **at >= day_start).count() >= FORCED_REFRESHES_A_DAY {
            return Ok(ForcedRefresh::SpentToday);
        }
        let until = made.iter().max().map(|last| *last + FORCED_REFRESHES_APART).filter(|until| *until > now);
        if let Some(until) = until {
            return Ok(ForcedRefresh::TooSoon { until });
        }
        made.push(now);
        Ok(ForcedRefresh::Granted)
    }

    async fn token_fares(&self, appid: &AppId, state: TokenState) {
        self.states.lock().unwrap_or_else(PoisonError::into_inner).push((appid.clone(), state));
    }
}

impl fmt::Debug for MemoryTokenBook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryTokenBook").finish_non_exhaustive()
    }
}
