//! Construction of the desk from settings: database, connection to WeChat, use cases.

use std::fmt;
use std::io::{self, Write};
use std::sync::Arc;
use std::time::Duration;

use desk::token_book::DatabaseTokenStore;
use desk::{Desk, SystemRandom};
use domain::{Actor, Clock};
use store::sqlite::{OpenMode, SqliteStore, Upgrade};
use store::{OpenError, Store, TokenWriter};
use wechat::{CallObserver, Connections, Options, TokenManager, Transport, WebhookTimeouts, Webhooks, Wechat};

use crate::failure::CommandError;
use crate::lock::require_served_file;
use crate::metrics::registry::Metrics;
use crate::settings::{Settings, given_now};

/// The timeout of a clear's whole call: longer than a reading's, since an answer that is not waited for leaves it unknown.
const CLEAR_TIMEOUT: Duration = Duration::from_secs(30);

/// A desk on an open database.
#[derive(Clone)]
pub struct Opened {
    /// Everything that can be done.
    pub desk: Arc<Desk>,
    /// The database; for copies, and for closing at the end.
    pub store: Arc<dyn Store>,
    /// The counters of what the desk does.
    pub metrics: Arc<Metrics>,
}

impl fmt::Debug for Opened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Opened").field("desk", &self.desk).finish_non_exhaustive()
    }
}

impl Opened {
    /// Opens what the settings name, and makes it where `mode` says so. Needs no network. Only the process that holds the lock of
    /// `serve` is [`TokenWriter::Service`].
    ///
    /// # Errors
    /// [`CommandError::Lock`] where the database was removed or replaced while another process serves it;
    /// [`CommandError::NoDesk`] where there is no database and none is to be made; [`CommandError::Open`] with a message
    /// for whoever operates the database; or the set-up of TLS.
    pub async fn with(
        settings: &Settings,
        mode: OpenMode,
        clock: Arc<dyn Clock>,
        writer: TokenWriter,
    ) -> Result<Self, CommandError> {
        if writer == TokenWriter::Command {
            require_served_file(&settings.database_file())?;
        }
        let opened = SqliteStore::open(&settings.database_url, &settings.master_key_file, mode).await;
        let store = opened.map_err(|error| match error {
            OpenError::Missing { file } => CommandError::NoDesk(file),
            error => error.into(),
        })?;
        if let Some(upgrade) = store.upgrade() {
            // On standard error: what commands print is read by programs.
            let _ = writeln!(io::stderr(), "wxquota: {}", upgraded(upgrade));
        }
        Self::on(Arc::new(store), settings, clock, writer).await
    }

    /// The desk on a database that is open.
    ///
    /// # Errors
    /// The set-up of TLS, or a database without a catalogue.
    pub async fn on(
        store: Arc<dyn Store>,
        settings: &Settings,
        clock: Arc<dyn Clock>,
        writer: TokenWriter,
    ) -> Result<Self, CommandError> {
        let proxy = &settings.outbound.proxy;
        let metrics = Arc::new(Metrics::new());
        let calls: Arc<dyn CallObserver> = Arc::<Metrics>::clone(&metrics);
        let options = Options { proxy: proxy.clone(), observer: Some(calls), ..Options::default() };
        let transport = Transport::new(settings.wechat_base_url.clone(), options.clone())?;
        let zone = settings.quota_zone.clone();
        let book = Arc::new(DatabaseTokenStore::new(Arc::clone(&store), Arc::clone(&clock), zone.clone(), writer));
        let keeper = TokenManager::new(transport.clone(), Arc::clone(&clock), book);
        let clears = Options { call_timeout: CLEAR_TIMEOUT, connections: Connections::PerCall, ..options };
        let clears = Transport::new(settings.wechat_base_url.clone(), clears)?;
        let wechat = Arc::new(Wechat::new(transport, clears, keeper));
        let chosen = desk::Settings {
            quota_zone: zone,
            thresholds: settings.thresholds,
            clears: settings.clears,
            rids: settings.rids.clone(),
            reading_interval_hours: settings.reading_interval_hours,
            readings_a_day: settings.readings_a_day,
            time_zone: settings.time_zone.clone(),
            retention: settings.retention,
            given: given_now(settings),
            address: settings.web.public_url.as_ref().map(|url| url.origin().ascii_serialization()),
            outbound: settings.outbound.calls(&settings.wechat_base_url),
            message_words: Some(Arc::new(app::messages::PageWords)),
            observer: Some(Arc::<Metrics>::clone(&metrics)),
        };
        let webhooks = Webhooks::new(WebhookTimeouts::default())?.through(proxy.clone());
        let desk = Desk::open(Arc::clone(&store), (wechat, webhooks), clock, Arc::new(SystemRandom), chosen).await?;
        Ok(Self { desk, store, metrics })
    }
}

/// Says of an upgrade of the database where the copy from before is.
fn upgraded(upgrade: &Upgrade) -> String {
    let Upgrade { from, to, copy } = upgrade;
    format!(
        "the database was upgraded from version {from} to {to}; a copy from before is {}, which can be deleted once all works. \
         To go back to the release before, stop wxquota and put the copy in the database's place",
        copy.display()
    )
}

/// The actor of a command: the user of the operating system who runs it.
pub(crate) fn cli_actor() -> Actor {
    // A user without a name, as in slim containers, is still told apart from the pages.
    Actor::Cli { os_user: whoami::username().unwrap_or_else(|_| "unknown".to_owned()) }
}
