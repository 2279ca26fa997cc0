//! All other interfaces: a call counts, and that is all it does.

use super::Platform;
use super::call::{Call, Success};
use super::refusal::Refusal;
use super::token_endpoints::Credentials;

impl Platform {
    /// Any path, by any method.
    pub(super) fn business_call(&mut self, call: &Call, now: i64) -> Result<Success, Refusal> {
        let appid = self.bearer(call, now)?;
        let account = self.account_mut(&appid)?;
        if let Some(refusal) = account.refusal_of_calls() {
            return Err(refusal);
        }
        if !account.may_call(&call.path) {
            return Err(Refusal::of(48001));
        }
        self.count(&appid, &call.path, now)?;
        Ok(Success::ok())
    }

    /// `/sns/`: with appid and secret (a login: no code is ever valid here), or with a token.
    pub(super) fn login_call(&mut self, call: &Call, now: i64) -> Result<Success, Refusal> {
        if call.param("access_token").is_some() {
            self.bearer(call, now)?;
            return Ok(Success::ok());
        }
        let (appid, secret) = (call.param("appid"), call.param("secret"));
        if appid.is_none() {
            return Err(Refusal::of(41001));
        }
        let credentials = Credentials { appid: appid.as_deref(), secret: secret.as_deref() };
        self.check_presence(&credentials)?;
        self.check_secret(&credentials)?;
        Err(Refusal::of(40029))
    }
}
