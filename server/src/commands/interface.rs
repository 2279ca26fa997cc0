//! `wxquota interface`: what is watched.

use domain::Repair;
use store::WatchOutcome;

use super::{Session, say};
use crate::cli::InterfaceCommand;
use crate::failure::CommandError;
use crate::shapes::interfaces::interface_id;

pub(crate) async fn run(session: &Session, command: InterfaceCommand) -> Result<(), CommandError> {
    match command {
        InterfaceCommand::Add { account, paths } => add(session, &account, &paths).await,
        InterfaceCommand::Remove { account, paths } => remove(session, &account, &paths).await,
    }
}

async fn add(session: &Session, word: &str, paths: &[String]) -> Result<(), CommandError> {
    let account = session.live_account(word).await?;
    for taken in session.desk().watch(&session.actor, account.id, paths).await? {
        let already = if matches!(taken.watched, WatchOutcome::Already(_)) { " (watched already)" } else { "" };
        say(format_args!("{}{already}{}", taken.path, repaired(&taken.repairs)))?;
    }
    Ok(())
}

/// Removes all of them, or none where one is not watched.
async fn remove(session: &Session, word: &str, paths: &[String]) -> Result<(), CommandError> {
    let account = session.account(word).await?;
    let watched = session.desk().interfaces_of(&session.actor, account.id).await?;
    let mut chosen = Vec::new();
    for typed in paths {
        let id = interface_id(typed);
        let path = session.desk().parse_path(typed).ok().map(|(path, _)| path);
        let found = watched
            .iter()
            .filter(|interface| interface.removed_at.is_none())
            .find(|interface| Some(interface.id) == id || Some(&interface.cgi_path) == path.as_ref());
        let not_watched = || CommandError::NotWatched { account: account.name.clone(), path: typed.clone() };
        chosen.push(found.ok_or_else(not_watched)?);
    }
    chosen.sort_by_key(|interface| interface.id);
    chosen.dedup_by_key(|interface| interface.id);
    for interface in chosen {
        session.desk().unwatch(&session.actor, account.id, interface.id).await?;
        say(format_args!("{} is no longer watched.", interface.cgi_path))?;
    }
    Ok(())
}

/// The repairs of a typed path, in brackets; empty where there were none.
pub(crate) fn repaired(repairs: &[Repair]) -> String {
    let words = repairs.iter().map(|repair| match repair {
        Repair::Trimmed => "blanks dropped",
        Repair::HostRemoved => "host removed",
        Repair::QueryCut => "query cut",
        Repair::SlashAdded => "slash added",
        Repair::SpellingMatched => "spelled as in the catalogue",
    });
    let words: Vec<_> = words.collect();
    if words.is_empty() { String::new() } else { format!("  [repaired: {}]", words.join(", ")) }
}
