//! A desk to test: temporary database, sandbox, clocks that move together.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use desk::accounts::TypedAccount;
use desk::clears::ClearSettings;
use desk::overview::{OverviewQuery, Row};
use desk::token_book::DatabaseTokenStore;
use desk::{Desk, Settings, SystemRandom};
use domain::{AccountId, Actor, Clock, ManualClock};
use jiff::{SignedDuration, Timestamp};
use sandbox::{AccountConfig, Config, InterfaceConfig, Kind, Running, Sandbox};
use store::sqlite::SqliteStore;
use store::{Store, TokenWriter};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;
use wechat::{Connections, Options, TokenManager, Transport, WebhookTimeouts, Webhooks, Wechat};

pub(crate) const SECRET: &str = "0123456789abcdef0123456789abcdef";
pub(crate) const SEND: &str = "/cgi-bin/message/custom/send";
pub(crate) const USERS: &str = "/cgi-bin/user/get";

pub(crate) struct TestDesk {
    pub(crate) desk: Arc<Desk>,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) wechat: Running,
    folder: TempDir,
    settings: Settings,
}

/// The appid of the n-th account of the test's sandbox.
pub(crate) fn appid(n: u32) -> String {
    format!("wx{n:016x}")
}

/// Whoever tests: may everything.
pub(crate) fn tester() -> Actor {
    Actor::Cli { os_user: "tester".to_owned() }
}

fn noon() -> Timestamp {
    "2026-11-22T12:00:00+08:00".parse().unwrap()
}

impl TestDesk {
    /// A desk without accounts, on a WeChat that has three.
    pub(crate) async fn new() -> Self {
        Self::on_wechat_with(3).await
    }

    /// A desk without accounts, on a WeChat that has so many.
    pub(crate) async fn on_wechat_with(accounts: u32) -> Self {
        let interfaces = [InterfaceConfig::new(SEND, 1_000), InterfaceConfig::new(USERS, 500)];
        Self::on(accounts, &interfaces, Settings::default()).await
    }

    /// A desk with other limits of clears, or other friction.
    pub(crate) async fn with(clears: ClearSettings) -> Self {
        let interfaces = [InterfaceConfig::new(SEND, 1_000), InterfaceConfig::new(USERS, 500)];
        Self::on(3, &interfaces, Settings { clears, ..Settings::default() }).await
    }

    /// A desk without accounts, on a WeChat that has so many, each with these interfaces.
    pub(crate) async fn on(accounts: u32, interfaces: &[InterfaceConfig], settings: Settings) -> Self {
        let accounts = (1..=accounts).map(|n| {
            AccountConfig::new(&format!("account {n}"), &appid(n), SECRET, Kind::ServiceAccount)
                .with(interfaces.iter().cloned())
        });
        let config = Config { start_at: Some(noon()), frozen: true, accounts: accounts.collect(), ..Config::default() };
        Self::of(config, settings).await
    }

    /// A desk without accounts on such a WeChat, at the time at which that starts.
    pub(crate) async fn of(config: Config, settings: Settings) -> Self {
        let clock = Arc::new(ManualClock::at(config.start_at.unwrap()));
        let wechat = Sandbox::start_local(config).await.unwrap();
        let folder = data_folder();
        let (desk, store) = open(&folder, &clock, &wechat, &settings, TokenWriter::Service).await;
        Self { desk, store, clock, wechat, folder, settings }
    }

    /// Ends the desk and opens it again on the same database, as a restart does.
    pub(crate) async fn restarted(self) -> Self {
        let Self { desk, store, clock, wechat, folder, settings } = self;
        drop(desk);
        store.close().await;
        let (desk, store) = open(&folder, &clock, &wechat, &settings, TokenWriter::Service).await;
        Self { desk, store, clock, wechat, folder, settings }
    }

    /// Another desk on the same database, as another process opens it.
    pub(crate) async fn beside(&self) -> Arc<Desk> {
        open(&self.folder, &self.clock, &self.wechat, &self.settings, TokenWriter::Command).await.0
    }

    /// The same desk and database, after WeChat has gone away: no connection stands any more.
    pub(crate) async fn without_wechat(self) -> (Arc<Desk>, TempDir) {
        let Self { desk, store: _, clock: _, wechat, folder, settings: _ } = self;
        wechat.stop().await.unwrap();
        (desk, folder)
    }

    /// Adds the n-th account, watching [`SEND`] and [`USERS`].
    pub(crate) async fn add(&self, n: u32) -> AccountId {
        let added = self.desk.add_account(&tester(), typed(n)).await.unwrap();
        added.id
    }

    /// Lets the sampler look once and ends the rounds that it begins.
    pub(crate) async fn beat(&self) -> usize {
        let begun = self.desk.beat(&CancellationToken::new()).await.unwrap();
        self.desk.wait_for_rounds().await;
        begun
    }

    /// Lets the desk look after clears once and ends what it begins; gives how much began.
    pub(crate) async fn watch(&self) -> usize {
        let begun = self.desk.run_due_clear_jobs().await.unwrap();
        self.desk.watched().await;
        begun
    }

    /// Moves both clocks.
    pub(crate) fn advance(&self, minutes: i64) {
        self.advance_by(SignedDuration::from_mins(minutes));
    }

    /// Moves both clocks.
    pub(crate) fn advance_by(&self, time: SignedDuration) {
        self.clock.advance(time);
        self.wechat.sandbox.move_clock(time);
    }

    /// How many quotas WeChat was asked for.
    pub(crate) fn asked(&self) -> usize {
        self.received("/cgi-bin/openapi/quota/get")
    }

    pub(crate) fn received(&self, endpoint: &str) -> usize {
        usize::try_from(self.wechat.sandbox.counts().received(endpoint)).unwrap()
    }

    pub(crate) async fn rows(&self) -> Vec<Row> {
        self.desk.overview(&tester(), &OverviewQuery::default()).await.unwrap().rows
    }

    pub(crate) async fn row(&self, account: AccountId, path: &str) -> Row {
        let rows = self.rows().await;
        rows.into_iter().find(|row| row.account == account && row.cgi_path.as_str() == path).unwrap()
    }

    /// The database's file.
    pub(crate) fn database(&self) -> PathBuf {
        self.folder.path().join("wxquota.db")
    }

    /// Every file of the data folder, one after the other.
    pub(crate) fn bytes_on_disk(&self) -> Vec<u8> {
        let files = std::fs::read_dir(self.folder.path()).unwrap();
        files.flat_map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect()
    }
}

/// A desk with one account that is read, and whose interfaces have 1,000 and 500 calls.
pub(crate) async fn read_once() -> (TestDesk, AccountId) {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    test.beat().await;
    (test, account)
}

/// The n-th account as someone would type it.
pub(crate) fn typed(n: u32) -> TypedAccount {
    TypedAccount {
        name: format!("服务号 {n}"),
        appid: appid(n),
        kind: "service-account".to_owned(),
        secret: SECRET.to_owned().into(),
        watch: vec![SEND.to_owned(), USERS.to_owned()],
        cleared_before: None,
        groups: Vec::new(),
    }
}

/// A folder for a database: in memory where the system has such a place, since a disk would wait for each transaction.
pub(crate) fn data_folder() -> TempDir {
    let in_memory = Path::new("/dev/shm");
    if in_memory.is_dir() { tempfile::tempdir_in(in_memory).unwrap() } else { tempfile::tempdir().unwrap() }
}

/// Opens the desk on a database that may be there already, as a start does.
pub(crate) async fn open(
    folder: &TempDir,
    clock: &Arc<ManualClock>,
    running: &Running,
    settings: &Settings,
    writer: TokenWriter,
) -> (Arc<Desk>, Arc<dyn Store>) {
    let store: Arc<dyn Store> = Arc::new(SqliteStore::open_in(folder.path()).await.unwrap());
    let clock: Arc<dyn Clock> = Arc::<ManualClock>::clone(clock);
    let options = Options { call_timeout: Duration::from_millis(400), ..Options::default() };
    let transport = Transport::new(running.base_url.parse().unwrap(), options.clone()).unwrap();
    let settings = settings.clone();
    let book = DatabaseTokenStore::new(Arc::clone(&store), Arc::clone(&clock), settings.quota_zone.clone(), writer);
    let keeper = TokenManager::new(transport.clone(), Arc::clone(&clock), Arc::new(book));
    let clears = Options { connections: Connections::PerCall, ..options };
    let clears = Transport::new(running.base_url.parse().unwrap(), clears).unwrap();
    let wechat = Arc::new(Wechat::new(transport, clears, keeper));
    let webhooks =
        Webhooks::new(WebhookTimeouts { call_timeout: Duration::from_secs(1), ..WebhookTimeouts::default() }).unwrap();
    let desk =
        Desk::open(Arc::clone(&store), (wechat, webhooks), clock, Arc::new(SystemRandom), settings).await.unwrap();
    (desk, store)
}
