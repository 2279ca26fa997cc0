//! Columns of the accounts: a row each, retired ones too.

use desk::account_page::AccountCard;
use domain::{AccountStatus, Lang, Scope, UsageState};

use super::{FileColumn, column, path, times};
use crate::context::{Text, Viewer};
use crate::t;
use crate::words::accounts::{health_words, kind_words, status_words, token_words};
use crate::words::clears::is_at_most;
use crate::words::interfaces::name_or_path;
use crate::words::usage::state_word;

/// The columns, in the viewer's language.
pub fn columns(viewer: &Viewer) -> Vec<FileColumn<AccountCard>> {
    let lang = viewer.lang;
    let mut columns = vec![
        column(t!(lang, "col-account"), |_, card: &AccountCard| card.account.name.clone()),
        column(t!(lang, "col-appid"), |_, card: &AccountCard| card.account.appid.to_string()),
        column(t!(lang, "col-kind"), |reader, card: &AccountCard| kind_words(reader.lang(), card.account.kind)),
        column(t!(lang, "col-state"), |reader, card: &AccountCard| {
            let lang = reader.lang();
            status_words(lang, card.account.status).unwrap_or_else(|| t!(lang, "file-active"))
        }),
        column(t!(lang, "col-health"), |reader, card: &AccountCard| health_words(reader.lang(), &card.health)),
        column(t!(lang, "col-token"), |reader, card: &AccountCard| {
            let is_retired = card.account.status == AccountStatus::Retired;
            (!is_retired).then(|| token_words(reader.lang(), &card.account.token.state))
        }),
        column(t!(lang, "col-groups"), |reader, card: &AccountCard| {
            let names: Vec<_> = card.account.groups.iter().map(|group| group.name.as_str()).collect();
            (!names.is_empty()).then(|| names.join(&t!(reader.lang(), "semicolon")))
        }),
        column(t!(lang, "contact-owner"), |_, card: &AccountCard| card.account.contact.owner.clone()),
        column(t!(lang, "contact-note"), |_, card: &AccountCard| card.account.contact.note.clone()),
        times(viewer, t!(lang, "col-last-read"), |_, card: &AccountCard| card.last_read_at),
        column(t!(lang, "col-nearest"), |reader, card: &AccountCard| {
            card.nearest.as_ref().map(|row| name_or_path(reader.lang(), row))
        }),
        column(t!(lang, "file-path"), |_, card: &AccountCard| path(card.nearest.as_ref().map(|row| &row.cgi_path))),
    ];
    columns.extend(UsageState::ALL.map(|state| {
        let name = t!(lang, "file-interfaces-in", state = state_word(lang, state));
        column(name, move |_, card: &AccountCard| count(card, state))
    }));
    for scope in Scope::ALL {
        let [left, at_most, limit, resets] = budget_names(lang, scope);
        columns.push(column(left, move |_, card: &AccountCard| Some(card.budgets.as_ref()?.of(scope).left)));
        columns.push(column(at_most, move |reader, card: &AccountCard| {
            let at_most = is_at_most(card.budgets.as_ref()?.of(scope));
            Some(if at_most { t!(reader.lang(), "file-at-most") } else { t!(reader.lang(), "file-exact") })
        }));
        columns.push(column(limit, move |_, card: &AccountCard| Some(card.budgets.as_ref()?.of(scope).limit)));
        columns
            .push(times(viewer, resets, move |_, card: &AccountCard| Some(card.budgets.as_ref()?.of(scope).resets_at)));
    }
    columns
}

/// How many interfaces are in a state; `None` where they are not read.
fn count(card: &AccountCard, state: UsageState) -> Option<i64> {
    let is_read = card.account.status == AccountStatus::Active;
    let count = card.counts.iter().find(|(other, _)| *other == state).map_or(0, |(_, count)| *count);
    is_read.then(|| i64::try_from(count).unwrap_or(i64::MAX))
}

fn budget_names(lang: Lang, scope: Scope) -> [Text; 4] {
    match scope {
        Scope::Account => {
            t!(
                lang,
                [
                    "file-account-clears-left",
                    "file-account-clears-count",
                    "file-account-clears-limit",
                    "file-account-clears-reset"
                ]
            )
        }
        Scope::Interface => {
            t!(
                lang,
                [
                    "file-interface-clears-left",
                    "file-interface-clears-count",
                    "file-interface-clears-limit",
                    "file-interface-clears-reset"
                ]
            )
        }
    }
}
