//! Tokens: what they are, who keeps them, and what is remembered about them.

mod book;
mod keeper;
mod slot;
mod state;

use std::fmt;

use domain::AppId;
use secrecy::{ExposeSecret, SecretString};

pub use book::{BookError, FORCED_REFRESHES_A_DAY, FORCED_REFRESHES_APART, ForcedRefresh, MemoryTokenBook, TokenBook};
pub use keeper::TokenKeeper;
pub use state::{TokenState, TokenWord};

/// What an account proves itself with. The secret does not print itself.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// The account's appid.
    pub appid: AppId,
    /// Its AppSecret.
    pub secret: SecretString,
}

/// An `access_token`. Lives in memory only, and does not print itself.
#[derive(Clone)]
pub struct Token(SecretString);

impl Token {
    /// A token as WeChat gave it.
    pub fn new(text: &str) -> Self {
        Self(SecretString::from(text))
    }

    /// The token itself, for the query of a call and nothing else.
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
