//! A server in process: temporary database, sandbox at a frozen time, a clock that tests move.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use desk::Desk;
use desk::accounts::TypedAccount;
use desk::clears::ClearSettings;
use domain::{AccountId, Actor, Clock, Kind, ManualClock, QuotaZone, Role, Thresholds, UserName};
use http::{HeaderMap, Method, Request, StatusCode, header};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use sandbox::{Config, Running, Sandbox};
use server::{AppState, Assets, Limits, MetricsSettings, Opened, Outbound, Settings, Web, router};
use sha2::{Digest, Sha256};
use sqlx::ConnectOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use store::sqlite::SqliteStore;
use store::{AddUserOutcome, AuditActor, NewAccount, NewSession, NewUser, Store, TokenWriter};
use tempfile::TempDir;
use tower::ServiceExt;

/// Saturday morning in Shanghai.
pub(crate) const START: &str = "2026-03-14T09:30:00+08:00";

pub(crate) struct TestApp {
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) desk: Arc<Desk>,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) sandbox: Running,
    pub(crate) state: AppState,
    router: Router,
    folder: TempDir,
    /// The session of each role, by its word.
    sessions: Mutex<HashMap<&'static str, String>>,
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

/// What a test asks for: the API with the token it names, else as an admin who is signed in, unless told otherwise.
pub(crate) struct Ask {
    builder: http::request::Builder,
    body: Body,
    signed_in: bool,
}

/// Whoever tests: may everything.
pub(crate) fn tester() -> Actor {
    Actor::Cli { os_user: "tester".to_owned() }
}

impl Ask {
    pub(crate) fn get(path: &str) -> Self {
        Self::with(Method::GET, path)
    }

    pub(crate) fn head(path: &str) -> Self {
        Self::with(Method::HEAD, path)
    }

    pub(crate) fn post(path: &str) -> Self {
        Self::with(Method::POST, path)
    }

    fn with(method: Method, path: &str) -> Self {
        let builder = Request::builder().method(method).uri(path).header(header::HOST, "localhost:8686");
        Self { builder, body: Body::empty(), signed_in: !path.starts_with("/api/") }
    }

    pub(crate) fn header(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let name: http::HeaderName = name.into().parse().unwrap();
        let value: http::HeaderValue = value.into().parse().unwrap();
        let mut ask = self;
        ask.builder.headers_mut().unwrap().insert(name, value);
        ask
    }

    /// Over a connection with this address.
    pub(crate) fn from(self, peer: &str) -> Self {
        let peer = ConnectInfo(SocketAddr::new(peer.parse().unwrap(), 4711));
        Self { builder: self.builder.extension(peer), ..self }
    }

    /// A header beside others of its name, in whatever bytes.
    pub(crate) fn and_header(self, name: &'static str, value: &[u8]) -> Self {
        let mut ask = self;
        ask.builder.headers_mut().unwrap().append(name, http::HeaderValue::from_bytes(value).unwrap());
        ask
    }

    /// As nobody in particular.
    pub(crate) fn nobody(self) -> Self {
        Self { signed_in: false, ..self }
    }

    /// With the cookie of a session, as [`TestApp::sign_in`] gives it.
    pub(crate) fn session(self, cookie: &str) -> Self {
        self.nobody().and_header("cookie", cookie.as_bytes())
    }

    /// A form's fields.
    pub(crate) fn form(self, fields: &[(&str, &str)]) -> Self {
        let pairs = fields.iter().map(|(name, value)| {
            let value = percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC);
            format!("{name}={value}")
        });
        let body = pairs.collect::<Vec<_>>().join("&");
        let ask = self.header("content-type", "application/x-www-form-urlencoded").header("accept", "text/html");
        ask.header("origin", "http://localhost:8686").body(body)
    }

    pub(crate) fn token(self, token: &str) -> Self {
        self.header("authorization", format!("Bearer {token}"))
    }

    pub(crate) fn body(self, body: impl Into<Body>) -> Self {
        Self { body: body.into(), ..self }
    }
}

impl TestApp {
    /// A desk without accounts.
    pub(crate) async fn new() -> Self {
        Self::with_clears(ClearSettings::default()).await
    }

    /// A desk without accounts, and so many clears.
    pub(crate) async fn with_clears(clears: ClearSettings) -> Self {
        Self::with_settings(|settings| Settings { clears, ..settings }).await
    }

    /// A desk without accounts, whose settings are changed.
    pub(crate) async fn with_settings(change: impl FnOnce(Settings) -> Settings) -> Self {
        let start: Timestamp = START.parse().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let config = Config { start_at: Some(start), frozen: true, ..Config::demo() };
        let sandbox = Sandbox::start_local(config).await.unwrap();
        let settings = change(Settings {
            listen: "127.0.0.1:8686".parse().unwrap(),
            listen_chosen: false,
            database_url: String::new(),
            wechat_base_url: sandbox.base_url.parse().unwrap(),
            outbound: Outbound::default(),
            master_key_file: folder.path().join("master.key"),
            time_zone: TimeZone::get("Asia/Shanghai").unwrap(),
            quota_zone: QuotaZone::default(),
            thresholds: Thresholds::default(),
            clears: ClearSettings::default(),
            rids: desk::rids::RidSettings {
                ours: "203.0.113.0/24".parse().unwrap(),
                ..desk::rids::RidSettings::default()
            },
            reading_interval_hours: 1,
            readings_a_day: 3_000,
            retention: domain::retention::Retention::default(),
            web: Web::default(),
            metrics: MetricsSettings::default(),
            given: Vec::new(),
            clock_offset: SignedDuration::ZERO,
        });
        let store = Arc::new(SqliteStore::open_in(folder.path()).await.unwrap());
        let clock = Arc::new(ManualClock::at(start));
        let clock_of_desk: Arc<ManualClock> = Arc::clone(&clock);
        let opened = Opened::on(store, &settings, clock_of_desk, TokenWriter::Service).await.unwrap();
        let Opened { desk, store, metrics } = opened;
        let state = AppState::new(Arc::clone(&desk), Assets::none(), settings.web.clone())
            .with_metrics(metrics, settings.metrics.clone());
        let router = router(&state, &Limits::default()).unwrap();
        Self { clock, desk, store, sandbox, state, router, folder, sessions: Mutex::default() }
    }

    /// The same, reached in another way.
    pub(crate) fn reached(mut self, web: Web) -> Self {
        self.state.web = Arc::new(web);
        self.router = router(&self.state, &Limits::default()).unwrap();
        self
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
        app.desk.sample_all(&tester(), None).await.unwrap();
        app
    }

    /// Lets half an hour and more go by, so that what clears did has been looked at for the last time.
    pub(crate) async fn verified(&self) {
        self.clock.advance(SignedDuration::from_mins(37));
        self.desk.run_due_clear_jobs().await.unwrap();
        self.desk.watched().await;
    }

    pub(crate) async fn add(&self, name: &str, appid: &str, kind: &str, secret: &str, watch: &[String]) -> AccountId {
        let typed = TypedAccount {
            name: name.into(),
            appid: appid.into(),
            kind: kind.into(),
            secret: secret.to_owned().into(),
            watch: watch.to_vec(),
            cleared_before: None,
            groups: Vec::new(),
        };
        self.desk.add_account(&tester(), typed).await.unwrap().id
    }

    /// A third-party platform, as older releases let people add.
    pub(crate) async fn add_old_platform(&self, name: &str, appid: &str) -> AccountId {
        let new = NewAccount {
            name: name.to_owned(),
            appid: appid.parse().unwrap(),
            kind: Kind::Platform,
            secret: "0123456789abcdef0123456789abcdef".into(),
            daily_readings: 3_000,
            cleared_before: None,
            groups: Vec::new(),
            watch: Vec::new(),
        };
        self.store.add_account(new, &AuditActor::from(&tester()), self.clock.now()).await.unwrap()
    }

    /// The cookie of a user in this role, called like it; the same one each time. They have
    /// no password: who needs one adds a user by the desk.
    pub(crate) async fn sign_in(&self, role: Role) -> String {
        let known = self.sessions.lock().unwrap().get(role.word()).cloned();
        if let Some(cookie) = known {
            return cookie;
        }
        let cookie = self.sign_in_again(role).await;
        self.sessions.lock().unwrap().insert(role.word(), cookie.clone());
        cookie
    }

    /// The cookie of another session of that user.
    pub(crate) async fn sign_in_again(&self, role: Role) -> String {
        let by = AuditActor::from(&tester());
        let now = self.clock.now();
        let name: UserName = role.word().parse().unwrap();
        let known = self.store.user_by_key(&name.key()).await.unwrap();
        let user = if let Some((user, _)) = known {
            user.id
        } else {
            let new = NewUser {
                name,
                role,
                password_hash: "none".to_owned(),
                must_change_password: false,
                only_first: false,
            };
            let AddUserOutcome::Added(id) = self.store.add_user(new, &by, now).await.unwrap() else { panic!("{role}") };
            id
        };
        let id = self.desk.new_session_id().unwrap();
        let (id_hash, expires_at) = (Sha256::digest(id.as_bytes()).into(), now + SignedDuration::from_hours(12));
        let password_set_at = self.store.user(user).await.unwrap().unwrap().password_set_at;
        let session = NewSession { user, password_set_at, id_hash, replaces: None, expires_at, user_agent: None };
        self.store.begin_session(session, &by, now).await.unwrap();
        format!("{}={id}", self.state.session_cookie().name())
    }

    pub(crate) async fn token(&self, role: Role) -> String {
        let actor = Actor::Cli { os_user: "tester".into() };
        self.desk.create_token(&actor, role.word(), role, None).await.unwrap()
    }

    /// An answer whose body has not been read yet.
    pub(crate) async fn answer(&self, ask: Ask) -> http::Response<Body> {
        let ask = if ask.signed_in { ask.session(&self.sign_in(Role::Admin).await) } else { ask };
        let request = ask.builder.body(ask.body).unwrap();
        self.router.clone().oneshot(request).await.unwrap()
    }

    pub(crate) async fn ask(&self, ask: Ask) -> Reply {
        let (parts, body) = self.answer(ask).await.into_parts();
        let body = to_bytes(body, 4 << 20).await.unwrap();
        let body = String::from_utf8_lossy(&body).into_owned();
        keep_page(&body);
        Reply { status: parts.status, headers: parts.headers, body }
    }

    /// Orders a clear, or tries to.
    pub(crate) async fn order(&self, token: &str, key: &str, body: &serde_json::Value) -> Reply {
        let ask = Ask::post("/api/v1/clears").token(token).header("idempotency-key", key);
        self.ask(ask.body(body.to_string())).await
    }

    /// Reports an incident, or tries to.
    pub(crate) async fn report(&self, token: &str, body: &serde_json::Value) -> Reply {
        self.ask(Ask::post("/api/v1/incidents").token(token).body(body.to_string())).await
    }

    /// Looks into every incident that is queued.
    pub(crate) async fn looked_into(&self) {
        while self.desk.investigate_queued().await.unwrap() > 0 {}
    }

    /// Whether a text lies anywhere in the database's files.
    pub(crate) fn is_kept(&self, text: &str) -> bool {
        let files = std::fs::read_dir(self.folder()).unwrap().map(|entry| entry.unwrap().path());
        let mut files = files.filter(|path| path.is_file());
        files.any(|path| std::fs::read(path).unwrap().windows(text.len()).any(|window| window == text.as_bytes()))
    }

    /// The database, as whoever holds its file can change it.
    pub(crate) async fn database(&self) -> SqliteConnection {
        SqliteConnectOptions::new().filename(self.folder().join("wxquota.db")).connect().await.unwrap()
    }

    pub(crate) async fn get(&self, path: &str, token: &str) -> Reply {
        self.ask(Ask::get(path).token(token)).await
    }
}

/// Keeps a page as a file below the folder that `WXQUOTA_PAGES` names: `<test>/<number>.html`.
fn keep_page(body: &str) {
    use std::cell::Cell;
    thread_local!(static NUMBER: Cell<u32> = const { Cell::new(0) });
    let Some(folder) = std::env::var_os("WXQUOTA_PAGES").filter(|_| body.starts_with("<!DOCTYPE html>")) else {
        return;
    };
    let thread = std::thread::current();
    let test = thread.name().unwrap_or("unnamed").rsplit("::").next().unwrap_or_default().to_owned();
    let folder = Path::new(&folder).join(test);
    std::fs::create_dir_all(&folder).unwrap();
    let number = NUMBER.replace(NUMBER.get() + 1);
    std::fs::write(folder.join(format!("{number:03}.html")), body).unwrap();
}
