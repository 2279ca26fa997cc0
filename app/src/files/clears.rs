//! Columns of the ledger and of a month: a row for each clear, guesses of clears made elsewhere too; in a month also rows for
//! what its budgets count beside the ledger.

use desk::clears::Clear;
use domain::clears::totals::UsedClears;
use domain::{CgiPath, ClearState, Lang, Scope};

use super::{FileCell, FileColumn, Reader, column, path, times};
use crate::context::{Text, Viewer};
use crate::t;
use crate::words::clears::{clear_word, policy, result_words, scope_words, warnings_words};
use crate::words::users::who_words;

/// A row: a clear of the ledger, or clears that a budget counts beside it.
#[derive(Debug, Clone)]
pub struct ClearLine {
    /// The name of the account.
    account: String,
    /// Its appid.
    appid: String,
    scope: Scope,
    /// The number of clears that count as used.
    counted: i64,
    of: Row,
}

#[derive(Debug, Clone)]
enum Row {
    Clear(Box<Clear>),
    /// Clears beside the ledger: who made them, and why there is no reason.
    Beside {
        who: Text,
        why: Text,
    },
}

impl ClearLine {
    /// The row of a clear, whose account is among these.
    pub fn new(clear: Clear, accounts: &[desk::accounts::Account]) -> Self {
        let account = accounts.iter().find(|account| account.id == clear.account_id);
        Self {
            account: clear.account_name.clone(),
            appid: account.map(|account| account.appid.to_string()).unwrap_or_default(),
            scope: clear.scope(),
            counted: UsedClears::of_state(clear.state).all(),
            of: Row::Clear(Box::new(clear)),
        }
    }

    /// The row of so many clears of an account that its budget counts beside the ledger, with the words for who made them and
    /// why.
    pub fn beside_ledger(account: &desk::accounts::Account, scope: Scope, counted: i64, [who, why]: [Text; 2]) -> Self {
        let (account, appid) = (account.name.clone(), account.appid.to_string());
        Self { account, appid, scope, counted, of: Row::Beside { who, why } }
    }

    fn clear(&self) -> Option<&Clear> {
        match &self.of {
            Row::Clear(clear) => Some(clear.as_ref()),
            Row::Beside { .. } => None,
        }
    }

    fn path(&self) -> Option<&CgiPath> {
        self.clear().and_then(|clear| clear.interface.as_ref()).map(|(_, path)| path)
    }

    fn who(&self, lang: Lang) -> Option<Text> {
        match &self.of {
            Row::Clear(clear) => who(lang, clear),
            Row::Beside { who, .. } => Some(who.clone()),
        }
    }

    fn why(&self) -> Option<Text> {
        match &self.of {
            Row::Clear(clear) => clear.reason.clone().map(Text::from),
            Row::Beside { why, .. } => Some(why.clone()),
        }
    }
}

/// A column of clears, empty in other rows.
fn of_clear<C: Into<FileCell>>(
    name: Text,
    cell: impl Fn(&Reader, &Clear) -> C + Send + Sync + 'static,
) -> FileColumn<ClearLine> {
    column(name, move |reader, line: &ClearLine| line.clear().map(|clear| cell(reader, clear)))
}

/// The columns, in the viewer's language.
pub fn columns(viewer: &Viewer) -> Vec<FileColumn<ClearLine>> {
    let lang = viewer.lang;
    vec![
        of_clear(t!(lang, "file-number"), |_, clear| clear.id.0),
        times(viewer, t!(lang, "col-at"), |_, line: &ClearLine| line.clear().map(Clear::counted_at)),
        column(t!(lang, "col-account"), |_, line: &ClearLine| line.account.clone()),
        column(t!(lang, "col-appid"), |_, line: &ClearLine| line.appid.clone()),
        column(t!(lang, "col-scope"), |reader, line: &ClearLine| scope_words(reader.lang(), line.scope)),
        column(t!(lang, "col-interface"), |reader, line: &ClearLine| reader.interface(line.path())),
        column(t!(lang, "file-path"), |_, line: &ClearLine| path(line.path())),
        column(t!(lang, "col-who"), |reader, line: &ClearLine| line.who(reader.lang())),
        of_clear(t!(lang, "file-how"), |reader, clear| how(reader.lang(), clear)),
        of_clear(t!(lang, "fact-agreed"), |_, clear| clear.approved_by.clone()),
        of_clear(t!(lang, "fact-glass"), |reader, clear| {
            clear.glass_broken.then(|| t!(reader.lang(), "fact-glass-words"))
        }),
        column(t!(lang, "col-why"), |_, line: &ClearLine| line.why()),
        of_clear(t!(lang, "fact-override"), |_, clear| clear.override_reason.clone()),
        of_clear(t!(lang, "fact-anyway"), |_, clear| clear.anyway_reason.clone()),
        of_clear(t!(lang, "fact-warnings"), |reader, clear| warnings_words(reader.lang(), &clear.warnings)),
        column(t!(lang, "col-state"), |reader, line: &ClearLine| {
            clear_word(reader.lang(), line.clear().map_or(ClearState::Elsewhere, |clear| clear.state))
        }),
        of_clear(t!(lang, "col-result"), |reader, clear| result_words(reader.lang(), clear)),
        of_clear(t!(lang, "fact-errcode"), |_, clear| clear.errcode),
        of_clear(t!(lang, "file-message"), |_, clear| clear.errmsg.clone()),
        of_clear(t!(lang, "fact-rid"), |_, clear| clear.rid.clone()),
        of_clear(t!(lang, "file-left-after"), |_, clear| clear.budget_left.filter(|_| !clear.state.in_flight())),
        of_clear(t!(lang, "col-given-back"), |_, clear| clear.gave_back()),
        column(t!(lang, "file-counted"), |_, line: &ClearLine| line.counted),
    ]
}

fn who(lang: Lang, clear: &Clear) -> Option<Text> {
    match policy(clear) {
        Some(policy) => Some(policy.to_owned().into()),
        None => clear.actor.as_deref().map(|actor| who_words(lang, actor)),
    }
}

/// By hand or by a policy; `None` of a guess.
fn how(lang: Lang, clear: &Clear) -> Option<Text> {
    clear.actor.as_ref()?;
    Some(if policy(clear).is_some() { t!(lang, "who-by-policy") } else { t!(lang, "who-by-hand") })
}
