//! All other interfaces: a call is counted and succeeds.

use super::Platform;
use super::call::{Call, Success};
use super::refusal::{Refusal, ensure};
use super::token_endpoints::Credentials;

impl Platform {
    /// Answers a call of any path and method.
    pub(super) fn business_call(&mut self, call: &Call, now: i64) -> Result<Success, Refusal> {
        let appid = self.bearer(call, now)?;
        let account = self.account_mut(&appid)?;
        account.check_calls()?;
        ensure(account.may_call(&call.path), 48001)?;
        self.count(&appid, &call.path, now)?;
        Ok(Success::ok())
    }

    /// Answers a call below `/sns/`: with appid and secret (a login, whose code is never valid here), or with a token.
    pub(super) fn login_call(&mut self, call: &Call, now: i64) -> Result<Success, Refusal> {
        if call.param("access_token").is_some() {
            self.bearer(call, now)?;
            return Ok(Success::ok());
        }
        let credentials = Credentials { appid: call.param("appid"), secret: call.param("secret") };
        ensure(credentials.appid.is_some(), 41001)?;
        self.check_presence(&credentials)?;
        self.check_secret(&credentials)?;
        Err(Refusal::of(40029))
    }
}
