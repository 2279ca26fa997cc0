//! Policies in SQLite.

use async_trait::async_trait;
use domain::audit::What;
use domain::clears::{Barrier, Insistence};
use domain::policies::{Attempt, Facts, Rules, Verdict, Withheld, clock, restrain};
use domain::{AccountId, CgiPath, ClearId, ClearState, Figures, InterfaceId, News, PolicyId};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use sqlx::SqliteConnection;

use super::clears::{self, IntendedAlready};
use super::columns::{from_json, to_json};
use super::decisions::DECIDE;
use super::notices::add as add_notice;
use super::{SqliteStore, audit, maybe_time, time, word};
use crate::clears::{Clear, Counting, IntendError, NewClear};
use crate::notices::NewNotice;
use crate::policies::{
    AutomaticError, AutomaticOrder, Decision, DecisionQuery, KillSwitch, Policies, Policy, PolicyChange, PolicyChanged,
    PolicyStanding, scope_of,
};
use crate::{Act, By, StoreError};

const ADD: &str = "INSERT INTO policies (name, rules, made_at, made_by, changed_at, changed_by, resumed_at)
     VALUES ($1, $2, $3, $4, $3, $4, $3)
     ON CONFLICT (name) WHERE removed_at IS NULL DO NOTHING RETURNING id";
/// Whole policies. What suspends one is that a clear comes into a state, not that a later look leaves it there.
macro_rules! select_policies {
    ($end:literal) => {
        concat!(
            "SELECT id, rules, paused, made_at, made_by, version, changed_at, changed_by, resumed_at, removed_at,
                    (SELECT MAX(decisions.clear_id) FROM policy_decisions AS decisions
                     JOIN clear_events ON clear_events.clear_id = decisions.clear_id
                     WHERE decisions.policy_id = policies.id AND decisions.clear_id IS NOT NULL
                       AND clear_events.state IN ('unknown', 'ineffective')
                       AND clear_events.actor IS NULL AND clear_events.id > policies.resumed_after
                       AND NOT EXISTS (SELECT 1 FROM clear_events AS earlier
                                       WHERE earlier.clear_id = clear_events.clear_id AND earlier.id < clear_events.id
                                         AND earlier.state = clear_events.state)) AS suspended_by
             FROM policies ",
            $end
        )
    };
}
const ALL: &str = select_policies!("WHERE removed_at IS NULL ORDER BY name");
const ONE: &str = select_policies!("WHERE id = $1");
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
/// Whether what it waits for has come; other rules wait for other things.
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
const ACCOUNT_NAME: &str = "SELECT name FROM accounts WHERE id = $1";
const KILL_SWITCH: &str = "SELECT stopped_at, stopped_by, reason FROM kill_switch";
const STOP: &str = "INSERT INTO kill_switch (id, stopped_at, stopped_by, reason) VALUES (1, $1, $2, $3)
     ON CONFLICT (id) DO NOTHING";
const ALLOW: &str = "DELETE FROM kill_switch";

/// How far back attempts are looked at: a whole month, and the longest cooldown.
const ATTEMPTS_SINCE: SignedDuration = SignedDuration::from_hours(24 * 62);

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    rules: String,
    paused: bool,
    made_at: i64,
    made_by: String,
    version: i64,
    changed_at: i64,
    changed_by: String,
    resumed_at: i64,
    removed_at: Option<i64>,
    suspended_by: Option<i64>,
}

impl TryFrom<Row> for Policy {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: PolicyId(row.id),
            rules: from_json(&row.rules)?,
            paused: row.paused,
            made_at: time(row.made_at)?,
            made_by: row.made_by,
            version: row.version,
            changed_at: time(row.changed_at)?,
            changed_by: row.changed_by,
            resumed_at: time(row.resumed_at)?,
            suspended_by: row.suspended_by.map(ClearId),
            removed_at: maybe_time(row.removed_at)?,
        })
    }
}

#[derive(sqlx::FromRow)]
struct DecisionRow {
    id: i64,
    policy_id: i64,
    policy_name: String,
    account_id: i64,
    account_name: String,
    interface_id: i64,
    cgi_path: String,
    at: i64,
    last_at: i64,
    count: i64,
    verdict: String,
    figures: Option<String>,
}

impl TryFrom<DecisionRow> for Decision {
    type Error = StoreError;

    fn try_from(row: DecisionRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.id,
            policy: PolicyId(row.policy_id),
            policy_name: row.policy_name,
            account: AccountId(row.account_id),
            account_name: row.account_name,
            interface: InterfaceId(row.interface_id),
            cgi_path: CgiPath::from_stored(row.cgi_path),
            at: time(row.at)?,
            last_at: time(row.last_at)?,
            count: row.count,
            verdict: from_json(&row.verdict)?,
            figures: row.figures.as_deref().map(from_json).transpose()?,
        })
    }
}

async fn one(db: &mut SqliteConnection, id: PolicyId) -> Result<Option<Policy>, StoreError> {
    let row: Option<Row> = sqlx::query_as(ONE).bind(id.0).fetch_optional(db).await?;
    row.map(Policy::try_from).transpose()
}

/// Writes down that a clear was ordered, and tells people.
async fn decide_to_clear(
    write: &mut SqliteConnection,
    policy: &Policy,
    clear: &Clear,
    order: &AutomaticOrder,
    at: Timestamp,
) -> Result<(), StoreError> {
    let whole_account = clear.interface.is_none();
    let verdict = Verdict::Clears { clear: clear.id, whole_account };
    sqlx::query(DECIDE)
        .bind(policy.id.0)
        .bind(clear.account_id.0)
        .bind(order.interface.0)
        .bind(at.as_millisecond())
        .bind(verdict.word())
        .bind(to_json(&verdict)?)
        .bind(to_json::<Figures>(&order.figures)?)
        .bind(clear.id.0)
        .execute(&mut *write)
        .await?;
    let news = News::PolicyClears { policy: policy.rules.name.clone(), clear: clear.id, whole_account };
    let notice = NewNotice::of(news).on(clear.account_id, Some(order.interface)).by(policy.id);
    add_notice(write, &NewNotice { clear: Some(clear.id), incident: order.incident, ..notice }, at).await?;
    Ok(())
}

async fn kill_switch(db: &mut SqliteConnection) -> Result<Option<KillSwitch>, StoreError> {
    let row: Option<(i64, String, Option<String>)> = sqlx::query_as(KILL_SWITCH).fetch_optional(db).await?;
    let Some((stopped_at, stopped_by, reason)) = row else { return Ok(None) };
    Ok(Some(KillSwitch { stopped_at: time(stopped_at)?, stopped_by, reason }))
}

async fn standing(
    db: &mut SqliteConnection,
    policy: &Policy,
    account: AccountId,
    now: Timestamp,
) -> Result<PolicyStanding, StoreError> {
    let query = sqlx::query_as(ATTEMPTS).bind(policy.id.0).bind(account.0);
    let rows: Vec<(i64, String)> = query.bind((now - ATTEMPTS_SINCE).as_millisecond()).fetch_all(&mut *db).await?;
    let attempt = |(at, state): (i64, String)| {
        let state: ClearState = word(&state)?;
        let counts = !matches!(state, ClearState::Refused | ClearState::Failed);
        Ok(Attempt { at: time(at)?, counts })
    };
    let attempts = rows.into_iter().map(attempt).collect::<Result<_, StoreError>>()?;
    let kill_switch = kill_switch(db).await?.is_some();
    Ok(PolicyStanding { kill_switch, suspended_by: policy.suspended_by, attempts })
}

/// What an automatic clear is withheld for, by what the database says now.
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
    restrain(&policy.rules.restraint, &facts, scope, &budget).map_err(AutomaticError::Withheld)?;
    // What it may is said in its rules; it never goes on against what stands in the way.
    let insistence = Insistence { overriding: false, name_typed: true, agreed: true };
    clears::admitted(write, new.account, new.interface, insistence, at, counting).await.map_err(barred)
}

fn barred(error: IntendError) -> AutomaticError {
    AutomaticError::Withheld(match error {
        IntendError::Store(error) => return error.into(),
        IntendError::NoSuchAccount => Withheld::NotClearable,
        IntendError::Barred(Barrier::Open { id, .. }, _) => Withheld::Open { clear: id },
        IntendError::Barred(_, budget) => Withheld::Reserve { left: budget.left, reserve: 0 },
        IntendError::KeyReused(_) => Withheld::Changed,
    })
}

/// The rules as the audit trail has them: one plain value a field, so that a change tells only what is another.
async fn told(db: &mut SqliteConnection, rules: &Rules) -> Result<Value, StoreError> {
    let Rules { name, accounts, paths, excluded, trigger, mode, restraint } = rules;
    let mut names = Vec::new();
    for id in accounts {
        let name: Option<String> = sqlx::query_scalar(ACCOUNT_NAME).bind(id.0).fetch_optional(&mut *db).await?;
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
    async fn add_policy(&self, rules: &Rules, by: &By, at: Timestamp) -> Result<Option<PolicyId>, StoreError> {
        let mut write = self.begin().await?;
        let id: Option<i64> = sqlx::query_scalar(ADD)
            .bind(&rules.name)
            .bind(to_json(rules)?)
            .bind(at.as_millisecond())
            .bind(&by.actor)
            .fetch_optional(&mut *write)
            .await?;
        if id.is_some() {
            let act = Act::on(What::PolicyAdded, &rules.name).after(told(&mut write, rules).await?);
            audit::record(&mut write, &self.key, act, by, at).await?;
        }
        write.commit().await?;
        Ok(id.map(PolicyId))
    }

    async fn change_policy(
        &self,
        id: PolicyId,
        version: Option<i64>,
        change: PolicyChange,
        by: &By,
        at: Timestamp,
    ) -> Result<PolicyChanged, StoreError> {
        let mut write = self.begin().await?;
        let Some(policy) = one(&mut write, id).await?.filter(|policy| policy.removed_at.is_none()) else {
            return Ok(PolicyChanged::NoSuchPolicy);
        };
        if version.is_some_and(|version| version != policy.version) {
            return Ok(PolicyChanged::Outdated);
        }
        let (now, name) = (at.as_millisecond(), &policy.rules.name);
        let act = match &change {
            PolicyChange::Rules(rules) if **rules == policy.rules => return Ok(PolicyChanged::Already),
            PolicyChange::Rules(rules) => {
                let query = sqlx::query_scalar(NAME_TAKEN).bind(&rules.name).bind(id.0);
                if query.fetch_one(&mut *write).await? {
                    return Ok(PolicyChanged::NameTaken);
                }
                let query = sqlx::query(CHANGE).bind(id.0).bind(&rules.name).bind(to_json(&**rules)?);
                query.bind(now).bind(&by.actor).execute(&mut *write).await?;
                let (before, after) = (told(&mut write, &policy.rules).await?, told(&mut write, rules).await?);
                Act::on(What::PolicyChanged, name).before(before).after(after)
            }
            PolicyChange::Paused if policy.paused => return Ok(PolicyChanged::Already),
            PolicyChange::Paused => {
                sqlx::query(PAUSE).bind(id.0).bind(now).bind(&by.actor).execute(&mut *write).await?;
                Act::on(What::PolicyPaused, name)
            }
            PolicyChange::Resumed if !policy.paused && policy.suspended_by.is_none() => {
                return Ok(PolicyChanged::Already);
            }
            PolicyChange::Resumed => {
                sqlx::query(RESUME).bind(id.0).bind(now).bind(&by.actor).execute(&mut *write).await?;
                let act = Act::on(What::PolicyResumed, name);
                match policy.suspended_by {
                    Some(clear) => act.before(json!({ "suspended_by": clear })),
                    None => act,
                }
            }
            PolicyChange::Removed => {
                sqlx::query(REMOVE).bind(id.0).bind(now).bind(&by.actor).execute(&mut *write).await?;
                Act::on(What::PolicyRemoved, name).before(told(&mut write, &policy.rules).await?)
            }
        };
        sqlx::query(FORGET_MET).bind(id.0).execute(&mut *write).await?;
        // A resumed policy may be suspended anew; one with other rules stays suspended, and people know.
        if matches!(change, PolicyChange::Resumed | PolicyChange::Removed) {
            sqlx::query(FORGET_SUSPENDED).bind(id.0).execute(&mut *write).await?;
        }
        audit::record(&mut write, &self.key, act, by, at).await?;
        write.commit().await?;
        Ok(PolicyChanged::Written)
    }

    async fn policies(&self) -> Result<Vec<Policy>, StoreError> {
        let rows: Vec<Row> = sqlx::query_as(ALL).fetch_all(&self.reader).await?;
        rows.into_iter().map(Policy::try_from).collect()
    }

    async fn policy(&self, id: PolicyId) -> Result<Option<Policy>, StoreError> {
        one(&mut *self.reader.acquire().await?, id).await
    }

    async fn decisions(&self, query: &DecisionQuery) -> Result<Vec<Decision>, StoreError> {
        let rows: Vec<DecisionRow> = sqlx::query_as(DECISIONS)
            .bind(query.policy.map(|id| id.0))
            .bind(query.interface.map(|id: InterfaceId| id.0))
            .bind(query.before)
            .bind(query.limit.max(0))
            .bind(query.account.map(|id| id.0))
            .fetch_all(&self.reader)
            .await?;
        rows.into_iter().map(Decision::try_from).collect()
    }

    async fn policy_standing(
        &self,
        id: PolicyId,
        account: AccountId,
        now: Timestamp,
    ) -> Result<PolicyStanding, StoreError> {
        let mut read = self.reader.begin().await?;
        match one(&mut read, id).await? {
            Some(policy) => standing(&mut read, &policy, account, now).await,
            None => Ok(PolicyStanding::default()),
        }
    }

    async fn intend_automatic(
        &self,
        new: NewClear,
        order: &AutomaticOrder,
        by: &By,
        at: Timestamp,
        counting: &Counting,
    ) -> Result<(Clear, bool), AutomaticError> {
        let mut write = self.begin().await?;
        match clears::made_by_key(&mut write, &new, by).await.map_err(barred)? {
            Some(IntendedAlready::Clear(clear)) => return Ok((*clear, false)),
            // Policies ask no second person.
            Some(IntendedAlready::Request) => return Err(AutomaticError::Withheld(Withheld::Changed)),
            None => {}
        }
        let policy = one(&mut write, order.policy).await?;
        let live = |policy: &Policy| policy.removed_at.is_none() && !policy.paused && policy.version == order.version;
        let policy = policy.filter(live).ok_or(AutomaticError::Withheld(Withheld::Changed))?;
        let admitted = admitted(&mut write, &policy, &new, at, counting).await?;
        let clear = clears::add(&mut write, new, None, by, at, admitted).await.map_err(barred)?;
        decide_to_clear(&mut write, &policy, &clear, order, at).await?;
        let act = clears::order_act(&mut write, What::ClearOrdered, &clear).await?;
        audit::record(&mut write, &self.key, act, by, at).await?;
        write.commit().await.map_err(StoreError::from)?;
        Ok((clear, true))
    }

    async fn kill_switch(&self) -> Result<Option<KillSwitch>, StoreError> {
        kill_switch(&mut *self.reader.acquire().await?).await
    }

    async fn set_kill_switch(
        &self,
        stopped: bool,
        reason: Option<&str>,
        by: &By,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut write = self.begin().await?;
        let query = if stopped {
            sqlx::query(STOP).bind(at.as_millisecond()).bind(&by.actor).bind(reason)
        } else {
            sqlx::query(ALLOW)
        };
        if query.execute(&mut *write).await?.rows_affected() == 0 {
            return Ok(false);
        }
        let what = if stopped { What::ClearsStopped } else { What::ClearsAllowed };
        let act = Act { what, subject: None, before: None, after: None, reason: reason.map(str::to_owned) };
        audit::record(&mut write, &self.key, act, by, at).await?;
        let reason = reason.map(str::to_owned);
        let news = News::KillSwitch { on: stopped, by: by.actor.clone(), reason };
        add_notice(&mut write, &NewNotice::of(news), at).await?;
        write.commit().await?;
        Ok(true)
    }
}
