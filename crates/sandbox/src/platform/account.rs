//! One account: who it is, what WeChat did to it, its interfaces and the clears it has spent.

use std::collections::BTreeMap;
use std::net::IpAddr;

use super::interface::Interface;
use super::refusal::{Refusal, text_of};
use crate::calendar::{day_of, month_of};
use crate::config::{AccountConfig, AccountState, InterfaceConfig, Kind};
use crate::known_paths::{self, UNPUBLISHED_DAILY_LIMIT};
use crate::settings::{Period, Settings};

/// An account and all that is counted on it.
#[derive(Debug)]
pub(crate) struct Account {
    pub(crate) profile: AccountConfig,
    interfaces: BTreeMap<String, Interface>,
    /// Account-wide clears spent, by quota month.
    wide_clears: BTreeMap<(i16, i8), u32>,
    /// Single-interface clears spent, by quota day.
    single_clears: BTreeMap<i64, u32>,
    forced: ForcedRefreshes,
    seed: u64,
    anchor_ms: i64,
}

#[derive(Debug, Default)]
struct ForcedRefreshes {
    day: i64,
    count: u32,
    last_ms: Option<i64>,
}

/// The milliseconds that must lie between two forced refreshes.
const FORCED_APART_MS: i64 = 30_000;

impl Account {
    pub(crate) fn new(profile: AccountConfig, seed: u64, anchor_ms: i64) -> Self {
        let interfaces = profile.interfaces.iter();
        let interfaces = interfaces.map(|it| (it.path.clone(), Interface::new(seed, &profile.appid, it, anchor_ms)));
        Self {
            interfaces: interfaces.collect(),
            wide_clears: BTreeMap::from([(month_of(anchor_ms), profile.account_clears_spent)]),
            single_clears: BTreeMap::from([(day_of(anchor_ms), profile.interface_clears_spent)]),
            forced: ForcedRefreshes::default(),
            seed,
            anchor_ms,
            profile,
        }
    }

    /// The interface at `path`, if accounts of this kind have it: 76022 where they do not, None where nobody has.
    pub(crate) fn known_interface(
        &mut self,
        path: &str,
        settings: &Settings,
    ) -> Option<Result<&mut Interface, Refusal>> {
        if !self.interfaces.contains_key(path) {
            let known = known_paths::find(path)?;
            if !known.is_for(self.profile.kind) {
                return Some(Err(Refusal::of(76022)));
            }
        }
        Some(Ok(self.interface(path, settings)))
    }

    /// The interface at `path`; it comes into being when first called.
    pub(crate) fn interface(&mut self, path: &str, settings: &Settings) -> &mut Interface {
        let (seed, anchor_ms, appid) = (self.seed, self.anchor_ms, &self.profile.appid);
        self.interfaces.entry(path.to_owned()).or_insert_with(|| {
            let mut config = InterfaceConfig::new(path, default_limit(path, settings));
            config.clear_lifts = !is_management(path);
            config.minute_limit = (path == STABLE_TOKEN).then_some(settings.stable_tokens_a_minute);
            Interface::new(seed, appid, &config, anchor_ms)
        })
    }

    /// Brings the limits of the management endpoints in line with changed settings.
    pub(crate) fn follow(&mut self, settings: &Settings) {
        for (path, interface) in self.interfaces.iter_mut().filter(|(path, _)| is_management(path)) {
            interface.limit = Some(default_limit(path, settings));
        }
        if let Some(stable) = self.interfaces.get_mut(STABLE_TOKEN) {
            stable.minute_limit = Some(settings.stable_tokens_a_minute);
        }
    }

    pub(crate) fn existing(&self, path: &str) -> Option<&Interface> {
        self.interfaces.get(path)
    }

    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        self.interfaces.keys().map(String::as_str)
    }

    /// Whether a call of `path` is one that accounts of this kind may make.
    pub(crate) fn may_call(&self, path: &str) -> bool {
        match self.interfaces.get(path) {
            Some(interface) => interface.granted,
            None => known_paths::find(path).is_none_or(|known| known.is_for(self.profile.kind)),
        }
    }

    /// The refusal that the account's state brings upon calls with a token.
    pub(crate) fn refusal_of_calls(&self) -> Option<Refusal> {
        match self.profile.state {
            AccountState::Frozen => Some(Refusal::of(50002)),
            AccountState::Unauthorized => Some(Refusal::of(48001)),
            AccountState::Banned => Some(Refusal::of(48004)),
            AccountState::Normal | AccountState::SecretFrozen | AccountState::TokenForbidden => None,
        }
    }

    /// The refusal that the account's state brings upon the AppSecret.
    pub(crate) fn refusal_of_secret(&self) -> Option<Refusal> {
        match self.profile.state {
            AccountState::SecretFrozen => Some(Refusal::of(40243)),
            AccountState::Frozen => Some(Refusal::of(50007)),
            AccountState::TokenForbidden => Some(Refusal::of(50004)),
            AccountState::Normal | AccountState::Banned | AccountState::Unauthorized => None,
        }
    }

    /// The refusal of an address that may not fetch tokens; it names the address WeChat saw.
    pub(crate) fn refusal_of_ip(&self, ip: IpAddr) -> Option<Refusal> {
        if self.profile.ip_allowed.as_ref().is_none_or(|allowed| allowed.contains(&ip)) {
            return None;
        }
        let code = self.profile.ip_refusal;
        Some(if code == 40164 {
            let mapped = if ip.is_ipv4() { format!("::ffff:{ip}") } else { ip.to_string() };
            Refusal::with_text(code, format!("invalid ip {ip} ipv6 {mapped}, not in whitelist"))
        } else {
            Refusal::with_text(code, text_of(code))
        })
    }

    pub(crate) fn is_platform(&self) -> bool {
        self.profile.kind == Kind::Platform
    }

    /// Account-wide clears spent in the quota month of `now`.
    pub(crate) fn account_clears_spent(&self, now: i64) -> u32 {
        self.wide_clears.get(&month_of(now)).copied().unwrap_or(0)
    }

    /// Single-interface clears spent in the period of `now`.
    pub(crate) fn interface_clears_spent(&self, now: i64, period: Period) -> u32 {
        let same = |day: i64| match period {
            Period::Day => day == day_of(now),
            Period::Month => month_of(crate::calendar::day_start(day)) == month_of(now),
        };
        self.single_clears.iter().filter(|(day, _)| same(**day)).map(|(_, spent)| spent).sum()
    }

    /// Clears all interfaces and spends one clear; 48006 where none is left. Answers how many calls were given back.
    pub(crate) fn clear_all(&mut self, now: i64, settings: &Settings) -> Result<u64, Refusal> {
        if self.account_clears_spent(now) >= settings.account_clears {
            return Err(Refusal::of(48006));
        }
        *self.wide_clears.entry(month_of(now)).or_default() += 1;
        let delay_ms = i64::from(settings.clear_shows_after_s) * 1000;
        let lifted = self.interfaces.values_mut().filter(|_| settings.clears_lift);
        Ok(lifted.map(|interface| interface.clear(now, delay_ms)).sum())
    }

    /// Clears one interface and spends one single-interface clear; 48006 where none is left.
    pub(crate) fn clear_one(&mut self, path: &str, now: i64, settings: &Settings) -> Result<u64, Refusal> {
        if self.interface_clears_spent(now, settings.interface_clears_period) >= settings.interface_clears {
            return Err(Refusal::of(48006));
        }
        *self.single_clears.entry(day_of(now)).or_default() += 1;
        let delay_ms = i64::from(settings.clear_shows_after_s) * 1000;
        let interface = self.interface(path, settings);
        Ok(if settings.clears_lift { interface.clear(now, delay_ms) } else { 0 })
    }

    /// Counts a forced refresh: 45011 within 30 s of the last, 45009 beyond the day's number. Which code WeChat uses for
    /// which is not documented.
    pub(crate) fn force_refresh(&mut self, now: i64, a_day: u32) -> Result<(), Refusal> {
        if self.forced.last_ms.is_some_and(|last| (0..FORCED_APART_MS).contains(&(now - last))) {
            return Err(Refusal::of(45011));
        }
        let count = if self.forced.day == day_of(now) { self.forced.count } else { 0 };
        if count >= a_day {
            return Err(Refusal::of(45009));
        }
        self.forced = ForcedRefreshes { day: day_of(now), count: count + 1, last_ms: Some(now) };
        Ok(())
    }
}

const STABLE_TOKEN: &str = "/cgi-bin/stable_token";

/// Whether clears leave the count of `path` alone: the management endpoints' own.
fn is_management(path: &str) -> bool {
    path.starts_with("/cgi-bin/openapi/")
        || path.starts_with("/cgi-bin/clear_quota")
        || path.starts_with("/cgi-bin/component/clear_quota")
        || is_network(path)
}

fn is_network(path: &str) -> bool {
    matches!(path, "/cgi-bin/get_api_domain_ip" | "/cgi-bin/getcallbackip" | "/cgi-bin/callback/check")
}

fn default_limit(path: &str, settings: &Settings) -> u64 {
    match path {
        "/cgi-bin/openapi/quota/get" => settings.quota_get_a_day,
        "/cgi-bin/clear_quota" | "/cgi-bin/openapi/quota/clear" => settings.clear_calls_a_day,
        "/cgi-bin/openapi/rid/get" => settings.management_calls_a_day,
        _ if is_network(path) => settings.management_calls_a_day,
        _ => known_paths::find(path).map_or(UNPUBLISHED_DAILY_LIMIT, |known| known.daily_limit),
    }
}
