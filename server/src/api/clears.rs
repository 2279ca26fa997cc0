//! Clears: ordering one, the ledger, and one clear with its timeline.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use desk::Desk;
use desk::clears::{ClearError, LedgerError, LedgerQuery, NotClearable, Order, OrderResult, ReasonError};
use desk::token_rates::TokenUse;
use domain::{Actor, Budget, ClearId, Permission, Scope, paths};
use http::{HeaderMap, StatusCode};

use super::accounts;
use super::body::{Fields, not_read};
use super::cursor::Cursor;
use super::parameters::{Page, Parameters};
use super::problem::{ApiResult, KEY_MISSING, Problem, WhyNoClear};
use super::rate;
use super::token::Caller;
use crate::pages::desk_address;
use crate::shapes::clears::{ClearOrder, Cleared, Clears, OneClear, Requested};
use crate::state::AppState;

/// The header that tells whether an order is a new one.
const KEY: &str = "idempotency-key";

/// Clears all interfaces of an account, or one interface. wxquota records the clear, calls WeChat once and answers with the
/// result, or after 10 s with the current state. Checks run in this order: role, key, repeated request, fields, budget,
/// unfinished clears, name.
#[utoipa::path(
    post, path = "/api/v1/clears", tag = "clears", security(("token" = [])),
    params(("Idempotency-Key" = String, Header, description = "1 to 255 characters; requests of one actor with the \
     same key are the same clear")),
    request_body = ClearOrder,
    responses(
        (status = 201, body = Cleared, description = "a new clear with its state, which can also be `unknown`"),
        (status = 200, body = Cleared, description = "the request was sent before; this is the current state of its \
         clear"),
        (status = 202, body = Requested, description = "a second person has to approve first; send the same request \
         again to get its state"),
        (status = 400, body = Problem, content_type = "application/problem+json", description = "`key-missing`, `malformed-body`"),
        (status = 409, body = Problem, content_type = "application/problem+json", description = "`budget-spent`, `clear-open`, `confirm-needed`"),
        (status = 413, body = Problem, content_type = "application/problem+json", description = "`too-large`"),
        (status = 422, body = Problem, content_type = "application/problem+json", description = "`key-reused`, `invalid-parameter`, `reason-missing`, `unknown-account`, `unknown-interface`, `not-clearable`"),
        (status = 429, body = Problem, content_type = "application/problem+json", description = "`too-many-requests`, with \
         `Retry-After`; a repeated request does not count. Every answer has `RateLimit-Policy` and `RateLimit`"),
    )
)]
pub(crate) async fn order(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let (desk, actor) = caller.may(Permission::Clear)?;
    let key = key(&headers)?;
    // A repeated request counts for nothing.
    let counted = match desk.check_key_unused(&actor, &key).await {
        Ok(()) => rate::count(&desk, &actor, TokenUse::Clears),
        Err(ClearError::KeyReused(_)) => Ok(()),
        Err(error) => Err(refusal(error, "")),
    };
    let answer = match counted {
        Ok(()) => ordered(&state, &headers, (&desk, &actor), key, body).await,
        Err(problem) => Err(problem),
    };
    Ok(rate::with_headers(answer, &desk, &actor, TokenUse::Clears))
}

/// The answer to an order with this key.
async fn ordered(
    state: &AppState,
    headers: &HeaderMap,
    (desk, actor): (&Arc<Desk>, &Actor),
    key: String,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Problem> {
    let order = match body.map_err(|rejection| not_read(&rejection)).and_then(|body| read(&body)) {
        Ok(order) => order,
        Err(problem) => return Err(unless_reused(desk, actor, &key, problem).await),
    };
    let account = order.account.clone();
    let ordered = desk.clear(actor, order_of(order, key)).await.map_err(|error| refusal(error, &account))?;
    Ok(match &ordered.made {
        OrderResult::Clear(clear) => {
            let status = if ordered.replayed { StatusCode::OK } else { StatusCode::CREATED };
            (status, Json(Cleared::of(clear))).into_response()
        }
        OrderResult::Request(request) => {
            let url = desk_address(state, headers).0 + &paths::clear_request(request.id);
            (StatusCode::ACCEPTED, Json(Requested::of(request, url, desk.clock().now()))).into_response()
        }
    })
}

/// The key as it was sent; its length is the use case's to judge.
fn key(headers: &HeaderMap) -> Result<String, Problem> {
    let mut values = headers.get_all(KEY).iter();
    let missing = "send the header Idempotency-Key with 1 to 255 characters; requests with the same key are the \
     same clear";
    let value = values.next().ok_or_else(|| Problem::of(KEY_MISSING, missing))?;
    if values.next().is_some() {
        return Err(Problem::of(KEY_MISSING, "send only one header Idempotency-Key"));
    }
    let key = value
        .to_str()
        .map_err(|_| Problem::of(KEY_MISSING, "the Idempotency-Key must contain only ASCII characters"))?;
    if key.trim().is_empty() || key.chars().count() > desk::clears::ordering::KEY_CHARACTERS {
        return Err(Problem::of(KEY_MISSING, missing));
    }
    Ok(key.to_owned())
}

fn read(body: &[u8]) -> Result<ClearOrder, Problem> {
    let mut fields = Fields::of(body)?;
    fields.need("scope");
    let order = ClearOrder {
        account: fields.word("account").unwrap_or_default(),
        scope: fields.one_of("scope").unwrap_or(Scope::Account),
        interface: fields.word("interface"),
        reason: fields.text("reason").unwrap_or_default(),
        via: fields.one_of("via").unwrap_or_default(),
        confirm: fields.text("confirm"),
        override_reason: fields.text("override"),
    };
    if order.scope == Scope::Account && order.interface.is_some() {
        fields.fault::<()>(
            "interface",
            "must not be set for the scope `account`; to clear one interface, use the \
         scope `interface`",
        );
    }
    fields.done()?;
    Ok(order)
}

/// The refusal of a body that cannot be read: `key-reused` where its key made a clear, since that body was another.
async fn unless_reused(desk: &Desk, actor: &Actor, key: &str, problem: Problem) -> Problem {
    match desk.check_key_unused(actor, key).await {
        Ok(()) => problem,
        Err(error) => refusal(error, ""),
    }
}

fn order_of(read: ClearOrder, key: String) -> Order {
    let ClearOrder { account, scope, interface, reason, via, confirm, override_reason } = read;
    // One interface that is not named is one that there is not.
    let interface = (scope == Scope::Interface).then(|| interface.unwrap_or_default());
    Order { account, interface, reason, via, confirm, override_reason, key, ..Order::default() }
}

/// The refusal for an error of the use case that clears.
fn refusal(error: ClearError, account: &str) -> Problem {
    match error {
        ClearError::Forbidden(forbidden) => Problem::forbidden(forbidden),
        ClearError::KeyMissing => Problem::of(KEY_MISSING, "the Idempotency-Key must have 1 to 255 characters"),
        ClearError::KeyReused(clear) => Problem::key_reused(clear),
        ClearError::Reason(fault) => {
            let detail = match fault {
                ReasonError::Missing => "send a reason of 1 to 500 characters",
                ReasonError::TooLong => "must have at most 500 characters",
            };
            Problem::of_field("reason-missing", "The reason is missing or too long", "reason", detail)
        }
        ClearError::Override => {
            let title = "A field is invalid";
            Problem::of_field("invalid-parameter", title, "override", "must have at most 500 characters")
        }
        ClearError::NoSuchAccount => Problem::unknown_account(account),
        ClearError::NoSuchInterface => {
            let detail = "send the ID or path of an interface that is watched on this account";
            Problem::of_field("unknown-interface", "Interface not found", "interface", detail)
        }
        ClearError::NotClearable(why) => not_clearable(why),
        ClearError::BudgetSpent { budget, only_guessed } => budget_spent(&budget, only_guessed),
        ClearError::Conflict { id, in_flight } => clear_open(id, in_flight),
        ClearError::ConfirmNeeded { left } => {
            let detail = format!("{left} left: send the account's name as `confirm`");
            let why = WhyNoClear { left: Some(left), ..WhyNoClear::default() };
            Problem::conflict("confirm-needed", "The account's name is required", detail, why)
        }
        ClearError::Internal(error) => Problem::internal(&error),
        error @ (ClearError::Outdated | ClearError::Anyway(_) | ClearError::GlassPhrase) => Problem::internal(&error),
    }
}

fn not_clearable(why: NotClearable) -> Problem {
    let (name, detail) = match why {
        NotClearable::Platform => (
            "account",
            "use WeChat's open-platform console to clear a third-party platform's own calls; the accounts that it \
             serves can be cleared here one by one",
        ),
        NotClearable::InterfaceBySecret => ("via", "the AppSecret can clear only all interfaces of an account"),
        NotClearable::Total => ("interface", "its count is a lifetime total, which a clear does not reset"),
        NotClearable::RefusedBefore => (
            "interface",
            "WeChat refused the last clear of this interface (76022), and no reading has returned figures since \
             then; you can clear all interfaces of the account",
        ),
    };
    Problem::of_field("not-clearable", "This cannot be cleared", name, detail)
}

fn budget_spent(budget: &Budget, only_guessed: bool) -> Problem {
    let detail = if only_guessed {
        "part of the count is a guess; to continue anyway, send the reason for continuing as `override`"
    } else {
        "WeChat accepts no clears until the next period"
    };
    let why = WhyNoClear {
        left: Some(budget.left),
        limit: Some(budget.limit),
        resets_at: Some(budget.resets_at),
        override_possible: Some(only_guessed),
        ..WhyNoClear::default()
    };
    Problem::conflict("budget-spent", "No clears are left", detail, why)
}

fn clear_open(id: ClearId, in_flight: bool) -> Problem {
    let detail = if in_flight {
        format!("the call of clear #{id} is in progress; wait until it has finished")
    } else {
        format!("clear #{id} has not finished; to continue anyway, send the reason for continuing as `override`")
    };
    let why = WhyNoClear { clear_id: Some(id.0), override_possible: Some(!in_flight), ..WhyNoClear::default() };
    Problem::conflict("clear-open", "Another clear has not finished", detail, why)
}

/// Lists the ledger with actors and reasons, newest first. It includes suspected clears made elsewhere.
#[utoipa::path(
    get, path = "/api/v1/clears", tag = "clears", security(("token" = [])),
    params(
        ("account" = Option<String>, Query, description = "only clears of this account (ID, AppID or name)"),
        ("group" = Option<String>, Query, description = "only clears of accounts in this group (ID or name)"),
        ("month" = Option<String>, Query, description = "only clears of this quota month, such as 2026-11"),
        ("scope" = Option<String>, Query, description = "only clears of this scope: `account interface`"),
        ("state" = Option<String>, Query, description = "only clears in this state: `intended sent accepted \
         verifying effective ineffective refused failed unknown elsewhere dismissed`"),
        ("actor" = Option<String>, Query, description = "only clears made by this actor, as in `actor`"),
        Page,
    ),
    responses(
        (status = 200, body = Clears),
        (status = 422, body = Problem, content_type = "application/problem+json", description = "`unknown-account`, `unknown-group`, `invalid-parameter`"),
    )
)]
pub(crate) async fn list(caller: Caller, mut parameters: Parameters) -> ApiResult<Clears> {
    let (desk, actor) = caller.may(Permission::SeeLedger)?;
    let of_group = parameters.text("group");
    let query = LedgerQuery {
        account: parameters.text("account"),
        group: None,
        month: parameters.month(&desk.settings().quota_zone),
        scope: parameters.word("scope"),
        state: parameters.word("state"),
        actor: parameters.text("actor"),
        limit: parameters.limit(Page::LIMIT),
        before: parameters.cursor(),
    };
    parameters.done()?;
    let query = LedgerQuery { group: accounts::group(&desk, &actor, of_group.as_deref()).await?, ..query };
    page(&desk, &actor, &query).await.map(Json).map_err(|error| match error {
        LedgerError::NoSuchAccount => Problem::unknown_account(query.account.as_deref().unwrap_or_default()),
        error => error.into(),
    })
}

/// A page of the ledger.
pub(crate) async fn page(desk: &Desk, actor: &Actor, query: &LedgerQuery) -> Result<Clears, LedgerError> {
    let ledger = desk.ledger(actor, query).await?;
    let next = ledger.next.map(|before| before.to_text());
    Ok(Clears::of(&ledger, next))
}

/// Shows one clear with its timeline and the usage before and after.
#[utoipa::path(
    get, path = "/api/v1/clears/{id}", tag = "clears", security(("token" = [])),
    params(("id" = i64, Path, description = "the ID of the clear")),
    responses(
        (status = 200, body = OneClear),
        (status = 404, body = Problem, content_type = "application/problem+json", description = "`not-found`"),
    )
)]
pub(crate) async fn one(caller: Caller, Path(id): Path<String>) -> ApiResult<OneClear> {
    let (desk, actor) = caller.may(Permission::SeeLedger)?;
    let id = id.parse().map(ClearId).map_err(|_| Problem::not_found("clear"))?;
    Ok(Json(OneClear::of(&desk.clear_page(&actor, id).await?)))
}
