//! `wxquota account`: adding, listing, checking, changing.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use desk::accounts::{CheckReport, TypedAccount};
use desk::explain::{Problem, explain};
use domain::{CgiPath, Failure, Lang, Outcome, Repair};
use secrecy::SecretString;
use zeroize::Zeroizing;

use super::{Session, print, say, time, zone_line};
use crate::api::accounts;
use crate::cli::{AccountCommand, AddAccount, Output};
use crate::commands::interface::repaired;
use crate::failure::CommandError;
use crate::shapes::{AccountCheck, AddedAccount, ProblemShape};
use crate::table::{Side, Table, grouped};

pub(crate) async fn run(session: &Session, command: AccountCommand) -> Result<(), CommandError> {
    match command {
        AccountCommand::Add(typed) => add(session, typed).await,
        AccountCommand::List { output } => list(session, output).await,
        AccountCommand::Check { account, lang, output } => {
            check(session, &account, lang.unwrap_or_else(spoken), output).await
        }
        AccountCommand::Secret { account, secret_file } => replace_secret(session, &account, &secret_file).await,
        AccountCommand::Pause { account } => pause(session, &account, true).await,
        AccountCommand::Resume { account } => pause(session, &account, false).await,
        AccountCommand::Retire { account } => retire(session, &account).await,
    }
}

async fn add(session: &Session, typed: AddAccount) -> Result<(), CommandError> {
    let AddAccount { name, appid, secret_file, kind, watch, cleared, output } = typed;
    let secret = read_secret(&secret_file)?;
    let typed = TypedAccount { name, appid, kind: kind.word().to_owned(), secret, watch, cleared_before: cleared };
    let added = session.desk().add_account(&session.actor, typed).await?;
    let account = session.account(&added.id.to_string()).await?;
    let shape = AddedAccount {
        id: account.id,
        name: account.name,
        appid: account.appid.to_string(),
        kind,
        watching: added.watching.iter().map(|(path, _)| path.to_string()).collect(),
    };
    print(output, &shape, || {
        let mut text = format!("Added {} ({}) as account {}, watching:\n", shape.name, shape.appid, shape.id);
        text.extend(added.watching.iter().map(|(path, repairs)| watched_line(path, repairs)));
        if added.watching.is_empty() {
            text = format!(
                "Added {} ({}) as account {}; it watches nothing yet: wxquota interface add {} PATH...\n",
                shape.name, shape.appid, shape.id, shape.id
            );
        }
        text + "Next: wxquota account check " + &shape.id.to_string()
    })
}

fn watched_line(path: &CgiPath, repairs: &[Repair]) -> String {
    format!("  {path}{}\n", repaired(repairs))
}

async fn list(session: &Session, output: Output) -> Result<(), CommandError> {
    let shape = accounts::all(session.desk(), &session.actor).await?;
    print(output, &shape, || {
        if shape.accounts.is_empty() {
            return "No accounts yet: wxquota account add --name N --appid ID --secret-file F".to_owned();
        }
        let left = Side::Left;
        let mut table = Table::new([
            ("ID", Side::Right),
            ("NAME", left),
            ("APPID", left),
            ("KIND", left),
            ("STATUS", left),
            ("TOKEN", left),
            ("TOKEN UNTIL", left),
        ]);
        for account in &shape.accounts {
            table.row([
                account.id.to_string(),
                account.name.clone(),
                account.appid.clone(),
                account.kind.clone(),
                account.status.clone(),
                account.token.state.clone(),
                time(account.token.expires_at, &session.settings.time_zone),
            ]);
        }
        format!("{table}{}", zone_line(&session.settings.time_zone))
    })
}

async fn check(session: &Session, word: &str, lang: Lang, output: Output) -> Result<(), CommandError> {
    let account = session.live_account(word).await?;
    let report = session.desk().check_account(&session.actor, account.id).await?;
    let problem = wrong(&report).map(|problem| explained(problem, lang));
    let shape = AccountCheck {
        account: account.id,
        works: report.works(),
        cgi_path: report.reading.as_ref().map(|(path, _)| path.to_string()),
        problem,
    };
    print(output, &shape, || match &shape.problem {
        None => works(&account.name, &report),
        Some(problem) => [
            Some(format!("{} ({})", account.name, account.appid)),
            problem.title.clone(),
            problem.cause.clone(),
            problem.next.clone(),
        ]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("\n"),
    })?;
    match (&shape.problem, shape.works) {
        (Some(problem), false) => {
            Err(CommandError::Wanting(format!("{} does not work: {}", account.name, problem.detail)))
        }
        _ => Ok(()),
    }
}

fn wrong(report: &CheckReport) -> Option<&Problem> {
    let reading = || report.reading.as_ref().and_then(|(_, reading)| reading.as_ref().err());
    report.token.as_ref().or_else(reading)
}

fn works(name: &str, report: &CheckReport) -> String {
    match &report.reading {
        Some((path, Ok(Outcome::Good(figures)))) => format!(
            "{name} works: {path} has used {} of {} calls today.",
            grouped(figures.used),
            grouped(figures.daily_limit)
        ),
        Some((path, _)) => format!("{name} works; WeChat has no figure for {path}."),
        None => format!("{name} works: a token was fetched. No interface was read."),
    }
}

/// A problem in words. What is not an errcode of WeChat's is explained by where the call ended.
pub(super) fn explained(problem: &Problem, lang: Lang) -> ProblemShape {
    let words = problem.failure.errcode().map(|errcode| explain(errcode, Some(&problem.endpoint), lang));
    let (title, cause, next) = match words {
        Some(words) => {
            (Some(words.title.into_owned()), Some(words.cause.into_owned()), Some(words.next_step.into_owned()))
        }
        None => (None, None, network_advice(problem.failure, lang).map(str::to_owned)),
    };
    let next = match (&problem.seen_ip, next) {
        (Some(ip), Some(next)) => Some(format!("{next} [{ip}]")),
        (_, next) => next,
    };
    ProblemShape { failure: problem.failure.to_string(), detail: problem.detail.clone(), title, cause, next }
}

fn network_advice(failure: Failure, lang: Lang) -> Option<&'static str> {
    Some(match (failure, lang) {
        (Failure::NoConnection, Lang::En) => {
            "Check that this machine reaches the address in WXQUOTA_WECHAT_BASE_URL (DNS, firewall, proxy)."
        }
        (Failure::NoConnection, Lang::ZhCn) => {
            "请检查本机能否访问 WXQUOTA_WECHAT_BASE_URL 所指的地址（DNS、防火墙、代理）。"
        }
        (Failure::NoAnswer, Lang::En) => "WeChat did not answer in time; try again in a minute.",
        (Failure::NoAnswer, Lang::ZhCn) => "微信未在时限内应答；请一分钟后再试。",
        (Failure::BadAnswer, Lang::En) => {
            "What answered does not speak WeChat's protocol: a proxy or a login page may stand in between."
        }
        (Failure::BadAnswer, Lang::ZhCn) => "应答不是微信的格式：中间可能有代理或登录页。",
        (Failure::NoSecret, Lang::En) => {
            "The AppSecret does not open with this master key; put the right key file back."
        }
        (Failure::NoSecret, Lang::ZhCn) => "这把主密钥打不开 AppSecret；请放回正确的主密钥文件。",
        (Failure::Refused(_) | Failure::TokenRefused(_), _) => return None,
    })
}

async fn replace_secret(session: &Session, word: &str, file: &Path) -> Result<(), CommandError> {
    let account = session.live_account(word).await?;
    session.desk().replace_secret(&session.actor, account.id, &read_secret(file)?).await?;
    say(format_args!("The secret of {} is replaced. Next: wxquota account check {}", account.name, account.id))
}

async fn pause(session: &Session, word: &str, paused: bool) -> Result<(), CommandError> {
    let account = session.live_account(word).await?;
    session.desk().pause_account(&session.actor, account.id, paused).await?;
    let what = if paused { "is paused: it is not read until resumed" } else { "is read again" };
    say(format_args!("{} {what}.", account.name))
}

async fn retire(session: &Session, word: &str) -> Result<(), CommandError> {
    let account = session.live_account(word).await?;
    session.desk().retire_account(&session.actor, account.id).await?;
    say(format_args!("{} is retired: its secret is destroyed, its history stays.", account.name))
}

/// The longest file that can hold a secret and nothing else.
const SECRET_FILE_BYTES: u64 = 4096;

/// Reads a secret from a file, or from standard input where it is `-`.
pub(super) fn read_secret(file: &Path) -> Result<SecretString, CommandError> {
    let mut text = Zeroizing::new(String::new());
    let read = if file == Path::new("-") {
        io::stdin().take(SECRET_FILE_BYTES).read_to_string(&mut text)
    } else {
        fs::File::open(file).and_then(|opened| opened.take(SECRET_FILE_BYTES).read_to_string(&mut text))
    };
    read.map_err(|source| CommandError::File { verb: "read", file: file.to_owned(), source })?;
    Ok(SecretString::from(text.as_str()))
}

/// The language of the terminal, as its locale names it.
pub(super) fn spoken() -> Lang {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()));
    if locale.is_some_and(|locale| locale.starts_with("zh")) { Lang::ZhCn } else { Lang::En }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_is_written_as_on_the_pages() {
        for failure in [Failure::NoConnection, Failure::NoAnswer, Failure::BadAnswer, Failure::NoSecret] {
            let advice = network_advice(failure, Lang::ZhCn).unwrap();
            assert!(!advice.contains([',', ';', ':', '!', '?', '(', ')', '您']), "{advice}");
        }
    }
}
