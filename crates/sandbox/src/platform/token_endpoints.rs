//! `token`, `stable_token`, and the token of a third-party platform.

use axum::http::Method;
use serde::Serialize;

use super::call::{Call, Success};
use super::refusal::Refusal;
use super::tokens::{Family, Token};
use super::{Platform, require};

#[derive(Serialize)]
struct TokenReply {
    access_token: String,
    expires_in: i64,
}

#[derive(Serialize)]
struct ComponentTokenReply {
    component_access_token: String,
    expires_in: i64,
}

/// What a caller shows for itself at an endpoint without token.
#[derive(Debug)]
pub(super) struct Credentials<'a> {
    pub(super) appid: Option<&'a str>,
    pub(super) secret: Option<&'a str>,
}

impl Platform {
    pub(super) fn token(&mut self, call: &Call, now: i64) -> Result<Success, Refusal> {
        require(call, &Method::GET)?;
        let (appid, secret) = (call.param("appid"), call.param("secret"));
        let credentials = Credentials { appid: appid.as_deref(), secret: secret.as_deref() };
        let appid = self.admit_to_tokens(call, &credentials, call.param("grant_type").as_deref(), now)?;
        let token = self.tokens.issue(&appid, Family::Plain, now, self.settings.token_lifetime_s, &mut self.rng);
        Ok(reply(token))
    }

    pub(super) fn stable_token(&mut self, call: &Call, now: i64) -> Result<Success, Refusal> {
        require(call, &Method::POST)?;
        let fields = call.json()?;
        let credentials = Credentials { appid: fields.text("appid"), secret: fields.text("secret") };
        let appid = self.admit_to_tokens(call, &credentials, fields.text("grant_type"), now)?;
        let lifetime_s = self.settings.token_lifetime_s;
        if !fields.flag("force_refresh") {
            return Ok(reply(self.tokens.stable(&appid, now, lifetime_s, &mut self.rng)));
        }
        let a_day = self.settings.forced_refreshes_a_day;
        self.account_mut(&appid)?.force_refresh(now, a_day)?;
        Ok(reply(self.tokens.force_stable(&appid, now, lifetime_s, &mut self.rng)))
    }

    /// The token of a third-party platform. Its verify ticket is not checked: nothing pushes one here.
    pub(super) fn component_token(&mut self, call: &Call, now: i64) -> Result<Success, Refusal> {
        require(call, &Method::POST)?;
        let fields = call.json()?;
        let appid = fields.text("component_appid").ok_or_else(|| Refusal::of(41018))?;
        let secret = fields.text("component_appsecret");
        if !self.account_mut(appid)?.is_platform() {
            return Err(Refusal::of(61011));
        }
        self.check_secret(&Credentials { appid: Some(appid), secret })?;
        self.check_address(appid, call)?;
        self.count(appid, &call.path, now)?;
        let lifetime_s = self.settings.token_lifetime_s;
        let Token { text, expires_in } = self.tokens.issue(appid, Family::Component, now, lifetime_s, &mut self.rng);
        Ok(Success::of(&ComponentTokenReply { component_access_token: text, expires_in }))
    }

    /// appid (41002, 40013) → secret there (41004) → `grant_type` (40002) → frozen (40243, 50007) → secret right (40125) →
    /// address (40164, 895xx) → limits (45011, 45009).
    fn admit_to_tokens(
        &mut self,
        call: &Call,
        credentials: &Credentials<'_>,
        grant_type: Option<&str>,
        now: i64,
    ) -> Result<String, Refusal> {
        let appid = self.check_presence(credentials)?;
        if self.account_mut(&appid)?.is_platform() {
            return Err(Refusal::of(61024));
        }
        if grant_type != Some("client_credential") {
            return Err(Refusal::of(40002));
        }
        self.check_secret(credentials)?;
        self.check_address(&appid, call)?;
        self.count(&appid, &call.path, now)?;
        Ok(appid)
    }

    /// The appid, where it and a secret are given and the account exists.
    pub(super) fn check_presence(&mut self, credentials: &Credentials<'_>) -> Result<String, Refusal> {
        let appid = credentials.appid.ok_or_else(|| Refusal::of(41002))?;
        self.account_mut(appid)?;
        credentials.secret.ok_or_else(|| Refusal::of(41004))?;
        Ok(appid.to_owned())
    }

    /// 40243 or its like where the account's secret is not to be used, 40125 where it is another.
    pub(super) fn check_secret(&mut self, credentials: &Credentials<'_>) -> Result<(), Refusal> {
        let secret = credentials.secret.ok_or_else(|| Refusal::of(41004))?;
        let account = self.account_mut(credentials.appid.unwrap_or_default())?;
        if let Some(refusal) = account.refusal_of_secret() {
            return Err(refusal);
        }
        if account.profile.secret == secret { Ok(()) } else { Err(Refusal::of(40125)) }
    }

    fn check_address(&mut self, appid: &str, call: &Call) -> Result<(), Refusal> {
        self.account_mut(appid)?.refusal_of_ip(call.client_ip).map_or(Ok(()), Err)
    }
}

fn reply(token: Token) -> Success {
    Success::of(&TokenReply { access_token: token.text, expires_in: token.expires_in })
}
