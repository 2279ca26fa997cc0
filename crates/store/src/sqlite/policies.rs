//! Policies in SQLite.

use async_trait::async_trait;
use constcat::concat;
use domain::audit::AuditAction;
use domain::clears::{Barrier, Confirmations};
use domain::policies::{Attempt, BlockedReason, Facts, Rules, Verdict, check_limits, clock};
use domain::{AccountId, ClearState, NoticeContent, PolicyId};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use sqlx::SqliteConnection;

use super::SqliteStore;
use super::clears::{self, EarlierOrder};
use super::decisions::DECIDE;
use super::notices::add as add_notice;
use crate::clears::{Clear, Counting, NewClear, OrderError};
use crate::notices::NewNotice;
use crate::policies::{
    AutomaticError, AutomaticOrder, ChangePolicyOutcome, Decision, DecisionQuery, KillSwitch, Policies, Policy,
    PolicyChange, PolicyStatus, WantedAction, scope_of,
};
use crate::sqlite::query::{execute, fetch_all, fetch_one, fetch_optional, from_row, params};
use crate::{AuditActor, NewAuditLine, StoreError};

const ADD: &str = "INSERT INTO policies (name, rules, made_at, made_by, changed_at, changed_by, resumed_at)
     VALUES ($1, $2, $3, $4, $3, $4, $3)
     ON CONFLICT (name) WHERE removed_at IS NULL DO NOTHING RETURNING id";
/// The beginning of a query for the columns of a [`Policy`]; a condition or an order follows. A policy is suspended by a clear
/// that enters a state, not by a later check that leaves the clear in it.
const SELECT: &str =
    "SELECT id, rules, paused, made_at, made_by, version, changed_at, changed_by, resumed_at, removed_at,
            (SELECT MAX(decisions.clear_id) FROM policy_decisions AS decisions
             JOIN clear_events ON clear_events.clear_id = decisions.clear_id
             WHERE decisions.policy_id = policies.id AND decisions.clear_id IS NOT NULL
               AND clear_events.state IN ('unknown', 'ineffective')
               AND clear_events.actor IS NULL AND clear_events.id > policies.resumed_after
               AND NOT EXISTS (SELECT 1 FROM clear_events AS earlier
                               WHERE earlier.clear_id = clear_events.clear_id AND earlier.id < clear_events.id
                                 AND earlier.state = clear_events.state)) AS suspended_by
     FROM policies ";
const ALL: &str = concat!(SELECT, "WHERE removed_at IS NULL ORDER BY name");
const ONE: &str = concat!(SELECT, "WHERE id = $1");
const NAME_TAKEN: &str = "SELECT EXISTS (SELECT 1 FROM policies WHERE name = $1 AND removed_at IS NULL AND id <> $2)";
const CHANGE: &str =
    "UPDATE policies SET name = $2, rules = $3, version = version + 1, changed_at = $4, changed_by = $5
     WHERE id = $1";
const PAUSE: &str =
    "UPDATE policies SET paused = 1, version = version + 1, changed_at = $2, changed_by = $3 WHERE id = $1";
const RESUME: &str =
    "UPDATE policies SET paused = 0, version = version + 1, changed_at = $2, changed_by = $3, resumed_at = $2,
         resumed_after = (SELECT COALESCE(MAX(id), 0) FROM clear_events)
     WHERE id = $1";
const REMOVE: &str = "UPDATE policies SET removed_at = $2, version = version + 1, changed_at = $2, changed_by = $3
     WHERE id = $1";
/// Removes the stored states of a policy's condition, which other rules or a pause make void.
const FORGET_MET: &str = "DELETE FROM standings WHERE subject LIKE 'met/' || $1 || '/%'";
const FORGET_SUSPENDED: &str = "DELETE FROM standings WHERE subject = 'suspended/' || $1";
const ATTEMPTS: &str = "SELECT decisions.at, clears.state FROM policy_decisions AS decisions
     JOIN clears ON clears.id = decisions.clear_id
     WHERE decisions.policy_id = $1 AND decisions.account_id = $2 AND decisions.at >= $3 ORDER BY decisions.at";
const DECISIONS: &str = "SELECT decisions.id, policy_id, policies.name AS policy_name, decisions.account_id,
            accounts.name AS account_name, interface_id, interfaces.cgi_path, at, last_at, count, verdict, figures
     FROM policy_decisions AS decisions JOIN policies ON policies.id = decisions.policy_id
     JOIN accounts ON accounts.id = decisions.account_id JOIN interfaces ON interfaces.id = decisions.interface_id
     WHERE ($1 IS NULL OR policy_id = $1) AND ($2 IS NULL OR interface_id = $2) AND ($3 IS NULL OR decisions.id < $3)
       AND ($5 IS NULL OR decisions.account_id = $5)
     ORDER BY decisions.id DESC LIMIT $4";
const WANT: &str = "INSERT INTO wanted_policy_actions (policy_id, account_id, interface_id, at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (policy_id, interface_id) DO UPDATE SET at = MAX(at, excluded.at)";
const WANTED_WAIT: &str = "SELECT EXISTS (SELECT 1 FROM wanted_policy_actions)";
const WANTED: &str = "SELECT policy_id, account_id, interface_id FROM wanted_policy_actions WHERE at >= $1
     ORDER BY account_id, policy_id, interface_id";
const FORGET_WANTED: &str = "DELETE FROM wanted_policy_actions";
const ACCOUNT_NAME: &str = "SELECT name FROM accounts WHERE id = $1";
const KILL_SWITCH: &str = "SELECT stopped_at, stopped_by, reason FROM kill_switch";
const STOP: &str = "INSERT INTO kill_switch (id, stopped_at, stopped_by, reason) VALUES (1, $1, $2, $3)
     ON CONFLICT (id) DO NOTHING";
const ALLOW: &str = "DELETE FROM kill_switch";

/// The age up to which attempts are read: a whole month, and the longest cooldown.
const ATTEMPTS_SINCE: SignedDuration = SignedDuration::from_hours(24 * 62);

from_row! { Policy {
    id, rules, paused, made_at, made_by, version, changed_at, changed_by, resumed_at, suspended_by, removed_at,
} }

from_row! { WantedAction { policy: policy_id, account: account_id, interface: interface_id } }

from_row! { Decision {
    id, policy: policy_id, policy_name, account: account_id, account_name, interface: interface_id, cgi_path, at,
    last_at, count, verdict, figures,
} }

async fn one(db: &mut SqliteConnection, id: PolicyId) -> Result<Option<Policy>, StoreError> {
    fetch_optional(db, ONE, params![id]).await
}

/// Adds the decision of an ordered clear, and a notice about it.
async fn decide_to_clear(
    write: &mut SqliteConnection,
    policy: &Policy,
    clear: &Clear,
    order: &AutomaticOrder,
    at: Timestamp,
) -> Result<(), StoreError> {
    let whole_account = clear.interface.is_none();
    let verdict = Verdict::Clears { clear: clear.id, whole_account };
    let (account, word) = (clear.account_id, verdict.word());
    let params = params![policy.id, account, order.interface, at, word, verdict, order.figures, clear.id];
    execute(write, DECIDE, params).await?;
    let news = NoticeContent::PolicyClears { policy: policy.rules.name.clone(), clear: clear.id, whole_account };
    let notice = NewNotice::of(news).on(clear.account_id, Some(order.interface)).by(policy.id);
    add_notice(write, &NewNotice { clear: Some(clear.id), incident: order.incident, ..notice }, at).await?;
    Ok(())
}

async fn kill_switch(db: &mut SqliteConnection) -> Result<Option<KillSwitch>, StoreError> {
    fetch_optional(db, KILL_SWITCH, params![]).await
}

from_row! { KillSwitch { stopped_at, stopped_by, reason } }

async fn standing(
    db: &mut SqliteConnection,
    policy: &Policy,
    account: AccountId,
    now: Timestamp,
) -> Result<PolicyStatus, StoreError> {
    let attempts: Vec<(Timestamp, ClearState)> =
        fetch_all(db, ATTEMPTS, params![policy.id, account, now - ATTEMPTS_SINCE]).await?;
    let attempt = |(at, state)| Attempt { at, counts: !matches!(state, ClearState::Refused | ClearState::Failed) };
    let attempts = attempts.into_iter().map(attempt).collect();
    let kill_switch = kill_switch(db).await?.is_some();
    Ok(PolicyStatus { kill_switch, suspended_by: policy.suspended_by, attempts })
}

/// The admission of an automatic clear by the present state of the database.
async fn admitted(
    write: &mut SqliteConnection,
    policy: &Policy,
    new: &NewClear,
    at: Timestamp,
    counting: &Counting,
) -> Result<clears::Admitted, AutomaticError> {
    let standing = standing(write, policy, new.account, at).await?;
    let facts = Facts {
        now: at,
        zone: &counting.quota_zone,
        kill_switch: standing.kill_switch,
        suspended_by: standing.suspended_by,
        attempts: &standing.attempts,
        second_from: counting.friction.second_from,
    };
    let scope = scope_of(new);
    let budget = *clears::budgets_of(write, new.account, at, counting).await?.of(scope);
    check_limits(&policy.rules.restraint, &facts, scope, &budget).map_err(AutomaticError::Blocked)?;
    // What it may is said in its rules; it never goes on against what stands in the way.
    let insistence = Confirmations { overriding: false, name_typed: true, agreed: true };
    clears::admitted(write, new.account, new.interface, insistence, at, counting).await.map_err(barred)
}

fn barred(error: OrderError) -> AutomaticError {
    AutomaticError::Blocked(match error {
        OrderError::Store(error) => return error.into(),
        OrderError::NoSuchAccount => BlockedReason::NotClearable,
        OrderError::Barred(Barrier::Open { id, .. }, _) => BlockedReason::Open { clear: id },
        OrderError::Barred(_, budget) => BlockedReason::Reserve { left: budget.left, reserve: 0 },
        OrderError::KeyReused(_) => BlockedReason::Changed,
    })
}

/// The rules as a line of the audit trail shows them: one plain value for each field, so that a change shows only the fields
/// that differ.
async fn told(db: &mut SqliteConnection, rules: &Rules) -> Result<Value, StoreError> {
    let Rules { name, accounts, paths, excluded, trigger, mode, restraint } = rules;
    let mut names = Vec::new();
    for id in accounts {
        let name: Option<String> = fetch_optional(db, ACCOUNT_NAME, params![id]).await?;
        names.push(name.unwrap_or_else(|| format!("#{id}")));
    }
    Ok(json!({
        "name": name,
        "accounts": names,
        "paths": paths,
        "excluded": excluded,
        "trigger": trigger.record(),
        "mode": mode,
        "whole_account": restraint.whole_account,
        "reserve_account": restraint.reserve_account,
        "reserve_interface": restraint.reserve_interface,
        "a_day": restraint.a_day,
        "a_month": restraint.a_month,
        "cooldown_minutes": restraint.cooldown_minutes,
        "quiet": restraint.quiet.map(|quiet| format!("{}-{}", clock(quiet.from), clock(quiet.to))),
        "before_reset_minutes": restraint.before_reset_minutes,
    }))
}

#[async_trait]
impl Policies for SqliteStore {
    async fn add_policy(&self, rules: &Rules, by: &AuditActor, at: Timestamp) -> Result<Option<PolicyId>, StoreError> {
        let mut write = self.begin().await?;
        let id = fetch_optional(&mut write, ADD, params![rules.name, rules, at, by.actor]).await?;
        if id.is_some() {
            let act = NewAuditLine::on(AuditAction::PolicyAdded, &rules.name).after(told(&mut write, rules).await?);
            write.record(act, by, at).await?;
        }
        write.commit().await?;
        Ok(id)
    }

    async fn change_policy(
        &self,
        id: PolicyId,
        version: Option<i64>,
        change: PolicyChange,
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<ChangePolicyOutcome, StoreError> {
        let mut write = self.begin().await?;
        let Some(policy) = one(&mut write, id).await?.filter(|policy| policy.removed_at.is_none()) else {
            return Ok(ChangePolicyOutcome::NoSuchPolicy);
        };
        if version.is_some_and(|version| version != policy.version) {
            return Ok(ChangePolicyOutcome::Outdated);
        }
        let (now, name) = (at.as_millisecond(), &policy.rules.name);
        let act = match &change {
            PolicyChange::Rules(rules) if **rules == policy.rules => return Ok(ChangePolicyOutcome::Already),
            PolicyChange::Rules(rules) => {
                if fetch_one(&mut write, NAME_TAKEN, params![rules.name, id]).await? {
                    return Ok(ChangePolicyOutcome::NameTaken);
                }
                execute(&mut write, CHANGE, params![id, rules.name, **rules, now, by.actor]).await?;
                let (before, after) = (told(&mut write, &policy.rules).await?, told(&mut write, rules).await?);
                NewAuditLine::on(AuditAction::PolicyChanged, name).before(before).after(after)
            }
            PolicyChange::Paused if policy.paused => return Ok(ChangePolicyOutcome::Already),
            PolicyChange::Paused => {
                execute(&mut write, PAUSE, params![id, now, by.actor]).await?;
                NewAuditLine::on(AuditAction::PolicyPaused, name)
            }
            PolicyChange::Resumed if !policy.paused && policy.suspended_by.is_none() => {
                return Ok(ChangePolicyOutcome::Already);
            }
            PolicyChange::Resumed => {
                execute(&mut write, RESUME, params![id, now, by.actor]).await?;
                let act = NewAuditLine::on(AuditAction::PolicyResumed, name);
                match policy.suspended_by {
                    Some(clear) => act.before(json!({ "suspended_by": clear })),
                    None => act,
                }
            }
            PolicyChange::Removed => {
                execute(&mut write, REMOVE, params![id, now, by.actor]).await?;
                NewAuditLine::on(AuditAction::PolicyRemoved, name).before(told(&mut write, &policy.rules).await?)
            }
        };
        execute(&mut write, FORGET_MET, params![id]).await?;
        // A resumed policy may be suspended anew; one with other rules stays suspended, and people know.
        if matches!(change, PolicyChange::Resumed | PolicyChange::Removed) {
            execute(&mut write, FORGET_SUSPENDED, params![id]).await?;
        }
        write.commit_with(act, by, at).await?;
        Ok(ChangePolicyOutcome::Written)
    }

    async fn policies(&self) -> Result<Vec<Policy>, StoreError> {
        self.fetch_all(ALL, params![]).await
    }

    async fn policy(&self, id: PolicyId) -> Result<Option<Policy>, StoreError> {
        one(&mut *self.reader.acquire().await?, id).await
    }

    async fn decisions(&self, query: &DecisionQuery) -> Result<Vec<Decision>, StoreError> {
        let DecisionQuery { policy, account, interface, before, limit } = query;
        self.fetch_all(DECISIONS, params![policy, interface, before, (*limit).max(0), account]).await
    }

    async fn policy_status(
        &self,
        id: PolicyId,
        account: AccountId,
        now: Timestamp,
    ) -> Result<PolicyStatus, StoreError> {
        let mut read = self.reader.begin().await?;
        match one(&mut read, id).await? {
            Some(policy) => standing(&mut read, &policy, account, now).await,
            None => Ok(PolicyStatus::default()),
        }
    }

    async fn order_automatic(
        &self,
        new: NewClear,
        order: &AutomaticOrder,
        by: &AuditActor,
        at: Timestamp,
        counting: &Counting,
    ) -> Result<(Clear, bool), AutomaticError> {
        let mut write = self.begin().await?;
        match clears::made_by_key(&mut write, &new, by).await.map_err(barred)? {
            Some(EarlierOrder::Clear(clear)) => return Ok((*clear, false)),
            // Policies ask no second person.
            Some(EarlierOrder::Request) => return Err(AutomaticError::Blocked(BlockedReason::Changed)),
            None => {}
        }
        let policy = one(&mut write, order.policy).await?;
        let live = |policy: &Policy| policy.removed_at.is_none() && !policy.paused && policy.version == order.version;
        let policy = policy.filter(live).ok_or(AutomaticError::Blocked(BlockedReason::Changed))?;
        let admitted = admitted(&mut write, &policy, &new, at, counting).await?;
        let clear = clears::add(&mut write, new, None, by, at, admitted).await.map_err(barred)?;
        decide_to_clear(&mut write, &policy, &clear, order, at).await?;
        let act = clears::order_act(&mut write, AuditAction::ClearOrdered, &clear).await?;
        write.commit_with(act, by, at).await?;
        Ok((clear, true))
    }

    async fn want_actions(&self, wanted: &[WantedAction], at: Timestamp) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        for WantedAction { policy, account, interface } in wanted {
            execute(&mut write, WANT, params![policy, account, interface, at]).await?;
        }
        write.commit().await
    }

    async fn take_wanted_actions(&self, since: Timestamp) -> Result<Vec<WantedAction>, StoreError> {
        if !self.fetch_one(WANTED_WAIT, params![]).await? {
            return Ok(Vec::new());
        }
        let mut write = self.begin().await?;
        let wanted = fetch_all(&mut write, WANTED, params![since]).await?;
        execute(&mut write, FORGET_WANTED, params![]).await?;
        write.commit().await?;
        Ok(wanted)
    }

    async fn kill_switch(&self) -> Result<Option<KillSwitch>, StoreError> {
        kill_switch(&mut *self.reader.acquire().await?).await
    }

    async fn set_kill_switch(
        &self,
        stopped: bool,
        reason: Option<&str>,
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut write = self.begin().await?;
        let changed = if stopped {
            execute(&mut write, STOP, params![at, by.actor, reason]).await?
        } else {
            execute(&mut write, ALLOW, params![]).await?
        };
        if changed == 0 {
            return Ok(false);
        }
        let what = if stopped { AuditAction::ClearsStopped } else { AuditAction::ClearsAllowed };
        let act = NewAuditLine { what, subject: None, before: None, after: None, reason: reason.map(str::to_owned) };
        write.record(act, by, at).await?;
        let reason = reason.map(str::to_owned);
        let news = NoticeContent::KillSwitch { on: stopped, by: by.actor.clone(), reason };
        add_notice(&mut write, &NewNotice::of(news), at).await?;
        write.commit().await?;
        Ok(true)
    }
}
