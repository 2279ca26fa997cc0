//! The WeChat client: calls with the account's token, and clears.

use domain::CgiPath;
use domain::clears::SecretForm;
use tokio::sync::{OnceCell, mpsc};

use crate::calls::quota_get::QuotaReply;
use crate::calls::rid_get::RidInfo;
use crate::error::CallError;
use crate::redact::{Redactor, SecretRegistry};
use crate::rid::Rid;
use crate::token::{Credentials, Token, TokenManager, TokenState};
use crate::transport::Transport;

/// A client for the management calls of all accounts. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Wechat {
    transport: Transport,
    clears: Transport,
    keeper: TokenManager,
}

/// A kind of clear: which interfaces it resets, and which credential it sends.
#[derive(Debug, Clone)]
pub enum ClearTarget {
    /// Every interface of the account, by its token.
    Account,
    /// One interface, by the account's token.
    Interface(CgiPath),
    /// Every interface of the account, by its AppSecret, first in this form.
    BySecret(SecretForm),
}

/// The result of a clear's call.
#[derive(Debug)]
pub enum ClearResult {
    /// Nothing was sent: fetching a token failed with this error, or `about_to_send` of [`Wechat::clear`] said no (`None`).
    NotSent(Option<CallError>),
    /// The call was sent. Where WeChat refused the token or did not read the AppSecret, it was sent a second time, and this
    /// is the result of the second.
    Sent {
        /// `Ok` where WeChat accepted the clear.
        answer: Result<(), CallError>,
        /// The form in which WeChat read the AppSecret; `None` where none was sent or none was read.
        secret_form: Option<SecretForm>,
    },
}

impl Wechat {
    /// A client that makes its calls over `transport` with the tokens of `keeper`, and its clears over `clears`, a transport
    /// that keeps no connections ([`crate::Connections::PerCall`]).
    pub fn new(transport: Transport, clears: Transport, keeper: TokenManager) -> Self {
        let clears = clears.sharing(transport.held());
        Self { transport, clears, keeper }
    }

    /// The token keeper.
    pub fn keeper(&self) -> &TokenManager {
        &self.keeper
    }

    /// The secrets that are masked in all texts. The owner of the AppSecrets adds them; tokens are added when fetched.
    pub fn held(&self) -> &SecretRegistry {
        self.transport.held()
    }

    /// A redactor that also masks all of [`Self::held`].
    pub fn redactor(&self) -> Redactor {
        Redactor::new().with_registry(self.held())
    }

    /// The quota of an interface and its use today. Takes one of the account's calls of `quota/get` a day, and a second one
    /// after a refused token.
    ///
    /// # Errors
    /// [`CallError`] of the reading or of the token call before it.
    pub async fn quota_get(&self, credentials: &Credentials, path: &CgiPath) -> Result<QuotaReply, CallError> {
        self.keeper.with_token(credentials, |token| async move { self.transport.quota_get(&token, path).await }).await
    }

    /// The request with this rid, which must be one of the account of `credentials`.
    ///
    /// # Errors
    /// [`CallError`] of the look-up or of the token call before it.
    pub async fn rid_get(&self, credentials: &Credentials, rid: &Rid) -> Result<RidInfo, CallError> {
        self.keeper.with_token(credentials, |token| async move { self.transport.rid_get(&token, rid).await }).await
    }

    /// Makes one clear. `about_to_send` runs once, right before a connection is opened, so that the caller can record the
    /// clear; where it returns `false`, nothing is sent.
    ///
    /// The call is repeated once, and only where WeChat did nothing with the first: it checks the token before it acts
    /// (folklore), so a refused token is renewed as [`TokenManager::with_token`] does; and 41002 or 41004 to an AppSecret
    /// mean that nothing was read. The result is returned as soon as it is known; the token's state is updated afterwards.
    pub async fn clear<F, Fut>(&self, credentials: &Credentials, what: ClearTarget, about_to_send: F) -> ClearResult
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future<Output = bool> + Send,
    {
        if let ClearTarget::BySecret(form) = what {
            if !about_to_send().await {
                return ClearResult::NotSent(None);
            }
            let result = self.clear_by_secret(credentials, form).await;
            if let ClearResult::Sent { answer: Err(error), .. } = &result {
                self.keeper.record_seen_address(credentials, error).await;
            }
            return result;
        }
        let (answered, mut answers) = mpsc::unbounded_channel();
        let (wechat, credentials) = (self.clone(), credentials.clone());
        let made = tokio::spawn(async move {
            let may_send = OnceCell::new();
            let call = async |token: Token| {
                if !*may_send.get_or_init(&about_to_send).await {
                    return Ok(());
                }
                let answer = match &what {
                    ClearTarget::Interface(path) => wechat.clears.clear_interface(&token, path).await,
                    _ => wechat.clears.clear_quota(&token, &credentials.appid).await,
                };
                // Fails only where the caller no longer waits; the call was made all the same.
                let _ = answered.send(answer.clone());
                answer
            };
            wechat.keeper.with_token(&credentials, call).await
        });
        let Some(first) = answers.recv().await else {
            return ClearResult::NotSent(made.await.ok().and_then(Result::err));
        };
        let is_final = !first.as_ref().is_err_and(CallError::refuses_token);
        // Where no other token could be fetched, the refusal of the first stays the answer.
        let answer = if is_final { first } else { answers.recv().await.unwrap_or(first) };
        ClearResult::Sent { answer, secret_form: None }
    }

    async fn clear_by_secret(&self, credentials: &Credentials, first: SecretForm) -> ClearResult {
        let read_nothing = |answer: &Result<(), CallError>| matches!(answer, Err(error) if matches!(error.errcode(), Some(41002 | 41004)));
        let mut form = first;
        let mut answer = self.clears.clear_quota_by_secret(credentials, form).await;
        if read_nothing(&answer) {
            form = first.other();
            answer = self.clears.clear_quota_by_secret(credentials, form).await;
        }
        // Only an answer with an errcode, or success, shows that WeChat read the form.
        let was_read = answer.is_ok() || answer.as_ref().is_err_and(|error| error.errcode().is_some());
        let secret_form = (was_read && !read_nothing(&answer)).then_some(form);
        ClearResult::Sent { answer, secret_form }
    }

    /// Fetches a token now, even while earlier failures would delay it.
    ///
    /// # Errors
    /// [`CallError`] of the token call.
    pub async fn check(&self, credentials: &Credentials) -> Result<TokenState, CallError> {
        self.keeper.check(credentials).await
    }

    /// A check whether WeChat answers, with the time of its answer; see [`Transport::reach`].
    ///
    /// # Errors
    /// [`CallError`] where no answer came.
    pub async fn reach(&self) -> Result<Option<jiff::Timestamp>, CallError> {
        self.transport.reach().await
    }
}
