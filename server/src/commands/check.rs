//! `wxquota check`: a self-test of settings, database, key, clock and reach of WeChat.

use desk::Desk;
use desk::checks::{CLOCK_TOLERANCE, WechatReach};

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
    match Session::open(settings.clone()).await {
        Ok(session) => {
            checks.push(match session.desk().ready().await {
                Ok(()) => well("database", format!("{database} can be read and written")),
                Err(error) => ill("database", error.to_string()),
            });
            checks.push(well("key", format!("{key} fits the database")));
            checks.extend(wechat(session.desk(), &settings).await);
            session.close().await;
        }
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

async fn wechat(desk: &Desk, settings: &Settings) -> Vec<SelfCheck> {
    let base = settings.wechat_base_url.as_str();
    match desk.reach_wechat().await {
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
