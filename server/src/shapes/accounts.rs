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
        /// Sorted by time, newest first, including retired accounts.
        accounts: Vec<AccountShape> = accounts,
        /// Always null, because one answer contains all accounts.
        next: Option<String> = None,
    }

    /// An account.
    #[schema(as = Account)]
    struct AccountShape (account: Account, budget: Budgets, now: Timestamp) {
        /// The ID, which is never reused.
        id: i64 = account.id.0,
        /// The name.
        name: String = account.name,
        /// The AppID.
        appid: String = account.appid.to_string(),
        /// `mini-program mini-game official-account service-account shop platform other`
        kind: &'static str = account.kind.word(),
        /// `active paused retired`
        status: &'static str = account.status.word(),
        /// The names of the groups that it is in.
        groups: Vec<String> = account.groups.into_iter().map(|group| group.name).collect(),
        /// The person or team to contact about it.
        owner: Option<String> = account.contact.owner,
        /// Who to call, and what uses it.
        note: Option<String> = account.contact.note,
        /// The state of the token.
        token: TokenState = TokenState::of(account.token, now),
        /// The budgets of the current period.
        budget: Budgets = budget,
    }

    /// The state of an account's token, never the token itself.
    struct TokenState (token: TokenRecord, now: Timestamp) {
        /// `none valid expired refused frozen ip-refused limited`
        state: String = if token.state == "valid" && token.expires_at.is_some_and(|end| end <= now) {
            "expired".to_owned()
        } else {
            token.state
        },
        /// The time when the newest token expires.
        expires_at: Option<Timestamp> = token.expires_at,
        /// The last error.
        last_error: Option<String> = token.last_error,
    }

    /// `account add --json`.
    struct AddedAccount (account: Account, watching: Vec<String>) {
        /// The ID.
        id: i64 = account.id.0,
        /// The name.
        name: String = account.name,
        /// The AppID.
        appid: String = account.appid.to_string(),
        /// The kind.
        kind: &'static str = account.kind.word(),
        /// The watched paths.
        watching: Vec<String> = watching,
    }

    /// `account check --json`.
    struct AccountCheck (account: AccountId, report: &CheckReport, problem: Option<ProblemShape>) {
        /// The ID of the account.
        account: i64 = account.0,
        /// Whether the account works.
        works: bool = report.works(),
        /// The path that was sampled, if any.
        cgi_path: Option<String> = report.reading.as_ref().map(|(path, _)| path.to_string()),
        /// The problem.
        problem: Option<ProblemShape> = problem,
    }
}

/// A problem of a call, explained.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ProblemShape {
    /// The code: `errcode-40164`, `no-connection`, ….
    pub(crate) failure: String,
    /// The message from WeChat or the network, masked.
    pub(crate) detail: String,
    /// The meaning.
    pub(crate) title: Option<String>,
    /// The cause.
    pub(crate) cause: Option<String>,
    /// The next step.
    pub(crate) next: Option<String>,
}
