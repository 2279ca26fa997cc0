//! The commands of the control API.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use super::account::Account;
use super::archive::{Archived, RequestInfo, new_rid};
use super::call::{is_sns, to_json};
use super::counts::ClearRecord;
use super::{Platform, Refusal, Verdict};
use crate::config::{AccountConfig, AccountState, ConfigError, Kind, is_path};
use crate::traffic::Figures;

/// The error of a command.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// No account has this appid.
    #[error("there is no account {0:?}")]
    UnknownAccount(String),
    /// No interface can have this path.
    #[error("{0:?} is no path of an interface")]
    Path(String),
    /// No clear is left, also in WeChat's web console.
    #[error("no clear of that kind is left in this period")]
    NoClearLeft,
    /// A setting that does not exist, or a value of the wrong type.
    #[error("these are no settings: {0}")]
    Settings(serde_json::Error),
    /// An invalid account.
    #[error(transparent)]
    Account(#[from] ConfigError),
}

/// A change of an account; absent fields stay as they are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AccountChange {
    /// The new state.
    pub state: Option<AccountState>,
    /// The new secret.
    pub secret: Option<String>,
    /// The only IP addresses that may fetch tokens.
    pub ip_allowed: Option<Vec<IpAddr>>,
    /// Whether any IP address may fetch tokens from now on.
    pub any_ip: bool,
    /// The errcode for other addresses.
    pub ip_refusal: Option<i64>,
    /// Whether a callback URL is set.
    pub callback_url: Option<bool>,
    /// The appid of the third-party platform that the account has authorised.
    pub authorized_to: Option<String>,
}

/// A change of an interface; absent fields stay as they are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct InterfaceChange {
    /// The daily limit, in calls.
    pub daily_limit: Option<u64>,
    /// The limit a minute, in calls.
    pub minute_limit: Option<u64>,
    /// The limit a minute of calls on the account's behalf.
    pub component_minute_limit: Option<u64>,
    /// Whether clears reset its count.
    pub clear_lifts: Option<bool>,
    /// Whether the account may call it.
    pub granted: Option<bool>,
    /// Whether `quota/get` answers 0/0/0.
    pub no_figure: Option<bool>,
}

/// A failed call to add, so that `rid/get` finds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlantedCall {
    /// The appid of the account; none where absent.
    pub appid: Option<String>,
    /// The path.
    pub path: String,
    /// The time in Unix milliseconds; now where absent.
    #[serde(default)]
    pub at_ms: Option<i64>,
    /// The query, without `?`.
    #[serde(default)]
    pub query: String,
    /// The body of the request.
    #[serde(default)]
    pub request_body: String,
    /// The errcode of the answer.
    pub errcode: i64,
    /// The errmsg without rid; the usual text where absent.
    #[serde(default)]
    pub errmsg: Option<String>,
    /// The whole body of the answer, in the place of one with errcode and errmsg.
    #[serde(default)]
    pub response_body: Option<String>,
    /// The duration in milliseconds.
    #[serde(default)]
    pub cost_in_ms: Option<u32>,
    /// The IP address of the caller.
    #[serde(default)]
    pub client_ip: Option<IpAddr>,
}

/// The present state of an account.
#[derive(Debug, Clone, Serialize)]
pub struct AccountView {
    /// The display name.
    pub name: String,
    /// Its appid.
    pub appid: String,
    /// The valid secret (made up, as all secrets of the sandbox).
    pub secret: String,
    /// The kind.
    pub kind: Kind,
    /// What WeChat has blocked.
    pub state: AccountState,
    /// The account-wide clears used in this quota month.
    pub account_clears_spent: u32,
    /// The single-interface clears used in this period.
    pub interface_clears_spent: u32,
    /// The interfaces that were configured or called, with their real counts, whatever `quota/get` shows.
    pub interfaces: Vec<InterfaceView>,
}

/// The present state of an interface.
#[derive(Debug, Clone, Serialize)]
pub struct InterfaceView {
    /// Its path.
    pub path: String,
    /// The real counts.
    #[serde(flatten)]
    pub figures: Figures,
}

impl Platform {
    pub(crate) fn add_account(&mut self, account: AccountConfig) -> Result<(), CommandError> {
        account.check()?;
        let now = self.clock.now_ms();
        self.accounts.insert(account.appid.clone(), Account::new(account, self.seed, now, None));
        Ok(())
    }

    pub(crate) fn change_account(&mut self, appid: &str, change: AccountChange) -> Result<(), CommandError> {
        let profile = &mut self.known(appid)?.profile;
        profile.state = change.state.unwrap_or(profile.state);
        profile.ip_refusal = change.ip_refusal.unwrap_or(profile.ip_refusal);
        profile.callback_url = change.callback_url.unwrap_or(profile.callback_url);
        if let Some(secret) = change.secret {
            profile.secret = secret;
        }
        if change.ip_allowed.is_some() || change.any_ip {
            profile.ip_allowed = change.ip_allowed;
        }
        if change.authorized_to.is_some() {
            profile.authorized_to = change.authorized_to;
        }
        Ok(())
    }

    pub(crate) fn change_interface(
        &mut self,
        appid: &str,
        path: &str,
        change: &InterfaceChange,
    ) -> Result<(), CommandError> {
        let interface = self.interface_at(appid, path)?;
        interface.limit = change.daily_limit.or(interface.limit);
        let config = &mut interface.config;
        config.minute_limit = change.minute_limit.or(config.minute_limit);
        config.component_minute_limit = change.component_minute_limit.or(config.component_minute_limit);
        config.clear_lifts = change.clear_lifts.unwrap_or(config.clear_lifts);
        config.granted = change.granted.unwrap_or(config.granted);
        config.no_figure = change.no_figure.unwrap_or(config.no_figure);
        Ok(())
    }

    /// Counts calls as of the account's own services. Calls beyond the limit are refused and not counted.
    pub(crate) fn consume(&mut self, appid: &str, path: &str, calls: u64) -> Result<Figures, CommandError> {
        let now = self.clock.now_ms();
        let interface = self.interface_at(appid, path)?;
        interface.count(calls, now);
        Ok(Figures::new(interface.limit_at(now), interface.used_at(now)))
    }

    /// Clears as a person would in WeChat's web console or with another tool, within the same numbers.
    pub(crate) fn clear_elsewhere(&mut self, appid: &str, path: Option<&str>) -> Result<ClearRecord, CommandError> {
        self.known(appid)?;
        let now = self.clock.now_ms();
        if let Some(path) = path {
            self.interface_at(appid, path)?;
        }
        self.clear(appid, path, "console", now).map_err(|_| CommandError::NoClearLeft)?;
        self.clear_log.last().cloned().ok_or(CommandError::NoClearLeft)
    }

    /// Ends all tokens of an account, as a forced refresh by another service does.
    pub(crate) fn revoke_tokens(&mut self, appid: &str) -> Result<(), CommandError> {
        self.known(appid)?;
        let now = self.clock.now_ms();
        self.tokens.revoke(appid, now);
        Ok(())
    }

    /// Adds a failed call, which `rid/get` then finds by the returned rid.
    pub(crate) fn plant(&mut self, call: PlantedCall) -> Result<String, CommandError> {
        if let Some(appid) = &call.appid {
            self.known(appid)?;
        }
        let at_ms = call.at_ms.unwrap_or_else(|| self.clock.now_ms());
        let rid = new_rid(at_ms, &mut self.rng);
        let errmsg = Refusal::with_text(call.errcode, call.errmsg).errmsg(&rid, is_sns(&call.path));
        let request = RequestInfo {
            invoke_time: at_ms.div_euclid(1000),
            cost_in_ms: call.cost_in_ms.unwrap_or(30),
            request_url: call.query,
            request_body: call.request_body,
            response_body: call
                .response_body
                .unwrap_or_else(|| to_json(&Verdict { errcode: call.errcode, errmsg: &errmsg })),
            client_ip: call.client_ip.map_or_else(|| "198.51.100.7".to_owned(), |ip| ip.to_string()),
        };
        let archived = Archived { appid: call.appid, is_sns: is_sns(&call.path), at_ms, request };
        self.archive.keep(rid.clone(), archived);
        Ok(rid)
    }

    /// Changes the settings that a JSON object names.
    pub(crate) fn change_settings(&mut self, change: serde_json::Value) -> Result<(), CommandError> {
        let mut all = serde_json::to_value(&self.settings).map_err(CommandError::Settings)?;
        if let (Some(all), serde_json::Value::Object(change)) = (all.as_object_mut(), change) {
            all.extend(change);
        }
        self.settings = serde_json::from_value(all).map_err(CommandError::Settings)?;
        let Self { settings, accounts, .. } = self;
        for account in accounts.values_mut() {
            account.follow(settings);
        }
        Ok(())
    }

    pub(crate) fn account_views(&self) -> Vec<AccountView> {
        let now = self.clock.now_ms();
        self.accounts.values().map(|account| self.view(account, now)).collect()
    }

    fn view(&self, account: &Account, now: i64) -> AccountView {
        let interfaces = account.paths().filter_map(|path| {
            let interface = account.existing(path)?;
            let figures = Figures::new(interface.limit_at(now), interface.used_at(now));
            Some(InterfaceView { path: path.to_owned(), figures })
        });
        AccountView {
            name: account.profile.name.clone(),
            appid: account.profile.appid.clone(),
            secret: account.profile.secret.clone(),
            kind: account.profile.kind,
            state: account.profile.state,
            account_clears_spent: account.account_clears_spent(now),
            interface_clears_spent: account.interface_clears_spent(now, self.settings.interface_clears_period),
            interfaces: interfaces.collect(),
        }
    }

    fn known(&mut self, appid: &str) -> Result<&mut Account, CommandError> {
        self.accounts.get_mut(appid).ok_or_else(|| CommandError::UnknownAccount(appid.to_owned()))
    }

    fn interface_at(&mut self, appid: &str, path: &str) -> Result<&mut super::interface::Interface, CommandError> {
        if !is_path(path) {
            return Err(CommandError::Path(path.to_owned()));
        }
        let Self { settings, accounts, .. } = self;
        let account = accounts.get_mut(appid).ok_or_else(|| CommandError::UnknownAccount(appid.to_owned()))?;
        Ok(account.interface(path, settings))
    }
}
