//! A month of hourly readings, out of the sandbox's own traffic.

use std::str::FromStr;

use desk::Desk;
use desk::sampling::plan::Slots;
use domain::{AppId, CgiPath, Failure, Figures, InterfaceId, Kind, Outcome, QuotaZone, RateLimit, Reading};
use jiff::Timestamp;
use sandbox::{AccountConfig, Config, SeededAccount, Traffic};
use secrecy::SecretString;
use store::{Account, AuditActor, InterfaceNow, NewAccount, NewSample, SamplerHour, Store};

use super::span::{DAYS, began};
use super::users::ADMIN;
use crate::failure::CommandError;

const HOUR_MS: i64 = 3_600_000;
/// Readings written in one transaction.
const BATCH: usize = 4096;
/// What WeChat answers to a secret that was replaced.
pub(super) const WRONG_SECRET: i32 = 40125;

/// When an interface is first read after `at_ms`, both in Unix milliseconds.
pub(super) fn next_reading(interface: InterfaceId, at_ms: i64) -> i64 {
    last_reading(interface, at_ms) + HOUR_MS
}

/// When an interface was last read at `at_ms`, both in Unix milliseconds.
pub(super) fn last_reading(interface: InterfaceId, at_ms: i64) -> i64 {
    // The sandbox counts by Shanghai's day.
    let zone = QuotaZone::default();
    let slots = Slots::new(interface, 1, &zone);
    slots.newest(at_ms - answer_ms(interface)) + answer_ms(interface)
}

/// An answer takes a moment.
fn answer_ms(interface: InterfaceId) -> i64 {
    180 + interface.0 % 7 * 35
}

/// Adds the accounts that are not there yet, as if that had been done when the history begins.
pub(super) async fn add_accounts(store: &dyn Store, desk: &Desk, seeded: &[SeededAccount]) -> Result<(), CommandError> {
    let begin = began(desk.clock().now());
    for account in seeded.iter().filter(|account| account.in_demo) {
        if store.find_account(&account.appid).await?.is_none() {
            add(store, account, begin).await?;
        }
    }
    Ok(())
}

/// A reading beside those of every hour: what a clear did was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) interface: InterfaceId,
    pub(super) at: Timestamp,
}

/// Adds every hour's readings that nobody made: a month's at first, those of the time in which the demo did not run when it
/// goes on; and these looks.
pub(super) async fn fill(
    store: &dyn Store,
    desk: &Desk,
    config: &Config,
    seeded: &[SeededAccount],
    traffic: &Traffic,
    looks: &[Look],
) -> Result<(), CommandError> {
    let now = desk.clock().now();
    let begin = began(now);
    for (account, of_config) in seeded.iter().zip(&config.accounts).filter(|(account, _)| account.in_demo) {
        let Some(kept) = store.find_account(&account.appid).await? else { continue };
        let mut samples = Vec::new();
        for interface in store.interfaces_now(Some(kept.id)).await? {
            let source = Source { interface: &interface, account, of_config, traffic };
            let mut of_interface = source.hourly(begin, now);
            let looked = looks.iter().filter(|look| look.interface == interface.id);
            of_interface.extend(looked.filter_map(|look| source.reading(look.at, None)));
            of_interface.sort_by_key(|sample| sample.reading.at);
            samples.extend(of_interface);
        }
        for batch in samples.chunks(BATCH) {
            store.add_samples(batch).await?;
        }
        write_down(store, desk, &kept, &samples, now).await?;
    }
    Ok(())
}

/// As if it had been added when its history begins.
async fn add(store: &dyn Store, account: &SeededAccount, at: Timestamp) -> Result<(), CommandError> {
    let Ok(appid) = AppId::from_str(&account.appid) else { return Ok(()) };
    let secret = account.outdated.as_ref().map_or(&account.secret, |outdated| &outdated.secret);
    let new = NewAccount {
        name: account.name.clone(),
        appid,
        kind: account.kind.parse().unwrap_or(Kind::Other),
        secret: SecretString::from(secret.as_str()),
        // All of them are in the ledger. Left unsaid for the account that does not work, so that the demo shows what "at
        // most" looks like, where its history begins in this month.
        daily_readings: 3_000,
        cleared_before: account.outdated.is_none().then_some(0),
        groups: Vec::new(),
        watch: account.interfaces.iter().cloned().map(CgiPath::from_stored).collect(),
    };
    let by = AuditActor { actor: ADMIN.to_owned(), user: None, token: None, address: None };
    store.add_account(new, &by, at).await?;
    Ok(())
}

/// Where the readings of an interface come from.
struct Source<'a> {
    interface: &'a InterfaceNow,
    account: &'a SeededAccount,
    of_config: &'a AccountConfig,
    traffic: &'a Traffic,
}

impl Source<'_> {
    /// One reading at each of the interface's own minutes, from the last one kept to the last one due before this hour's.
    fn hourly(&self, begin: Timestamp, now: Timestamp) -> Vec<NewSample> {
        let interface = self.interface.id;
        let last = self.interface.newest.map_or(begin, |(at, _)| at.max(begin)).as_millisecond();
        let zone = QuotaZone::default();
        let own = Slots::new(interface, 1, &zone);
        let newest = own.newest(now.as_millisecond());
        let mut slots: Vec<_> = std::iter::successors(Some(newest), |slot| Some(own.newest(slot - 1)))
            .take_while(|slot| *slot > newest - DAYS * 24 * HOUR_MS && *slot > last)
            .collect();
        slots.reverse();
        let read = |slot: i64| {
            let at_ms = (slot + answer_ms(interface)).min(now.as_millisecond());
            self.reading(Timestamp::from_millisecond(at_ms).ok()?, Some(slot))
        };
        slots.into_iter().filter_map(read).collect()
    }

    fn reading(&self, at: Timestamp, slot: Option<i64>) -> Option<NewSample> {
        let path = self.interface.cgi_path.as_str();
        let wrong_since = self.account.outdated.as_ref().map(|outdated| outdated.since_ms);
        let outcome = if wrong_since.is_some_and(|since| at.as_millisecond() >= since) {
            Outcome::Failed(Failure::TokenRefused(WRONG_SECRET))
        } else {
            outcome(self.traffic.used_at(&self.account.appid, path, at.as_millisecond())?)
        };
        let of_interface = self.of_config.interfaces.iter().find(|other| other.path == path);
        let per_minute = of_interface.and_then(|of_config| of_config.minute_limit);
        let rate_limit = per_minute.filter(|_| outcome.figures().is_some());
        let rate_limit = rate_limit.map(|calls| RateLimit { call_count: whole(calls), refresh_second: 60 });
        let reading = Reading { at, outcome, rate_limit, component_rate_limit: None };
        let detail = matches!(outcome, Outcome::Failed(_)).then(|| "errcode 40125: invalid appsecret".to_owned());
        Some(NewSample { interface: self.interface.id, reading, detail, slot, of_day_before: false })
    }
}

/// WeChat's figures as readings keep them.
pub(super) fn of_wechat(figures: sandbox::Figures) -> Figures {
    Figures { daily_limit: whole(figures.daily_limit), used: whole(figures.used), remain: whole(figures.remain) }
}

fn outcome(figures: sandbox::Figures) -> Outcome {
    let figures = of_wechat(figures);
    if figures.is_no_figure() { Outcome::NoFigure } else { Outcome::Good(figures) }
}

fn whole(calls: u64) -> i64 {
    i64::try_from(calls).unwrap_or(i64::MAX)
}

/// What the sampler would have written down beside the readings of the last day.
async fn write_down(
    store: &dyn Store,
    desk: &Desk,
    account: &Account,
    samples: &[NewSample],
    now: Timestamp,
) -> Result<(), CommandError> {
    let today = desk.settings().quota_zone.day_start(now);
    let of_today = samples.iter().filter(|sample| sample.reading.at >= today).count();
    store.take_readings(account.id, today, i64::try_from(of_today).unwrap_or_default(), i64::MAX).await?;
    let this_hour = now.as_millisecond().div_euclid(HOUR_MS) * HOUR_MS;
    for hour_ms in (0..24).map(|hours| this_hour - hours * HOUR_MS) {
        let in_hour = |sample: &&NewSample| (hour_ms..hour_ms + HOUR_MS).contains(&sample.reading.at.as_millisecond());
        let of_hour: Vec<_> = samples.iter().filter(in_hour).collect();
        let Some(last) = of_hour.iter().map(|sample| sample.reading.at.as_millisecond()).max() else { continue };
        let all = i64::try_from(of_hour.len()).unwrap_or_default();
        let is_failed = |sample: &&&NewSample| matches!(sample.reading.outcome, Outcome::Failed(_));
        let failed = i64::try_from(of_hour.iter().filter(is_failed).count()).unwrap_or_default();
        let busy_ms = all * 185;
        store
            .add_sampler_hour(SamplerHour {
                hour_ms,
                good: all - failed,
                failed,
                starved: 0,
                busy_ms,
                last_at_ms: last,
            })
            .await?;
    }
    Ok(())
}
