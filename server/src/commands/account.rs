//! `wxquota account`: adding, listing, checking, changing.

use std::path::Path;

use desk::accounts::{CheckReport, TypedAccount};
use domain::{Lang, Outcome};

use super::explanation::{explained, spoken};
use super::{NO_ACCOUNTS, Session, print, say, time};
use crate::api::accounts;
use crate::cli::{AccountCommand, AddAccount, Output};
use crate::commands::account_import::import;
use crate::commands::interface::repaired;
use crate::commands::secret_file::read_secret;
use crate::failure::CommandError;
use crate::shapes::accounts::{AccountCheck, AddedAccount};
use crate::table::grouped;

pub(crate) async fn run(session: &Session, command: AccountCommand) -> Result<(), CommandError> {
    match command {
        AccountCommand::Add(typed) => add(session, typed).await,
        AccountCommand::Import(typed) => import(session, typed).await,
        AccountCommand::List(output) => list(session, output).await,
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
    let AddAccount { name, appid, secret_file, kind, watch, group, cleared, output } = typed;
    let secret = read_secret(&secret_file)?;
    let typed = TypedAccount {
        name,
        appid,
        kind: kind.word().to_owned(),
        secret,
        watch,
        cleared_before: cleared,
        groups: group,
    };
    let added = session.desk().add_account(&session.actor, typed).await?;
    let account = session.account(&added.id.to_string()).await?;
    let shape = AddedAccount::of(account, added.watching.iter().map(|(path, _)| path.to_string()).collect());
    print(output, &shape, || {
        let mut text = format!("Added {} ({}) as account {}, watching:\n", shape.name, shape.appid, shape.id);
        text.extend(added.watching.iter().map(|(path, repairs)| format!("  {path}{}\n", repaired(repairs))));
        if added.watching.is_empty() {
            text = format!(
                "Added {} ({}) as account {}. No interface is watched yet: wxquota interface add {} PATH...\n",
                shape.name, shape.appid, shape.id, shape.id
            );
        }
        text + "Next: wxquota account check " + &shape.id.to_string()
    })
}

async fn list(session: &Session, output: Output) -> Result<(), CommandError> {
    let shape = accounts::all::<CommandError>(session.desk(), &session.actor, None).await?;
    session.print_rows(output, &shape, &shape.accounts, NO_ACCOUNTS, |table| {
        table
            .right("ID", |account| account.id)
            .left("NAME", |account| &account.name)
            .left("APPID", |account| &account.appid)
            .left("KIND", |account| account.kind)
            .left("STATUS", |account| account.status)
            .left("TOKEN", |account| &account.token.state)
            .left("TOKEN UNTIL", |account| time(account.token.expires_at, session.zone()))
            .left("OWNER", |account| account.owner.as_deref().unwrap_or("-"))
    })
}

async fn check(session: &Session, word: &str, lang: Lang, output: Output) -> Result<(), CommandError> {
    let account = session.live_account(word).await?;
    let report = session.desk().check_account(&session.actor, account.id).await?;
    let problem = report.problem().map(|problem| explained(problem, report.kind, &report.addresses, lang));
    let shape = AccountCheck::of(account.id, &report, problem);
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

/// One line on an account that works, with the figures that were read.
fn works(name: &str, report: &CheckReport) -> String {
    match &report.reading {
        Some((path, Ok(Outcome::Good(figures)))) => format!(
            "{name} works: {path} has used {} of {} calls today.",
            grouped(figures.used),
            grouped(figures.daily_limit)
        ),
        Some((path, _)) => format!("{name} works. WeChat reports no figures for {path}."),
        None => format!("{name} works: a token was fetched. No interface was sampled."),
    }
}

async fn replace_secret(session: &Session, word: &str, file: &Path) -> Result<(), CommandError> {
    let account = session.live_account(word).await?;
    session.desk().replace_secret(&session.actor, account.id, &read_secret(file)?).await?;
    say(format_args!("The AppSecret of {} is replaced. Next: wxquota account check {}", account.name, account.id))
}

async fn pause(session: &Session, word: &str, paused: bool) -> Result<(), CommandError> {
    let account = session.live_account(word).await?;
    session.desk().pause_account(&session.actor, account.id, paused).await?;
    let what = if paused { "is paused and not sampled until you resume it" } else { "is resumed" };
    say(format_args!("{} {what}.", account.name))
}

async fn retire(session: &Session, word: &str) -> Result<(), CommandError> {
    let account = session.live_account(word).await?;
    session.desk().retire_account(&session.actor, account.id).await?;
    say(format_args!("{} is retired. Its AppSecret is deleted, and its history is kept.", account.name))
}
