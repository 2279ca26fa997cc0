//! `GET /cgi-bin/token` (获取接口调用凭据, official getAccessToken page).

use std::time::Duration;

use secrecy::ExposeSecret;
use serde_json::Value;

use crate::endpoint::Endpoint;
use crate::error::{CallError, Cause};
use crate::lenient_json;
use crate::reply::Reply;
use crate::token::{Credentials, Token};
use crate::transport::{Request, Transport};

/// The longest lifetime of a token, in seconds (official: "at most 7200"). A longer one in a reply is cut to this.
const MAX_LIFETIME_S: i64 = 7_200;

/// The reply of a token call.
#[derive(Debug, Clone)]
pub struct TokenReply {
    /// The token.
    pub token: Token,
    /// The rest of its lifetime: at most 7,200 s; zero where the reply has 0.
    pub expires_in: Duration,
}

impl TokenReply {
    pub(super) fn read(reply: Reply) -> Result<Self, Cause> {
        let text = reply.get("access_token").and_then(Value::as_str).filter(|text| !text.is_empty());
        let token = text.ok_or(Cause::WrongShape { what: "access_token" })?;
        let seconds = reply
            .get("expires_in")
            .and_then(lenient_json::integer)
            .and_then(|seconds| u64::try_from(seconds.min(MAX_LIFETIME_S)).ok())
            .ok_or(Cause::WrongShape { what: "expires_in" })?;
        Ok(Self { token: Token::new(token), expires_in: Duration::from_secs(seconds) })
    }
}

impl Transport {
    /// Fetches a new token. Five minutes later it supersedes the account's last token from this endpoint, for every service
    /// that uses it. All three fields go into the query, as in the page's own example and in every SDK.
    ///
    /// # Errors
    /// [`CallError`]; WeChat checks the appid before `grant_type` (folklore).
    pub async fn token(&self, credentials: &Credentials) -> Result<TokenReply, CallError> {
        let secret = credentials.secret.expose_secret();
        let request = Request::to(Endpoint::Token)
            .query("grant_type", "client_credential")
            .query("appid", credentials.appid.as_str())
            .query("secret", secret)
            .secret(secret);
        self.send(request, TokenReply::read).await
    }
}
