//! Columns of the accounts: a row each, retired ones too.

use desk::account_page::AccountCard;
use desk::clears::Budgets;
use domain::{AccountStatus, Scope, UsageState};

use super::{FileColumn, column, times};
use crate::context::{Text, Viewer};
use crate::t;
use crate::words::accounts::{kind_words, status_words, token_words};
use crate::words::usage::state_word;

/// An account as a row.
#[derive(Debug, Clone)]
pub struct AccountLine {
    /// The account, with the states of its interfaces.
    pub card: AccountCard,
    /// The clears of the month.
    pub budgets: Budgets,
}

impl AccountLine {
    fn is_retired(&self) -> bool {
        self.card.account.status == AccountStatus::Retired
    }

    /// How many interfaces are in a state; `None` where they are not read.
    fn count(&self, state: UsageState) -> Option<i64> {
        let is_read = self.card.account.status == AccountStatus::Active;
        let count = self.card.counts.iter().find(|(other, _)| *other == state).map_or(0, |(_, count)| *count);
        is_read.then(|| i64::try_from(count).unwrap_or(i64::MAX))
    }
}

/// The columns, in the viewer's language.
pub fn columns(viewer: &Viewer) -> Vec<FileColumn<AccountLine>> {
    let lang = viewer.lang;
    let mut columns = vec![
        column(t!(lang, "col-account"), |_, line: &AccountLine| line.card.account.name.clone()),
        column(t!(lang, "col-appid"), |_, line: &AccountLine| line.card.account.appid.to_string()),
        column(t!(lang, "col-kind"), |reader, line: &AccountLine| kind_words(reader.lang(), line.card.account.kind)),
        column(t!(lang, "col-state"), |reader, line: &AccountLine| {
            let lang = reader.lang();
            status_words(lang, line.card.account.status).unwrap_or_else(|| t!(lang, "file-active"))
        }),
        column(t!(lang, "col-token"), |reader, line: &AccountLine| {
            let state = &line.card.account.token.state;
            (!line.is_retired()).then(|| token_words(reader.lang(), state))
        }),
    ];
    columns.extend(UsageState::ALL.map(|state| {
        let name = t!(lang, "file-interfaces-in", state = state_word(lang, state));
        column(name, move |_, line: &AccountLine| line.count(state))
    }));
    for scope in Scope::ALL {
        let [left, limit] = budget_names(lang, scope);
        columns.push(column(left, move |_, line: &AccountLine| line.budgets.of(scope).left));
        columns.push(column(limit, move |_, line: &AccountLine| line.budgets.of(scope).limit));
        let resets = match scope {
            Scope::Account => t!(lang, "file-account-clears-reset"),
            Scope::Interface => t!(lang, "file-interface-clears-reset"),
        };
        columns.push(times(viewer, resets, move |_, line: &AccountLine| line.budgets.of(scope).resets_at));
    }
    columns
}

fn budget_names(lang: domain::Lang, scope: Scope) -> [Text; 2] {
    match scope {
        Scope::Account => t!(lang, ["file-account-clears-left", "file-account-clears-limit"]),
        Scope::Interface => t!(lang, ["file-interface-clears-left", "file-interface-clears-limit"]),
    }
}
