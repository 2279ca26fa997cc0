//! Settings: from flags, `WXQUOTA_*` variables and a TOML file, in that order of strength, checked all at once.

mod file;
mod given;
mod listen;
mod metrics;
mod outbound;
mod secret;
mod source;
mod values;
mod web;

use std::path::PathBuf;

use clap::Args;
use desk::clears::ClearSettings;
use desk::rids::RidSettings;
use desk::settings::{GivenSetting, Layer};
use domain::clears::{Allotment, Limits, ResetInterval};
use domain::retention::Retention;
use domain::{LiveValues, QuotaZone, SettingFault, SettingKey, Thresholds};
use jiff::SignedDuration;
use jiff::tz::TimeZone;
use secrecy::SecretString;
use url::Url;

pub(crate) use file::defaults_from_file;
pub(crate) use given::{given, given_now};
pub use listen::Listen;
pub use metrics::MetricsSettings;
use metrics::metrics_token;
pub use outbound::Outbound;
pub(crate) use source::Source;
use values::{SQLITE, database_url, hops, key_file, log_filter, period, public_url, quota_zone, wechat_url, yes_or_no};
use web::Exposed;
pub(crate) use web::is_loopback;
pub use web::{Way, Web};

/// The settings as given; every value still text, so that all that is wrong can be told at once.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Settings")]
pub(crate) struct Given {
    /// A TOML file with settings, named like the variables in lower case without WXQUOTA_
    #[arg(long, env = "WXQUOTA_CONFIG", global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// The address to listen on, or unix: and the path of a socket for a proxy on this machine; an address other than
    /// loopback requires a public URL or --allow-http
    #[arg(long, env = "WXQUOTA_LISTEN", global = true, value_name = "ADDRESS", default_value = "127.0.0.1:8686")]
    pub(crate) listen: String,
    /// The database URL
    #[arg(
        long,
        env = "WXQUOTA_DATABASE_URL",
        global = true,
        value_name = "URL",
        default_value = "sqlite://data/wxquota.db"
    )]
    pub(crate) database_url: String,
    /// The base URL of WeChat; http:// is accepted only for loopback addresses
    #[arg(
        long,
        env = "WXQUOTA_WECHAT_BASE_URL",
        global = true,
        value_name = "URL",
        default_value = "https://api.weixin.qq.com"
    )]
    pub(crate) wechat_base_url: String,
    /// The proxy for calls to WeChat and to channels, such as `http://user:password@proxy.example:3128` (or `https://`,
    /// `socks5h://`), or none [default: `HTTPS_PROXY` or `ALL_PROXY` of the environment, except for hosts in `NO_PROXY`]
    #[arg(
        long,
        env = "WXQUOTA_OUTBOUND_PROXY",
        global = true,
        value_name = "URL|none",
        hide_env_values = true,
        hide_default_value = true
    )]
    pub(crate) outbound_proxy: Option<SecretString>,
    /// A file with the proxy URL, which may contain a password
    #[arg(long, env = "WXQUOTA_OUTBOUND_PROXY_FILE", global = true, value_name = "FILE")]
    pub(crate) outbound_proxy_file: Option<PathBuf>,
    /// The key that encrypts AppSecrets; created when first needed
    #[arg(
        long,
        env = "WXQUOTA_MASTER_KEY_FILE",
        global = true,
        value_name = "FILE",
        default_value = "data/master.key"
    )]
    pub(crate) master_key_file: String,
    /// The time zone for times on pages and in output
    #[arg(long, env = "WXQUOTA_TIME_ZONE", global = true, value_name = "ZONE", default_value = "Asia/Shanghai")]
    pub(crate) time_zone: String,
    /// The time zone of WeChat's quota day and month
    #[arg(long, env = "WXQUOTA_QUOTA_ZONE", global = true, value_name = "ZONE", default_value = "Asia/Shanghai")]
    pub(crate) quota_zone: String,
    /// The address of the dashboard, if it runs behind a proxy or in a container [default: unset]
    #[arg(long, env = "WXQUOTA_PUBLIC_URL", global = true, value_name = "URL")]
    pub(crate) public_url: Option<String>,
    /// The number of proxies in front; used to find client addresses in X-Forwarded-For
    #[arg(long, env = "WXQUOTA_PROXY_HOPS", global = true, value_name = "N", default_value = "0")]
    pub(crate) proxy_hops: String,
    /// Accept unencrypted HTTP from other machines; every page then shows a warning
    #[arg(
        long,
        env = "WXQUOTA_ALLOW_HTTP",
        global = true,
        value_name = "true|false",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "true",
        default_value = "false"
    )]
    pub(crate) allow_http: String,
    /// The warning threshold, in percent of the limit
    #[arg(long, env = "WXQUOTA_WARNING_PERCENT", global = true, value_name = "N", default_value = "80")]
    pub(crate) warning_percent: String,
    /// The critical threshold, in percent of the limit
    #[arg(long, env = "WXQUOTA_CRITICAL_PERCENT", global = true, value_name = "N", default_value = "95")]
    pub(crate) critical_percent: String,
    /// The number of account-wide clears per account and period
    #[arg(long, env = "WXQUOTA_ACCOUNT_CLEARS", global = true, value_name = "N", default_value = "10")]
    pub(crate) account_clears: String,
    /// The period of account-wide clears
    #[arg(
        long,
        env = "WXQUOTA_ACCOUNT_CLEARS_PERIOD",
        global = true,
        value_name = "month|day",
        default_value = "month"
    )]
    pub(crate) account_clears_period: String,
    /// The number of single-interface clears per account and period
    #[arg(long, env = "WXQUOTA_INTERFACE_CLEARS", global = true, value_name = "N", default_value = "50")]
    pub(crate) interface_clears: String,
    /// The period of single-interface clears
    #[arg(
        long,
        env = "WXQUOTA_INTERFACE_CLEARS_PERIOD",
        global = true,
        value_name = "month|day",
        default_value = "month"
    )]
    pub(crate) interface_clears_period: String,
    /// Ask for the account's name if this many clears or fewer are left; 0 for never
    #[arg(long, env = "WXQUOTA_NAME_ASKED_FROM", global = true, value_name = "N", default_value = "3")]
    pub(crate) name_asked_from: String,
    /// Require approval by a second person if this many clears or fewer are left; 0 for never
    #[arg(long, env = "WXQUOTA_SECOND_PERSON_FROM", global = true, value_name = "N", default_value = "1")]
    pub(crate) second_person_from: String,
    /// Addresses and networks from which your services call WeChat, separated by commas; lookups then show whether a call is yours
    #[arg(long, env = "WXQUOTA_OUR_ADDRESSES", global = true, value_name = "NETWORKS", default_value = "")]
    pub(crate) our_addresses: String,
    /// The number of days to keep incidents; 0 for no limit
    #[arg(long, env = "WXQUOTA_INCIDENTS_KEPT_DAYS", global = true, value_name = "N", default_value = "365")]
    pub(crate) incidents_kept_days: String,
    /// The number of days to keep decisions of policies; 0 for no limit
    #[arg(long, env = "WXQUOTA_DECISIONS_KEPT_DAYS", global = true, value_name = "N", default_value = "365")]
    pub(crate) decisions_kept_days: String,
    /// The number of days to keep notices; 0 for no limit
    #[arg(long, env = "WXQUOTA_NOTICES_KEPT_DAYS", global = true, value_name = "N", default_value = "365")]
    pub(crate) notices_kept_days: String,
    /// The number of days to keep messages to channels; 0 for no limit
    #[arg(long, env = "WXQUOTA_MESSAGES_KEPT_DAYS", global = true, value_name = "N", default_value = "365")]
    pub(crate) messages_kept_days: String,
    /// The number of days to keep requests that were looked up; 0 for no limit
    #[arg(long, env = "WXQUOTA_RIDS_KEPT_DAYS", global = true, value_name = "N", default_value = "365")]
    pub(crate) rids_kept_days: String,
    /// The number of days to keep pasted lists of rids; 0 for no limit
    #[arg(long, env = "WXQUOTA_LISTS_KEPT_DAYS", global = true, value_name = "N", default_value = "30")]
    pub(crate) lists_kept_days: String,
    /// The maximum number of rid lookups per account and day
    #[arg(long, env = "WXQUOTA_RID_CALLS_A_DAY", global = true, value_name = "N", default_value = "500")]
    pub(crate) rid_calls_a_day: String,
    /// The number of hours between two readings of an interface; more if the daily reading allowance is too small
    #[arg(long, env = "WXQUOTA_READING_INTERVAL_HOURS", global = true, value_name = "N", default_value = "1")]
    pub(crate) reading_interval_hours: String,
    /// The daily reading allowance of accounts that are added from now on; 200 of it are reserved for verifying clears
    #[arg(long, env = "WXQUOTA_READINGS_A_DAY", global = true, value_name = "N", default_value = "3000")]
    pub(crate) readings_a_day: String,
    /// The token that other machines send as `Authorization: Bearer …` to read /metrics [default: only this machine can read
    /// /metrics]
    #[arg(
        long,
        env = "WXQUOTA_METRICS_TOKEN",
        global = true,
        value_name = "TOKEN",
        hide_env_values = true,
        hide_default_value = true
    )]
    pub(crate) metrics_token: Option<SecretString>,
    /// A file with the token of /metrics
    #[arg(long, env = "WXQUOTA_METRICS_TOKEN_FILE", global = true, value_name = "FILE")]
    pub(crate) metrics_token_file: Option<PathBuf>,
    /// Whether /metrics has series of each interface; false with very many interfaces
    #[arg(
        long,
        env = "WXQUOTA_METRICS_INTERFACES",
        global = true,
        value_name = "true|false",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "true",
        default_value = "true"
    )]
    pub(crate) metrics_interfaces: String,
    /// The log filter for standard error, such as `info` or `server=debug,info`; commands other than servers log nothing by default
    #[arg(long, env = "WXQUOTA_LOG", global = true, value_name = "FILTER", default_value = "info")]
    pub(crate) log: String,
}

/// Settings that can be worked with.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where the dashboard listens.
    pub listen: Listen,
    /// Whether somebody chose that address, rather than leaving it at the default.
    pub listen_chosen: bool,
    /// `sqlite://` and a path.
    pub database_url: String,
    /// Where WeChat answers.
    pub wechat_base_url: Url,
    /// The proxy of outgoing calls.
    pub outbound: Outbound,
    /// The key that secrets are sealed with.
    pub master_key_file: PathBuf,
    /// The time zone for times on pages and in output.
    pub time_zone: TimeZone,
    /// Where WeChat's day and month turn.
    pub quota_zone: QuotaZone,
    /// When usage becomes a warning.
    pub thresholds: Thresholds,
    /// How many clears there are, and how long an order waits.
    pub clears: ClearSettings,
    /// How the rid desk works.
    pub rids: RidSettings,
    /// The hours between two readings of an interface.
    pub reading_interval_hours: i64,
    /// The readings a day of accounts that are added from now on.
    pub readings_a_day: i64,
    /// How long records are kept.
    pub retention: Retention,
    /// How people reach the pages.
    pub web: Web,
    /// Who reads `/metrics`, and what they have.
    pub metrics: MetricsSettings,
    /// Every setting as it was given, for the page of the system settings.
    pub given: Vec<GivenSetting>,
    /// How far the machine's clock is taken to be off: zero but in tests.
    pub clock_offset: SignedDuration,
}

/// Everything that is wrong with the settings.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.join("; "))]
pub struct SettingFaults(pub Vec<String>);

impl Given {
    /// Checks every value; `source` tells where each came from, `only_loopback` why nothing else may be listened on,
    /// where that is so whatever is set.
    ///
    /// # Errors
    /// All faults, each with the name under which the value was given.
    pub(crate) fn understood(
        &self,
        source: &Source<'_>,
        only_loopback: Option<&str>,
    ) -> Result<Settings, SettingFaults> {
        let mut check = Check { source, faults: Vec::new() };
        let settings = self.checked(&mut check, only_loopback);
        if let Some(settings) = &settings
            && settings.thresholds.warning_percent >= settings.thresholds.critical_percent
        {
            let (warning, critical) = (source.label("warning_percent"), source.label("critical_percent"));
            check.faults.push(format!("{warning} must be below {critical}"));
        }
        settings.filter(|_| check.faults.is_empty()).ok_or(SettingFaults(check.faults))
    }

    /// `None` where a value cannot be worked with; all are looked at before that is said.
    fn checked(&self, check: &mut Check<'_>, only_loopback: Option<&str>) -> Option<Settings> {
        let listen = check.value("listen", values::listen(&self.listen, only_loopback));
        let database_url = check.value("database_url", database_url(&self.database_url));
        let wechat_base_url = check.value("wechat_base_url", wechat_url(&self.wechat_base_url));
        let outbound = check.outbound(self);
        let master_key_file = check.value("master_key_file", key_file(&self.master_key_file));
        let quota_zone = check.value("quota_zone", quota_zone(&self.quota_zone));
        let public_url = check.value("public_url", public_url(self.public_url.as_deref()));
        let proxy_hops = check.value("proxy_hops", hops(&self.proxy_hops));
        let allow_http = check.value("allow_http", yes_or_no(&self.allow_http));
        // What these four come to together, where each is well by itself.
        let four = listen.as_ref().zip(public_url).zip(allow_http.zip(proxy_hops));
        let web = four.map(|((listen, url), (allow_http, hops))| Web::with(listen, url, allow_http, hops));
        let web = web.and_then(|web| check.web(web));
        let metrics = self.metrics(check);
        let live = self.live(check);
        let periods = self.periods(check);
        check.value("log", log_filter(&self.log))?;
        let live = live?;
        Some(Settings {
            given: Vec::new(),
            listen: listen?,
            listen_chosen: check.source.is_chosen("listen"),
            database_url: database_url?,
            wechat_base_url: wechat_base_url?,
            outbound: outbound?,
            master_key_file: master_key_file?,
            quota_zone: quota_zone?,
            thresholds: live.thresholds,
            clears: clear_settings(&live, periods?),
            rids: rid_settings(&live),
            reading_interval_hours: live.reading_interval_hours,
            readings_a_day: live.readings_a_day,
            time_zone: live.time_zone,
            retention: live.retention,
            web: web?,
            metrics: metrics?,
            clock_offset: SignedDuration::ZERO,
        })
    }
}

impl Given {
    /// The settings that can also be changed while wxquota runs.
    fn live(&self, check: &mut Check<'_>) -> Option<LiveValues> {
        let mut values = LiveValues::default();
        let mut fits = true;
        for key in SettingKey::ALL {
            let text = self.text(key);
            let set = values.set(key, text).map_err(|fault| said(text, &fault));
            fits &= check.value(key.word(), set).is_some();
        }
        fits.then_some(values)
    }

    fn text(&self, key: SettingKey) -> &str {
        match key {
            SettingKey::WarningPercent => &self.warning_percent,
            SettingKey::CriticalPercent => &self.critical_percent,
            SettingKey::AccountClears => &self.account_clears,
            SettingKey::InterfaceClears => &self.interface_clears,
            SettingKey::NameAskedFrom => &self.name_asked_from,
            SettingKey::SecondPersonFrom => &self.second_person_from,
            SettingKey::ReadingIntervalHours => &self.reading_interval_hours,
            SettingKey::ReadingsADay => &self.readings_a_day,
            SettingKey::RidCallsADay => &self.rid_calls_a_day,
            SettingKey::TimeZone => &self.time_zone,
            SettingKey::OurAddresses => &self.our_addresses,
            SettingKey::IncidentsKeptDays => &self.incidents_kept_days,
            SettingKey::DecisionsKeptDays => &self.decisions_kept_days,
            SettingKey::NoticesKeptDays => &self.notices_kept_days,
            SettingKey::MessagesKeptDays => &self.messages_kept_days,
            SettingKey::RidsKeptDays => &self.rids_kept_days,
            SettingKey::ListsKeptDays => &self.lists_kept_days,
        }
    }

    fn metrics(&self, check: &mut Check<'_>) -> Option<MetricsSettings> {
        let (value, file) = (self.metrics_token.as_ref(), self.metrics_token_file.as_deref());
        let token = metrics_token(value, file, check.source).map_err(|fault| check.faults.push(fault)).ok();
        // An empty value is an unset one.
        let interfaces = Some(self.metrics_interfaces.as_str()).filter(|text| !text.trim().is_empty());
        let interfaces = check.value("metrics_interfaces", yes_or_no(interfaces.unwrap_or("true")));
        Some(MetricsSettings { token: token?, interfaces: interfaces? })
    }

    /// The periods of clears: of the whole account, of single interfaces.
    fn periods(&self, check: &mut Check<'_>) -> Option<(ResetInterval, ResetInterval)> {
        let account = check.value("account_clears_period", period(&self.account_clears_period));
        let interface = check.value("interface_clears_period", period(&self.interface_clears_period));
        account.zip(interface)
    }
}

fn clear_settings(live: &LiveValues, (account, interface): (ResetInterval, ResetInterval)) -> ClearSettings {
    let limits = Limits {
        account: Allotment { limit: live.account_clears, every: account },
        interface: Allotment { limit: live.interface_clears, every: interface },
    };
    ClearSettings { limits, friction: live.friction, ..ClearSettings::default() }
}

fn rid_settings(live: &LiveValues) -> RidSettings {
    RidSettings { ours: live.ours.clone(), calls_a_day: live.rid_calls_a_day }
}

/// A fault of a value, with the part of the value that is at fault.
fn said(text: &str, fault: &SettingFault) -> String {
    match fault {
        SettingFault::Address(word) => format!("{word:?} {fault}"),
        SettingFault::TooLong => format!("the value {fault}"),
        _ => format!("{text:?} {fault}"),
    }
}

impl Settings {
    /// The settings, of which these are marked as set by the demo instead of where they were given.
    pub(crate) fn set_by_demo(mut self, names: &[&str]) -> Self {
        for given in self.given.iter_mut().filter(|given| names.contains(&given.name.as_str())) {
            given.origin.layer = Layer::Demo;
        }
        self
    }

    /// The database's file.
    pub fn database_file(&self) -> PathBuf {
        PathBuf::from(self.database_url.strip_prefix(SQLITE).unwrap_or(&self.database_url))
    }

    /// Whether what answers in WeChat's place is on this machine.
    pub(crate) fn is_on_stand_in(&self) -> bool {
        is_loopback(&self.wechat_base_url)
    }
}

struct Check<'a> {
    source: &'a Source<'a>,
    faults: Vec<String>,
}

impl Check<'_> {
    fn value<T>(&mut self, id: &str, value: Result<T, String>) -> Option<T> {
        value.map_err(|fault| self.faults.push(format!("{}: {fault}", self.source.label(id)))).ok()
    }

    fn outbound(&mut self, given: &Given) -> Option<Outbound> {
        let (value, file) = (given.outbound_proxy.as_ref(), given.outbound_proxy_file.as_deref());
        let outbound = Outbound::understood(value, file, self.source, |name| std::env::var(name).ok());
        outbound.map_err(|fault| self.faults.push(fault)).ok()
    }

    fn web(&mut self, web: Result<Web, Exposed>) -> Option<Web> {
        web.map_err(|exposed| self.value::<()>(exposed.setting(), Err(exposed.to_string()))).ok()
    }
}
