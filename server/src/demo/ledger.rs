//! The clears that the demo's WeChat counts as spent, as the desk would have written them down.

mod plan;

use desk::Desk;
use domain::clears::elsewhere::CONFIRMED_AFTER;
use domain::clears::fall::FALL_CALLS;
use domain::clears::verification::{InconclusiveReason, ends_at};
use domain::clears::{ConfirmationRules, Period};
use domain::{ClearState, Failure, Figures, QuotaZone};
use jiff::{SignedDuration, Timestamp};
use sandbox::{Config, SeededAccount, Traffic};
use store::clears::{
    Check, CheckOutcome, ClearEnd, ClearQuery, Counting, Effect, NewClear, OrderError, OrderedClear, SuspectedClear,
    UsageBefore,
};
use store::{AuditActor, Store};

use self::plan::{APART, DemoAccount, End, Planned, fits};
use super::span::began;
use crate::failure::CommandError;

/// How long ago the newest of them was at least, so that none stands in the way of the next.
const SETTLED_FOR: SignedDuration = SignedDuration::from_hours(2);
/// How long WeChat took to answer them.
const CALL: SignedDuration = SignedDuration::from_millis(420);
/// How long after that it was looked at.
const READ: SignedDuration = SignedDuration::from_secs(5);

/// The sandbox's accounts with no more clears spent than the month had time for: in its first hours only a few.
pub(super) fn as_of(config: Config, zone: &QuotaZone, now: Timestamp) -> Config {
    let this_month = month_until(zone, now, began(now));
    let accounts = config.accounts.into_iter().enumerate().map(|(at, mut account)| {
        if account.in_demo {
            let room = u32::try_from(fits(this_month, at)).unwrap_or(u32::MAX);
            account.account_clears_spent = account.account_clears_spent.min(room);
            let room = room - account.account_clears_spent;
            account.interface_clears_spent = account.interface_clears_spent.min(room);
        }
        account
    });
    Config { accounts: accounts.collect(), ..config }
}

/// The part of this quota month after `from` in which clears can lie.
fn month_until(zone: &QuotaZone, now: Timestamp, from: Timestamp) -> Period {
    let from = zone.month_start(now).max(from);
    Period { from, to: (now - SETTLED_FOR).max(from) }
}

/// Writes down what the ledger lacks of the clears that WeChat counts as spent this month; at first also a few of the
/// month before, one that was refused and one that failed.
pub(super) async fn fill(
    store: &dyn Store,
    desk: &Desk,
    config: &Config,
    seeded: &[SeededAccount],
    traffic: &Traffic,
) -> Result<(), CommandError> {
    let now = desk.clock().now();
    let zone = &desk.settings().quota_zone;
    // The story has no second persons in it.
    let friction = ConfirmationRules { name_from: -1, second_from: -1 };
    let counting = Counting { quota_zone: zone.clone(), limits: desk.settings().clears.limits, friction };
    let newest = store.clears(&ClearQuery { limit: 1, ..ClearQuery::default() }).await?.pop();
    let after = newest.as_ref().map_or(Timestamp::MIN, |clear| clear.ended_at.unwrap_or(clear.at) + APART);
    let mut planned = Vec::new();
    for (at, (account, of_config)) in seeded.iter().zip(&config.accounts).enumerate() {
        let Some(kept) = store.find_account(&account.appid).await?.filter(|_| account.in_demo) else { continue };
        let interfaces = store.interfaces_now(Some(kept.id)).await?;
        let Some(budgets) = store.budgets(Some(kept.id), counting.periods(now), counting.limits).await?.pop() else {
            continue;
        };
        let told = DemoAccount { place: at, account: &kept, seeded: account, interfaces: &interfaces, traffic };
        let lacking = |spent: u32, written: i64| usize::try_from(i64::from(spent) - written).unwrap_or(0);
        let whole = lacking(of_config.account_clears_spent, budgets.account.spent + budgets.account.elsewhere);
        let single = lacking(of_config.interface_clears_spent, budgets.interface.spent);
        let this_month = month_until(zone, now, kept.began_at.max(after));
        let is_new = newest.is_none();
        planned.extend(told.spent(whole, single, is_new, zone, this_month));
        if is_new {
            let before = Period { from: kept.began_at, to: zone.month_start(now).max(kept.began_at) };
            planned.extend(told.spent(whole.div_ceil(2), single.div_ceil(2), false, zone, before));
            planned.extend(told.failed(now - SETTLED_FOR));
        }
    }
    planned.sort_by_key(|clear| clear.at);
    for clear in planned {
        write_down(store, clear, &counting).await?;
    }
    Ok(())
}

/// As if it had been ordered and called then. What stands in its way is a clear that somebody made in a demo that is
/// kept, and goes before the story.
async fn write_down(store: &dyn Store, clear: Planned, counting: &Counting) -> Result<(), CommandError> {
    let Planned { at, account, interface, actor, reason, usage_before: usage, end } = clear;
    if matches!(end, End::Elsewhere) {
        let suspicion = SuspectedClear { account, seen_at: at, due_at: at + CONFIRMED_AFTER, before: Vec::new() };
        store.add_suspected_clear(&suspicion).await?;
        store.resolve_suspected_clear(&suspicion, &[interface], at + CONFIRMED_AFTER, counting).await?;
        return Ok(());
    }
    let new = NewClear {
        account,
        interface,
        via: domain::Via::Token,
        reason: reason.to_owned(),
        override_reason: None,
        name_typed: true,
        break_glass: false,
        key: format!("demo:{account}:{}", at.as_millisecond()),
        request_hash: [0; 32],
        usage_before: usage.clone(),
    };
    let by = AuditActor { actor: actor.to_owned(), user: None, token: None, address: None };
    let id = match store.order_clear(new, &by, at, counting).await {
        Ok(OrderedClear::New(clear)) => clear.id,
        Ok(OrderedClear::Replay(_) | OrderedClear::Requested(_) | OrderedClear::RequestedBefore(_))
        | Err(OrderError::Barred(..) | OrderError::KeyReused(_) | OrderError::NoSuchAccount) => {
            return Ok(());
        }
        Err(OrderError::Store(error)) => return Err(error.into()),
    };
    if !matches!(end, End::Failed) {
        store.clear_sent(id, at + SignedDuration::from_millis(12)).await?;
    }
    let ended_at = at + CALL;
    store.end_clear(id, written(end, at), ended_at, counting).await?;
    if let Some(check) = verified(end, &usage, ended_at) {
        store.write_check(id, &check, check.effects.first().map_or(ended_at + READ, |read| read.sampled_at)).await?;
    }
    Ok(())
}

/// What was read after it.
fn verified(end: End, before: &[UsageBefore], ended_at: Timestamp) -> Option<Check> {
    let effects: Vec<_> = match end {
        End::Accepted => before.iter().filter_map(|usage| fallen(usage, ended_at + READ)).collect(),
        End::DidNothing => {
            let effects = before.iter().map(|usage| unchanged(usage, ends_at(ended_at))).collect();
            return Some(Check { effects, end: CheckOutcome::Ineffective });
        }
        End::Elsewhere | End::Refused | End::Failed => return None,
    };
    let end = if effects.is_empty() {
        CheckOutcome::Unproven(InconclusiveReason::NothingUsed)
    } else {
        CheckOutcome::Effective
    };
    Some(Check { effects, end })
}

/// An interface's count after a clear, where it had use enough to tell.
fn fallen(usage: &UsageBefore, read_at: Timestamp) -> Option<Effect> {
    let Figures { daily_limit, used, .. } = usage.figures;
    // What was called between the clear and the reading.
    let since = used / 900;
    let given_back = (used - since > FALL_CALLS).then_some(used - since)?;
    Some(Effect {
        interface: usage.interface,
        cgi_path: usage.cgi_path.clone(),
        sampled_at: read_at,
        figures: Figures { daily_limit, used: since, remain: daily_limit - since },
        given_back: Some(given_back),
        tells: true,
    })
}

/// An interface's count that did not fall.
fn unchanged(usage: &UsageBefore, read_at: Timestamp) -> Effect {
    Effect {
        interface: usage.interface,
        cgi_path: usage.cgi_path.clone(),
        sampled_at: read_at,
        figures: usage.figures,
        given_back: None,
        tells: true,
    }
}

fn written(end: End, at: Timestamp) -> ClearEnd {
    // The first group of a rid is the call's time (fact sheet, section 4).
    let rid = || format!("{:08x}-2b6f31d4-{:08x}", at.as_second(), at.subsec_nanosecond() / 1000 + 0x1a2b_3c4d);
    match end {
        End::Accepted | End::DidNothing | End::Elsewhere => {
            let errmsg = Some("ok".to_owned());
            ClearEnd { state: ClearState::Accepted, failure: None, errcode: Some(0), errmsg, rid: None }
        }
        End::Refused => {
            let rid = rid();
            ClearEnd {
                state: ClearState::Refused,
                failure: Some(Failure::Refused(76022)),
                errcode: Some(76022),
                errmsg: Some(format!("could not use this cgi_path, no permission rid: {rid}")),
                rid: Some(rid),
            }
        }
        End::Failed => {
            let rid = rid();
            ClearEnd {
                state: ClearState::Failed,
                failure: Some(Failure::TokenRefused(40125)),
                errcode: Some(40125),
                errmsg: Some(format!("/cgi-bin/stable_token: errcode 40125: invalid appsecret rid: {rid}")),
                rid: Some(rid),
            }
        }
    }
}

#[cfg(test)]
mod tests;
