//! The endpoints `token`, `stable_token` and `api_component_token`.

use axum::http::Method;
use serde_json::json;

use super::call::{Call, Success};
use super::refusal::{Refusal, ensure};
use super::tokens::{Family, Token};
use super::{Platform, require_method};

/// The credentials of a call without token.
#[derive(Debug)]
pub(super) struct Credentials {
    pub(super) appid: Option<String>,
    pub(super) secret: Option<String>,
}

impl Platform {
    pub(super) fn token(&mut self, call: &Call, now: i64) -> Result<Success, Refusal> {
        require_method(call, &Method::GET)?;
        let credentials = Credentials { appid: call.param("appid"), secret: call.param("secret") };
        let appid = self.admit_to_tokens(call, &credentials, call.param("grant_type").as_deref(), now)?;
        let token = self.tokens.issue(&appid, Family::Plain, now, self.settings.token_lifetime_s, &mut self.rng);
        Ok(reply(token))
    }

    pub(super) fn stable_token(&mut self, call: &Call, now: i64) -> Result<Success, Refusal> {
        require_method(call, &Method::POST)?;
        let fields = call.json()?;
        let credentials = Credentials { appid: fields.owned("appid"), secret: fields.owned("secret") };
        let appid = self.admit_to_tokens(call, &credentials, fields.text("grant_type"), now)?;
        let lifetime_s = self.settings.token_lifetime_s;
        if !fields.flag("force_refresh") {
            return Ok(reply(self.tokens.stable(&appid, now, lifetime_s, &mut self.rng)));
        }
        let a_day = self.settings.forced_refreshes_a_day;
        if let Err(refusal) = self.account_mut(&appid)?.force_refresh(now, a_day) {
            if refusal.code == 45011 && self.settings.early_force_gives_same_token {
                return Ok(reply(self.tokens.stable(&appid, now, lifetime_s, &mut self.rng)));
            }
            return Err(refusal);
        }
        Ok(reply(self.tokens.force_stable(&appid, now, lifetime_s, &mut self.rng)))
    }

    /// The token of a third-party platform. Its verify ticket is not checked, since the sandbox sends none.
    pub(super) fn component_token(&mut self, call: &Call, now: i64) -> Result<Success, Refusal> {
        require_method(call, &Method::POST)?;
        let fields = call.json()?;
        let appid = fields.text("component_appid").ok_or_else(|| Refusal::of(41018))?;
        ensure(self.account_mut(appid)?.is_platform(), 61011)?;
        let secret = fields.owned("component_appsecret");
        self.check_secret(&Credentials { appid: Some(appid.to_owned()), secret })?;
        self.account_mut(appid)?.check_address(call.client_ip)?;
        self.count(appid, &call.path, now)?;
        let lifetime_s = self.settings.token_lifetime_s;
        let Token { text, expires_in } = self.tokens.issue(appid, Family::Component, now, lifetime_s, &mut self.rng);
        Ok(Success::of(&json!({ "component_access_token": text, "expires_in": expires_in })))
    }

    /// Checks, in this order: appid (41002, 40013), presence of the secret (41004), `grant_type` (40002), state (40243, 50007),
    /// secret (40125), IP address (40164, 895xx), limits (45011, 45009).
    fn admit_to_tokens(
        &mut self,
        call: &Call,
        credentials: &Credentials,
        grant_type: Option<&str>,
        now: i64,
    ) -> Result<String, Refusal> {
        let appid = self.check_presence(credentials)?;
        ensure(!self.account_mut(&appid)?.is_platform(), 61024)?;
        ensure(grant_type == Some("client_credential"), 40002)?;
        self.check_secret(credentials)?;
        self.account_mut(&appid)?.check_address(call.client_ip)?;
        self.count(&appid, &call.path, now)?;
        Ok(appid)
    }

    /// The appid, where a secret is given too and the account exists: 41002, 40013, 41004 otherwise.
    pub(super) fn check_presence(&mut self, credentials: &Credentials) -> Result<String, Refusal> {
        let appid = credentials.appid.clone().ok_or_else(|| Refusal::of(41002))?;
        self.account_mut(&appid)?;
        ensure(credentials.secret.is_some(), 41004)?;
        Ok(appid)
    }

    /// Refuses a missing (41004), blocked (40243, 50007, 50004) or wrong (40125) secret.
    pub(super) fn check_secret(&mut self, credentials: &Credentials) -> Result<(), Refusal> {
        let secret = credentials.secret.as_deref().ok_or_else(|| Refusal::of(41004))?;
        self.account_mut(credentials.appid.as_deref().unwrap_or_default())?.check_secret(secret)
    }
}

fn reply(token: Token) -> Success {
    Success::of(&json!({ "access_token": token.text, "expires_in": token.expires_in }))
}
