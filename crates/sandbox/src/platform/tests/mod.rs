//! The rules of the wire, one file a subject, without HTTP.

mod clears;
mod limits;
mod network;
mod order;
mod payloads;
mod quota;
mod rids;
mod tokens;

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use axum::http::Method;
use serde_json::{Value, json};

use super::{Call, Payload, Platform};
use crate::config::{AccountConfig, Config, InterfaceConfig, Kind};
use crate::settings::Settings;

pub(super) const MINI: &str = "wx0000000000000001";
pub(super) const SERVICE: &str = "wx0000000000000002";
pub(super) const PLATFORM: &str = "wx0000000000000003";
pub(super) const SECRET: &str = "0123456789abcdef0123456789abcdef";
pub(super) const PHONE: &str = "/wxa/business/getuserphonenumber";
/// Two in the afternoon in Beijing, in the middle of a month.
const START: &str = "2026-03-14T14:00:00+08:00";

/// A platform with three quiet accounts and a frozen clock.
pub(super) struct Bench {
    pub(super) platform: Platform,
    pub(super) ip: IpAddr,
}

impl Bench {
    pub(super) fn new() -> Self {
        Self::with(Settings::default())
    }

    pub(super) fn with(settings: Settings) -> Self {
        let mini = AccountConfig {
            authorized_to: Some(PLATFORM.to_owned()),
            ..AccountConfig::new("mini", MINI, SECRET, Kind::MiniProgram)
        };
        let accounts = vec![
            mini.with([InterfaceConfig::new(PHONE, 100)]),
            AccountConfig::new("service", SERVICE, SECRET, Kind::ServiceAccount),
            AccountConfig::new("platform", PLATFORM, SECRET, Kind::Platform),
        ];
        let start_at = Some(START.parse().unwrap());
        let config = Config { start_at, frozen: true, settings, accounts, ..Config::default() };
        Self { platform: Platform::new(&config, Arc::new(|| 0), None), ip: Ipv4Addr::LOCALHOST.into() }
    }

    pub(super) fn advance(&mut self, seconds: i64) {
        let now = self.platform.clock.now_ms();
        self.platform.clock.set(now + seconds * 1000);
    }

    pub(super) fn set_clock(&mut self, at: &str) {
        self.platform.clock.set(at.parse::<jiff::Timestamp>().unwrap().as_millisecond());
    }

    pub(super) fn send(&mut self, method: Method, path_and_query: &str, body: &str) -> Value {
        serde_json::from_slice(self.answer(method, path_and_query, body).bytes()).unwrap()
    }

    pub(super) fn answer(&mut self, method: Method, path_and_query: &str, body: &str) -> Payload {
        let (path, query) = path_and_query.split_once('?').unwrap_or((path_and_query, ""));
        let call = Call {
            method,
            path: path.to_owned(),
            query: query.to_owned(),
            body: body.as_bytes().to_vec(),
            client_ip: self.ip,
        };
        self.platform.answer(&call).body
    }

    pub(super) fn get(&mut self, path_and_query: &str) -> Value {
        self.send(Method::GET, path_and_query, "")
    }

    pub(super) fn post(&mut self, path_and_query: &str, body: Value) -> Value {
        self.send(Method::POST, path_and_query, &body.to_string())
    }

    /// A stable token of an account.
    pub(super) fn token(&mut self, appid: &str) -> String {
        let reply = self.stable(appid, false);
        reply["access_token"].as_str().unwrap_or_else(|| panic!("{reply}")).to_owned()
    }

    pub(super) fn stable(&mut self, appid: &str, force: bool) -> Value {
        let body = json!({"grant_type": "client_credential", "appid": appid, "secret": SECRET, "force_refresh": force});
        self.post("/cgi-bin/stable_token", body)
    }

    /// A token of the third-party platform.
    pub(super) fn component_token(&mut self) -> String {
        let body = json!({"component_appid": PLATFORM, "component_appsecret": SECRET, "component_verify_ticket": "t"});
        let reply = self.post("/cgi-bin/component/api_component_token", body);
        reply["component_access_token"].as_str().unwrap_or_else(|| panic!("{reply}")).to_owned()
    }

    pub(super) fn call(&mut self, token: &str, path: &str, body: Value) -> Value {
        self.post(&format!("{path}?access_token={token}"), body)
    }

    pub(super) fn quota(&mut self, token: &str, path: &str) -> Value {
        self.call(token, "/cgi-bin/openapi/quota/get", json!({"cgi_path": path}))
    }

    pub(super) fn used(&mut self, token: &str, path: &str) -> u64 {
        let reply = self.quota(token, path);
        reply["quota"]["used"].as_u64().unwrap_or_else(|| panic!("{reply}"))
    }
}

/// The errcode of a reply, 0 where it has none.
pub(super) fn code(reply: &Value) -> i64 {
    reply.get("errcode").map_or(0, |code| code.as_i64().unwrap())
}

/// `errmsg` without its rid, which must be there.
pub(super) fn text(reply: &Value) -> String {
    let errmsg = reply["errmsg"].as_str().unwrap();
    errmsg.rsplit_once(" rid: ").unwrap_or_else(|| panic!("{reply}")).0.to_owned()
}

pub(super) fn rid(reply: &Value) -> String {
    reply["errmsg"].as_str().unwrap().rsplit_once(" rid: ").unwrap().1.to_owned()
}
