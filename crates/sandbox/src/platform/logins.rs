//! The endpoints below `/sns/`: logins of users. No code, refresh token or token of a user is ever valid here, since nobody
//! logs in.

use super::Platform;
use super::call::{Call, Success};
use super::refusal::{Refusal, ensure};
use super::token_endpoints::Credentials;

impl Platform {
    /// Answers a call below `/sns/`.
    pub(super) fn login_call(&mut self, call: &Call, now: i64) -> Result<Success, Refusal> {
        match call.path.as_str() {
            "/sns/jscode2session" => self.login_by_code(call, "js_code"),
            "/sns/oauth2/access_token" => self.login_by_code(call, "code"),
            "/sns/component/jscode2session" => self.login_by_platform(call, now),
            "/sns/oauth2/refresh_token" => {
                self.known_appid(call)?;
                ensure(call.param("refresh_token").is_some(), 41003)?;
                Err(Refusal::of(40030))
            }
            "/sns/userinfo" | "/sns/auth" => {
                ensure(call.param("access_token").is_some(), 41001)?;
                // An account's own token is no token of a user.
                Err(Refusal::of(40001))
            }
            _ => Err(Refusal::of(40066)),
        }
    }

    /// A login with appid and secret; a token beside them is not read. 41002, 40013, 41004, 40125, then 41008 and 40029.
    fn login_by_code(&mut self, call: &Call, name: &str) -> Result<Success, Refusal> {
        let credentials = Credentials { appid: call.param("appid"), secret: call.param("secret") };
        self.check_presence(&credentials)?;
        self.check_secret(&credentials)?;
        refuse_code(call, name)
    }

    /// A login that a third-party platform carries out with its own token.
    fn login_by_platform(&mut self, call: &Call, now: i64) -> Result<Success, Refusal> {
        self.bearer(call, now)?;
        self.known_appid(call)?;
        refuse_code(call, "js_code")
    }

    fn known_appid(&mut self, call: &Call) -> Result<(), Refusal> {
        let appid = call.param("appid").ok_or_else(|| Refusal::of(41002))?;
        self.account_mut(&appid).map(drop)
    }
}

fn refuse_code(call: &Call, name: &str) -> Result<Success, Refusal> {
    ensure(call.param(name).is_some(), 41008)?;
    Err(Refusal::of(40029))
}
