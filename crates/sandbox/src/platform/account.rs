//! An account: its config and state, its interfaces, and the clears used.

use std::collections::BTreeMap;
use std::net::IpAddr;

use super::interface::Interface;
use super::refusal::{Refusal, ensure};
use crate::calendar::{day_of, month_of};
use crate::config::{AccountConfig, AccountState, InterfaceConfig, Kind};
use crate::known_paths::{self, UNPUBLISHED_DAILY_LIMIT};
use crate::past::PastClear;
use crate::settings::{Period, Settings};

/// An account with its counters.
#[derive(Debug)]
pub(crate) struct Account {
    pub(crate) profile: AccountConfig,
    interfaces: BTreeMap<String, Interface>,
    /// The account-wide clears used, by quota month.
    wide_clears: BTreeMap<(i16, i8), u32>,
    /// The single-interface clears used, by quota day.
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

/// The shortest time between two forced refreshes, in milliseconds.
const FORCED_APART_MS: i64 = 30_000;

impl Account {
    /// The account at its start; `past`: the clears made before, in the place of the numbers of the config.
    pub(crate) fn new(profile: AccountConfig, seed: u64, anchor_ms: i64, past: Option<&[PastClear]>) -> Self {
        let clears = past.unwrap_or_default();
        let new_interface = |it: &InterfaceConfig| Interface::new(seed, &profile.appid, it.clone(), anchor_ms, clears);
        let interfaces = profile.interfaces.iter().map(|it| (it.path.clone(), new_interface(it)));
        let mut wide_clears = BTreeMap::new();
        let mut single_clears = BTreeMap::new();
        if past.is_none() {
            wide_clears.insert(month_of(anchor_ms), profile.account_clears_spent);
            single_clears.insert(day_of(anchor_ms), profile.interface_clears_spent);
        }
        for clear in clears.iter().filter(|clear| clear.appid == profile.appid) {
            match clear.path {
                None => *wide_clears.entry(month_of(clear.at_ms)).or_default() += 1,
                Some(_) => *single_clears.entry(day_of(clear.at_ms)).or_default() += 1,
            }
        }
        Self {
            interfaces: interfaces.collect(),
            wide_clears,
            single_clears,
            forced: ForcedRefreshes::default(),
            seed,
            anchor_ms,
            profile,
        }
    }

    /// The interface at `path`: 76022 where accounts of this kind do not have it, `None` where no account does.
    pub(crate) fn known_interface(
        &mut self,
        path: &str,
        settings: &Settings,
    ) -> Option<Result<&mut Interface, Refusal>> {
        if !self.interfaces.contains_key(path) {
            let is_for_kind = known_paths::find(path)?.is_for(self.profile.kind);
            if let Err(refusal) = ensure(is_for_kind, 76022) {
                return Some(Err(refusal));
            }
        }
        Some(Ok(self.interface(path, settings)))
    }

    /// The interface at `path`, created on its first call.
    pub(crate) fn interface(&mut self, path: &str, settings: &Settings) -> &mut Interface {
        let (seed, anchor_ms, appid) = (self.seed, self.anchor_ms, &self.profile.appid);
        self.interfaces.entry(path.to_owned()).or_insert_with(|| {
            let mut config = InterfaceConfig::new(path, default_limit(path, settings));
            config.clear_lifts = !is_management(path);
            config.minute_limit = (path == STABLE_TOKEN).then_some(settings.stable_tokens_a_minute);
            Interface::new(seed, appid, config, anchor_ms, &[])
        })
    }

    /// Applies changed settings to the limits of the management endpoints.
    pub(crate) fn follow(&mut self, settings: &Settings) {
        for (path, interface) in self.interfaces.iter_mut().filter(|(path, _)| is_management(path)) {
            interface.limit = Some(default_limit(path, settings));
        }
        if let Some(stable) = self.interfaces.get_mut(STABLE_TOKEN) {
            stable.config.minute_limit = Some(settings.stable_tokens_a_minute);
        }
    }

    pub(crate) fn existing(&self, path: &str) -> Option<&Interface> {
        self.interfaces.get(path)
    }

    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        self.interfaces.keys().map(String::as_str)
    }

    /// Whether the account may call `path`.
    pub(crate) fn may_call(&self, path: &str) -> bool {
        match self.interfaces.get(path) {
            Some(interface) => interface.config.granted,
            None => known_paths::find(path).is_none_or(|known| known.is_for(self.profile.kind)),
        }
    }

    /// Refuses calls with a token in a state that forbids them: 50002, 48001, 48004.
    pub(crate) fn check_calls(&self) -> Result<(), Refusal> {
        match self.profile.state {
            AccountState::Frozen => Err(Refusal::of(50002)),
            AccountState::Unauthorized => Err(Refusal::of(48001)),
            AccountState::Banned => Err(Refusal::of(48004)),
            AccountState::Normal | AccountState::SecretFrozen | AccountState::TokenForbidden => Ok(()),
        }
    }

    /// Refuses the AppSecret in a state that forbids its use (40243, 50007, 50004), and another secret (40125).
    pub(crate) fn check_secret(&self, secret: &str) -> Result<(), Refusal> {
        match self.profile.state {
            AccountState::SecretFrozen => Err(Refusal::of(40243)),
            AccountState::Frozen => Err(Refusal::of(50007)),
            AccountState::TokenForbidden => Err(Refusal::of(50004)),
            AccountState::Normal | AccountState::Banned | AccountState::Unauthorized => {
                ensure(self.profile.secret == secret, 40125)
            }
        }
    }

    /// Refuses an address that may not fetch tokens. The text of 40164 names the address, as WeChat's does.
    pub(crate) fn check_address(&self, ip: IpAddr) -> Result<(), Refusal> {
        if self.profile.ip_allowed.as_ref().is_none_or(|allowed| allowed.contains(&ip)) {
            return Ok(());
        }
        let mapped = if ip.is_ipv4() { format!("::ffff:{ip}") } else { ip.to_string() };
        let text = || format!("invalid ip {ip} ipv6 {mapped}, not in whitelist");
        let code = self.profile.ip_refusal;
        Err(Refusal::with_text(code, (code == 40164).then(text)))
    }

    pub(crate) fn is_platform(&self) -> bool {
        self.profile.kind == Kind::Platform
    }

    /// The account-wide clears used in the quota month of `now`.
    pub(crate) fn account_clears_spent(&self, now: i64) -> u32 {
        self.wide_clears.get(&month_of(now)).copied().unwrap_or(0)
    }

    /// The single-interface clears used in the period of `now`.
    pub(crate) fn interface_clears_spent(&self, now: i64, period: Period) -> u32 {
        let same = |day: i64| match period {
            Period::Day => day == day_of(now),
            Period::Month => month_of(crate::calendar::day_start(day)) == month_of(now),
        };
        self.single_clears.iter().filter(|(day, _)| same(**day)).map(|(_, spent)| spent).sum()
    }

    /// Clears all interfaces and uses one clear; 48006 where none is left. The number of calls that were given back.
    pub(crate) fn clear_all(&mut self, now: i64, settings: &Settings) -> Result<u64, Refusal> {
        ensure(self.account_clears_spent(now) < settings.account_clears, 48006)?;
        *self.wide_clears.entry(month_of(now)).or_default() += 1;
        Ok(self.interfaces.values_mut().map(|interface| interface.clear(now, settings)).sum())
    }

    /// Clears one interface and uses one single-interface clear; 48006 where none is left. The number as for
    /// [`Self::clear_all`].
    pub(crate) fn clear_one(&mut self, path: &str, now: i64, settings: &Settings) -> Result<u64, Refusal> {
        let spent = self.interface_clears_spent(now, settings.interface_clears_period);
        ensure(spent < settings.interface_clears, 48006)?;
        *self.single_clears.entry(day_of(now)).or_default() += 1;
        Ok(self.interface(path, settings).clear(now, settings))
    }

    /// Counts a forced refresh: 45011 within 30 s of the last, 45009 beyond the number a day. WeChat's own codes for these
    /// are not documented.
    pub(crate) fn force_refresh(&mut self, now: i64, a_day: u32) -> Result<(), Refusal> {
        ensure(self.forced.last_ms.is_none_or(|last| !(0..FORCED_APART_MS).contains(&(now - last))), 45011)?;
        let count = if self.forced.day == day_of(now) { self.forced.count } else { 0 };
        ensure(count < a_day, 45009)?;
        self.forced = ForcedRefreshes { day: day_of(now), count: count + 1, last_ms: Some(now) };
        Ok(())
    }
}

const STABLE_TOKEN: &str = "/cgi-bin/stable_token";

/// Whether `path` is a management endpoint, whose count no clear resets.
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
