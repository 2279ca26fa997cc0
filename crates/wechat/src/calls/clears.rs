//! The three calls that clear call counts: all interfaces by token, all interfaces by AppSecret, one interface.

use domain::clears::SecretForm;
use domain::{AppId, CgiPath};
use secrecy::ExposeSecret;
use serde_json::json;

use crate::endpoint::Endpoint;
use crate::error::CallError;
use crate::reply;
use crate::token::{Credentials, Token};
use crate::transport::{Request, Transport};

impl Transport {
    /// `POST /cgi-bin/clear_quota` (重置API调用次数, official clearQuota page): clears the call counts of every interface of
    /// the account, once, and uses up one of the month's 10 where WeChat accepts. `appid` must be the token's own account.
    /// Readings may show the clear 20 to 30 minutes later only (staff reply).
    ///
    /// # Errors
    /// [`CallError`]; 40013 for an appid that is not the token's, 48006 when the month's clears are used up. An answer
    /// without an errcode is an error too: [`Cause::WrongShape`](crate::Cause::WrongShape).
    pub async fn clear_quota(&self, token: &Token, appid: &AppId) -> Result<(), CallError> {
        let request = Request::with_token(Endpoint::ClearQuota, token).json(&json!({ "appid": appid.as_str() }));
        self.send(request, reply::accepted).await
    }

    /// `POST /cgi-bin/clear_quota/v2` (使用 AppSecret 重置 API 调用次数, official clearQuotaByAppSecret page): clears the call
    /// counts of every interface of the account, once, without a token; one of the same 10 a month.
    ///
    /// # Errors
    /// [`CallError`]; 41002 or 41004 where WeChat does not read this form, 40125 for a wrong secret (not documented),
    /// 48006 when the month's clears are used up. An answer without an errcode is an error too:
    /// [`Cause::WrongShape`](crate::Cause::WrongShape).
    pub async fn clear_quota_by_secret(&self, credentials: &Credentials, form: SecretForm) -> Result<(), CallError> {
        let secret = credentials.secret.expose_secret();
        let appid = credentials.appid.as_str();
        let request = Request::to(Endpoint::ClearQuotaBySecret);
        let request = match form {
            SecretForm::Body => request.json(&json!({ "appid": appid, "appsecret": secret })),
            SecretForm::Query => request.query("appid", appid).query("appsecret", secret),
        };
        self.send(request.secret(secret), reply::accepted).await
    }

    /// `POST /cgi-bin/openapi/quota/clear` (重置指定API调用次数, official clearApiQuota page): clears the call count of one
    /// interface, once. The notes of the newest page allow any path of the account's kind, its table only `/channels/ec/`.
    ///
    /// # Errors
    /// [`CallError`]; 76021 for an unknown path, 76022 for one that cannot be cleared alone (one page: also when the
    /// allowance is used up), 48006 when it is used up (another page). An answer without an errcode is an error too:
    /// [`Cause::WrongShape`](crate::Cause::WrongShape).
    pub async fn clear_interface(&self, token: &Token, path: &CgiPath) -> Result<(), CallError> {
        let request = Request::with_token(Endpoint::ClearInterface, token).json(&json!({ "cgi_path": path.as_str() }));
        self.send(request, reply::accepted).await
    }
}
