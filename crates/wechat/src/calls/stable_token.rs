//! `POST /cgi-bin/stable_token` (获取稳定版接口调用凭据, official getStableAccessToken page).

use secrecy::ExposeSecret;
use serde_json::json;

use super::token::TokenReply;
use crate::endpoint::Endpoint;
use crate::error::CallError;
use crate::token::Credentials;
use crate::transport::{Request, Transport};

/// The mode of a stable-token call (`force_refresh`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StableTokenMode {
    /// The current token, with the rest of its lifetime; WeChat renews it five minutes before its end.
    Normal,
    /// A new token; the previous one ends at once, for every service that shares it. 20 a day, 30 s apart.
    Forced,
}

impl Transport {
    /// Fetches the account's stable token.
    ///
    /// # Errors
    /// [`CallError`]; beyond the limits on forced refreshes WeChat's answer is not documented (45009 or 45011).
    pub async fn stable_token(
        &self,
        credentials: &Credentials,
        mode: StableTokenMode,
    ) -> Result<TokenReply, CallError> {
        let secret = credentials.secret.expose_secret();
        let request = Request::to(Endpoint::StableToken)
            .json(&json!({
                "grant_type": "client_credential",
                "appid": credentials.appid.as_str(),
                "secret": secret,
                "force_refresh": mode == StableTokenMode::Forced,
            }))
            .secret(secret);
        self.send(request, TokenReply::read).await
    }
}
