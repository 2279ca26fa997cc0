//! What must outlive the process: forced refreshes, and how tokens fare.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use domain::{AppId, QuotaZone};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::state::TokenState;

/// The forced refreshes of an account that count against WeChat's limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ForcedRefreshes {
    /// How many in this quota day.
    pub today: u32,
    /// The last one ever.
    pub last_at: Option<Timestamp>,
}

/// The book could not be read or written.
#[derive(Debug, thiserror::Error)]
#[error("forced refreshes could not be counted")]
pub struct BookError(#[source] pub Box<dyn std::error::Error + Send + Sync>);

/// Keeps what must outlive the process, and is shared by all processes on one database.
#[async_trait]
pub trait TokenBook: Send + Sync {
    /// The account's forced refreshes as of `now`.
    ///
    /// # Errors
    /// [`BookError`]; the keeper then makes none.
    async fn forced_refreshes(&self, appid: &AppId, now: Timestamp) -> Result<ForcedRefreshes, BookError>;

    /// Writes down a forced refresh, before it is made.
    ///
    /// # Errors
    /// [`BookError`]; the keeper then does not make it.
    async fn record_forced_refresh(&self, appid: &AppId, at: Timestamp) -> Result<(), BookError>;

    /// Takes notice that the account's token now fares so. Called on changes only; a book that cannot write it down
    /// says so in its own log.
    async fn token_state_changed(&self, appid: &AppId, state: TokenState);
}

/// A book in memory, for tests and for commands that make a single call. Its days turn in Asia/Shanghai.
#[derive(Default)]
pub struct MemoryTokenBook {
    refreshes: Mutex<HashMap<AppId, Vec<Timestamp>>>,
    states: Mutex<Vec<(AppId, TokenState)>>,
}

impl MemoryTokenBook {
    /// Every change of an account's state so far, oldest first.
    pub fn states(&self, appid: &AppId) -> Vec<TokenState> {
        let states = self.states.lock().unwrap_or_else(PoisonError::into_inner);
        states.iter().filter(|(of, _)| of == appid).map(|(_, state)| state.clone()).collect()
    }
}

#[async_trait]
impl TokenBook for MemoryTokenBook {
    async fn forced_refreshes(&self, appid: &AppId, now: Timestamp) -> Result<ForcedRefreshes, BookError> {
        let zone = TimeZone::get("Asia/Shanghai").map_err(|error| BookError(error.into()))?;
        let day_start = QuotaZone::new(zone).day_start(now);
        let refreshes = self.refreshes.lock().unwrap_or_else(PoisonError::into_inner);
        let all = refreshes.get(appid).map(Vec::as_slice).unwrap_or_default();
        let today = all.iter().filter(|at| **at >= day_start).count();
        Ok(ForcedRefreshes { today: u32::try_from(today).unwrap_or(u32::MAX), last_at: all.iter().max().copied() })
    }

    async fn record_forced_refresh(&self, appid: &AppId, at: Timestamp) -> Result<(), BookError> {
        let mut refreshes = self.refreshes.lock().unwrap_or_else(PoisonError::into_inner);
        refreshes.entry(appid.clone()).or_default().push(at);
        Ok(())
    }

    async fn token_state_changed(&self, appid: &AppId, state: TokenState) {
        self.states.lock().unwrap_or_else(PoisonError::into_inner).push((appid.clone(), state));
    }
}

impl fmt::Debug for MemoryTokenBook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryTokenBook").finish_non_exhaustive()
    }
}
