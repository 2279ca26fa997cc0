//! The endpoint `openapi/quota/get`.

use axum::http::Method;
use serde::Serialize;

use super::Platform;
use super::call::{Call, Success, is_sns};
use super::interface::Interface;
use super::refusal::{Refusal, ensure, text_of};
use crate::settings::Settings;
use crate::traffic::Figures;

#[derive(Serialize)]
struct QuotaReply {
    errcode: i64,
    errmsg: &'static str,
    quota: Figures,
    #[serde(skip_serializing_if = "Option::is_none")]
    rate_limit: Option<RateLimit>,
    #[serde(skip_serializing_if = "Option::is_none")]
    component_rate_limit: Option<RateLimit>,
}

#[derive(Serialize)]
struct RateLimit {
    call_count: u64,
    refresh_second: u32,
}

impl RateLimit {
    fn a_minute(call_count: u64) -> Self {
        Self { call_count, refresh_second: 60 }
    }
}

impl Platform {
    pub(super) fn quota_get(&mut self, call: &Call, now: i64) -> Result<Success, Refusal> {
        let admitted = self.admit(call, now, &Method::POST)?;
        let path = admitted.fields.text("cgi_path").unwrap_or_default().to_owned();
        let settings = self.settings.clone();
        let interface = self.interface_for_quota(&admitted.appid, &path)?;
        Ok(Success::of(&QuotaReply {
            errcode: 0,
            errmsg: "ok",
            quota: interface.shown_at(now, &settings),
            rate_limit: interface.config.minute_limit.map(RateLimit::a_minute),
            component_rate_limit: interface.config.component_minute_limit.map(RateLimit::a_minute),
        }))
    }

    /// The interface at exactly this `cgi_path`: 76021 or 76003 where there is none, 76022 where the account cannot have it.
    pub(super) fn interface_for_quota(&mut self, appid: &str, path: &str) -> Result<&mut Interface, Refusal> {
        ensure(!is_sns(path), 76022)?;
        let (account, settings) = self.account_and_settings(appid)?;
        account.known_interface(path, settings).unwrap_or_else(|| Err(unknown_path(settings)))
    }
}

fn unknown_path(settings: &Settings) -> Refusal {
    // The official page gives both codes in different places. The text is that of 76021 in both cases.
    let code = if settings.unknown_path_is_76003 { 76003 } else { 76021 };
    Refusal::with_text(code, Some(text_of(76021).to_owned()))
}
