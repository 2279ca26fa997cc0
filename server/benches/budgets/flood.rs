//! A flood of incidents: 1,000 a second for a minute, most of them the same. Whether one that was accepted is lost, what pages
//! take meanwhile, and how many calls to WeChat it makes.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use domain::{Actor, CgiPath, Clock, Kind, Role, SystemClock};
use sandbox::{AccountConfig, Config, InterfaceConfig, Sandbox};
use serde_json::json;
use sha2::{Digest, Sha256};
use store::incidents::{IncidentQuery, Incidents};
use store::sqlite::SqliteStore;
use store::{Accounts, ApiTokens, AuditActor, NewAccount, NewApiToken, Store};
use tokio::time::MissedTickBehavior;

use super::database::{as_f64, sign_in};
use super::pages::browser;
use super::process::Served;
use super::table::Table;

const APPID: &str = "wx0000000000000001";
const SECRET: &str = "0123456789abcdef0123456789abcdef";
const TOKEN: &str = "flood-of-incidents-0123456789";
const INTERFACES: usize = 50;
/// Services, each of which reports 20 times a second.
const SERVICES: u32 = 50;
const EACH_EVERY: Duration = Duration::from_millis(50);
const LASTS: Duration = Duration::from_mins(1);
/// How often somebody opens a page.
const PAGE_EVERY: Duration = Duration::from_millis(200);

fn path(n: usize) -> String {
    format!("/cgi-bin/flood/{n}")
}

async fn desk(folder: &Path) -> Result<String> {
    let store = SqliteStore::open_in(folder).await?;
    let (now, by) = (SystemClock.now(), AuditActor::from(&Actor::Desk));
    let watch = (0..INTERFACES).map(|n| Ok(CgiPath::parse(&path(n))?.0)).collect::<Result<_>>()?;
    let new = NewAccount {
        name: "flooded".to_owned(),
        appid: APPID.parse()?,
        kind: Kind::Other,
        secret: SECRET.to_owned().into(),
        daily_readings: 3_000,
        cleared_before: Some(0),
        groups: Vec::new(),
        watch,
    };
    store.add_account(new, &by, now).await?;
    let cookie = sign_in(&store, now).await?;
    let hash = Sha256::digest(TOKEN.as_bytes()).into();
    store
        .add_token(
            NewApiToken { name: "services".to_owned(), role: Role::Reporter, owner: None, hash, expires_at: None },
            &by,
            now,
        )
        .await?;
    store.close().await;
    Ok(cookie)
}

/// How long each of many requests took.
#[derive(Debug, Default)]
struct Times(Vec<Duration>);

impl Times {
    fn told(mut self) -> String {
        self.0.sort();
        let at =
            |share: usize| self.0.get(self.0.len() * share / 1000).copied().unwrap_or_default().as_secs_f64() * 1000.0;
        format!("{:.1} / {:.1} / {:.1} ms", at(500), at(990), at(999))
    }
}

async fn page_times(http: &reqwest::Client, address: &str, until: Instant) -> Result<Times> {
    let mut times = Times::default();
    let mut every = tokio::time::interval(PAGE_EVERY);
    every.set_missed_tick_behavior(MissedTickBehavior::Delay);
    while Instant::now() < until {
        every.tick().await;
        let begun = Instant::now();
        let reply = http.get(format!("{address}/")).header("accept", "text/html").send().await?;
        ensure!(reply.status().is_success(), "the overview answers {}", reply.status());
        reply.bytes().await?;
        times.0.push(begun.elapsed());
    }
    Ok(times)
}

/// One service: what it saw of its reports.
async fn service(
    address: String,
    number: usize,
    accepted: Arc<AtomicI64>,
    refused: Arc<AtomicI64>,
    until: Instant,
) -> Result<Times> {
    let http = reqwest::Client::builder().build()?;
    let mut times = Times::default();
    let mut every = tokio::time::interval(EACH_EVERY);
    every.set_missed_tick_behavior(MissedTickBehavior::Burst);
    for turn in number.. {
        every.tick().await;
        if Instant::now() >= until {
            break;
        }
        let (errcode, interface) = match turn % 10 {
            0 => (40001, turn % INTERFACES),
            1 => (45009, turn * 7 % INTERFACES),
            _ => (45009, 0),
        };
        let errmsg = format!("reach max api daily quota limit rid: {turn:08x}-09059ac5-34a8e2ea");
        let body = json!({ "account": APPID, "errcode": errcode, "errmsg": errmsg, "cgi_path": path(interface) });
        let begun = Instant::now();
        let reply = http
            .post(format!("{address}/api/v1/incidents"))
            .bearer_auth(TOKEN)
            .header("content-type", "application/json")
            .body(body.to_string())
            .send()
            .await?;
        let status = reply.status().as_u16();
        reply.bytes().await?;
        times.0.push(begun.elapsed());
        ensure!(matches!(status, 202 | 429), "a report was answered {status}");
        let count = if status == 202 { &accepted } else { &refused };
        count.fetch_add(1, Ordering::Relaxed);
    }
    Ok(times)
}

pub(crate) async fn measure(table: &mut Table, folder: &Path) -> Result<()> {
    let cookie = desk(folder).await?;
    let interfaces = (0..INTERFACES).map(|n| InterfaceConfig::new(&path(n), 1_000));
    let account = AccountConfig::new("flooded", APPID, SECRET, sandbox::Kind::Other).with(interfaces);
    let wechat = Sandbox::start_local(Config { accounts: vec![account], ..Config::default() }).await?;
    wechat.sandbox.consume(APPID, &path(0), 1_000).map_err(|error| anyhow::anyhow!("{error:?}"))?;
    let served = Served::start_on(folder, &wechat.base_url)?;
    let http = browser(&cookie)?;
    let calm = page_times(&http, &served.address, Instant::now() + LASTS / 6).await?;
    let received = |endpoint: &str| wechat.sandbox.counts().received(endpoint);
    let asked = received("/cgi-bin/openapi/quota/get");

    let (accepted, refused) = (Arc::new(AtomicI64::new(0)), Arc::new(AtomicI64::new(0)));
    let until = Instant::now() + LASTS;
    let cpu = served.cpu_ms()?;
    let services: Vec<_> = (0..SERVICES)
        .map(|n| {
            let number = usize::try_from(n).unwrap_or_default() * 1_000_000;
            let (accepted, refused) = (Arc::clone(&accepted), Arc::clone(&refused));
            tokio::spawn(service(served.address.clone(), number, accepted, refused, until))
        })
        .collect();
    let flooded = page_times(&http, &served.address, until).await?;
    let mut reports = Times::default();
    for service in services {
        reports.0.extend(service.await??.0);
    }
    let cpu = served.cpu_ms()? - cpu;

    let store = SqliteStore::open_in(folder).await?;
    let all = store.incidents(&IncidentQuery { limit: 1_000_000, ..IncidentQuery::default() }).await?;
    let kept: i64 = all.iter().map(|incident| incident.count).sum();
    store.close().await;
    let accepted = accepted.load(Ordering::Relaxed);
    let sent = reports.0.len();
    let told = format!(
        "{sent} in {} s; {accepted} accepted, {} told to come again",
        LASTS.as_secs(),
        refused.load(Ordering::Relaxed)
    );
    table.row("Incidents sent, 1,000 a second for a minute", "–", told);
    table.row("  of the accepted, lost", "0", (accepted - kept).to_string());
    table.row("  answered: half / 99 % / 99.9 % within", "milliseconds", reports.told());
    table.row("  CPU a report", "–", format!("{:.2} ms", cpu / as_f64(u64::try_from(sent.max(1))?)));
    table.row("  overview meanwhile: half / 99 % / 99.9 % within", "as before", flooded.told());
    table.row("  overview before", "–", calm.told());
    let (readings, rids) = (received("/cgi-bin/openapi/quota/get") - asked, received("/cgi-bin/openapi/rid/get"));
    let within = format!("{readings} readings, {rids} look-ups, {} clears", wechat.sandbox.counts().clears.len());
    table.row("  calls to WeChat for them", "≤ 2,800, 500, 0", within);
    Ok(())
}
