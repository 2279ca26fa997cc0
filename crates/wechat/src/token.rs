//! Access tokens: the types, the keeper that fetches and caches them, and their stored state.

mod book;
mod cache;
mod keeper;
mod state;

use std::fmt;

use domain::AppId;
use secrecy::{ExposeSecret, SecretString};

pub use book::{
    ForcedRefresh, MAX_FORCED_REFRESHES_PER_DAY, MIN_FORCED_REFRESH_INTERVAL, MemoryTokenStore, TokenStore,
    TokenStoreError,
};
pub use keeper::TokenManager;
pub use state::{TokenState, TokenStatus};

/// The credentials of an account. `Debug` hides the secret.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// The account's appid.
    pub appid: AppId,
    /// Its AppSecret.
    pub secret: SecretString,
}

/// An `access_token`. Kept in memory only; `Debug` hides it.
#[derive(Clone)]
pub struct Token(SecretString);

impl Token {
    /// A token from WeChat's reply.
    pub fn new(text: &str) -> Self {
        Self(SecretString::from(text))
    }

    /// The token as text, for the query of a call and nothing else.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    pub(crate) fn secret(&self) -> &SecretString {
        &self.0
    }

    fn is(&self, other: &Self) -> bool {
        self.expose() == other.expose()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(‹masked›)")
    }
}
