//! A server in process: temporary database, sandbox at a frozen time, a clock that tests move.

use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use desk::Desk;
use desk::accounts::TypedAccount;
use desk::clears::ClearSettings;
use domain::{AccountId, Actor, ManualClock, QuotaZone, Role, Thresholds};
use http::{HeaderMap, Method, Request, StatusCode, header};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use sandbox::{Config, Running, Sandbox};
use server::{AppState, Assets, Opened, Settings, router};
use store::sqlite::SqliteStore;
use tempfile::TempDir;
use tower::ServiceExt;

/// Saturday morning in Shanghai.
pub(crate) const START: &str = "2026-03-14T09:30:00+08:00";

pub(crate) struct TestApp {
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) desk: Arc<Desk>,
    pub(crate) sandbox: Running,
    pub(crate) state: AppState,
    router: Router,
    folder: TempDir,
}

pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Reply {
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    /// Status, content type and body, the JSON of it laid out.
    pub(crate) fn told(&self) -> String {
        let kind = self.headers.get(header::CONTENT_TYPE).map_or("-", |kind| kind.to_str().unwrap());
        let body = match serde_json::from_str::<serde_json::Value>(&self.body) {
            Ok(json) => serde_json::to_string_pretty(&json).unwrap(),
            Err(_) => self.body.clone(),
        };
        format!("{} {kind}\n{}", self.status.as_u16(), without_rids(&body))
    }
}

/// Which call gets which rid depends on which of several was first.
pub(crate) fn without_rids(text: &str) -> String {
    let is_rid = |word: &str| {
        let groups: Vec<_> = word.split('-').collect();
        groups.len() == 3 && groups.iter().all(|group| group.len() == 8 && group.bytes().all(|b| b.is_ascii_hexdigit()))
    };
    let words = text.split_inclusive(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    let masked = words.map(|word| {
        let rid = word.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
        if is_rid(rid) { word.replace(rid, "RID") } else { word.to_owned() }
    });
    masked.collect()
}

/// What a test asks for.
pub(crate) struct Ask(http::request::Builder, Body);

impl Ask {
    pub(crate) fn get(path: &str) -> Self {
        Self::with(Method::GET, path)
    }

    pub(crate) fn post(path: &str) -> Self {
        Self::with(Method::POST, path)
    }

    fn with(method: Method, path: &str) -> Self {
        Self(Request::builder().method(method).uri(path).header(header::HOST, "localhost:8686"), Body::empty())
    }

    pub(crate) fn header(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let name: http::HeaderName = name.into().parse().unwrap();
        let value: http::HeaderValue = value.into().parse().unwrap();
        let mut builder = self.0;
        builder.headers_mut().unwrap().insert(name, value);
        Self(builder, self.1)
    }

    /// A header beside others of its name, in whatever bytes.
    pub(crate) fn and_header(self, name: &'static str, value: &[u8]) -> Self {
        let mut builder = self.0;
        builder.headers_mut().unwrap().append(name, http::HeaderValue::from_bytes(value).unwrap());
        Self(builder, self.1)
    }

    pub(crate) fn token(self, token: &str) -> Self {
        self.header("authorization", format!("Bearer {token}"))
    }

    pub(crate) fn body(self, body: impl Into<Body>) -> Self {
        Self(self.0, body.into())
    }
}

impl TestApp {
    /// A desk without accounts.
    pub(crate) async fn new() -> Self {
        Self::with_clears(ClearSettings::default()).await
    }

    /// A desk without accounts, and so many clears.
    pub(crate) async fn with_clears(clears: ClearSettings) -> Self {
        let start: Timestamp = START.parse().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let config = Config { start_at: Some(start), frozen: true, ..Config::demo() };
        let sandbox = Sandbox::start_local(config).await.unwrap();
        let settings = Settings {
            listen: "127.0.0.1:8686".parse().unwrap(),
            listen_chosen: false,
            database_url: String::new(),
            wechat_base_url: sandbox.base_url.parse().unwrap(),
            master_key_file: folder.path().join("master.key"),
            time_zone: TimeZone::get("Asia/Shanghai").unwrap(),
            quota_zone: QuotaZone::default(),
            thresholds: Thresholds::default(),
            clears,
            public_url: None,
            proxy_hops: 0,
        };
        let store = Arc::new(SqliteStore::open_in(folder.path()).await.unwrap());
        let clock = Arc::new(ManualClock::at(start));
        let clock_of_desk: Arc<ManualClock> = Arc::clone(&clock);
        let Opened { desk, .. } = Opened::on(store, &settings, clock_of_desk).await.unwrap();
        let state = AppState::new(Arc::clone(&desk), Assets::none(), settings.time_zone.clone());
        let router = router(&state, None).unwrap();
        Self { clock, desk, sandbox, state, router, folder }
    }

    /// Where its database and its key lie.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The desk of the demo: three accounts, read once.
    pub(crate) async fn with_demo() -> Self {
        let app = Self::new().await;
        for account in app.sandbox.sandbox.seeded_accounts().into_iter().filter(|account| account.in_demo) {
            let secret = account.outdated.map_or(account.secret, |outdated| outdated.secret);
            app.add(&account.name, &account.appid, account.kind, &secret, &account.interfaces).await;
        }
        app.desk.sample_all(&Actor::Local, None).await.unwrap();
        app
    }

    pub(crate) async fn add(&self, name: &str, appid: &str, kind: &str, secret: &str, watch: &[String]) -> AccountId {
        let typed = TypedAccount {
            name: name.into(),
            appid: appid.into(),
            kind: kind.into(),
            secret: secret.to_owned().into(),
            watch: watch.to_vec(),
            cleared_before: None,
        };
        self.desk.add_account(&Actor::Local, typed).await.unwrap().id
    }

    pub(crate) async fn token(&self, role: Role) -> String {
        let actor = Actor::Cli { os_user: "tester".into() };
        self.desk.create_token(&actor, role.word(), role, None).await.unwrap()
    }

    pub(crate) async fn ask(&self, ask: Ask) -> Reply {
        let request = ask.0.body(ask.1).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, 4 << 20).await.unwrap();
        let body = String::from_utf8_lossy(&body).into_owned();
        Reply { status: parts.status, headers: parts.headers, body }
    }

    /// Orders a clear, or tries to.
    pub(crate) async fn order(&self, token: &str, key: &str, body: &serde_json::Value) -> Reply {
        let ask = Ask::post("/api/v1/clears").token(token).header("idempotency-key", key);
        self.ask(ask.body(body.to_string())).await
    }

    pub(crate) async fn get(&self, path: &str, token: &str) -> Reply {
        self.ask(Ask::get(path).token(token)).await
    }
}
