//! The endpoints about IP addresses: `get_api_domain_ip`, `getcallbackip`, `callback/check`.

use axum::http::Method;
use serde::Serialize;
use serde_json::json;

use super::Platform;
use super::call::{Call, Success};
use super::refusal::{Refusal, ensure};

#[derive(Serialize)]
struct CheckReply {
    #[serde(skip_serializing_if = "Option::is_none")]
    dns: Option<[Dns; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ping: Option<[Ping; 1]>,
}

#[derive(Serialize)]
struct Dns {
    ip: &'static str,
    real_operator: &'static str,
}

#[derive(Serialize)]
struct Ping {
    ip: &'static str,
    from_operator: String,
    package_loss: &'static str,
    time: &'static str,
}

/// The address in the official example.
const CALLBACK_IP: &str = "111.161.64.40";

impl Platform {
    /// `get_api_domain_ip` and `getcallbackip`, with the addresses of the official examples.
    pub(super) fn ip_list(&mut self, call: &Call, now: i64) -> Result<Success, Refusal> {
        self.admit(call, now, &Method::GET)?;
        let ip_list = if call.path.ends_with("/getcallbackip") {
            ["106.55.206.146", "106.55.206.211"]
        } else {
            ["101.89.47.18", "101.91.34.103"]
        };
        Ok(Success::of(&json!({ "ip_list": ip_list })))
    }

    pub(super) fn callback_check(&mut self, call: &Call, now: i64) -> Result<Success, Refusal> {
        let admitted = self.admit(call, now, &Method::POST)?;
        ensure(self.account_mut(&admitted.appid)?.profile.callback_url, 40201)?;
        let action = admitted.fields.text("action").unwrap_or_default();
        ensure(matches!(action, "dns" | "ping" | "all"), 40202)?;
        let operator = match admitted.fields.text("check_operator").unwrap_or_default() {
            "DEFAULT" => "UNICOM",
            named @ ("CHINANET" | "UNICOM" | "CAP") => named,
            _ => return Err(Refusal::of(40203)),
        };
        let dns = (action != "ping").then_some([Dns { ip: CALLBACK_IP, real_operator: "UNICOM" }]);
        let ping = (action != "dns").then(|| {
            [Ping { ip: CALLBACK_IP, from_operator: operator.to_owned(), package_loss: "0%", time: "23.079ms" }]
        });
        Ok(Success::of(&CheckReply { dns, ping }))
    }
}
