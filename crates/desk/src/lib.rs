//! The use cases of wxquota: what people and programs can do at the desk, and what the desk does by itself.
//!
//! Every use case takes the [`Actor`] who does it and refuses what the actor's role does not allow. Errors are one enum a
//! use case, with what the person can do about it; [`Internal`] is for the log.

#[macro_use]
mod errors;

pub mod account_import;
pub mod account_page;
pub mod accounts;
pub mod api_tokens;
pub mod audit;
mod background;
pub mod campaigns;
pub mod channels;
pub mod checks;
pub mod clears;
pub mod drafts;
pub mod explain;
pub mod flash;
mod forecasts;
pub mod gauges;
pub mod groups;
pub mod history;
pub mod incidents;
pub mod interfaces;
pub mod limits;
pub mod notices;
mod observer;
pub mod outbound;
pub mod overview;
mod paging;
pub mod policies;
pub mod random;
mod retention;
pub mod rids;
pub mod sampling;
pub mod security_log;
pub mod settings;
pub mod token_book;
pub mod token_rates;
pub mod users;
mod usual_days;
mod verdicts;
mod writing;

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use background::Tasks;
use domain::{CgiPath, Clock, Lang};
pub use errors::Internal;
pub use observer::Observer;
pub use random::{Random, SystemRandom};
use sampling::Sampler;
use settings::LiveSettings;
pub use settings::Settings;
use store::{CatalogueEntry, Store};
use tokio_util::sync::CancellationToken;
pub use wechat::Redactor;
use wechat::{Webhooks, Wechat};

/// The use cases, on one database and one WeChat.
pub struct Desk {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) wechat: Arc<Wechat>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) random: Arc<dyn Random>,
    /// The settings of the start; those that can be changed are read from [`Desk::live`].
    pub(crate) settings: Settings,
    pub(crate) live: LiveSettings,
    pub(crate) sampler: Sampler,
    pub(crate) calls: Tasks,
    pub(crate) watch: clears::Watch,
    pub(crate) people: users::PasswordState,
    pub(crate) one_time_secrets: flash::OneTimeSecrets,
    /// Rings where look-ups are wanted.
    pub(crate) rid_bell: tokio::sync::Notify,
    /// Rings where policies want something done.
    pub(crate) policy_bell: tokio::sync::Notify,
    pub(crate) reports: incidents::Reports,
    /// The import of accounts that a browser began last.
    pub(crate) import: account_import::LastImport,
    pub(crate) pace: incidents::ReadingPace,
    pub(crate) token_rates: token_rates::TokenRates,
    pub(crate) strangers: security_log::Strangers,
    pub(crate) outbox: channels::Outbox,
    pub(crate) usual_days: usual_days::UsualDaysCache,
    pub(crate) checking: tokio::sync::Mutex<()>,
    /// The desk is about to stop: nothing new is begun by itself.
    pub(crate) closing: CancellationToken,
    catalogue: Vec<CatalogueEntry>,
    by_path: HashMap<CgiPath, usize>,
}

impl fmt::Debug for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Desk").field("settings", &self.settings).finish_non_exhaustive()
    }
}

impl Desk {
    /// Opens the desk on a database, a WeChat, and the way to channels.
    ///
    /// # Errors
    /// [`Internal`] where the database cannot be read.
    pub async fn open(
        store: Arc<dyn Store>,
        (wechat, webhooks): (Arc<Wechat>, Webhooks),
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
        settings: Settings,
    ) -> Result<Arc<Self>, Internal> {
        for (appid, secret) in store.all_secrets().await? {
            wechat.held().add_secret(&appid, &secret);
        }
        let catalogue = store.catalogue().await?;
        let live = LiveSettings::new(&settings, store.stored_settings().await?);
        let by_path = catalogue.iter().enumerate().map(|(at, entry)| (entry.cgi_path.clone(), at)).collect();
        Ok(Arc::new(Self {
            store,
            wechat,
            clock,
            random,
            settings,
            live,
            sampler: Sampler::default(),
            calls: Tasks::default(),
            watch: clears::Watch::default(),
            people: users::PasswordState::default(),
            one_time_secrets: flash::OneTimeSecrets::default(),
            rid_bell: tokio::sync::Notify::new(),
            policy_bell: tokio::sync::Notify::new(),
            reports: incidents::Reports::default(),
            import: account_import::LastImport::default(),
            pace: incidents::ReadingPace::default(),
            token_rates: token_rates::TokenRates::default(),
            strangers: security_log::Strangers::default(),
            outbox: channels::Outbox::new(webhooks),
            usual_days: usual_days::UsualDaysCache::default(),
            checking: tokio::sync::Mutex::default(),
            closing: CancellationToken::new(),
            catalogue,
            by_path,
        }))
    }

    /// The desk is about to stop: from now on it begins nothing by itself, no clear above all. What is under way is ended.
    pub fn close(&self) {
        self.closing.cancel();
    }

    /// The catalogue of interfaces, in its own order.
    pub fn catalogue(&self) -> &[CatalogueEntry] {
        &self.catalogue
    }

    /// The catalogue's entry of a path.
    pub fn catalogue_entry(&self, path: &CgiPath) -> Option<&CatalogueEntry> {
        self.by_path.get(path).and_then(|at| self.catalogue.get(*at))
    }

    /// The name of an interface in a language, by the catalogue; the path where that does not know it.
    pub fn interface_name(&self, lang: Lang, path: &CgiPath) -> String {
        match (self.catalogue_entry(path), lang) {
            (Some(entry), Lang::ZhCn) => entry.name_zh.clone(),
            (Some(entry), Lang::En) => entry.name_en.clone(),
            (None, _) => path.to_string(),
        }
    }

    /// The settings of the start; [`Desk::live`] gives the values that apply.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The desk's clock.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    /// Masks the secrets and tokens of every account by value, and others by the names of their fields.
    pub fn redactor(&self) -> Redactor {
        self.wechat.redactor()
    }

    /// Random bytes.
    ///
    /// # Errors
    /// [`Internal::Random`].
    pub(crate) fn random_bytes<const N: usize>(&self) -> Result<[u8; N], Internal> {
        let mut bytes = [0; N];
        self.random.fill(&mut bytes)?;
        Ok(bytes)
    }

    /// Whether the database answers and can be written to.
    ///
    /// # Errors
    /// [`Internal`] where it cannot.
    pub async fn ready(&self) -> Result<(), Internal> {
        self.require_writable()?;
        Ok(self.store.ping().await?)
    }
}
