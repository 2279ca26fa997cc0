//! `POST /cgi-bin/clear_quota/v2` (使用 AppSecret 重置 API 调用次数, official clearQuotaByAppSecret page).

use domain::clears::SecretForm;
use secrecy::ExposeSecret;
use serde_json::json;

use crate::endpoint::Endpoint;
use crate::error::CallError;
use crate::reply;
use crate::token::Credentials;
use crate::transport::{Request, Transport};

impl Transport {
    /// Clears the call counts of every interface of the account, once, without a token; one of the same 10 a month.
    ///
    /// # Errors
    /// [`CallError`]; 41002 or 41004 where WeChat does not read this form, 40125 for a wrong secret (not documented),
    /// 48006 when the month's clears are used up. An answer without an errcode is none:
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
}
