//! The token keeper: one fetch at a time for an account, and one way back from a refused token.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use domain::{AppId, Clock};
use jiff::{SignedDuration, Timestamp};
use tokio::sync::Mutex as AsyncMutex;

use super::book::{ForcedRefresh, TokenBook};
use super::slot::Slot;
use super::state::{TokenState, TokenWord};
use super::{Credentials, Token};
use crate::calls::stable_token::Mode;
use crate::error::{CallError, Cause, HeldBack};
use crate::transport::Transport;

/// How long it is taken for granted that the book still says what it was told: another process may write to it too.
const TOLD_FOR: SignedDuration = SignedDuration::from_mins(1);

/// Keeps the tokens of all accounts, in memory only. Cheap to clone; clones share their tokens.
#[derive(Clone)]
pub struct TokenKeeper {
    transport: Transport,
    clock: Arc<dyn Clock>,
    book: Arc<dyn TokenBook>,
    accounts: Arc<Mutex<HashMap<AppId, Arc<Account>>>>,
}

/// One account. Whoever fetches holds the slot, so that others wait for what comes of it instead of fetching too.
#[derive(Default)]
struct Account {
    slot: AsyncMutex<Slot>,
    /// What the book was told last, and when.
    told: Mutex<Option<(TokenState, Timestamp)>>,
    /// How often a token that WeChat refused gave way to another one.
    replaced: AtomicU64,
}

impl TokenKeeper {
    /// A keeper that holds nothing yet.
    pub fn new(transport: Transport, clock: Arc<dyn Clock>, book: Arc<dyn TokenBook>) -> Self {
        Self { transport, clock, book, accounts: Arc::default() }
    }

    /// Makes `call` with the account's token.
    ///
    /// Where the call refuses the token (40001, 40014, 42001), one fetch in normal mode follows; only if that gives the
    /// very token that was refused, one forced refresh; then the call is made once more, and what comes of that is
    /// final. Calls that are refused at the same time share one recovery. Safe for calls that must not be repeated too,
    /// since WeChat checks the token before it acts (folklore).
    ///
    /// # Errors
    /// The call's own error; or the token call's, fresh or, while it is too early to ask again (a minute at first, up to
    /// half an hour), as it was; or [`Cause::TokenNotRenewed`] where a forced refresh was held back.
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
                self.learn(&account, credentials, &token, other.as_ref().err()).await;
                return other;
            }
        };
        let token = self.recover(&account, credentials, &token, refused).await?;
        account.replaced.fetch_add(1, Ordering::Relaxed);
        let result = call(token.clone()).await;
        self.learn(&account, credentials, &token, result.as_ref().err()).await;
        result
    }

    /// Fetches a token for the account now, whatever went wrong before, and says how it fares.
    ///
    /// # Errors
    /// [`CallError`] of the token call.
    pub async fn check(&self, credentials: &Credentials) -> Result<TokenState, CallError> {
        self.forget(&credentials.appid).await;
        let account = self.account(&credentials.appid);
        self.token(&account, credentials).await?;
        Ok(self.state(&credentials.appid))
    }

    /// Forgets the account's token and failures. For a replaced secret, a retired account, a person who asks to try now.
    pub async fn forget(&self, appid: &AppId) {
        let account = self.account(appid);
        let mut slot = account.slot.lock().await;
        *slot = Slot::default();
        *account.told.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// How the account's token fares, as far as this process knows.
    pub fn state(&self, appid: &AppId) -> TokenState {
        let account = self.account(appid);
        let told = account.told.lock().unwrap_or_else(PoisonError::into_inner);
        told.as_ref().map_or(TokenState::UNKNOWN, |(state, _)| state.clone()).at(self.clock.now())
    }

    /// How often, since this process began, a token of the account that WeChat refused gave way to another one.
    pub fn replaced(&self, appid: &AppId) -> u64 {
        self.account(appid).replaced.load(Ordering::Relaxed)
    }

    fn account(&self, appid: &AppId) -> Arc<Account> {
        let mut accounts = self.accounts.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(accounts.entry(appid.clone()).or_default())
    }

    /// A token that should do: the held one, or one fetched now.
    async fn token(&self, account: &Account, credentials: &Credentials) -> Result<Token, CallError> {
        let mut slot = account.slot.lock().await;
        slot.serve(&credentials.secret);
        let now = self.clock.now();
        if let Some(token) = slot.usable(now).filter(|_| !slot.needs_fetch(now) || slot.paused(now).is_some()) {
            return Ok(token.clone());
        }
        if let Some(error) = slot.paused(now) {
            return Err(error.clone());
        }
        match self.fetch(account, &mut slot, credentials, Mode::Normal).await {
            Ok((token, _)) => Ok(token),
            // The renewal failed, but the held token is not over yet.
            Err(error) => slot.usable(self.clock.now()).cloned().ok_or(error),
        }
    }

    /// Another token than `refused`, or why there is none. `error` is the refusal.
    async fn recover(
        &self,
        account: &Account,
        credentials: &Credentials,
        refused: &Token,
        error: CallError,
    ) -> Result<Token, CallError> {
        let mut slot = account.slot.lock().await;
        slot.serve(&credentials.secret);
        let now = self.clock.now();
        if let Some(token) = slot.recovered_from(refused, now) {
            return Ok(token.clone());
        }
        if let Some(why) = slot.fruitless(now) {
            return Err(not_renewed(error, why.clone()));
        }
        if let Some(error) = slot.paused(now) {
            return Err(error.clone());
        }
        let (token, _) = self.fetch(account, &mut slot, credentials, Mode::Normal).await?;
        if !token.is(refused) {
            return Ok(token);
        }
        let now = self.clock.now();
        if let Err(why) = self.claim_forced_refresh(&slot, &credentials.appid, now).await {
            slot.recovery_was_fruitless(why.clone(), now);
            let error = not_renewed(error, why);
            let state = TokenState::with_error(TokenWord::Refused, slot.expires_at(), &error);
            self.tell(account, &credentials.appid, state).await;
            return Err(error);
        }
        tracing::info!(appid = %credentials.appid, "WeChat refuses the token it gives; forcing a new one");
        self.fetch(account, &mut slot, credentials, Mode::Forced).await.map(|(token, _)| token)
    }

    /// Asks WeChat for a token and takes in what comes of it. Whether it is the one held before.
    async fn fetch(
        &self,
        account: &Account,
        slot: &mut Slot,
        credentials: &Credentials,
        mode: Mode,
    ) -> Result<(Token, bool), CallError> {
        let result = self.transport.stable_token(credentials, mode).await;
        let now = self.clock.now();
        let (state, result) = match result {
            Ok(reply) => {
                let token = reply.token.clone();
                self.transport.held().hold_token(&credentials.appid, &token);
                let same = slot.fetched(reply, mode == Mode::Forced, now);
                let state = TokenState { expires_at: slot.expires_at(), ..TokenState::valid(now) };
                (state, Ok((token, same)))
            }
            Err(error) => {
                let state = TokenState::after_failed_fetch(&error, slot.expires_at(), now);
                slot.fetch_failed(error.clone(), now);
                (state, Err(error))
            }
        };
        self.tell(account, &credentials.appid, state).await;
        result
    }

    /// Writes a forced refresh down, if one may be made.
    async fn claim_forced_refresh(&self, slot: &Slot, appid: &AppId, now: Timestamp) -> Result<(), HeldBack> {
        if let Some(until) = slot.forcing_waits_until(now) {
            return Err(HeldBack::DidNotHelp { until });
        }
        let not_recorded = |error| {
            tracing::error!(%appid, error = &error as &dyn std::error::Error, "no forced refresh was made");
            HeldBack::NotRecorded
        };
        match self.book.claim_forced_refresh(appid, now).await.map_err(not_recorded)? {
            ForcedRefresh::Granted => Ok(()),
            ForcedRefresh::SpentToday => Err(HeldBack::SpentToday),
            ForcedRefresh::TooSoon { until } => Err(HeldBack::TooSoon { until }),
        }
    }

    /// Takes in what a call's end says about the token it was made with.
    async fn learn(&self, account: &Account, credentials: &Credentials, token: &Token, error: Option<&CallError>) {
        let mut slot = account.slot.lock().await;
        let Some(expires_at) = slot.expires_at() else { return };
        match error {
            None => {
                slot.proved(token);
                self.tell(account, &credentials.appid, TokenState::valid(expires_at)).await;
            }
            Some(error) => {
                let word = error.errcode().and_then(TokenWord::told_by);
                if error.refuses_token() {
                    slot.refused_again(token, self.clock.now());
                }
                if let Some(word) = word.or(error.refuses_token().then_some(TokenWord::Refused)) {
                    let state = TokenState::with_error(word, Some(expires_at), error);
                    self.tell(account, &credentials.appid, state).await;
                }
            }
        }
    }

    /// Tells the book how the token fares, if that changed or was told a while ago.
    async fn tell(&self, account: &Account, appid: &AppId, state: TokenState) {
        let now = self.clock.now();
        let due = {
            let mut told = account.told.lock().unwrap_or_else(PoisonError::into_inner);
            // Told in the future means that the clock was set back.
            let known = |(said, at): &(TokenState, Timestamp)| *said == state && *at <= now && now < *at + TOLD_FOR;
            let due = !told.as_ref().is_some_and(known);
            if due {
                *told = Some((state.clone(), now));
            }
            due
        };
        if due {
            self.book.token_fares(appid, state).await;
        }
    }
}

/// The refusal of a token, with why no forced refresh followed.
fn not_renewed(error: CallError, why: HeldBack) -> CallError {
    match error.cause {
        Cause::Refused(refusal) => CallError { cause: Cause::TokenNotRenewed { refusal, why }, ..error },
        cause => CallError { cause, ..error },
    }
}

/// Names no token.
impl fmt::Debug for TokenKeeper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenKeeper").field("transport", &self.transport).finish_non_exhaustive()
    }
}
