//! Notices in SQLite: written once for each change, together with their messages in the outbox.

use std::str::FromStr;

use async_trait::async_trait;
use constcat::concat;
use domain::audit::AuditAction;
use domain::{AccountId, AppId, NoticeId, Severity, UserId};
use jiff::Timestamp;
use rand::TryRng;
use rand::rngs::SysRng;
use serde_json::json;
use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteRow;

use super::{SqliteStore, accounts, decisions};
use crate::channels::ChannelId;
use crate::notices::{
    Acknowledgement, Announcement, NewNotice, Notice, NoticeQuery, Notices, StateChange, Subject, uuid_of,
};
use crate::sqlite::query::{column, execute, fetch_all, fetch_one, fetch_optional, from_row, interface, params};
use crate::{AuditActor, NewAuditLine, StoreError};

const STANDINGS: &str = "SELECT subject, level FROM standings WHERE account_id = $1 OR account_id IS NULL";
const STANDING: &str = "SELECT level FROM standings WHERE subject = $1";
const SET_STANDING: &str = "INSERT INTO standings (subject, account_id, level, since) VALUES ($1, $2, $3, $4)
     ON CONFLICT (subject) DO UPDATE SET level = excluded.level, since = excluded.since";
const END_STANDING: &str = "DELETE FROM standings WHERE subject = $1";
const ADD: &str =
    "INSERT INTO notices (at, event, severity, account_id, interface_id, policy_id, incident_id, clear_id, news)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id";
/// Which channels take a notice: severities are compared by their places in the order of [`Severity::ALL`].
const TAKERS: &str = "SELECT id, severity FROM channels WHERE removed_at IS NULL ORDER BY id";
const DELIVER: &str = "INSERT INTO deliveries (uuid, channel_id, notice_id, state, made_at, due_at)
     VALUES ($1, $2, $3, 'waiting', $4, $4)";
/// The beginning of a query for the columns of a [`Notice`]; a condition or an order follows.
const SELECT: &str =
    "SELECT notices.id, notices.at, notices.severity, notices.account_id, accounts.name AS account_name,
            accounts.appid, notices.interface_id, interfaces.cgi_path, notices.policy_id, notices.incident_id,
            notices.clear_id, notices.news, notices.acknowledged_at, notices.acknowledged_by
     FROM notices LEFT JOIN accounts ON accounts.id = notices.account_id
     LEFT JOIN interfaces ON interfaces.id = notices.interface_id ";
const ONE: &str = concat!(SELECT, "WHERE notices.id = $1");
/// The filters of a list that all queries share, all but the one for an interface.
const NARROWED: &str = "($1 IS NULL OR notices.account_id = $1)
       AND ($3 IS NULL OR notices.event = $3)
       AND ($4 IS NULL OR instr($4, notices.severity) > 0)
       AND ($5 IS NULL OR notices.id > $5)
       AND ($6 IS NULL OR notices.id < $6)
       AND ($7 IS NULL OR notices.at >= $7)
       AND ($9 IS NULL OR notices.incident_id = $9)
       AND ($10 IS NULL OR (notices.acknowledged_at IS NOT NULL) = $10)
       AND ($11 IS NULL OR notices.account_id IN (SELECT account_id FROM group_members WHERE group_id = $11)) ";
const LIST: &str = concat!(SELECT, "WHERE $2 IS NULL AND ", NARROWED, "ORDER BY notices.id DESC LIMIT $8");
/// A list for one interface, which uses the index of interfaces; a statement for both kinds of lists would not.
const OF_INTERFACE: &str = concat!(
    SELECT,
    "WHERE notices.interface_id = $2 AND ",
    NARROWED,
    "ORDER BY notices.at DESC, notices.id DESC LIMIT $8"
);
/// A list for one incident, which uses the index of incidents.
const OF_INCIDENT: &str = concat!(
    SELECT,
    "WHERE notices.incident_id = $9 AND ($2 IS NULL OR notices.interface_id = $2) AND ",
    NARROWED,
    "ORDER BY notices.id DESC LIMIT $8"
);
const ACKNOWLEDGE: &str = "UPDATE notices SET acknowledged_at = $2, acknowledged_by = $3
     WHERE id = $1 AND acknowledged_at IS NULL";
const READ_UP_TO: &str = "SELECT up_to FROM notices_read WHERE user_id = $1";
const UNREAD: &str = "SELECT COUNT(*) FROM (SELECT 1 FROM notices WHERE id > $1 LIMIT $2)";
/// No further than there are notices: what is still to come is not read.
const READ: &str =
    "INSERT INTO notices_read (user_id, up_to) SELECT $1, MIN($2, COALESCE(MAX(id), 0)) FROM notices WHERE true
     ON CONFLICT (user_id) DO UPDATE SET up_to = MAX(up_to, excluded.up_to)";

from_row! { Notice {
    id, at, news, severity, account = account, interface = interface, policy: policy_id, incident: incident_id,
    clear: clear_id, acknowledged = acknowledged,
} }

/// The acknowledgement of a notice.
fn acknowledged(row: &SqliteRow) -> Result<Option<Acknowledgement>, StoreError> {
    let (at, by): (Option<Timestamp>, Option<String>) =
        (column(row, "acknowledged_at")?, column(row, "acknowledged_by")?);
    Ok(at.zip(by).map(|(at, by)| Acknowledgement { at, by }))
}

/// The account of a notice, its name and its appid.
fn account(row: &SqliteRow) -> Result<Option<(AccountId, String, AppId)>, StoreError> {
    let id: Option<AccountId> = column(row, "account_id")?;
    let (name, appid): (Option<String>, Option<AppId>) = (column(row, "account_name")?, column(row, "appid")?);
    Ok(id.zip(name).zip(appid).map(|((id, name), appid)| (id, name, appid)))
}

/// Writes a notice, with a message for each channel that takes it; `write` is a transaction.
pub(super) async fn add(write: &mut SqliteConnection, new: &NewNotice, at: Timestamp) -> Result<NoticeId, StoreError> {
    let id = add_here(write, new, at).await?;
    let severity = new.news.severity();
    let takers: Vec<(ChannelId, Severity)> = fetch_all(write, TAKERS, params![]).await?;
    for (channel, from) in takers {
        if severity >= from {
            execute(write, DELIVER, params![uuid()?, channel, id, at]).await?;
        }
    }
    Ok(id)
}

/// Writes a notice that goes out through no channel.
pub(super) async fn add_here(
    write: &mut SqliteConnection,
    new: &NewNotice,
    at: Timestamp,
) -> Result<NoticeId, StoreError> {
    let NewNotice { news, account, interface, policy, incident, clear } = new;
    let (event, severity) = (news.event(), news.severity());
    fetch_one(write, ADD, params![at, event, severity, account, interface, policy, incident, clear, news]).await
}

/// A random UUID for a message.
fn uuid() -> Result<String, StoreError> {
    let mut bytes = [0_u8; 16];
    SysRng.try_fill_bytes(&mut bytes).map_err(|error| StoreError::Database(error.to_string()))?;
    Ok(uuid_of(bytes))
}

/// Applies a change of state, unless the stored state is not the one before. True where it was applied.
pub(super) async fn change_standing(
    write: &mut SqliteConnection,
    change: &StateChange,
    account: Option<AccountId>,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let subject = change.subject.to_string();
    let known: Option<String> = fetch_optional(write, STANDING, params![subject]).await?;
    if known != change.from || change.from == change.to {
        return Ok(false);
    }
    match &change.to {
        Some(level) => execute(write, SET_STANDING, params![subject, account, level, at]).await?,
        None => execute(write, END_STANDING, params![subject]).await?,
    };
    Ok(true)
}

/// The account of a subject, by the subject or by its notice or decision; `None` for a policy or a channel as a whole.
fn account_of(subject: Subject, telling: &Announcement) -> Option<AccountId> {
    match subject {
        Subject::Readings(account) => Some(account),
        Subject::Usage(_) | Subject::Met(..) => {
            let of_notice = telling.notice.as_ref().and_then(|notice| notice.account);
            of_notice.or(telling.decision.map(|decision| decision.account))
        }
        Subject::Suspended(_) | Subject::Channel(_) => None,
    }
}

/// The words of all severities from one on, separated by spaces.
fn from_severity_on(severity: Severity) -> String {
    Severity::ALL.into_iter().filter(|other| *other >= severity).map(Severity::word).collect::<Vec<_>>().join(" ")
}

/// Stores one change, decision and notice; nothing where the change does not apply.
async fn tell(
    write: &mut SqliteConnection,
    telling: &Announcement,
    at: Timestamp,
) -> Result<Option<NoticeId>, StoreError> {
    if let Some(standing) = &telling.change
        && !change_standing(write, standing, account_of(standing.subject, telling), at).await?
    {
        return Ok(None);
    }
    let is_new = match &telling.decision {
        Some(decision) => decisions::decide(write, decision, at).await?,
        None => true,
    };
    match &telling.notice {
        Some(notice) if is_new => add(write, notice, at).await.map(Some),
        _ => Ok(None),
    }
}

#[async_trait]
impl Notices for SqliteStore {
    async fn standings(&self, account: AccountId) -> Result<Vec<(Subject, String)>, StoreError> {
        let rows: Vec<(String, String)> = self.fetch_all(STANDINGS, params![account]).await?;
        let standing = |(subject, level): (String, String)| {
            Ok((Subject::from_str(&subject).map_err(StoreError::Inconsistent)?, level))
        };
        rows.into_iter().map(standing).collect()
    }

    async fn announce(&self, tellings: &[Announcement], at: Timestamp) -> Result<Vec<NoticeId>, StoreError> {
        let mut told = Vec::new();
        if tellings.is_empty() {
            return Ok(told);
        }
        let mut write = self.begin().await?;
        for telling in tellings {
            told.extend(tell(&mut write, telling, at).await?);
        }
        write.commit().await?;
        Ok(told)
    }

    async fn notices(&self, query: &NoticeQuery) -> Result<Vec<Notice>, StoreError> {
        let statement = match query {
            NoticeQuery { incident: Some(_), .. } => OF_INCIDENT,
            NoticeQuery { interface: Some(_), .. } => OF_INTERFACE,
            _ => LIST,
        };
        let NoticeQuery { account, group, interface, incident, event, severity, .. } = query;
        let NoticeQuery { acknowledged, after, before, since, limit, .. } = query;
        let (severities, limit) = (severity.map(from_severity_on), (*limit).max(0));
        let params =
            params![account, interface, event, severities, after, before, since, limit, incident, acknowledged, group];
        self.fetch_all(statement, params).await
    }

    async fn notice(&self, id: NoticeId) -> Result<Option<Notice>, StoreError> {
        self.fetch_optional(ONE, params![id]).await
    }

    async fn acknowledge_notice(
        &self,
        id: NoticeId,
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<Option<bool>, StoreError> {
        let mut write = self.begin().await?;
        let found: Option<Notice> = fetch_optional(&mut write, ONE, params![id]).await?;
        let Some(notice) = found else { return Ok(None) };
        if notice.acknowledged.is_some() {
            return Ok(Some(false));
        }
        execute(&mut write, ACKNOWLEDGE, params![id, at, by.actor]).await?;
        let subject = match &notice.account {
            Some((account, ..)) => Some(accounts::subject_of(&mut write, *account).await?),
            None => None,
        };
        let after = Some(json!({ "notice": id, "event": notice.news.event().word() }));
        let what = AuditAction::NoticeAcknowledged;
        write.commit_with(NewAuditLine { what, subject, before: None, after, reason: None }, by, at).await?;
        Ok(Some(true))
    }

    async fn unread_notices(&self, user: UserId, most: i64) -> Result<(NoticeId, i64), StoreError> {
        let up_to: Option<NoticeId> = self.fetch_optional(READ_UP_TO, params![user]).await?;
        let up_to = up_to.unwrap_or(NoticeId(0));
        Ok((up_to, self.fetch_one(UNREAD, params![up_to, most.max(0)]).await?))
    }

    async fn read_notices(&self, user: UserId, up_to: NoticeId) -> Result<(), StoreError> {
        self.execute(READ, params![user, up_to]).await.map(drop)
    }
}
