//! How fast a whole platform is read: 10,000 interfaces, every answer after 50 ms, 64 questions at once.

use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use axum::Json;
use axum::routing::post;
use domain::{Actor, CgiPath, Clock, Kind, SystemClock};
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::{TimeVal, TimeValLike};
use store::sqlite::SqliteStore;
use store::{Accounts, AuditActor, NewAccount, Store};

use super::process::command;
use super::table::Table;

const ACCOUNTS: u32 = 20;
const INTERFACES_EACH: u32 = 500;
const ANSWER_AFTER: Duration = Duration::from_millis(50);
/// 64 at once, each 50 ms long.
const IDEAL: f64 = 1_280.0;

pub(crate) async fn measure(table: &mut Table, folder: &Path) -> Result<()> {
    let store = SqliteStore::open_in(folder).await?;
    for number in 0..ACCOUNTS {
        let watch = (0..INTERFACES_EACH).map(|path| Ok(CgiPath::parse(&format!("/cgi-bin/bench/{path}"))?.0));
        let new = NewAccount {
            name: format!("account {number}"),
            appid: format!("wx{number:016x}").parse()?,
            kind: Kind::Other,
            secret: "0123456789abcdef0123456789abcdef".to_owned().into(),
            daily_readings: 3_000,
            cleared_before: None,
            groups: Vec::new(),
            watch: watch.collect::<Result<_>>()?,
        };
        store.add_account(new, &AuditActor::from(&Actor::Desk), SystemClock.now()).await?;
    }
    store.close().await;
    let wechat = wechat_that_takes_its_time().await?;

    let before = cpu_of_children()?;
    let started = Instant::now();
    let folder = folder.to_owned();
    let status =
        tokio::task::spawn_blocking(move || command(&folder, &wechat).arg("sample").stdout(Stdio::null()).status());
    ensure!(status.await??.success(), "`wxquota sample` failed");
    let took = started.elapsed().as_secs_f64();
    let cpu = cpu_of_children()? - before;
    let samples = f64::from(ACCOUNTS * INTERFACES_EACH);
    let rate = samples / took;
    let share = rate / IDEAL * 100.0;
    table.row(
        "Sampling 10,000 interfaces, start and end of the program included",
        "≥ 1,152/s",
        format!("{rate:.0}/s ({share:.0} % of ideal)"),
    );
    table.row("  CPU a sample, the write included", "≤ 0.3 ms", format!("{:.3} ms", cpu / samples));
    Ok(())
}

/// CPU of the children that have ended, in milliseconds.
fn cpu_of_children() -> Result<f64> {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let ms = |time: TimeVal| Duration::from_micros(time.num_microseconds().unsigned_abs()).as_secs_f64() * 1000.0;
    Ok(ms(usage.user_time()) + ms(usage.system_time()))
}

/// Answers as WeChat does, after [`ANSWER_AFTER`]; its CPU is this process's, not the child's.
async fn wechat_that_takes_its_time() -> Result<String> {
    let token = || async {
        tokio::time::sleep(ANSWER_AFTER).await;
        Json(serde_json::json!({"access_token": "50_bench", "expires_in": 7200}))
    };
    let quota = || async {
        tokio::time::sleep(ANSWER_AFTER).await;
        let quota = serde_json::json!({"daily_limit": 500_000, "used": 1_234, "remain": 498_766});
        Json(serde_json::json!({"errcode": 0, "errmsg": "ok", "quota": quota}))
    };
    let router = axum::Router::new()
        .route("/cgi-bin/stable_token", post(token))
        .route("/cgi-bin/openapi/quota/get", post(quota));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = format!("http://{}", listener.local_addr()?);
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(address)
}
