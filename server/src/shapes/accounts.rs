//! Accounts.

use desk::accounts::CheckReport;
use domain::AccountId;
use jiff::Timestamp;
use serde::Serialize;
use store::{Account, TokenRecord};
use utoipa::ToSchema;

use super::budget::Budgets;
use super::shapes;

shapes! {
    /// `GET accounts`.
    struct Accounts (accounts: Vec<AccountShape>) {
        /// The newest first; retired ones too.
        accounts: Vec<AccountShape> = accounts,
        /// Always null: all accounts are in one answer.
        next: Option<String> = None,
    }

    /// An account.
    #[schema(as = Account)]
    struct AccountShape (account: Account, budget: Budgets, now: Timestamp) {
        /// Its id, never reused.
        id: i64 = account.id.0,
        /// What people call it.
        name: String = account.name,
        /// Its appid.
        appid: String = account.appid.to_string(),
        /// `mini-program mini-game official-account service-account shop platform other`
        kind: &'static str = account.kind.word(),
        /// `active paused retired`
        status: &'static str = account.status.word(),
        /// What is known of its token.
        token: TokenState = TokenState::of(account.token, now),
        /// Its clears of the month.
        budget: Budgets = budget,
    }

    /// What is known of an account's token; never the token itself.
    struct TokenState (token: TokenRecord, now: Timestamp) {
        /// `none valid expired refused frozen ip-refused limited`
        state: String = if token.state == "valid" && token.expires_at.is_some_and(|end| end <= now) {
            "expired".to_owned()
        } else {
            token.state
        },
        /// When the token last fetched ends.
        expires_at: Option<Timestamp> = token.expires_at,
        /// What went wrong last.
        last_error: Option<String> = token.last_error,
    }

    /// `account add --json`.
    struct AddedAccount (account: Account, watching: Vec<String>) {
        /// Its id.
        id: i64 = account.id.0,
        /// Its name.
        name: String = account.name,
        /// Its appid.
        appid: String = account.appid.to_string(),
        /// Its kind.
        kind: &'static str = account.kind.word(),
        /// The paths it watches.
        watching: Vec<String> = watching,
    }

    /// `account check --json`.
    struct AccountCheck (account: AccountId, report: &CheckReport, problem: Option<ProblemShape>) {
        /// The account's id.
        account: i64 = account.0,
        /// Whether it works.
        works: bool = report.works(),
        /// The path that was read, where one was.
        cgi_path: Option<String> = report.reading.as_ref().map(|(path, _)| path.to_string()),
        /// What is wrong.
        problem: Option<ProblemShape> = problem,
    }
}

/// What is wrong with a call, explained.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ProblemShape {
    /// In one word: `errcode-40164`, `no-connection`, ….
    pub(crate) failure: String,
    /// What WeChat or the network said, redacted.
    pub(crate) detail: String,
    /// What it means.
    pub(crate) title: Option<String>,
    /// Why it happens.
    pub(crate) cause: Option<String>,
    /// What to do next.
    pub(crate) next: Option<String>,
}
