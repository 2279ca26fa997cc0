//! Calls that need a token, made with the keeper's; and clears.

use domain::CgiPath;
use domain::clears::SecretForm;
use tokio::sync::{OnceCell, mpsc};

use crate::calls::quota_get::QuotaReply;
use crate::calls::rid_get::RidInfo;
use crate::error::CallError;
use crate::redact::{HeldSecrets, Redactor};
use crate::rid::Rid;
use crate::token::{Credentials, Token, TokenKeeper, TokenState};
use crate::transport::Transport;

/// WeChat, as the desk calls it. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Wechat {
    transport: Transport,
    clears: Transport,
    keeper: TokenKeeper,
}

/// What a clear resets, and what it proves itself with.
#[derive(Debug, Clone)]
pub enum Clearing {
    /// Every interface of the account, by its token.
    Account,
    /// One interface, by the account's token.
    Interface(CgiPath),
    /// Every interface of the account, by its AppSecret, first in this form.
    BySecret(SecretForm),
}

/// What came of a clear's call.
#[derive(Debug)]
pub enum ClearCall {
    /// It was never begun: no token could be had, and this is why; or the caller held it back.
    NotMade(Option<CallError>),
    /// It was made. Where WeChat refused the token or read nothing, it was made once more, and this is of the second.
    Made {
        /// WeChat's yes, or what came instead.
        answer: Result<(), CallError>,
        /// The form in which it read the AppSecret, where one was sent and read.
        secret_form: Option<SecretForm>,
    },
}

impl Wechat {
    /// Calls over `transport` with the tokens of `keeper`; clears over `clears`, which keeps no connections
    /// ([`crate::Connections::OneEach`]).
    pub fn new(transport: Transport, clears: Transport, keeper: TokenKeeper) -> Self {
        let clears = clears.sharing(transport.held());
        Self { transport, clears, keeper }
    }

    /// The keeper, to forget an account or read how its token fares.
    pub fn keeper(&self) -> &TokenKeeper {
        &self.keeper
    }

    /// The secrets that are masked wherever they show up. Whoever keeps AppSecrets adds them; tokens come by themselves.
    pub fn held(&self) -> &HeldSecrets {
        self.transport.held()
    }

    /// A redactor of everything that is held.
    pub fn redactor(&self) -> Redactor {
        Redactor::new().with_held(self.held())
    }

    /// How much of an interface's quota is used today. Costs one of the account's readings; a recovery from a refused
    /// token costs a second.
    ///
    /// # Errors
    /// [`CallError`] of the reading or of the token call before it.
    pub async fn quota_get(&self, credentials: &Credentials, path: &CgiPath) -> Result<QuotaReply, CallError> {
        self.keeper.with_token(credentials, |token| async move { self.transport.quota_get(&token, path).await }).await
    }

    /// What the request with this rid was, as the account of `credentials` is told it.
    ///
    /// # Errors
    /// [`CallError`] of the look-up or of the token call before it.
    pub async fn rid_get(&self, credentials: &Credentials, rid: &Rid) -> Result<RidInfo, CallError> {
        self.keeper.with_token(credentials, |token| async move { self.transport.rid_get(&token, rid).await }).await
    }

    /// Makes one clear. `about_to_send` is asked once, right before a connection is opened, so that the caller can write
    /// that down; where it says no, nothing is sent.
    ///
    /// The call is made once more only where WeChat said that it did nothing with the first: it checks the token before
    /// it acts (folklore), so a refused token is renewed as [`TokenKeeper::with_token`] does; and 41002 or 41004 to an
    /// AppSecret mean that nothing was read. The answer is given as soon as it is there; what it says of the token is
    /// taken in afterwards.
    pub async fn clear<F, Fut>(&self, credentials: &Credentials, what: Clearing, about_to_send: F) -> ClearCall
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future<Output = bool> + Send,
    {
        if let Clearing::BySecret(form) = what {
            if !about_to_send().await {
                return ClearCall::NotMade(None);
            }
            return self.clear_by_secret(credentials, form).await;
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
                    Clearing::Interface(path) => wechat.clears.clear_interface(&token, path).await,
                    _ => wechat.clears.clear_quota(&token, &credentials.appid).await,
                };
                // Whoever waits may be gone; the call was made all the same.
                let _ = answered.send(answer.clone());
                answer
            };
            wechat.keeper.with_token(&credentials, call).await
        });
        let Some(first) = answers.recv().await else {
            return ClearCall::NotMade(made.await.ok().and_then(Result::err));
        };
        let is_final = !first.as_ref().is_err_and(CallError::refuses_token);
        // Where no other token could be had, the refusal of the first stays the answer.
        let answer = if is_final { first } else { answers.recv().await.unwrap_or(first) };
        ClearCall::Made { answer, secret_form: None }
    }

    async fn clear_by_secret(&self, credentials: &Credentials, first: SecretForm) -> ClearCall {
        let read_nothing = |answer: &Result<(), CallError>| matches!(answer, Err(error) if matches!(error.errcode(), Some(41002 | 41004)));
        let mut form = first;
        let mut answer = self.clears.clear_quota_by_secret(credentials, form).await;
        if read_nothing(&answer) {
            form = first.other();
            answer = self.clears.clear_quota_by_secret(credentials, form).await;
        }
        // Only an answer of WeChat's shows that the form was read.
        let was_read = answer.is_ok() || answer.as_ref().is_err_and(|error| error.errcode().is_some());
        let secret_form = (was_read && !read_nothing(&answer)).then_some(form);
        ClearCall::Made { answer, secret_form }
    }

    /// Fetches a token now, whatever went wrong before.
    ///
    /// # Errors
    /// [`CallError`] of the token call.
    pub async fn check(&self, credentials: &Credentials) -> Result<TokenState, CallError> {
        self.keeper.check(credentials).await
    }

    /// Whether WeChat answers at all, and the time it tells; see [`Transport::reach`].
    ///
    /// # Errors
    /// [`CallError`] where no answer came.
    pub async fn reach(&self) -> Result<Option<jiff::Timestamp>, CallError> {
        self.transport.reach().await
    }
}
