//! The endpoints of a third-party platform on the accounts that have authorised it.

use axum::http::Method;
use serde_json::{Value, json};

use super::Platform;
use super::call::{Call, Fields, Success};
use super::refusal::{Refusal, ensure};
use super::tokens::{Family, random_text};

/// The lifetime of a pre-authorisation code, in seconds, by the official page.
const PREAUTH_CODE_S: u32 = 1800;
const AUTHORIZATION_CODE: &str = "queryauthcode@@@";

impl Platform {
    /// `api_create_preauthcode`
    pub(super) fn preauth_code(&mut self, call: &Call, now: i64) -> Result<Success, Refusal> {
        self.admit_platform(call, now)?;
        let code = format!("preauthcode@@@{}", random_text(64, &mut self.rng));
        Ok(Success::of(&json!({ "pre_auth_code": code, "expires_in": PREAUTH_CODE_S })))
    }

    /// `api_authorizer_token`: a token of an account. Any refresh token will do, since nobody was handed one.
    pub(super) fn authorizer_token(&mut self, call: &Call, now: i64) -> Result<Success, Refusal> {
        let (platform, fields) = self.admit_platform(call, now)?;
        let appid = self.authorizer(&platform, &fields)?;
        let refresh_token = fields.owned("authorizer_refresh_token").ok_or_else(|| Refusal::of(61023))?;
        Ok(Success::of(&self.issue_to(&appid, &refresh_token, now)))
    }

    /// `api_query_auth`: the account behind an authorisation code, which is the first that authorised the platform.
    pub(super) fn query_auth(&mut self, call: &Call, now: i64) -> Result<Success, Refusal> {
        let (platform, fields) = self.admit_platform(call, now)?;
        let code = fields.text("authorization_code").unwrap_or_default();
        ensure(code.starts_with(AUTHORIZATION_CODE), 61010)?;
        let appid = self.authorizers(&platform).into_iter().next().ok_or_else(|| Refusal::of(61010))?;
        let refresh_token = format!("refreshtoken@@@{}", random_text(43, &mut self.rng));
        let mut info = self.issue_to(&appid, &refresh_token, now);
        if let Some(fields) = info.as_object_mut() {
            fields.extend([("authorizer_appid".to_owned(), json!(appid)), ("func_info".to_owned(), functions())]);
        }
        Ok(Success::of(&json!({ "authorization_info": info })))
    }

    /// `api_get_authorizer_info`
    pub(super) fn authorizer_info(&mut self, call: &Call, now: i64) -> Result<Success, Refusal> {
        let (platform, fields) = self.admit_platform(call, now)?;
        let appid = self.authorizer(&platform, &fields)?;
        let name = self.account_mut(&appid)?.profile.name.clone();
        Ok(Success::of(&json!({
            "authorizer_info": {
                "nick_name": name,
                "service_type_info": { "id": 2 },
                "verify_type_info": { "id": 0 },
                "user_name": "gh_000000000000",
                "principal_name": name,
                "business_info": { "open_store": 0, "open_scan": 0, "open_pay": 0, "open_card": 0, "open_shake": 0 },
            },
            "authorization_info": { "authorizer_appid": appid, "func_info": functions() },
        })))
    }

    /// `api_get_authorizer_list`
    pub(super) fn authorizer_list(&mut self, call: &Call, now: i64) -> Result<Success, Refusal> {
        let (platform, _) = self.admit_platform(call, now)?;
        let appids = self.authorizers(&platform);
        let refresh_token = format!("refreshtoken@@@{}", random_text(43, &mut self.rng));
        let entry = |appid: &String| json!({ "authorizer_appid": appid, "refresh_token": refresh_token, "auth_time": self.anchor_ms / 1000 });
        let list: Vec<_> = appids.iter().map(entry).collect();
        Ok(Success::of(&json!({ "total_count": list.len(), "list": list })))
    }

    /// The platform of a call, which its token and `component_appid` name, and the call's fields.
    fn admit_platform(&mut self, call: &Call, now: i64) -> Result<(String, Fields), Refusal> {
        let admitted = self.admit(call, now, &Method::POST)?;
        ensure(self.account_mut(&admitted.appid)?.is_platform(), 61014)?;
        let named = admitted.fields.text("component_appid").ok_or_else(|| Refusal::of(41018))?;
        ensure(named == admitted.appid, 61011)?;
        Ok((admitted.appid, admitted.fields))
    }

    /// The account that `authorizer_appid` names: 61003 where it has not authorised the platform.
    fn authorizer(&mut self, platform: &str, fields: &Fields) -> Result<String, Refusal> {
        let appid = fields.text("authorizer_appid").ok_or_else(|| Refusal::of(40013))?;
        let is_authorized = self.account_mut(appid)?.profile.authorized_to.as_deref() == Some(platform);
        ensure(is_authorized, 61003)?;
        Ok(appid.to_owned())
    }

    fn authorizers(&self, platform: &str) -> Vec<String> {
        let of_platform =
            |(_, account): &(&String, &super::Account)| account.profile.authorized_to.as_deref() == Some(platform);
        self.accounts.iter().filter(of_platform).map(|(appid, _)| appid.clone()).collect()
    }

    fn issue_to(&mut self, appid: &str, refresh_token: &str, now: i64) -> Value {
        let lifetime_s = self.settings.token_lifetime_s;
        let token = self.tokens.issue(appid, Family::Authorizer, now, lifetime_s, &mut self.rng);
        json!({
            "authorizer_access_token": token.text,
            "expires_in": token.expires_in,
            "authorizer_refresh_token": refresh_token,
        })
    }
}

/// The permissions of the official example.
fn functions() -> Value {
    json!([1, 2, 3].map(|id| json!({ "funcscope_category": { "id": id } })))
}
