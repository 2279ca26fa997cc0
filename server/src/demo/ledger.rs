//! The clears that the demo's WeChat counts as spent, as the desk would have written them down; and what else it would have told
//! of the time before the start.

mod evidence;
mod plan;

use std::collections::HashMap;

use desk::Desk;
use desk::policies::{FAILING, fails_for};
use domain::clears::{ConfirmationRules, Period};
use domain::{AccountId, ClearId, ClearState, Failure, NoticeContent, QuotaZone};
use jiff::{SignedDuration, Timestamp};
use sandbox::{Config, PastClear, SeededAccount, Traffic};
use store::clears::{Clear, ClearEnd, ClearQuery, Counting, NewClear, OrderError, OrderedClear, UsageBefore};
use store::notices::{Announcement, NewNotice, StateChange, Subject};
use store::{AuditActor, InterfaceNow, Store};

use self::evidence::Witness;
use self::plan::{APART, CALL, DemoAccount, End, Planned};
use super::history::{self, Look, WRONG_SECRET};
use crate::failure::CommandError;

/// How long ago the newest of them was at least, so that none stands in the way of the next.
const SETTLED_FOR: SignedDuration = SignedDuration::from_hours(2);

/// What happened before the demo started, as far as it is not written down yet.
pub(super) struct Story<'a> {
    seeded: &'a [SeededAccount],
    clears: Vec<Planned>,
    /// The interfaces of each account.
    interfaces: HashMap<AccountId, Vec<InterfaceNow>>,
    is_new: bool,
    zone: QuotaZone,
}

impl<'a> Story<'a> {
    /// The clears that the ledger lacks of those that `config` counts as spent this month; at first also a few of the month
    /// before, one that was refused and one that failed. They lie in the time of which there are no readings.
    pub(super) async fn lacking(
        store: &dyn Store,
        desk: &Desk,
        config: &Config,
        seeded: &'a [SeededAccount],
    ) -> Result<Self, CommandError> {
        let now = desk.clock().now();
        let zone = desk.settings().quota_zone.clone();
        let counting = counting(desk);
        let newest = store.clears(&ClearQuery { limit: 1, ..ClearQuery::default() }).await?.pop();
        let after = newest.as_ref().map_or(Timestamp::MIN, |clear| clear.ended_at.unwrap_or(clear.at) + APART);
        let mut this = Self { seeded, clears: Vec::new(), interfaces: HashMap::new(), is_new: newest.is_none(), zone };
        let zone = this.zone.clone();
        for (place, (account, of_config)) in seeded.iter().zip(&config.accounts).enumerate() {
            let Some(kept) = store.find_account(&account.appid).await?.filter(|_| account.in_demo) else { continue };
            let interfaces = store.interfaces_now(Some(kept.id)).await?;
            let Some(budgets) = store.budgets(Some(kept.id), counting.periods(now), counting.limits).await?.pop()
            else {
                continue;
            };
            let told = DemoAccount { place, account: &kept, seeded: account, interfaces: &interfaces };
            let lacking = |spent: u32, written: i64| usize::try_from(i64::from(spent) - written).unwrap_or(0);
            let whole = lacking(of_config.account_clears_spent, budgets.account.spent + budgets.account.elsewhere);
            let single = lacking(of_config.interface_clears_spent, budgets.interface.spent);
            let read = interfaces.iter().filter_map(|interface| interface.newest).map(|(at, _)| at).max();
            let free_from = kept.began_at.max(after).max(read.unwrap_or(Timestamp::MIN));
            let today = (single > 0).then(|| told.today(free_from, now, &zone)).flatten();
            let rest = single - usize::from(today.is_some());
            let this_month = month_until(&zone, now, free_from);
            this.clears.extend(today);
            this.clears.extend(told.spent(whole, rest, this.is_new, &zone, this_month));
            if this.is_new {
                let before = Period { from: kept.began_at, to: zone.month_start(now).max(kept.began_at) };
                this.clears.extend(told.spent(whole.div_ceil(2), single.div_ceil(2), false, &zone, before));
                this.clears.extend(told.failed(now - SETTLED_FOR));
            }
            this.interfaces.insert(kept.id, interfaces);
        }
        this.clears.sort_by_key(|clear| clear.at);
        Ok(this)
    }

    /// All clears that the demo's WeChat has made: these, and those that people made in earlier runs. One whose outcome nobody
    /// knows counts as not made.
    pub(super) async fn past(&self, store: &dyn Store) -> Result<Vec<PastClear>, CommandError> {
        let made = store.clears(&ClearQuery { limit: i64::MAX, ..ClearQuery::default() }).await?;
        let mut past: Vec<_> = self.clears.iter().filter_map(Planned::past).collect();
        for clear in made {
            let account = store.account(clear.account_id).await?;
            past.extend(account.and_then(|account| past_of(&clear, account.appid.to_string())));
        }
        Ok(past)
    }

    /// The readings that were made to see what the clears did.
    pub(super) fn looks(&self, traffic: &Traffic) -> Vec<Look> {
        let of_clear = |clear| self.witness(clear, traffic).map(|witness| witness.looks(clear)).unwrap_or_default();
        self.clears.iter().flat_map(of_clear).collect()
    }

    /// Writes it all down, in the order of time.
    pub(super) async fn write(self, store: &dyn Store, desk: &Desk, traffic: &Traffic) -> Result<(), CommandError> {
        let mut failing = self.failing(store, desk).await?;
        let counting = counting(desk);
        for clear in &self.clears {
            if let Some((at, notice)) = failing.take_if(|(at, _)| *at < clear.at) {
                store.announce(&[notice], at).await?;
            }
            let Some(witness) = self.witness(clear, traffic) else { continue };
            write_down(store, clear, &witness, &counting).await?;
        }
        if let Some((at, notice)) = failing {
            store.announce(&[notice], at).await?;
        }
        Ok(())
    }

    /// The notice that the account with the outdated secret cannot be read any more.
    async fn failing(&self, store: &dyn Store, desk: &Desk) -> Result<Option<(Timestamp, Announcement)>, CommandError> {
        let Some(seeded) = self.seeded.iter().find(|account| account.in_demo && account.outdated.is_some()) else {
            return Ok(None);
        };
        let since_ms = seeded.outdated.as_ref().map_or(0, |outdated| outdated.since_ms);
        let Some(account) = store.find_account(&seeded.appid).await?.filter(|_| self.is_new) else { return Ok(None) };
        let interfaces = self.interfaces.get(&account.id).map(Vec::as_slice).unwrap_or_default();
        let first = interfaces.iter().map(|interface| history::next_reading(interface.id, since_ms)).min();
        let Some(first) = first.and_then(|at_ms| Timestamp::from_millisecond(at_ms).ok()) else { return Ok(None) };
        let at = first + fails_for(1);
        let content = NoticeContent::Readings { failing: Some(Failure::TokenRefused(WRONG_SECRET)) };
        let change = StateChange { subject: Subject::Readings(account.id), from: None, to: Some(FAILING.to_owned()) };
        let notice = NewNotice::of(content).on(account.id, None);
        let announcement = Announcement { change: Some(change), decision: None, notice: Some(notice) };
        Ok((at < desk.clock().now()).then_some((at, announcement)))
    }

    fn witness<'w>(&'w self, clear: &Planned, traffic: &'w Traffic) -> Option<Witness<'w>> {
        let seeded = self.seeded.iter().find(|account| account.appid == clear.account.appid.as_str())?;
        Some(Witness { seeded, interfaces: self.interfaces.get(&clear.account.id)?, traffic, zone: &self.zone })
    }
}

fn counting(desk: &Desk) -> Counting {
    // The story has no second persons in it.
    let friction = ConfirmationRules { name_from: -1, second_from: -1 };
    Counting { quota_zone: desk.settings().quota_zone.clone(), limits: desk.live().clears.limits, friction }
}

/// The part of this quota month after `from` in which clears can lie: before the day of `now`.
fn month_until(zone: &QuotaZone, now: Timestamp, from: Timestamp) -> Period {
    let from = zone.month_start(now).max(from);
    Period { from, to: zone.day_start(now).min(now - SETTLED_FOR).max(from) }
}

/// A clear of the ledger as the sandbox has made it; `None` where it made none.
fn past_of(clear: &Clear, appid: String) -> Option<PastClear> {
    let lifts = match clear.state {
        ClearState::Accepted | ClearState::Verifying | ClearState::Effective | ClearState::Elsewhere => true,
        ClearState::Ineffective => false,
        _ => return None,
    };
    Some(PastClear {
        appid,
        path: clear.interface.as_ref().map(|(_, path)| path.to_string()),
        at_ms: clear.ended_at.unwrap_or(clear.at).as_millisecond(),
        lifts,
        rushes: Vec::new(),
    })
}

/// As if it had been ordered and called then. What stands in its way is a clear that somebody made in a demo that is
/// kept, and goes before the story.
async fn write_down(
    store: &dyn Store,
    clear: &Planned,
    witness: &Witness<'_>,
    counting: &Counting,
) -> Result<(), CommandError> {
    if clear.end == End::Elsewhere {
        if let Some(suspicion) = witness.suspicion(clear) {
            store.add_suspected_clear(&suspicion).await?;
            let only = clear.interface.as_ref().map(|(id, _)| *id);
            store.resolve_suspected_clear(&suspicion, &[only], suspicion.due_at, counting).await?;
        }
        return Ok(());
    }
    let Some(id) = order(store, clear, witness.before(clear), counting).await? else { return Ok(()) };
    let (at, end) = (clear.at, clear.end);
    if end != End::Failed {
        store.clear_sent(id, at + SignedDuration::from_millis(12)).await?;
    }
    store.end_clear(id, written(end, at), at + CALL, counting).await?;
    if let Some(check) = witness.check(clear) {
        let read_at = check.effects.iter().map(|effect| effect.sampled_at).max();
        store.write_check(id, &check, read_at.unwrap_or(at + CALL)).await?;
    }
    Ok(())
}

/// Writes the intention down; `None` where something stands in its way.
async fn order(
    store: &dyn Store,
    clear: &Planned,
    usage_before: Vec<UsageBefore>,
    counting: &Counting,
) -> Result<Option<ClearId>, CommandError> {
    let Planned { at, account, interface, actor, reason, .. } = clear;
    let new = NewClear {
        account: account.id,
        interface: interface.as_ref().map(|(id, _)| *id),
        via: domain::Via::Token,
        reason: (*reason).to_owned(),
        override_reason: None,
        warnings: Vec::new(),
        anyway_reason: None,
        name_typed: true,
        break_glass: false,
        key: format!("demo:{}:{}", account.id, at.as_millisecond()),
        request_hash: [0; 32],
        usage_before,
    };
    let by = AuditActor { actor: (*actor).to_owned(), user: None, token: None, address: None };
    match store.order_clear(new, &by, *at, counting).await {
        Ok(OrderedClear::New(clear)) => Ok(Some(clear.id)),
        Ok(
            OrderedClear::Replay(_)
            | OrderedClear::Requested(_)
            | OrderedClear::RequestedBefore(_)
            | OrderedClear::Joined(_),
        )
        | Err(OrderError::Barred(..) | OrderError::KeyReused(_) | OrderError::NoSuchAccount) => Ok(None),
        Err(OrderError::Store(error)) => Err(error.into()),
    }
}

fn written(end: End, at: Timestamp) -> ClearEnd {
    // The first group of a rid is the call's time (fact sheet, section 4).
    let rid = || format!("{:08x}-2b6f31d4-{:08x}", at.as_second(), at.subsec_nanosecond() / 1000 + 0x1a2b_3c4d);
    match end {
        End::Accepted | End::Elsewhere => {
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
