//! What programs read: the JSON of the HTTP API and of `--json`. Names here are a contract; fields may be added.

pub(crate) mod clears;
pub(crate) mod incidents;
pub(crate) mod months;
pub(crate) mod rids;
pub(crate) mod users;

use desk::overview::Row;
use domain::{AccountId, InterfaceId, Kind, Outcome, Reading, Role};
use jiff::Timestamp;
use serde::Serialize;
use store::{Account, ApiToken};
use utoipa::ToSchema;

use clears::Budgets;

/// `GET accounts`.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Accounts {
    /// The newest first; retired ones too.
    pub(crate) accounts: Vec<AccountShape>,
    /// Always null: all accounts are in one answer.
    pub(crate) next: Option<String>,
}

/// An account.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Account)]
pub(crate) struct AccountShape {
    /// Its id, never reused.
    pub(crate) id: i64,
    /// What people call it.
    pub(crate) name: String,
    /// Its appid.
    pub(crate) appid: String,
    /// `mini-program mini-game official-account service-account shop platform other`
    pub(crate) kind: String,
    /// `active paused retired`
    pub(crate) status: String,
    /// What is known of its token.
    pub(crate) token: TokenState,
    /// Its clears of the month.
    pub(crate) budget: Budgets,
}

/// What is known of an account's token; never the token itself.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct TokenState {
    /// `none valid expired refused frozen ip-refused`
    pub(crate) state: String,
    /// When the token last fetched ends.
    pub(crate) expires_at: Option<Timestamp>,
    /// What went wrong last.
    pub(crate) last_error: Option<String>,
}

impl AccountShape {
    /// An account as of `now`: a token past its end is `expired`, whatever was written down while it was valid.
    pub(crate) fn of(account: &Account, budget: Budgets, now: Timestamp) -> Self {
        let token = &account.token;
        let ended = token.state == "valid" && token.expires_at.is_some_and(|end| end <= now);
        Self {
            id: account.id.0,
            name: account.name.clone(),
            appid: account.appid.to_string(),
            kind: account.kind.word().to_owned(),
            status: account.status.word().to_owned(),
            token: TokenState {
                state: if ended { "expired".to_owned() } else { token.state.clone() },
                expires_at: token.expires_at,
                last_error: token.last_error.clone(),
            },
            budget,
        }
    }
}

impl Accounts {
    /// All accounts, the newest first.
    pub(crate) fn of(accounts: &[(Account, Budgets)], now: Timestamp) -> Self {
        let shape = |(account, budgets): &(Account, Budgets)| AccountShape::of(account, budgets.clone(), now);
        let mut accounts: Vec<_> = accounts.iter().map(shape).collect();
        accounts.sort_by_key(|account| std::cmp::Reverse(account.id));
        Self { accounts, next: None }
    }
}

/// `GET interfaces`.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Interfaces {
    /// The worst first.
    pub(crate) interfaces: Vec<InterfaceShape>,
    /// The `cursor` that gives the following ones; null at the end.
    pub(crate) next: Option<String>,
}

/// A watched interface as of now. Figures are null where there are none; `reason` says why.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Interface)]
pub(crate) struct InterfaceShape {
    /// Its id, never reused.
    pub(crate) id: i64,
    /// Its account's id.
    pub(crate) account: i64,
    /// Its account's name.
    pub(crate) account_name: String,
    /// Its path.
    pub(crate) cgi_path: String,
    /// Its name in Chinese, where the catalogue has one.
    pub(crate) name: Option<String>,
    /// Its name in English, where the catalogue has one.
    pub(crate) name_en: Option<String>,
    /// `ok warning critical exhausted stale failed unsupported never`
    pub(crate) state: String,
    /// Why there are no figures, or why they are old.
    pub(crate) reason: Option<String>,
    /// When the figures were read; without figures, when it was last tried.
    pub(crate) sampled_at: Option<Timestamp>,
    /// Calls allowed a quota day.
    pub(crate) daily_limit: Option<i64>,
    /// Calls made in the quota day.
    pub(crate) used: Option<i64>,
    /// Calls left in the quota day.
    pub(crate) remain: Option<i64>,
    /// When nothing will be left, by the pace of the day's last three good readings.
    pub(crate) exhausts_at: Option<Timestamp>,
}

impl InterfaceShape {
    /// A row of the overview.
    pub(crate) fn of(row: &Row) -> Self {
        let figures = row.figures;
        Self {
            id: row.id.0,
            account: row.account.0,
            account_name: row.account_name.clone(),
            cgi_path: row.cgi_path.to_string(),
            name: row.name_zh.clone(),
            name_en: row.name_en.clone(),
            state: row.state.word().to_owned(),
            reason: desk::overview::reason(row),
            sampled_at: row.sampled_at,
            daily_limit: figures.map(|figures| figures.daily_limit),
            used: figures.map(|figures| figures.used),
            remain: figures.map(|figures| figures.remain),
            exhausts_at: row.exhausts_at,
        }
    }
}

/// `GET interfaces/{id}/samples`.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Samples {
    /// The newest first.
    pub(crate) samples: Vec<SampleShape>,
    /// The `cursor` that gives the following ones; null at the end.
    pub(crate) next: Option<String>,
}

/// One reading.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Sample)]
pub(crate) struct SampleShape {
    /// When it was made.
    pub(crate) at: Timestamp,
    /// Calls allowed that quota day.
    pub(crate) daily_limit: Option<i64>,
    /// Calls made by then.
    pub(crate) used: Option<i64>,
    /// Calls left then.
    pub(crate) remain: Option<i64>,
    /// Why there are no figures: `errcode-N token-errcode-N no-connection no-answer bad-answer no-secret no-figure`;
    /// null where there are.
    pub(crate) failure: Option<String>,
}

impl SampleShape {
    /// A reading. WeChat's 0/0/0 is no figures, and said to be `no-figure`.
    pub(crate) fn of(reading: &Reading) -> Self {
        let figures = reading.outcome.figures();
        Self {
            at: reading.at,
            daily_limit: figures.map(|figures| figures.daily_limit),
            used: figures.map(|figures| figures.used),
            remain: figures.map(|figures| figures.remain),
            failure: match reading.outcome {
                Outcome::Good(_) => None,
                Outcome::NoFigure => Some("no-figure".to_owned()),
                Outcome::Failed(failure) => Some(failure.to_string()),
            },
        }
    }
}

/// `token list --json`.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Tokens {
    /// The newest first; revoked ones too.
    pub(crate) tokens: Vec<TokenShape>,
    /// Always null.
    pub(crate) next: Option<String>,
}

/// An API token, without its text.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct TokenShape {
    /// Its id, never reused.
    pub(crate) id: i64,
    /// What people call it.
    pub(crate) name: String,
    /// What it may do.
    pub(crate) role: Role,
    /// `live expired maker-disabled revoked`; only a live one is accepted.
    pub(crate) state: &'static str,
    /// Who made it.
    pub(crate) made_by: String,
    /// That user's role, which the token never exceeds; null where a command made it.
    pub(crate) maker_role: Option<Role>,
    /// When.
    pub(crate) created_at: Timestamp,
    /// When it ends.
    pub(crate) expires_at: Option<Timestamp>,
    /// When it was last used, to the minute.
    pub(crate) last_used_at: Option<Timestamp>,
    /// Since when it is revoked.
    pub(crate) revoked_at: Option<Timestamp>,
}

impl TokenShape {
    /// A token as of `now`.
    pub(crate) fn of(token: ApiToken, now: Timestamp) -> Self {
        let state = if token.revoked_at.is_some() {
            "revoked"
        } else if token.expires_at.is_some_and(|end| end <= now) {
            "expired"
        } else if token.maker_disabled {
            "maker-disabled"
        } else {
            "live"
        };
        let ApiToken { id, name, role, made_by, maker_role, created_at, expires_at, last_used_at, revoked_at, .. } =
            token;
        Self { id, name, role, state, made_by, maker_role, created_at, expires_at, last_used_at, revoked_at }
    }
}

/// `token create --json`: the only time the token is shown.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct NewToken<'a> {
    /// Its name.
    pub(crate) name: &'a str,
    /// What it may do.
    pub(crate) role: Role,
    /// When it ends.
    pub(crate) expires_at: Option<Timestamp>,
    /// The token.
    pub(crate) token: &'a str,
}

/// `account add --json`.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct AddedAccount {
    /// Its id.
    pub(crate) id: AccountId,
    /// Its name.
    pub(crate) name: String,
    /// Its appid.
    pub(crate) appid: String,
    /// Its kind.
    pub(crate) kind: Kind,
    /// The paths it watches.
    pub(crate) watching: Vec<String>,
}

/// `account check --json`.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct AccountCheck {
    /// The account's id.
    pub(crate) account: AccountId,
    /// Whether it works.
    pub(crate) works: bool,
    /// The path that was read, where one was.
    pub(crate) cgi_path: Option<String>,
    /// What is wrong.
    pub(crate) problem: Option<ProblemShape>,
}

/// What is wrong with a call, explained.
#[derive(Debug, Clone, Serialize)]
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

/// `sample --json`.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Sampled {
    /// Accounts that were read.
    pub(crate) accounts: usize,
    /// Readings with figures, or with WeChat's word that there are none.
    pub(crate) good: i64,
    /// Readings that failed.
    pub(crate) failed: i64,
    /// Readings not made: the day's allowance is used up, or WeChat refuses more.
    pub(crate) starved: i64,
    /// Active accounts of which nothing was read.
    pub(crate) skipped: Vec<SkippedAccount>,
    /// The last thing that went wrong.
    pub(crate) last_error: Option<String>,
}

/// An account that was not read.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct SkippedAccount {
    /// Its name.
    pub(crate) account: String,
    /// Why.
    pub(crate) reason: String,
}

/// `check --json`.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct SelfTest {
    /// Whether all is well.
    pub(crate) ok: bool,
    /// What was looked at, in this order.
    pub(crate) checks: Vec<SelfCheck>,
}

/// One thing that was looked at.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct SelfCheck {
    /// `settings web proxies database key users audit clock wechat`
    pub(crate) name: &'static str,
    /// Whether it is well.
    pub(crate) ok: bool,
    /// Whether it works but somebody should know.
    pub(crate) warning: bool,
    /// What was found.
    pub(crate) detail: String,
}

/// An interface's id, for those who make one out of a path's text.
pub(crate) fn interface_id(text: &str) -> Option<InterfaceId> {
    text.parse().ok().filter(|id| *id > 0).map(InterfaceId)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_live_until_it_ends_is_revoked_or_its_maker_is_kept_out() {
        let now = Timestamp::UNIX_EPOCH;
        let token = |expires_at, revoked_at, maker_disabled| ApiToken {
            id: 1,
            name: "ci".to_owned(),
            role: Role::Viewer,
            made_by: "alice".to_owned(),
            maker_role: Some(Role::Admin),
            maker_disabled,
            created_at: now,
            expires_at,
            last_used_at: None,
            revoked_at,
        };
        let later = now + jiff::SignedDuration::from_secs(1);
        for (token, state) in [
            (token(None, None, false), "live"),
            (token(Some(later), None, false), "live"),
            (token(Some(now), None, false), "expired"),
            (token(Some(later), None, true), "maker-disabled"),
            (token(Some(now), Some(now), true), "revoked"),
        ] {
            assert_eq!(TokenShape::of(token, now).state, state);
        }
    }
}
