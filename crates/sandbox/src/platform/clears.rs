//! The five endpoints that clear, and the log of clears.

use axum::http::Method;

use super::call::{Call, Fields, Success};
use super::counts::ClearRecord;
use super::refusal::{Refusal, ensure};
use super::token_endpoints::Credentials;
use super::{Platform, require_method};
use crate::settings::ClearForm;

impl Platform {
    /// `clear_quota`: clears all interfaces of the token's account.
    pub(super) fn clear_quota(&mut self, call: &Call, now: i64) -> Result<Success, Refusal> {
        let admitted = self.admit(call, now, &Method::POST)?;
        let named = admitted.fields.text("appid").ok_or_else(|| Refusal::of(41002))?;
        ensure(named == admitted.appid, 40013)?;
        self.clear(&admitted.appid, None, &call.path, now)
    }

    /// `clear_quota/v2`: the same by AppSecret, within the same number a month.
    pub(super) fn clear_quota_by_secret(&mut self, call: &Call, now: i64) -> Result<Success, Refusal> {
        require_method(call, &Method::POST)?;
        let credentials = self.secret_clear_parameters(call)?;
        let appid = self.check_presence(&credentials)?;
        ensure(!self.account_mut(&appid)?.is_platform(), 40013)?;
        self.check_secret(&credentials)?;
        self.clear(&appid, None, &call.path, now)
    }

    /// The appid and secret, from query or body as [`ClearForm`] sets; the query wins over the body.
    fn secret_clear_parameters(&self, call: &Call) -> Result<Credentials, Refusal> {
        let query = |name: &str| call.param(name).filter(|_| self.settings.clear_form != ClearForm::Body);
        let (appid, secret) = (query("appid"), query("appsecret"));
        let complete = appid.is_some() && secret.is_some();
        if complete || self.settings.clear_form == ClearForm::Query || call.body.is_empty() {
            return Ok(Credentials { appid, secret });
        }
        let fields: Fields = call.json()?;
        let (appid, secret) = (appid.or_else(|| fields.owned("appid")), secret.or_else(|| fields.owned("appsecret")));
        Ok(Credentials { appid, secret })
    }

    /// `openapi/quota/clear`: clears one interface, within a number of its own. 76022 where WeChat has no count of it.
    pub(super) fn clear_one_interface(&mut self, call: &Call, now: i64) -> Result<Success, Refusal> {
        let admitted = self.admit(call, now, &Method::POST)?;
        let path = admitted.fields.text("cgi_path").unwrap_or_default();
        ensure(!self.settings.interface_clears_shop_only || path.starts_with("/channels/ec/"), 76022)?;
        let interface = self.interface_for_quota(&admitted.appid, path)?;
        ensure(!interface.config.no_figure, 76022)?;
        self.clear(&admitted.appid, Some(path), &call.path, now)
    }

    /// `component/clear_quota/v2`: clears an account that authorised a third-party platform, or the platform's own calls, by
    /// its AppSecret.
    pub(super) fn clear_component_by_secret(&mut self, call: &Call, now: i64) -> Result<Success, Refusal> {
        require_method(call, &Method::POST)?;
        let fields = call.json()?;
        let platform = fields.text("component_appid").ok_or_else(|| Refusal::of(41018))?;
        let credentials = Credentials { appid: Some(platform.to_owned()), secret: fields.owned("appsecret") };
        self.check_presence(&credentials)?;
        ensure(self.account_mut(platform)?.is_platform(), 40013)?;
        self.check_secret(&credentials)?;
        let target = fields.text("appid").unwrap_or(platform);
        let is_its_own = target == platform;
        ensure(is_its_own || self.account_mut(target)?.profile.authorized_to.as_deref() == Some(platform), 61003)?;
        self.clear(target, None, &call.path, now)
    }

    /// `component/clear_quota`: the legacy clear of a platform's own calls, by its token.
    pub(super) fn clear_component(&mut self, call: &Call, now: i64) -> Result<Success, Refusal> {
        let admitted = self.admit(call, now, &Method::POST)?;
        let named = admitted.fields.text("component_appid").ok_or_else(|| Refusal::of(41018))?;
        ensure(named == admitted.appid && self.account_mut(named)?.is_platform(), 40013)?;
        self.clear(named, None, &call.path, now)
    }

    /// Clears the interface at `path`, or all, and logs the clear. `endpoint` is the path of the call, or `console`.
    pub(super) fn clear(
        &mut self,
        appid: &str,
        path: Option<&str>,
        endpoint: &str,
        now: i64,
    ) -> Result<Success, Refusal> {
        let (account, settings) = self.account_and_settings(appid)?;
        let given_back = match path {
            Some(path) => account.clear_one(path, now, settings)?,
            None => account.clear_all(now, settings)?,
        };
        let (appid, endpoint, path) = (appid.to_owned(), endpoint.to_owned(), path.map(str::to_owned));
        self.clear_log.push(ClearRecord { appid, endpoint, path, at_ms: now, given_back });
        Ok(Success::ok())
    }
}
