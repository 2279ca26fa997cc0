//! `wxquota check`: a self-test of settings, database, key, clock and reach of WeChat.

use std::path::Path;

use desk::checks::{CLOCK_TOLERANCE, WechatReach};
use domain::{Clock, SystemClock};
use store::sqlite::OpenMode;
use wechat::{Options, Transport};

use super::{Session, print};
use crate::cli::Output;
use crate::failure::CommandError;
use crate::settings::Settings;
use crate::shapes::{SelfCheck, SelfTest};

/// Prints what was found, and fails where something is not well.
pub(crate) async fn run(settings: Settings, output: Output) -> Result<(), CommandError> {
    let mut checks = vec![well("settings", "understood".to_owned())];
    let database = settings.database_file().display().to_string();
    let key = settings.master_key_file.display().to_string();
    match Session::open(settings.clone(), OpenMode::MustExist).await {
        Ok(session) => {
            checks.push(match session.desk().ready().await {
                Ok(()) => well("database", format!("{database} can be read and written")),
                Err(error) => ill("database", error.to_string()),
            });
            checks.push(well("key", format!("{key} fits the database")));
            checks.extend(wechat(session.desk().reach_wechat().await, &settings));
            session.close().await;
        }
        Err(CommandError::NoDesk(_)) => checks.extend(before_the_first(&settings).await?),
        Err(CommandError::Open(store::OpenError::Key(error))) => checks.push(ill("key", error.to_string())),
        Err(error) => checks.push(ill("database", error.to_string())),
    }
    let shape = SelfTest { ok: checks.iter().all(|check| check.ok), checks };
    print(output, &shape, || {
        let lines = shape
            .checks
            .iter()
            .map(|check| format!("{}  {:<8}  {}", if check.ok { "ok   " } else { "wrong" }, check.name, check.detail));
        lines.collect::<Vec<_>>().join("\n")
    })?;
    let wrong: Vec<_> = shape.checks.iter().filter(|check| !check.ok).map(|check| check.name).collect();
    if wrong.is_empty() { Ok(()) } else { Err(CommandError::Wanting(format!("not well: {}", wrong.join(", ")))) }
}

/// On a fresh machine: whether the desk could be made, and WeChat be reached. Makes nothing.
async fn before_the_first(settings: &Settings) -> Result<Vec<SelfCheck>, CommandError> {
    let key = &settings.master_key_file;
    let mut checks = vec![makeable(
        "database",
        &settings.database_file(),
        "there is no desk yet; `wxquota account add` or `wxquota serve` makes it",
    )];
    checks.push(if key.exists() {
        well("key", format!("{} can be read", key.display()))
    } else {
        makeable("key", key, "there is none yet; it is made together with the desk")
    });
    let transport = Transport::new(settings.wechat_base_url.clone(), Options::default())?;
    let answer = transport.reach().await;
    checks.extend(wechat(WechatReach::of(answer, SystemClock.now()), settings));
    Ok(checks)
}

/// Whether `file` could be made: tried with a file without a name in the nearest folder that is there.
fn makeable(name: &'static str, file: &Path, absent: &str) -> SelfCheck {
    let shown = file.display();
    let there = file.ancestors().skip(1).find(|folder| folder.exists()).unwrap_or(Path::new("."));
    match tempfile::tempfile_in(there) {
        Ok(_) => well(name, format!("{shown}: {absent}")),
        Err(error) => ill(name, format!("{shown}: {absent}, but {} cannot be written: {error}", there.display())),
    }
}

fn wechat(reach: WechatReach, settings: &Settings) -> Vec<SelfCheck> {
    let base = settings.wechat_base_url.as_str();
    match reach {
        WechatReach::Silent(why) => vec![ill("wechat", format!("{base} does not answer: {why}"))],
        WechatReach::Answers { clock_ahead } => {
            let clock = match clock_ahead {
                None => well("clock", "WeChat did not tell the time to compare with".to_owned()),
                Some(ahead) if ahead.abs() <= CLOCK_TOLERANCE => {
                    well("clock", format!("within {} s of WeChat's", CLOCK_TOLERANCE.as_secs()))
                }
                Some(ahead) => ill(
                    "clock",
                    format!(
                        "{} s {} WeChat's; have it set by NTP, or times and rids mislead",
                        ahead.abs().as_secs(),
                        if ahead.is_positive() { "ahead of" } else { "behind" }
                    ),
                ),
            };
            vec![clock, well("wechat", format!("{base} answers"))]
        }
    }
}

fn well(name: &'static str, detail: String) -> SelfCheck {
    SelfCheck { name, ok: true, detail }
}

fn ill(name: &'static str, detail: String) -> SelfCheck {
    SelfCheck { name, ok: false, detail }
}
