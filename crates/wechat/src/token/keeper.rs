//! The token keeper: fetches and caches tokens, with one fetch at a time for an account, and recovers from refused tokens.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use domain::{AppId, Clock, ForcedRefreshOutcome};
use jiff::{SignedDuration, Timestamp};
use tokio::sync::Mutex as AsyncMutex;

use super::book::{ForcedRefresh, MIN_FORCED_REFRESH_INTERVAL, TokenStore};
use super::cache::TokenCache;
use super::state::{TokenState, TokenStatus};
use super::{Credentials, Token};
use crate::calls::stable_token::StableTokenMode;
use crate::calls::token::TokenReply;
use crate::error::{CallError, Cause, ForcedRefreshDenied, RequestProgress};
use crate::transport::Transport;

/// The time after which an unchanged state is reported to the book again, since other processes write to it too.
const REPORT_INTERVAL: SignedDuration = SignedDuration::from_mins(1);

/// The keeper of the tokens of all accounts, in memory only. Cheap to clone; clones share their tokens.
#[derive(Clone)]
pub struct TokenManager {
    transport: Transport,
    clock: Arc<dyn Clock>,
    book: Arc<dyn TokenStore>,
    accounts: Arc<Mutex<HashMap<AppId, Arc<Account>>>>,
}

/// One account. A fetch holds the lock of the cache, so that other calls wait for its result instead of fetching too.
#[derive(Default)]
struct Account {
    cache: AsyncMutex<TokenCache>,
    /// The state that was reported to the book last, and the time of the report.
    reported: Mutex<Option<(TokenState, Timestamp)>>,
    /// The number of refused tokens that were replaced.
    replaced: AtomicU64,
}

impl TokenManager {
    /// A keeper without tokens.
    pub fn new(transport: Transport, clock: Arc<dyn Clock>, book: Arc<dyn TokenStore>) -> Self {
        Self { transport, clock, book, accounts: Arc::default() }
    }

    /// Makes `call` with the account's token.
    ///
    /// Where the call refuses the token (40001, 40014, 42001), one fetch in normal mode follows; only if that gives the
    /// refused token again, one forced refresh; then the call is made once more, and its result is final. Calls that are
    /// refused at the same time share one recovery, and after one that gave no other token no call is made for a while (a
    /// minute at most). Safe also for calls that must not be repeated, since WeChat checks the
    /// token before it acts (folklore).
    ///
    /// # Errors
    /// The call's error; or that of the token call, also a previous one while it is too early for another (a minute at
    /// first, up to half an hour); or [`Cause::TokenNotRenewed`] where a forced refresh was not allowed or gave no new token.
    pub async fn with_token<T, F, Fut>(&self, credentials: &Credentials, call: F) -> Result<T, CallError>
    where
        F: Fn(Token) -> Fut + Send + Sync,
        Fut: Future<Output = Result<T, CallError>> + Send,
        T: Send,
    {
        let account = self.account(&credentials.appid);
        let token = self.token(&account, credentials).await?;
        let refused = match call(token.clone()).await {
            Err(error) if error.refuses_token() => error,
            other => {
                self.record_call(&account, credentials, &token, other.as_ref().err()).await;
                return other;
            }
        };
        let token = self.recover(&account, credentials, &token, refused).await?;
        account.replaced.fetch_add(1, Ordering::Relaxed);
        let result = call(token.clone()).await;
        self.record_call(&account, credentials, &token, result.as_ref().err()).await;
        result
    }

    /// Fetches a token for the account now, even while earlier failures would delay it, and returns its state.
    ///
    /// # Errors
    /// [`CallError`] of the token call.
    pub async fn check(&self, credentials: &Credentials) -> Result<TokenState, CallError> {
        self.forget(&credentials.appid).await;
        let account = self.account(&credentials.appid);
        self.token(&account, credentials).await?;
        Ok(self.state(&credentials.appid))
    }

    /// Forgets the account's token and failures: after a replaced secret, for a retired account, or for a check on request.
    pub async fn forget(&self, appid: &AppId) {
        let account = self.account(appid);
        let mut cache = account.cache.lock().await;
        *cache = TokenCache::default();
        *account.reported.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// The state of the account's token, as far as this process knows.
    pub fn state(&self, appid: &AppId) -> TokenState {
        let account = self.account(appid);
        let reported = account.reported.lock().unwrap_or_else(PoisonError::into_inner);
        reported.as_ref().map_or(TokenState::UNKNOWN, |(state, _)| state.clone()).at(self.clock.now())
    }

    /// The number of refused tokens of the account that were replaced since the start of this process.
    pub fn replaced(&self, appid: &AppId) -> u64 {
        self.account(appid).replaced.load(Ordering::Relaxed)
    }

    fn account(&self, appid: &AppId) -> Arc<Account> {
        let mut accounts = self.accounts.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(accounts.entry(appid.clone()).or_default())
    }

    /// A token for a call: the cached one, or one fetched now.
    async fn token(&self, account: &Account, credentials: &Credentials) -> Result<Token, CallError> {
        let mut cache = account.cache.lock().await;
        cache.use_secret(&credentials.secret);
        let now = self.clock.now();
        if let Some(error) = cache.failed_recovery(now) {
            return Err(CallError { reach: RequestProgress::NotSent, ..error.clone() });
        }
        if let Some(token) =
            cache.usable(now).filter(|_| !cache.needs_fetch(now) || cache.recent_failure(now).is_some())
        {
            return Ok(token.clone());
        }
        if let Some(error) = cache.recent_failure(now) {
            return Err(error.clone());
        }
        match self.fetch(account, &mut cache, credentials, StableTokenMode::Normal).await {
            Ok(token) => Ok(token),
            // The renewal failed, but the cached token has not expired yet.
            Err(error) => cache.usable(self.clock.now()).cloned().ok_or(error),
        }
    }

    /// Another token than `refused`. `error` is the refusal.
    ///
    /// # Errors
    /// As [`Self::with_token`].
    async fn recover(
        &self,
        account: &Account,
        credentials: &Credentials,
        refused: &Token,
        error: CallError,
    ) -> Result<Token, CallError> {
        let mut cache = account.cache.lock().await;
        cache.use_secret(&credentials.secret);
        let now = self.clock.now();
        if let Some(token) = cache.replacement_for(refused, now) {
            return Ok(token.clone());
        }
        cache.mark_refused(refused);
        if let Some(error) = cache.failed_recovery(now) {
            return Err(error.clone());
        }
        if let Some(error) = cache.recent_failure(now) {
            return Err(error.clone());
        }
        let token = self.fetch(account, &mut cache, credentials, StableTokenMode::Normal).await?;
        if !token.is(refused) {
            return Ok(token);
        }
        let now = self.clock.now();
        if let Err(why) = self.claim_forced_refresh(&credentials.appid, now).await {
            return Err(self.give_up(account, &mut cache, credentials, error, why).await);
        }
        tracing::info!(appid = %credentials.appid, "WeChat refuses the token that it issued; forcing a refresh");
        self.force(account, &mut cache, credentials, refused, error).await
    }

    /// A token by a forced refresh, which must be another than `refused`. `error` is the refusal.
    async fn force(
        &self,
        account: &Account,
        cache: &mut TokenCache,
        credentials: &Credentials,
        refused: &Token,
        error: CallError,
    ) -> Result<Token, CallError> {
        let result = self.transport.stable_token(credentials, StableTokenMode::Forced).await;
        // Less than 30 s after another program's forced refresh, WeChat gives the same token (an older official text) or 45011.
        let is_renewed = match &result {
            Ok(reply) => !reply.token.is(refused),
            Err(error) => error.errcode() != Some(45011),
        };
        if is_renewed {
            return self.take_in(account, cache, credentials, result, StableTokenMode::Forced).await;
        }
        let now = self.clock.now();
        let outcome = ForcedRefreshOutcome::NotRenewed;
        let until = self.book.record_forced_refresh(&credentials.appid, outcome, now).await;
        let why = ForcedRefreshDenied::NotRenewed { until: until.unwrap_or(now + MIN_FORCED_REFRESH_INTERVAL) };
        Err(self.give_up(account, cache, credentials, error, why).await)
    }

    /// The error of a recovery that gave no other token, after it is recorded. `error` is the refusal.
    async fn give_up(
        &self,
        account: &Account,
        cache: &mut TokenCache,
        credentials: &Credentials,
        error: CallError,
        why: ForcedRefreshDenied,
    ) -> CallError {
        let until = why.until();
        let error = not_renewed(error, why);
        cache.record_failed_recovery(error.clone(), until, self.clock.now());
        let state = TokenState::with_error(TokenStatus::Refused, cache, &error);
        self.report_state(account, &credentials.appid, state).await;
        error
    }

    /// Asks WeChat for a token and records the result.
    async fn fetch(
        &self,
        account: &Account,
        cache: &mut TokenCache,
        credentials: &Credentials,
        mode: StableTokenMode,
    ) -> Result<Token, CallError> {
        let result = self.transport.stable_token(credentials, mode).await;
        self.take_in(account, cache, credentials, result, mode).await
    }

    /// Records the result of a token call.
    async fn take_in(
        &self,
        account: &Account,
        cache: &mut TokenCache,
        credentials: &Credentials,
        result: Result<TokenReply, CallError>,
        mode: StableTokenMode,
    ) -> Result<Token, CallError> {
        let now = self.clock.now();
        let state = match &result {
            Ok(reply) => {
                self.transport.held().hold_token(&credentials.appid, &reply.token);
                cache.record_fetched(reply, mode == StableTokenMode::Forced, now);
                TokenState::valid(cache)
            }
            Err(error) => {
                self.record_seen_address(credentials, error).await;
                cache.record_failed_fetch(error.clone(), now);
                TokenState::after_failed_fetch(error, cache, now)
            }
        };
        self.report_state(account, &credentials.appid, state).await;
        result.map(|reply| reply.token)
    }

    /// Claims a forced refresh.
    ///
    /// # Errors
    /// The reason why none may be made.
    async fn claim_forced_refresh(&self, appid: &AppId, now: Timestamp) -> Result<(), ForcedRefreshDenied> {
        let not_recorded = |error| {
            tracing::error!(%appid, error = &error as &dyn std::error::Error, "no forced refresh was made");
            ForcedRefreshDenied::NotRecorded
        };
        match self.book.claim_forced_refresh(appid, now).await.map_err(not_recorded)? {
            ForcedRefresh::Granted => Ok(()),
            ForcedRefresh::DailyLimit => Err(ForcedRefreshDenied::DailyLimit),
            ForcedRefresh::TooSoon { until } => Err(ForcedRefreshDenied::TooSoon { until }),
            ForcedRefresh::Paused { until } => Err(ForcedRefreshDenied::Ineffective { until }),
        }
    }

    /// Updates the token's state after a call with it.
    async fn record_call(
        &self,
        account: &Account,
        credentials: &Credentials,
        token: &Token,
        error: Option<&CallError>,
    ) {
        let mut cache = account.cache.lock().await;
        if cache.expires_at().is_none() {
            return;
        }
        match error {
            None => {
                if cache.record_accepted(token) {
                    let now = self.clock.now();
                    self.book.record_forced_refresh(&credentials.appid, ForcedRefreshOutcome::Helped, now).await;
                }
                self.report_state(account, &credentials.appid, TokenState::valid(&cache)).await;
            }
            Some(error) => {
                self.record_seen_address(credentials, error).await;
                let word = error.errcode().and_then(TokenStatus::from_errcode);
                if error.refuses_token() && cache.record_refused(token) {
                    let now = self.clock.now();
                    let outcome = ForcedRefreshOutcome::Refused;
                    if let Some(until) = self.book.record_forced_refresh(&credentials.appid, outcome, now).await {
                        let error = not_renewed(error.clone(), ForcedRefreshDenied::Ineffective { until });
                        cache.record_failed_recovery(error, Some(until), now);
                    }
                }
                if let Some(word) = word.or(error.refuses_token().then_some(TokenStatus::Refused)) {
                    let state = TokenState::with_error(word, &cache, error);
                    self.report_state(account, &credentials.appid, state).await;
                }
            }
        }
    }

    /// Records the address that WeChat named in a refusal, where it named one.
    pub(crate) async fn record_seen_address(&self, credentials: &Credentials, error: &CallError) {
        if let Some(address) = error.seen_ip() {
            self.book.record_seen_address(&credentials.appid, address, self.clock.now()).await;
        }
    }

    /// Reports the token's state to the book, where it changed or the last report is older than [`REPORT_INTERVAL`].
    async fn report_state(&self, account: &Account, appid: &AppId, state: TokenState) {
        let now = self.clock.now();
        let due = {
            let mut reported = account.reported.lock().unwrap_or_else(PoisonError::into_inner);
            // A report from the future means that the clock was set back.
            let known =
                |(said, at): &(TokenState, Timestamp)| *said == state && *at <= now && now < *at + REPORT_INTERVAL;
            let due = !reported.as_ref().is_some_and(known);
            if due {
                *reported = Some((state.clone(), now));
            }
            due
        };
        if due {
            self.book.record_state(appid, state).await;
        }
    }
}

/// The refusal of a token, with the reason why no other token followed.
fn not_renewed(error: CallError, why: ForcedRefreshDenied) -> CallError {
    match error.cause {
        Cause::Refused(refusal) => CallError { cause: Cause::TokenNotRenewed { refusal, why }, ..error },
        cause => CallError { cause, ..error },
    }
}

/// The transport only, no token.
impl fmt::Debug for TokenManager {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenManager").field("transport", &self.transport).finish_non_exhaustive()
    }
}
