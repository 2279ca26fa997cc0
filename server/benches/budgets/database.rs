//! A database as it looks after a year: 20 accounts with 50 interfaces each, read every hour.

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use domain::{Actor, CgiPath, Clock, Figures, InterfaceId, Kind, Outcome, Reading, Role, SystemClock};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use store::sqlite::SqliteStore;
use store::{
    Accounts, AddUserOutcome, AuditActor, Interfaces, NewAccount, NewSample, NewSession, NewUser, Samples, Sessions,
    Store, Users,
};

/// Hours in a year.
pub(crate) const YEAR: i64 = 365 * 24;
/// A hundredth of it.
pub(crate) const HUNDREDTH: i64 = YEAR / 100;

const ACCOUNTS: i64 = 20;
const INTERFACES_EACH: i64 = 50;

/// A database that was built, and what building it told.
#[derive(Debug)]
pub(crate) struct Built {
    pub(crate) folder: PathBuf,
    pub(crate) account: i64,
    pub(crate) interface: InterfaceId,
    /// The header `Cookie` of an admin who signed in.
    pub(crate) cookie: String,
    pub(crate) bytes_per_sample: f64,
    pub(crate) written_per_second: f64,
}

/// Writes `hours` hours of samples up to now; the accounts are paused, so that only pages are measured.
pub(crate) async fn build(folder: &Path, hours: i64) -> Result<Built> {
    let store = SqliteStore::open_in(folder).await?;
    let now = SystemClock.now();
    let mut interfaces = Vec::new();
    let mut accounts = Vec::new();
    for number in 0..ACCOUNTS {
        let paths: Vec<_> = (0..INTERFACES_EACH).map(|path| path_of(number, path)).collect::<Result<_>>()?;
        let new = NewAccount {
            name: format!("账号 {number:02} account"),
            appid: format!("wx{number:016x}").parse()?,
            kind: Kind::MiniProgram,
            secret: "0123456789abcdef0123456789abcdef".to_owned().into(),
            daily_readings: 3_000,
            cleared_before: None,
            groups: Vec::new(),
            watch: paths,
        };
        let id =
            store.add_account(new, &AuditActor::from(&Actor::Desk), now - SignedDuration::from_hours(hours)).await?;
        interfaces.extend(store.interfaces_of(id).await?.into_iter().map(|interface| interface.id));
        accounts.push(id);
    }
    let empty = size_of_folder(folder)?;
    let started = Instant::now();
    let mut written = 0_usize;
    let first = now - SignedDuration::from_hours(hours - 1);
    // A day at a time, as a desk that caught up would: history is written once, not read.
    for from in (0..hours).step_by(24) {
        let batch: Vec<_> = interfaces
            .iter()
            .flat_map(|id| (from..(from + 24).min(hours)).map(|hour| sample(*id, first, hour)))
            .collect();
        written += batch.len();
        store.add_samples(&batch).await?;
    }
    let took = started.elapsed().as_secs_f64();
    for account in &accounts {
        store.pause_account(*account, true, &AuditActor::from(&Actor::Desk), now).await?;
    }
    let cookie = sign_in(&store, now).await?;
    store.close().await;
    let bytes = size_of_folder(folder)? - empty;
    Ok(Built {
        folder: folder.to_owned(),
        account: accounts.first().context("no account")?.0,
        interface: *interfaces.first().context("no interface")?,
        cookie,
        bytes_per_sample: as_f64(bytes) / as_f64(u64::try_from(written)?),
        written_per_second: as_f64(u64::try_from(written)?) / took,
    })
}

/// An admin and a session of theirs; what a password costs is not what is measured.
pub(crate) async fn sign_in(store: &SqliteStore, now: Timestamp) -> Result<String> {
    let by = AuditActor::from(&Actor::Desk);
    let new = NewUser {
        name: "admin".parse()?,
        role: Role::Admin,
        password_hash: "none".into(),
        must_change_password: false,
        only_first: true,
    };
    let AddUserOutcome::Added(user) = store.add_user(new, &by, now).await? else { bail!("there is a user already") };
    let id = "of-the-bench-and-nobody-else-000000000000";
    let session = NewSession {
        user,
        password_set_at: now,
        id_hash: Sha256::digest(id.as_bytes()).into(),
        replaces: None,
        expires_at: now + SignedDuration::from_hours(12),
        user_agent: None,
    };
    store.begin_session(session, &by, now).await?;
    Ok(format!("__Host-wxquota={id}"))
}

fn path_of(account: i64, path: i64) -> Result<CgiPath> {
    let known = include_str!("../../../migrations/interfaces.csv");
    let row = known.lines().skip(1).filter(|line| !line.starts_with("/sns/"));
    let name = row.skip(usize::try_from((account * 7 + path) % 100)?).map(|line| line.split(',').next()).next();
    let name = name.flatten().context("the catalogue is too short")?;
    Ok(CgiPath::parse(&format!("{name}/{path}"))?.0)
}

/// Calls that come and go over the day, differ from day to day, and never quite repeat.
fn sample(interface: InterfaceId, first: Timestamp, hour: i64) -> NewSample {
    // Not all at :00, as the sampler spreads them.
    let at = first + SignedDuration::from_hours(hour) + SignedDuration::from_millis(interface.0 * 3_511 % 3_600_000);
    let of_day = (at.as_second() + 8 * 3600).rem_euclid(86_400) / 3600;
    let limit = 10_000 * (1 + interface.0 % 50);
    let noise = (hour * 7_919 + interface.0 * 104_729).rem_euclid(997);
    let used = (limit * of_day / 26 + noise * limit / 40_000).min(limit);
    let figures = Figures { daily_limit: limit, used, remain: limit - used };
    let reading = Reading { at, outcome: Outcome::Good(figures), rate_limit: None, component_rate_limit: None };
    NewSample { interface, reading, detail: None, slot: None, of_day_before: false }
}

fn size_of_folder(folder: &Path) -> Result<u64> {
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder)? {
        bytes += entry?.metadata()?.len();
    }
    Ok(bytes)
}

#[expect(clippy::cast_precision_loss, reason = "a figure for people")]
pub(crate) fn as_f64(number: u64) -> f64 {
    number as f64
}
