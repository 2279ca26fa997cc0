//! The five endpoints that clear, and the list of what they did.

use axum::http::Method;

use super::call::{Call, Fields, Success};
use super::counts::ClearRecord;
use super::refusal::Refusal;
use super::token_endpoints::Credentials;
use super::{Platform, require};
use crate::settings::ClearForm;

impl Platform {
    /// All interfaces of the token's own account.
    pub(super) fn clear_quota(&mut self, call: &Call, now: i64) -> Result<Success, Refusal> {
        let admitted = self.admit(call, now, &Method::POST)?;
        let named = admitted.fields.text("appid").ok_or_else(|| Refusal::of(41002))?;
        if named != admitted.appid {
            return Err(Refusal::of(40013));
        }
        self.clear_account(&admitted.appid, &call.path, now)
    }

    /// The same by AppSecret, out of the same number a month.
    pub(super) fn clear_quota_by_secret(&mut self, call: &Call, now: i64) -> Result<Success, Refusal> {
        require(call, &Method::POST)?;
        let (appid, secret) = self.secret_clear_parameters(call)?;
        let credentials = Credentials { appid: appid.as_deref(), secret: secret.as_deref() };
        let appid = self.check_presence(&credentials)?;
        if self.account_mut(&appid)?.is_platform() {
            return Err(Refusal::of(40013));
        }
        self.check_secret(&credentials)?;
        self.clear_account(&appid, &call.path, now)
    }

    /// appid and secret, from where the settings say they are read; the query wins over the body.
    fn secret_clear_parameters(&self, call: &Call) -> Result<(Option<String>, Option<String>), Refusal> {
        let query = |name: &str| call.param(name).filter(|_| self.settings.clear_form != ClearForm::Body);
        let (appid, secret) = (query("appid"), query("appsecret"));
        let complete = appid.is_some() && secret.is_some();
        if complete || self.settings.clear_form == ClearForm::Query || call.body.is_empty() {
            return Ok((appid, secret));
        }
        let fields: Fields = call.json()?;
        let field = |name: &str| fields.text(name).map(str::to_owned);
        Ok((appid.or_else(|| field("appid")), secret.or_else(|| field("appsecret"))))
    }

    /// One interface, out of a number of its own.
    pub(super) fn clear_one_interface(&mut self, call: &Call, now: i64) -> Result<Success, Refusal> {
        let admitted = self.admit(call, now, &Method::POST)?;
        let path = admitted.fields.text("cgi_path").unwrap_or_default();
        if self.settings.interface_clears_shop_only && !path.starts_with("/channels/ec/") {
            return Err(Refusal::of(76022));
        }
        self.interface_for_quota(&admitted.appid, path)?;
        self.clear_path(&admitted.appid, path, &call.path, now)
    }

    /// By a third-party platform's AppSecret: an account that authorised it, or its own calls.
    pub(super) fn clear_component_by_secret(&mut self, call: &Call, now: i64) -> Result<Success, Refusal> {
        require(call, &Method::POST)?;
        let fields = call.json()?;
        let platform = fields.text("component_appid").ok_or_else(|| Refusal::of(41018))?;
        let credentials = Credentials { appid: Some(platform), secret: fields.text("appsecret") };
        self.check_presence(&credentials)?;
        if !self.account_mut(platform)?.is_platform() {
            return Err(Refusal::of(40013));
        }
        self.check_secret(&credentials)?;
        let target = fields.text("appid").unwrap_or(platform);
        if target != platform && self.account_mut(target)?.profile.authorized_to.as_deref() != Some(platform) {
            return Err(Refusal::of(61003));
        }
        self.clear_account(target, &call.path, now)
    }

    /// The legacy clear of a platform's own calls, by its token.
    pub(super) fn clear_component(&mut self, call: &Call, now: i64) -> Result<Success, Refusal> {
        let admitted = self.admit(call, now, &Method::POST)?;
        let named = admitted.fields.text("component_appid").ok_or_else(|| Refusal::of(41018))?;
        if named != admitted.appid || !self.account_mut(named)?.is_platform() {
            return Err(Refusal::of(40013));
        }
        self.clear_account(named, &call.path, now)
    }

    pub(super) fn clear_account(&mut self, appid: &str, endpoint: &str, now: i64) -> Result<Success, Refusal> {
        let Self { settings, accounts, .. } = self;
        let account = accounts.get_mut(appid).ok_or_else(|| Refusal::of(40013))?;
        let given_back = account.clear_all(now, settings)?;
        self.clear_log.push(ClearRecord::new(appid, endpoint, None, now, given_back));
        Ok(Success::ok())
    }

    pub(super) fn clear_path(&mut self, appid: &str, path: &str, endpoint: &str, now: i64) -> Result<Success, Refusal> {
        let Self { settings, accounts, .. } = self;
        let account = accounts.get_mut(appid).ok_or_else(|| Refusal::of(40013))?;
        let given_back = account.clear_one(path, now, settings)?;
        self.clear_log.push(ClearRecord::new(appid, endpoint, Some(path), now, given_back));
        Ok(Success::ok())
    }
}
