//! `openapi/quota/get`.

use axum::http::Method;
use serde::Serialize;

use super::Platform;
use super::call::{Call, Success, is_sns};
use super::interface::Interface;
use super::refusal::{Refusal, text_of};
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
            rate_limit: interface.minute_limit.map(RateLimit::a_minute),
            component_rate_limit: interface.component_minute_limit.map(RateLimit::a_minute),
        }))
    }

    /// The interface that a `cgi_path` names: exactly, or not at all.
    pub(super) fn interface_for_quota(&mut self, appid: &str, path: &str) -> Result<&mut Interface, Refusal> {
        if is_sns(path) {
            return Err(Refusal::of(76022));
        }
        let Self { settings, accounts, .. } = self;
        let account = accounts.get_mut(appid).ok_or_else(|| Refusal::of(40013))?;
        account.known_interface(path, settings).unwrap_or_else(|| Err(unknown_path(settings)))
    }
}

fn unknown_path(settings: &Settings) -> Refusal {
    // Which of the two it is, the official page itself does not agree on; the text is that of 76021 either way.
    let code = if settings.unknown_path_is_76003 { 76003 } else { 76021 };
    Refusal::with_text(code, text_of(76021))
}
