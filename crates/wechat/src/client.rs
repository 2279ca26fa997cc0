//! Calls that need a token, made with the keeper's.

use domain::CgiPath;

use crate::calls::quota_get::QuotaReply;
use crate::calls::rid_get::RidInfo;
use crate::error::CallError;
use crate::redact::{HeldSecrets, Redactor};
use crate::rid::Rid;
use crate::token::{Credentials, TokenKeeper, TokenState};
use crate::transport::Transport;

/// WeChat, as the desk calls it. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Wechat {
    transport: Transport,
    keeper: TokenKeeper,
}

impl Wechat {
    /// Calls over `transport` with the tokens of `keeper`.
    pub fn new(transport: Transport, keeper: TokenKeeper) -> Self {
        Self { transport, keeper }
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
