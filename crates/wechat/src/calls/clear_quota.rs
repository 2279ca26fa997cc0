//! `POST /cgi-bin/clear_quota` (重置API调用次数, official clearQuota page).

use domain::AppId;
use serde_json::json;

use crate::endpoint::Endpoint;
use crate::error::CallError;
use crate::reply;
use crate::token::Token;
use crate::transport::{Request, Transport};

impl Transport {
    /// Clears the call counts of every interface of the account, once, and uses up one of the month's 10 where WeChat
    /// accepts. `appid` must be the token's own account. Readings may show it 20 to 30 minutes later only (staff reply).
    ///
    /// # Errors
    /// [`CallError`]; 40013 for an appid that is not the token's, 48006 when the month's clears are used up. An answer
    /// without an errcode is none: [`Cause::WrongShape`](crate::Cause::WrongShape).
    pub async fn clear_quota(&self, token: &Token, appid: &AppId) -> Result<(), CallError> {
        let request = Request::to(Endpoint::ClearQuota)
            .query("access_token", token.expose())
            .json(&json!({ "appid": appid.as_str() }))
            .secret(token.expose());
        self.send(request, reply::accepted).await
    }
}
