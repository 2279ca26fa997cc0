//! Notices in SQLite: written once for each change, together with their messages in the outbox.

use std::str::FromStr;

use async_trait::async_trait;
use domain::{AccountId, AppId, CgiPath, ClearId, IncidentId, InterfaceId, NoticeId, PolicyId, Severity, UserId};
use jiff::Timestamp;
use rand::TryRng;
use rand::rngs::SysRng;
use sqlx::SqliteConnection;

use super::columns::{from_json, to_json};
use super::{SqliteStore, decisions, time, word};
use crate::StoreError;
use crate::notices::{NewNotice, Notice, NoticeQuery, Notices, StandingChange, Subject, Telling, uuid_of};

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
/// Whole notices.
macro_rules! select_notices {
    ($($end:tt)+) => {
        concat!(
            "SELECT notices.id, notices.at, notices.severity, notices.account_id, accounts.name AS account_name,
                    accounts.appid, notices.interface_id, interfaces.cgi_path, notices.policy_id, notices.incident_id,
                    notices.clear_id, notices.news
             FROM notices LEFT JOIN accounts ON accounts.id = notices.account_id
             LEFT JOIN interfaces ON interfaces.id = notices.interface_id ",
            $($end)+
        )
    };
}
const ONE: &str = select_notices!("WHERE notices.id = $1");
/// What narrows a list, beside the interface.
macro_rules! narrowed {
    () => {
        "($1 IS NULL OR notices.account_id = $1)
       AND ($3 IS NULL OR notices.event = $3)
       AND ($4 IS NULL OR instr($4, notices.severity) > 0)
       AND ($5 IS NULL OR notices.id > $5)
       AND ($6 IS NULL OR notices.id < $6)
       AND ($7 IS NULL OR notices.at >= $7)
       AND ($9 IS NULL OR notices.incident_id = $9) "
    };
}
const LIST: &str = select_notices!("WHERE $2 IS NULL AND ", narrowed!(), "ORDER BY notices.id DESC LIMIT $8");
/// By the interface's index; in one statement with the other it would not be used.
const OF_INTERFACE: &str = select_notices!(
    "WHERE notices.interface_id = $2 AND ",
    narrowed!(),
    "ORDER BY notices.at DESC, notices.id DESC LIMIT $8"
);
/// By the incident's index.
const OF_INCIDENT: &str = select_notices!(
    "WHERE notices.incident_id = $9 AND ($2 IS NULL OR notices.interface_id = $2) AND ",
    narrowed!(),
    "ORDER BY notices.id DESC LIMIT $8"
);
const READ_UP_TO: &str = "SELECT up_to FROM notices_read WHERE user_id = $1";
const UNREAD: &str = "SELECT COUNT(*) FROM (SELECT 1 FROM notices WHERE id > $1 LIMIT $2)";
/// No further than there are notices: what is still to come is not read.
const READ: &str =
    "INSERT INTO notices_read (user_id, up_to) SELECT $1, MIN($2, COALESCE(MAX(id), 0)) FROM notices WHERE true
     ON CONFLICT (user_id) DO UPDATE SET up_to = MAX(up_to, excluded.up_to)";

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    at: i64,
    severity: String,
    account_id: Option<i64>,
    account_name: Option<String>,
    appid: Option<String>,
    interface_id: Option<i64>,
    cgi_path: Option<String>,
    policy_id: Option<i64>,
    incident_id: Option<i64>,
    clear_id: Option<i64>,
    news: String,
}

impl TryFrom<Row> for Notice {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let account = match (row.account_id, row.account_name, row.appid) {
            (Some(id), Some(name), Some(appid)) => Some((AccountId(id), name, word::<AppId>(&appid)?)),
            _ => None,
        };
        Ok(Self {
            id: NoticeId(row.id),
            at: time(row.at)?,
            news: from_json(&row.news)?,
            severity: word(&row.severity)?,
            account,
            interface: row.interface_id.map(InterfaceId).zip(row.cgi_path.map(CgiPath::from_stored)),
            policy: row.policy_id.map(PolicyId),
            incident: row.incident_id.map(IncidentId),
            clear: row.clear_id.map(ClearId),
        })
    }
}

/// Writes a notice, with a message for each channel that takes it; `write` is a transaction.
pub(super) async fn add(write: &mut SqliteConnection, new: &NewNotice, at: Timestamp) -> Result<NoticeId, StoreError> {
    let id = add_here(write, new, at).await?;
    let severity = new.news.severity();
    let takers: Vec<(i64, String)> = sqlx::query_as(TAKERS).fetch_all(&mut *write).await?;
    for (channel, from) in takers {
        if severity >= word::<Severity>(&from)? {
            let query = sqlx::query(DELIVER).bind(uuid()?).bind(channel).bind(id.0);
            query.bind(at.as_millisecond()).execute(&mut *write).await?;
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
    let id = sqlx::query_scalar(ADD)
        .bind(at.as_millisecond())
        .bind(new.news.event().word())
        .bind(new.news.severity().word())
        .bind(new.account.map(|id| id.0))
        .bind(new.interface.map(|id| id.0))
        .bind(new.policy.map(|id| id.0))
        .bind(new.incident.map(|id| id.0))
        .bind(new.clear.map(|id| id.0))
        .bind(to_json(&new.news)?)
        .fetch_one(&mut *write)
        .await?;
    Ok(NoticeId(id))
}

/// A new id of a message.
fn uuid() -> Result<String, StoreError> {
    let mut bytes = [0_u8; 16];
    SysRng.try_fill_bytes(&mut bytes).map_err(|error| StoreError::Database(error.to_string()))?;
    Ok(uuid_of(bytes))
}

/// Makes a change, unless what is known is not what it starts from; whether it was made.
pub(super) async fn change_standing(
    write: &mut SqliteConnection,
    change: &StandingChange,
    account: Option<AccountId>,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let subject = change.subject.to_string();
    let known: Option<String> = sqlx::query_scalar(STANDING).bind(&subject).fetch_optional(&mut *write).await?;
    if known != change.from || change.from == change.to {
        return Ok(false);
    }
    match &change.to {
        Some(level) => {
            let query = sqlx::query(SET_STANDING).bind(&subject).bind(account.map(|id| id.0)).bind(level);
            query.bind(at.as_millisecond()).execute(write).await?;
        }
        None => {
            sqlx::query(END_STANDING).bind(&subject).execute(write).await?;
        }
    }
    Ok(true)
}

/// Whose a subject is, by itself or by what is told of it; `None` of a policy or a channel as a whole.
fn account_of(subject: Subject, telling: &Telling) -> Option<AccountId> {
    match subject {
        Subject::Readings(account) => Some(account),
        Subject::Usage(_) | Subject::Met(..) => {
            let of_notice = telling.notice.as_ref().and_then(|notice| notice.account);
            of_notice.or(telling.decision.map(|decision| decision.account))
        }
        Subject::Suspended(_) | Subject::Channel(_) => None,
    }
}

/// The severities from one on, as text in which they are looked for.
fn from_severity_on(severity: Severity) -> String {
    Severity::ALL.into_iter().filter(|other| *other >= severity).map(Severity::word).collect::<Vec<_>>().join(" ")
}

/// Writes one change, decision and notice, or nothing where that is known.
async fn tell(write: &mut SqliteConnection, telling: &Telling, at: Timestamp) -> Result<Option<NoticeId>, StoreError> {
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
        let rows: Vec<(String, String)> = sqlx::query_as(STANDINGS).bind(account.0).fetch_all(&self.reader).await?;
        let standing = |(subject, level): (String, String)| {
            Ok((Subject::from_str(&subject).map_err(StoreError::Inconsistent)?, level))
        };
        rows.into_iter().map(standing).collect()
    }

    async fn tell_all(&self, tellings: &[Telling], at: Timestamp) -> Result<Vec<NoticeId>, StoreError> {
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
        let rows: Vec<Row> = sqlx::query_as(statement)
            .bind(query.account.map(|id| id.0))
            .bind(query.interface.map(|id| id.0))
            .bind(query.event.map(domain::Event::word))
            .bind(query.severity.map(from_severity_on))
            .bind(query.after.map(|id| id.0))
            .bind(query.before.map(|id| id.0))
            .bind(query.since.map(Timestamp::as_millisecond))
            .bind(query.limit.max(0))
            .bind(query.incident.map(|id| id.0))
            .fetch_all(&self.reader)
            .await?;
        rows.into_iter().map(Notice::try_from).collect()
    }

    async fn notice(&self, id: NoticeId) -> Result<Option<Notice>, StoreError> {
        let row: Option<Row> = sqlx::query_as(ONE).bind(id.0).fetch_optional(&self.reader).await?;
        row.map(Notice::try_from).transpose()
    }

    async fn unread_notices(&self, user: UserId, most: i64) -> Result<(NoticeId, i64), StoreError> {
        let up_to: Option<i64> = sqlx::query_scalar(READ_UP_TO).bind(user.0).fetch_optional(&self.reader).await?;
        let up_to = up_to.unwrap_or_default();
        let count = sqlx::query_scalar(UNREAD).bind(up_to).bind(most.max(0)).fetch_one(&self.reader).await?;
        Ok((NoticeId(up_to), count))
    }

    async fn read_notices(&self, user: UserId, up_to: NoticeId) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        sqlx::query(READ).bind(user.0).bind(up_to.0).execute(&mut *write).await?;
        Ok(write.commit().await?)
    }
}
