//! `POST /cgi-bin/openapi/quota/clear` (重置指定API调用次数, official clearApiQuota page).

use domain::CgiPath;
use serde_json::json;

use crate::endpoint::Endpoint;
use crate::error::CallError;
use crate::reply;
use crate::token::Token;
use crate::transport::{Request, Transport};

impl Transport {
    /// Clears the call count of one interface, once. The newest page allows any path of the account's kind in its notes and
    /// only `/channels/ec/` in its table.
    ///
    /// # Errors
    /// [`CallError`]; 76021 for an unknown path, 76022 for one that cannot be cleared alone (one page: also when the
    /// allowance is used up), 48006 when it is used up (another page). An answer without an errcode is none:
    /// [`Cause::WrongShape`](crate::Cause::WrongShape).
    pub async fn clear_interface(&self, token: &Token, path: &CgiPath) -> Result<(), CallError> {
        let request = Request::to(Endpoint::ClearInterface)
            .query("access_token", token.expose())
            .json(&json!({ "cgi_path": path.as_str() }))
            .secret(token.expose());
        self.send(request, reply::accepted).await
    }
}
