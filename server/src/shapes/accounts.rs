//! Accounts.

use desk::account_import::{Doubt, ImportCounts, RowOutcome, RowResult};
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

    /// `account import --json`.
    struct ImportedAccounts (rows: Vec<ImportedAccount>, counts: ImportCounts, dry_run: bool) {
        /// A row of the file each, in its order.
        rows: Vec<ImportedAccount> = rows,
        /// How many were added, or can be.
        good: usize = counts.good,
        /// How many were not.
        bad: usize = counts.bad,
        /// Whether nothing was added.
        dry_run: bool = dry_run,
    }

    /// A row of an imported file.
    struct ImportedAccount (row: &RowResult) {
        /// The line of the file, from 1.
        line: u64 = row.line,
        /// The name; empty where the row must not be repeated.
        name: String = row.name.clone(),
        /// The AppID; empty where it is none.
        appid: String = row.appid.clone(),
        /// `good added bad`
        result: &'static str = match &row.outcome {
            RowOutcome::Good { .. } => "good",
            RowOutcome::Added { .. } => "added",
            RowOutcome::Bad(_) => "bad",
        },
        /// The ID of the account, where it was added.
        id: Option<i64> = match &row.outcome {
            RowOutcome::Added { id, .. } => Some(id.0),
            _ => None,
        },
        /// Why it was not added, or does not work yet.
        detail: Option<String> = match &row.outcome {
            RowOutcome::Bad(fault) => Some(fault.to_string()),
            RowOutcome::Added { doubt: Some(Doubt::Failed(problem)), .. } => Some(problem.detail.clone()),
            RowOutcome::Added { doubt: Some(Doubt::Unchecked), .. } => {
                Some("not checked, since WeChat could not be reached".to_owned())
            }
            _ => None,
        },
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
