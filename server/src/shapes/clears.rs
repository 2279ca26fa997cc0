//! Clears and budgets as programs read them, and the order of a clear as they write it.

use desk::clears::{AccountBudgets, Clear, ClearEvent, ClearPage, ClearRequest, Effect, Ledger, UsageBefore};
use domain::Scope;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// Both budgets of an account.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Budgets {
    /// Account-wide clears.
    pub(crate) account: Budget,
    /// Single-interface clears.
    pub(crate) interface: Budget,
}

/// How many clears of a scope are left.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Budget {
    /// How many there are a period.
    pub(crate) limit: i64,
    /// `month day`
    pub(crate) period: &'static str,
    /// Accepted by WeChat, by us.
    pub(crate) spent: i64,
    /// Of unknown outcome.
    pub(crate) unknown: i64,
    /// Made elsewhere: guessed, told of the time before the desk began, or as many as WeChat's word that none is left says.
    pub(crate) elsewhere: i64,
    /// What is left.
    pub(crate) left: i64,
    /// Whether `left` is the most there can be: nobody said how many were used before the desk began.
    pub(crate) at_most: bool,
    /// When the period turns.
    pub(crate) resets_at: Timestamp,
    /// Since when clears are counted.
    pub(crate) counted_from: Timestamp,
}

impl From<&domain::Budget> for Budget {
    fn from(budget: &domain::Budget) -> Self {
        let domain::Budget {
            limit,
            every,
            spent,
            unknown,
            elsewhere,
            left,
            said_spent: _,
            said_early: _,
            at_most,
            resets_at,
            counted_from,
        } = *budget;
        Self { limit, period: every.word(), spent, unknown, elsewhere, left, at_most, resets_at, counted_from }
    }
}

impl From<&desk::clears::Budgets> for Budgets {
    fn from(budgets: &desk::clears::Budgets) -> Self {
        Self { account: budgets.of(Scope::Account).into(), interface: budgets.of(Scope::Interface).into() }
    }
}

/// `GET budget`.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct BudgetMonth {
    /// The quota month, as `2026-11`.
    pub(crate) month: String,
    /// By name; retired ones only where the month used some of theirs.
    pub(crate) accounts: Vec<AccountBudget>,
}

/// What a month left of an account's clears.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct AccountBudget {
    /// The account's id.
    pub(crate) account: i64,
    /// The account's name.
    pub(crate) account_name: String,
    /// Its budgets.
    pub(crate) budget: Budgets,
}

impl BudgetMonth {
    /// Every account's budgets of one month.
    pub(crate) fn of(month: String, budgets: &[AccountBudgets]) -> Self {
        let of_account = |of: &AccountBudgets| AccountBudget {
            account: of.account.id.0,
            account_name: of.account.name.clone(),
            budget: Budgets::from(&of.budgets),
        };
        Self { month, accounts: budgets.iter().map(of_account).collect() }
    }
}

/// `GET clears`.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Clears {
    /// The newest first.
    pub(crate) clears: Vec<ClearShape>,
    /// The `cursor` that gives the following ones; null at the end.
    pub(crate) next: Option<String>,
}

impl Clears {
    /// A page of the ledger; `next` is its cursor.
    pub(crate) fn of(ledger: &Ledger, next: Option<String>) -> Self {
        Self { clears: ledger.clears.iter().map(ClearShape::of).collect(), next }
    }
}

/// `POST clears`.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Cleared {
    /// The clear, as far as it has come.
    pub(crate) clear: ClearShape,
}

/// A clear. What does not apply is null, as who and why of a guess.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Clear)]
pub(crate) struct ClearShape {
    /// Its id, never reused.
    pub(crate) id: i64,
    /// `intended sent accepted verifying effective ineffective refused failed unknown`; of a guess `elsewhere dismissed`.
    pub(crate) state: String,
    /// `account interface`
    pub(crate) scope: String,
    /// `token secret`
    pub(crate) via: Option<String>,
    /// Its account's id.
    pub(crate) account: i64,
    /// Its account's name.
    pub(crate) account_name: String,
    /// The id of the one interface it resets.
    pub(crate) interface: Option<i64>,
    /// The path of that interface.
    pub(crate) cgi_path: Option<String>,
    /// Why.
    pub(crate) reason: Option<String>,
    /// Who.
    pub(crate) actor: Option<String>,
    /// When it was written down; of a guess, when it was seen.
    pub(crate) at: Timestamp,
    /// WeChat's errcode; 0 where it accepted.
    pub(crate) errcode: Option<i32>,
    /// What WeChat or the network said.
    pub(crate) errmsg: Option<String>,
    /// The rid of the call, where WeChat gave one.
    pub(crate) rid: Option<String>,
    /// Why one went on although something stood in the way.
    #[serde(rename = "override")]
    pub(crate) override_reason: Option<String>,
    /// How many clears of its scope were left when it was last written.
    pub(crate) budget_left: Option<i64>,
    /// The second person who agreed to it.
    pub(crate) approved_by: Option<String>,
    /// Whether an admin went on without a second person.
    pub(crate) glass_broken: bool,
    /// Whether readings are still to be made that may show what it did.
    pub(crate) being_verified: bool,
    /// How many calls readings showed to be given back; null where none showed any.
    pub(crate) given_back: Option<i64>,
}

impl ClearShape {
    /// A clear of the ledger.
    pub(crate) fn of(clear: &Clear) -> Self {
        let (interface, cgi_path) = clear.interface.as_ref().map(|(id, path)| (id.0, path.to_string())).unzip();
        Self {
            id: clear.id.0,
            state: clear.state.word().to_owned(),
            scope: clear.scope().word().to_owned(),
            via: clear.via.map(|via| via.word().to_owned()),
            account: clear.account_id.0,
            account_name: clear.account_name.clone(),
            interface,
            cgi_path,
            reason: clear.reason.clone(),
            actor: clear.actor.clone(),
            at: clear.at,
            errcode: clear.errcode,
            errmsg: clear.errmsg.clone(),
            rid: clear.rid.clone(),
            override_reason: clear.override_reason.clone(),
            budget_left: clear.budget_left,
            approved_by: clear.approved_by.clone(),
            glass_broken: clear.glass_broken,
            being_verified: clear.being_verified,
            given_back: clear.given_back,
        }
    }
}

/// `POST clears` where a second person has to agree.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Requested {
    /// What waits for them.
    pub(crate) request: RequestShape,
}

/// A clear that waits for a second person.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ClearRequest)]
pub(crate) struct RequestShape {
    /// Its id.
    pub(crate) id: i64,
    /// `waiting approved declined expired withdrawn`
    pub(crate) state: String,
    /// Its page, to be sent to whoever may decide it.
    pub(crate) url: String,
    /// Until when it waits.
    pub(crate) expires_at: Timestamp,
    /// The clear it became.
    pub(crate) clear_id: Option<i64>,
}

impl RequestShape {
    /// A request, as it stands at `now`.
    pub(crate) fn of(request: &ClearRequest, url: String, now: Timestamp) -> Self {
        Self {
            id: request.id.0,
            state: request.state(now).word().to_owned(),
            url,
            expires_at: request.expires_at,
            clear_id: request.clear.map(|clear| clear.0),
        }
    }
}

/// `GET clears/{id}`.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct OneClear {
    /// The clear with everything that is known of it.
    pub(crate) clear: WholeClear,
}

/// A clear with everything that is known of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct WholeClear {
    /// What the ledger lists.
    #[serde(flatten)]
    pub(crate) listed: ClearShape,
    /// What happened, in its order.
    pub(crate) events: Vec<ClearEventShape>,
    /// What was used before and after.
    pub(crate) evidence: Evidence,
}

/// One step of a clear.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ClearEvent)]
pub(crate) struct ClearEventShape {
    /// When.
    pub(crate) at: Timestamp,
    /// The state it came into.
    pub(crate) state: String,
    /// What WeChat, the network or a person said with it.
    pub(crate) detail: Option<String>,
    /// Who brought it there, where a person did.
    pub(crate) actor: Option<String>,
}

/// What was used before a clear and after it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Evidence {
    /// What the quotas it resets said when it was intended, the most used first.
    pub(crate) before: Vec<UsageShape>,
    /// What they said after it; null until that was read.
    pub(crate) after: Option<Vec<UsageShape>>,
}

/// What an interface's quota said.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Usage)]
pub(crate) struct UsageShape {
    /// The interface's id.
    pub(crate) interface: i64,
    /// Its path.
    pub(crate) cgi_path: String,
    /// Calls allowed that quota day.
    pub(crate) daily_limit: i64,
    /// Calls made by then.
    pub(crate) used: i64,
    /// Calls left then.
    pub(crate) remain: i64,
    /// When it was read.
    pub(crate) sampled_at: Timestamp,
    /// By how many calls the count fell; after a clear only, and only where a reading showed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) given_back: Option<i64>,
}

impl OneClear {
    /// A clear with its timeline.
    pub(crate) fn of(page: &ClearPage) -> Self {
        let event = |event: &ClearEvent| ClearEventShape {
            at: event.at,
            state: event.state.word().to_owned(),
            detail: event.detail.clone(),
            actor: event.actor.clone(),
        };
        let usage = |usage: &UsageBefore| UsageShape {
            interface: usage.interface.0,
            cgi_path: usage.cgi_path.to_string(),
            daily_limit: usage.figures.daily_limit,
            used: usage.figures.used,
            remain: usage.figures.remain,
            sampled_at: usage.sampled_at,
            given_back: None,
        };
        let effect = |effect: &Effect| UsageShape {
            interface: effect.interface.0,
            cgi_path: effect.cgi_path.to_string(),
            daily_limit: effect.figures.daily_limit,
            used: effect.figures.used,
            remain: effect.figures.remain,
            sampled_at: effect.sampled_at,
            given_back: effect.given_back,
        };
        let after: Vec<_> = page.after.iter().map(effect).collect();
        Self {
            clear: WholeClear {
                listed: ClearShape::of(&page.clear),
                events: page.events.iter().map(event).collect(),
                evidence: Evidence {
                    before: page.before.iter().map(usage).collect(),
                    after: (!after.is_empty()).then_some(after),
                },
            },
        }
    }
}

/// The body of `POST clears`, as far as it could be read.
#[derive(Debug, Clone, ToSchema)]
pub(crate) struct ClearOrder {
    /// The account's id, appid or name; an id also as a number.
    pub(crate) account: String,
    /// `account interface`
    #[schema(value_type = String)]
    pub(crate) scope: Scope,
    /// The one interface's id or path, for the scope `interface` alone; an id also as a number.
    pub(crate) interface: Option<String>,
    /// Why: not blank, at most 500 characters.
    pub(crate) reason: String,
    /// `token secret`; `token` unless given.
    #[schema(value_type = Option<String>)]
    pub(crate) via: domain::Via,
    /// The account's name, where it is asked for.
    pub(crate) confirm: Option<String>,
    /// Why one goes on although a clear is open or guesses reach the limit: at most 500 characters.
    #[schema(rename = "override")]
    pub(crate) override_reason: Option<String>,
}
