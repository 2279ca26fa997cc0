//! A sandbox that is being served, and a client.

use std::sync::Once;

use sandbox::{Config, MALL_APPID, Running, Sandbox};
use serde_json::{Value, json};

pub(crate) const QUOTA_GET: &str = "/cgi-bin/openapi/quota/get";
pub(crate) const CLEAR: &str = "/cgi-bin/clear_quota";
pub(crate) const SECRET: &str = "fa4e0000000000000000000000000a1a";
pub(crate) const PHONE: &str = "/wxa/business/getuserphonenumber";

pub(crate) struct World {
    pub(crate) running: Running,
    pub(crate) client: reqwest::Client,
}

impl World {
    /// The demo's accounts on a frozen clock.
    pub(crate) async fn new() -> Self {
        static PROVIDER: Once = Once::new();
        PROVIDER.call_once(|| {
            // reqwest wants one even for plain HTTP.
            let _ = rustls::crypto::ring::default_provider().install_default();
        });
        let start_at = Some("2026-03-14T14:00:00+08:00".parse().unwrap());
        let config = Config { start_at, frozen: true, ..Config::demo() };
        let running = Sandbox::start_local(config).await.unwrap();
        let client = reqwest::Client::builder().no_proxy().pool_max_idle_per_host(0).build().unwrap();
        Self { running, client }
    }

    pub(crate) fn sandbox(&self) -> &Sandbox {
        &self.running.sandbox
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.running.base_url)
    }

    pub(crate) async fn token(&self) -> String {
        let body = json!({"grant_type": "client_credential", "appid": MALL_APPID, "secret": SECRET});
        let reply = self.post("/cgi-bin/stable_token", body).await;
        reply["access_token"].as_str().unwrap_or_else(|| panic!("{reply}")).to_owned()
    }

    /// Sends a call with a token; the answer may be anything.
    pub(crate) async fn send(&self, token: &str, path: &str, body: Value) -> reqwest::Result<reqwest::Response> {
        self.client.post(self.url(&format!("{path}?access_token={token}"))).json(&body).send().await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Value {
        self.client.post(self.url(path)).json(&body).send().await.unwrap().json().await.unwrap()
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        self.client.get(self.url(path)).send().await.unwrap().json().await.unwrap()
    }

    pub(crate) async fn quota(&self, token: &str) -> reqwest::Result<reqwest::Response> {
        self.send(token, QUOTA_GET, json!({"cgi_path": PHONE})).await
    }

    pub(crate) async fn clear(&self, token: &str) -> reqwest::Result<reqwest::Response> {
        self.send(token, CLEAR, json!({"appid": MALL_APPID})).await
    }

    pub(crate) fn clears(&self) -> usize {
        self.sandbox().counts().clears.len()
    }
}
