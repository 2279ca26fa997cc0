//! The config of a sandbox: accounts, their interfaces and traffic, limits, and the choices that WeChat's pages leave open.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::de::IntoDeserializer;
use serde::de::value::Error as ValueError;
use serde::{Deserialize, Serialize};

use crate::settings::Settings;
use crate::traffic::Shape;

/// The config of a sandbox. Its file is TOML; `sandbox.example.toml` in this crate's folder explains each field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// The seed of tokens, rids and traffic; two sandboxes with the same seed and clock give the same answers.
    pub seed: u64,
    /// The time of the sandbox's clock at the start; the machine's time where absent.
    pub start_at: Option<Timestamp>,
    /// Whether the clock is frozen.
    pub frozen: bool,
    /// The host names by which the sandbox may be called, beside `localhost` and IP addresses.
    pub hosts: Vec<String>,
    /// The limits and choices, which can also be changed while the sandbox runs.
    pub settings: Settings,
    /// The accounts.
    pub accounts: Vec<AccountConfig>,
}

impl Default for Config {
    /// No accounts, the machine's clock.
    fn default() -> Self {
        Self {
            seed: 1,
            start_at: None,
            frozen: false,
            hosts: Vec::new(),
            settings: Settings::default(),
            accounts: Vec::new(),
        }
    }
}

/// The kind of an account, which decides which interfaces it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// 小程序
    MiniProgram,
    /// 小游戏
    MiniGame,
    /// 公众号
    OfficialAccount,
    /// 服务号
    ServiceAccount,
    /// 微信小店
    Shop,
    /// 第三方平台
    Platform,
    /// Anything else that has an appid.
    Other,
}

impl Kind {
    /// The value in files and over HTTP.
    pub fn word(self) -> &'static str {
        match self {
            Self::MiniProgram => "mini-program",
            Self::MiniGame => "mini-game",
            Self::OfficialAccount => "official-account",
            Self::ServiceAccount => "service-account",
            Self::Shop => "shop",
            Self::Platform => "platform",
            Self::Other => "other",
        }
    }

    pub(crate) fn from_word(word: &str) -> Option<Self> {
        Self::deserialize(IntoDeserializer::<ValueError>::into_deserializer(word)).ok()
    }
}

/// The state of an account: what WeChat has blocked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AccountState {
    /// Nothing is blocked.
    #[default]
    Normal,
    /// The AppSecret is frozen: 40243 wherever it is used; tokens keep working.
    SecretFrozen,
    /// The account is frozen: 50007 for tokens, 50002 for all else.
    Frozen,
    /// Tokens are forbidden as a punishment: 50004.
    TokenForbidden,
    /// Its interfaces are closed: 48004.
    Banned,
    /// Its interfaces are not granted: 48001.
    Unauthorized,
}

/// The config of an account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccountConfig {
    /// The display name.
    pub name: String,
    /// `wx` and 16 hex digits.
    pub appid: String,
    /// The AppSecret that works.
    pub secret: String,
    /// The kind.
    pub kind: Kind,
    /// Whether the account belongs to the demo; others are for tests.
    #[serde(default)]
    pub in_demo: bool,
    /// A previous secret that a service still uses.
    pub outdated: Option<PreviousSecretConfig>,
    /// The state.
    #[serde(default)]
    pub state: AccountState,
    /// The only IP addresses that may fetch tokens; any where absent.
    pub ip_allowed: Option<Vec<IpAddr>>,
    /// The errcode for other addresses: 40164, 45035 or one of 89501 to 89507.
    #[serde(default = "default_ip_refusal")]
    pub ip_refusal: i64,
    /// The appid of the third-party platform (第三方平台) that the account has authorised.
    pub authorized_to: Option<String>,
    /// Whether a callback URL is set, which `callback/check` needs.
    #[serde(default)]
    pub callback_url: bool,
    /// The number of account-wide clears used in the month of the start.
    #[serde(default)]
    pub account_clears_spent: u32,
    /// The number of single-interface clears used in the period of the start.
    #[serde(default)]
    pub interface_clears_spent: u32,
    /// The interfaces with settings of their own. All others of the account's kind exist too, without traffic.
    #[serde(default)]
    pub interfaces: Vec<InterfaceConfig>,
}

fn default_ip_refusal() -> i64 {
    40164
}

impl AccountConfig {
    /// An account in the normal state, without traffic.
    pub fn new(name: &str, appid: &str, secret: &str, kind: Kind) -> Self {
        Self {
            name: name.to_owned(),
            appid: appid.to_owned(),
            secret: secret.to_owned(),
            kind,
            in_demo: false,
            outdated: None,
            state: AccountState::default(),
            ip_allowed: None,
            ip_refusal: default_ip_refusal(),
            authorized_to: None,
            callback_url: false,
            account_clears_spent: 0,
            interface_clears_spent: 0,
            interfaces: Vec::new(),
        }
    }

    /// The same account with these interfaces.
    #[must_use]
    pub fn with(mut self, interfaces: impl IntoIterator<Item = InterfaceConfig>) -> Self {
        self.interfaces.extend(interfaces);
        self
    }
}

/// A previous secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PreviousSecretConfig {
    /// The secret; WeChat answers 40125 to it.
    pub secret: String,
    /// The time of its replacement, in hours before the start.
    pub hours_ago: u32,
}

/// The config of an interface of an account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InterfaceConfig {
    /// Its `cgi_path`.
    pub path: String,
    /// The daily limit, in calls.
    pub daily_limit: u64,
    /// The limit a minute, in calls; `quota/get` then answers with `rate_limit`.
    pub minute_limit: Option<u64>,
    /// The limit a minute of calls on the account's behalf; `quota/get` then answers with `component_rate_limit`.
    pub component_minute_limit: Option<u64>,
    /// Whether clears reset its count.
    #[serde(default = "yes")]
    pub clear_lifts: bool,
    /// Whether the account may call it: 48001 otherwise.
    #[serde(default = "yes")]
    pub granted: bool,
    /// Whether `quota/get` answers 0/0/0.
    #[serde(default)]
    pub no_figure: bool,
    /// A previous daily limit.
    pub limit_was: Option<PreviousLimit>,
    /// The calls that the account's own services make.
    #[serde(default)]
    pub traffic: Shape,
}

fn yes() -> bool {
    true
}

impl InterfaceConfig {
    /// An interface without traffic, whose count clears reset.
    pub fn new(path: &str, daily_limit: u64) -> Self {
        Self {
            path: path.to_owned(),
            daily_limit,
            minute_limit: None,
            component_minute_limit: None,
            clear_lifts: true,
            granted: true,
            no_figure: false,
            limit_was: None,
            traffic: Shape::Quiet,
        }
    }
}

/// A daily limit that applied until a midnight before the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PreviousLimit {
    /// The limit, in calls a day.
    pub daily_limit: u64,
    /// The first day with the new limit, in days before the day of the start.
    pub days_ago: u32,
}

/// The error of a config.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read {path}: {source}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The error of the system.
        source: std::io::Error,
    },
    /// The text is not TOML, or has unknown fields or values.
    #[error("the sandbox's config is wrong: {0}")]
    Malformed(#[from] toml::de::Error),
    /// An appid that is not `wx` and 16 hex digits, or appears twice.
    #[error("{0:?} is no appid (\"wx\" and 16 hex digits), or is given twice")]
    Appid(String),
    /// A path that no interface can have.
    #[error("{0:?} is no path of an interface: it starts with / and not with /sandbox")]
    Path(String),
    /// A share of traffic out of range.
    #[error("the traffic of {0:?} has a share below 0 or above 1000")]
    Share(String),
}

impl Config {
    /// Reads a config from TOML.
    ///
    /// # Errors
    /// [`ConfigError`] where the text is not TOML or not a valid config.
    pub fn from_toml(text: &str) -> Result<Self, ConfigError> {
        let config: Self = toml::from_str(text)?;
        config.check()?;
        Ok(config)
    }

    /// Reads a config from a file of TOML.
    ///
    /// # Errors
    /// As [`Self::from_toml`], and [`ConfigError::Unreadable`].
    pub fn load(path: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| ConfigError::Unreadable { path: path.to_owned(), source })?;
        Self::from_toml(&text)
    }

    fn check(&self) -> Result<(), ConfigError> {
        let mut seen = BTreeSet::new();
        for account in &self.accounts {
            account.check()?;
            if !seen.insert(&account.appid) {
                return Err(ConfigError::Appid(account.appid.clone()));
            }
        }
        Ok(())
    }
}

impl AccountConfig {
    /// Checks the appid and the interfaces.
    pub(crate) fn check(&self) -> Result<(), ConfigError> {
        if !is_appid(&self.appid) {
            return Err(ConfigError::Appid(self.appid.clone()));
        }
        self.interfaces.iter().try_for_each(InterfaceConfig::check)
    }
}

impl InterfaceConfig {
    fn check(&self) -> Result<(), ConfigError> {
        if !is_path(&self.path) {
            return Err(ConfigError::Path(self.path.clone()));
        }
        let shares = match self.traffic {
            Shape::Quiet => vec![],
            Shape::Daily { share, at_start, .. } => vec![share, at_start.unwrap_or(0.0)],
            Shape::Lifetime { at_start, per_day } => vec![at_start, per_day],
        };
        if shares.iter().all(|share| (0.0..=1000.0).contains(share)) {
            Ok(())
        } else {
            Err(ConfigError::Share(self.path.clone()))
        }
    }
}

/// Whether a path can be that of an interface, and is not in the control API.
pub(crate) fn is_path(path: &str) -> bool {
    path.len() > 1 && path.starts_with('/') && path != "/sandbox" && !path.starts_with("/sandbox/")
}

/// Whether a text has the form of an appid: `wx` and 16 hex digits.
pub(crate) fn is_appid(text: &str) -> bool {
    text.strip_prefix("wx").is_some_and(|rest| rest.len() == 16 && rest.bytes().all(|b| b.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_file_makes_a_sandbox() {
        let config = Config::from_toml(include_str!("../sandbox.example.toml")).unwrap();
        assert_eq!(config.accounts.len(), 2);
        assert!(matches!(config.accounts[0].interfaces[0].traffic, Shape::Daily { .. }));
    }

    #[test]
    fn the_demo_survives_being_written_and_read() {
        let demo = Config::demo();
        assert_eq!(Config::from_toml(&toml::to_string(&demo).unwrap()).unwrap(), demo);
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let account = |appid: &str, rest: &str| {
            format!("[[accounts]]\nname='a'\nappid='{appid}'\nsecret='s'\nkind='shop'\n{rest}\n")
        };
        let good = account("wx0000000000000001", "");
        assert!(Config::from_toml(&good).is_ok());
        assert!(matches!(Config::from_toml(&good.repeat(2)), Err(ConfigError::Appid(_))));
        assert!(matches!(Config::from_toml(&account("wx1", "")), Err(ConfigError::Appid(_))));
        let path = account("wx0000000000000001", "[[accounts.interfaces]]\npath='/sandbox/x'\ndaily_limit=1");
        assert!(matches!(Config::from_toml(&path), Err(ConfigError::Path(_))));
        assert!(matches!(Config::from_toml("sede = 1"), Err(ConfigError::Malformed(_))));
    }
}
