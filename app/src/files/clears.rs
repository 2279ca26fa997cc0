//! Columns of the ledger and of a month: a row for each clear, guesses of clears made elsewhere too.

use desk::clears::Clear;

use super::{FileColumn, column, path, times};
use crate::context::{Text, Viewer};
use crate::t;
use crate::words::clears::{clear_word, policy, result_words, scope_words, warnings_words};
use crate::words::users::who_words;

/// A clear as a row.
#[derive(Debug, Clone)]
pub struct ClearLine {
    /// The clear.
    pub clear: Clear,
    /// The appid of its account.
    pub appid: String,
}

impl ClearLine {
    /// The row of a clear, whose account is among these.
    pub fn new(clear: Clear, accounts: &[desk::accounts::Account]) -> Self {
        let account = accounts.iter().find(|account| account.id == clear.account_id);
        Self { appid: account.map(|account| account.appid.to_string()).unwrap_or_default(), clear }
    }

    fn path(&self) -> Option<&domain::CgiPath> {
        self.clear.interface.as_ref().map(|(_, path)| path)
    }
}

/// The columns, in the viewer's language.
pub fn columns(viewer: &Viewer) -> Vec<FileColumn<ClearLine>> {
    let lang = viewer.lang;
    vec![
        column(t!(lang, "file-number"), |_, line: &ClearLine| line.clear.id.0),
        times(viewer, t!(lang, "col-at"), |_, line: &ClearLine| line.clear.counted_at()),
        column(t!(lang, "col-account"), |_, line: &ClearLine| line.clear.account_name.clone()),
        column(t!(lang, "col-appid"), |_, line: &ClearLine| line.appid.clone()),
        column(t!(lang, "col-scope"), |reader, line: &ClearLine| scope_words(reader.lang(), line.clear.scope())),
        column(t!(lang, "col-interface"), |reader, line: &ClearLine| reader.interface(line.path())),
        column(t!(lang, "file-path"), |_, line: &ClearLine| path(line.path())),
        column(t!(lang, "col-who"), |reader, line: &ClearLine| who(reader.lang(), &line.clear)),
        column(t!(lang, "file-how"), |reader, line: &ClearLine| how(reader.lang(), &line.clear)),
        column(t!(lang, "fact-agreed"), |_, line: &ClearLine| line.clear.approved_by.clone()),
        column(t!(lang, "fact-glass"), |reader, line: &ClearLine| {
            line.clear.glass_broken.then(|| t!(reader.lang(), "fact-glass-words"))
        }),
        column(t!(lang, "col-why"), |_, line: &ClearLine| line.clear.reason.clone()),
        column(t!(lang, "fact-override"), |_, line: &ClearLine| line.clear.override_reason.clone()),
        column(t!(lang, "fact-anyway"), |_, line: &ClearLine| line.clear.anyway_reason.clone()),
        column(t!(lang, "fact-warnings"), |reader, line: &ClearLine| {
            warnings_words(reader.lang(), &line.clear.warnings)
        }),
        column(t!(lang, "col-state"), |reader, line: &ClearLine| clear_word(reader.lang(), line.clear.state)),
        column(t!(lang, "col-result"), |reader, line: &ClearLine| result_words(reader.lang(), &line.clear)),
        column(t!(lang, "fact-errcode"), |_, line: &ClearLine| line.clear.errcode),
        column(t!(lang, "file-message"), |_, line: &ClearLine| line.clear.errmsg.clone()),
        column(t!(lang, "fact-rid"), |_, line: &ClearLine| line.clear.rid.clone()),
        column(t!(lang, "file-left-after"), |_, line: &ClearLine| {
            line.clear.budget_left.filter(|_| !line.clear.state.in_flight())
        }),
        column(t!(lang, "col-given-back"), |_, line: &ClearLine| line.clear.gave_back()),
    ]
}

fn who(lang: domain::Lang, clear: &Clear) -> Option<Text> {
    match policy(clear) {
        Some(policy) => Some(policy.to_owned().into()),
        None => clear.actor.as_deref().map(|actor| who_words(lang, actor)),
    }
}

/// By hand or by a policy; `None` of a guess.
fn how(lang: domain::Lang, clear: &Clear) -> Option<Text> {
    clear.actor.as_ref()?;
    Some(if policy(clear).is_some() { t!(lang, "who-by-policy") } else { t!(lang, "who-by-hand") })
}
