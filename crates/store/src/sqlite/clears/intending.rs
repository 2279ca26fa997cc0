//! A clear is written down: at once, or as a request where a second person has to agree.

use domain::audit::AuditAction;
use domain::clears::{Barrier, Confirmations, EXPIRES_AFTER, admit};
use domain::{AccountId, ClearState, InterfaceId, Scope};
use jiff::Timestamp;
use serde_json::json;
use sqlx::SqliteConnection;

use super::queries::{BY_KEY, REQUEST_HASH, add_event, open, there};
use super::{budgets, request_rows};
use crate::clears::{Clear, Counting, NewClear, OrderError, OrderedClear};
use crate::sqlite::accounts;
use crate::sqlite::query::{fetch_one, fetch_optional, params};
use crate::{AuditActor, NewAuditLine, StoreError};

const LIVE: &str = "SELECT EXISTS (SELECT 1 FROM accounts WHERE id = $1 AND status <> 'retired')";
const ADD: &str = "INSERT INTO clears
         (account_id, interface_id, state, at, via, actor, reason, override_reason, idempotency_key, request_hash,
          budget_left, usage_before, approved_by, glass_broken, warnings, anyway_reason)
     VALUES ($1, $2, 'intended', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) RETURNING id";

/// The result of an earlier order with the same idempotency key.
pub(in crate::sqlite) enum EarlierOrder {
    /// This clear.
    Clear(Box<Clear>),
    /// A request for a second person, which has not become one.
    Request,
}

/// The result of an earlier order with the same idempotency key, if there is one.
pub(in crate::sqlite) async fn made_by_key(
    write: &mut SqliteConnection,
    new: &NewClear,
    by: &AuditActor,
) -> Result<Option<EarlierOrder>, OrderError> {
    Ok(same_key(write, new, by).await?.map(|same| match same {
        OrderedClear::New(clear) | OrderedClear::Replay(clear) => EarlierOrder::Clear(Box::new(clear)),
        OrderedClear::Requested(_) | OrderedClear::RequestedBefore(_) | OrderedClear::Joined(_) => {
            EarlierOrder::Request
        }
    }))
}

/// The earlier result of an idempotency key: a replay of the same order.
///
/// # Errors
/// [`OrderError::KeyReused`] where the key belongs to another order.
async fn same_key(
    write: &mut SqliteConnection,
    new: &NewClear,
    by: &AuditActor,
) -> Result<Option<OrderedClear>, OrderError> {
    let clear: Option<Clear> = fetch_optional(write, BY_KEY, params![by.actor, new.key]).await?;
    if let Some(clear) = clear {
        let hash: [u8; 32] = fetch_one(write, REQUEST_HASH, params![clear.id]).await?;
        let same = hash == new.request_hash;
        return if same { Ok(Some(OrderedClear::Replay(clear))) } else { Err(OrderError::KeyReused(Some(clear.id))) };
    }
    match request_rows::by_key(write, &by.actor, &new.key).await? {
        Some((request, hash)) if hash == new.request_hash => Ok(Some(match request.clear {
            Some(clear) => OrderedClear::Replay(there(write, clear).await?),
            None => OrderedClear::RequestedBefore(request),
        })),
        Some((request, _)) => Err(OrderError::KeyReused(request.clear)),
        None => Ok(None),
    }
}

/// Admits a clear and stores it as intended, or as a request; `write` is a transaction.
pub(super) async fn intend(
    write: &mut SqliteConnection,
    new: NewClear,
    by: &AuditActor,
    at: Timestamp,
    counting: &Counting,
) -> Result<OrderedClear, OrderError> {
    if let Some(same) = same_key(write, &new, by).await? {
        return Ok(same);
    }
    match admitted(write, new.account, new.interface, insistence(&new), at, counting).await {
        Ok(admitted) => Ok(OrderedClear::New(add(write, new, None, by, at, admitted).await?)),
        Err(OrderError::Barred(Barrier::SecondPersonNeeded { .. }, _)) => request(write, new, by, at).await,
        Err(barred) => Err(barred),
    }
}

/// Asks a second person; where a request for the same clear waits already, the order leads to that one.
async fn request(
    write: &mut SqliteConnection,
    new: NewClear,
    by: &AuditActor,
    at: Timestamp,
) -> Result<OrderedClear, OrderError> {
    let Some(waiting) = request_rows::waiting_for(write, &new, at).await? else {
        return Ok(OrderedClear::Requested(request_rows::add(write, new, by, at, at + EXPIRES_AFTER).await?));
    };
    request_rows::add_key(write, waiting.id, &new, by).await?;
    Ok(OrderedClear::Joined(waiting))
}

fn insistence(new: &NewClear) -> Confirmations {
    Confirmations { overriding: new.override_reason.is_some(), name_typed: new.name_typed, agreed: new.break_glass }
}

/// The facts that an admitted clear is stored with.
#[derive(Debug, Clone, Copy)]
pub(in crate::sqlite) struct Admitted {
    overridden: bool,
    /// Whether it would have taken a second person.
    needs_second: bool,
    left: i64,
}

/// Whether a clear may begin.
pub(in crate::sqlite) async fn admitted(
    write: &mut SqliteConnection,
    account: AccountId,
    interface: Option<InterfaceId>,
    insistence: Confirmations,
    at: Timestamp,
    counting: &Counting,
) -> Result<Admitted, OrderError> {
    if !fetch_one(write, LIVE, params![account]).await? {
        return Err(OrderError::NoSuchAccount);
    }
    let scope = if interface.is_some() { Scope::Interface } else { Scope::Account };
    let budget = *budgets::of_one(write, account, counting.periods(at), counting.limits).await?.of(scope);
    let open: Vec<_> = open(write, account).await?.iter().map(Clear::as_open).collect();
    let overridden = admit(interface, &budget, &open, insistence, counting.friction)
        .map_err(|barrier| OrderError::Barred(barrier, Box::new(budget)))?;
    Ok(Admitted { overridden, needs_second: budget.left <= counting.friction.second_from, left: budget.left })
}

/// Stores an admitted clear as intended.
pub(in crate::sqlite) async fn add(
    write: &mut SqliteConnection,
    new: NewClear,
    approved_by: Option<&str>,
    by: &AuditActor,
    at: Timestamp,
    admitted: Admitted,
) -> Result<Clear, OrderError> {
    let overridden = new.override_reason.filter(|_| admitted.overridden);
    let glass_broken = new.break_glass && admitted.needs_second && approved_by.is_none();
    let NewClear { account, interface, via, reason, key, request_hash, usage_before, warnings, anyway_reason, .. } =
        new;
    let params = params! {
        account, interface, at, via, by.actor, reason, overridden, key, request_hash, admitted.left, usage_before,
        approved_by, glass_broken, warnings, anyway_reason
    };
    let id = fetch_one(write, ADD, params).await?;
    add_event(write, id, at, ClearState::Intended, None, None).await?;
    Ok(there(write, id).await?)
}

/// An order with its reason, as the audit trail has it; nothing where the same order came before.
pub(super) async fn act_of(
    write: &mut SqliteConnection,
    intended: &OrderedClear,
    reason: String,
) -> Result<Option<NewAuditLine>, StoreError> {
    match intended {
        OrderedClear::New(clear) => order_act(write, AuditAction::ClearOrdered, clear).await.map(Some),
        OrderedClear::Requested(request) | OrderedClear::Joined(request) => {
            let interface = request.interface.as_ref().map(|(_, path)| path.as_str());
            let mut after = json!({
                "request": request.id,
                "scope": request.scope(),
                "interface": interface,
                "via": request.via,
                "override": request.override_reason,
            });
            add_anyway(&mut after, request.anyway_reason.as_deref());
            let account = accounts::subject_of(write, request.account_id).await?;
            let act = NewAuditLine::on(AuditAction::ClearRequested, account).after(after);
            Ok(Some(NewAuditLine { reason: Some(reason), ..act }))
        }
        OrderedClear::Replay(_) | OrderedClear::RequestedBefore(_) => Ok(None),
    }
}

/// Adds why a person cleared although nothing was used, where that was asked for.
fn add_anyway(after: &mut serde_json::Value, reason: Option<&str>) {
    if let Some((after, reason)) = after.as_object_mut().zip(reason) {
        after.insert("anyway".to_owned(), json!(reason));
    }
}

/// A clear that begins, as the audit trail has it.
pub(in crate::sqlite) async fn order_act(
    write: &mut SqliteConnection,
    what: AuditAction,
    clear: &Clear,
) -> Result<NewAuditLine, StoreError> {
    let interface = clear.interface.as_ref().map(|(_, path)| path.as_str());
    let mut after = json!({
        "clear": clear.id,
        "scope": clear.scope(),
        "interface": interface,
        "via": clear.via,
        "left_before": clear.budget_left,
        "override": clear.override_reason,
    });
    add_anyway(&mut after, clear.anyway_reason.as_deref());
    if let Some(after) = after.as_object_mut() {
        if clear.glass_broken {
            after.insert("glass_broken".to_owned(), json!(true));
        }
        if what == AuditAction::RequestApproved {
            after.insert("asked_by".to_owned(), json!(clear.actor));
        }
    }
    let account = accounts::subject_of(write, clear.account_id).await?;
    Ok(NewAuditLine { reason: clear.reason.clone(), ..NewAuditLine::on(what, account).after(after) })
}
