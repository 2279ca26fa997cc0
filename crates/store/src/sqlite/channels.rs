//! Channels and their outbox, in SQLite.

use async_trait::async_trait;
use domain::audit::What;
use domain::{News, NoticeId};
use jiff::Timestamp;
use secrecy::SecretString;
use serde_json::{Value, json};
use sqlx::SqliteConnection;

use super::notices::{add_here, change_standing};
use super::secrets::{opened_at, sealed_at};
use super::{SqliteStore, audit, maybe_time, time, word};
use crate::channels::{
    AllowedHost, Channel, ChannelChange, ChannelChanged, ChannelId, ChannelUrl, Channels, Delivery, DeliveryAttempt,
    DeliveryEnd, DeliveryState, NewChannel,
};
use crate::notices::{NewNotice, StandingChange, Subject};
use crate::seal::Place;
use crate::{Act, By, StoreError};

const ADD: &str = "INSERT INTO channels (name, sealed_url, sealed_secret, masked_url, host, severity, made_at, made_by)
     VALUES ($1, x'', x'', $2, $3, $4, $5, $6)
     ON CONFLICT (name) WHERE removed_at IS NULL DO NOTHING RETURNING id";
const NAME_TAKEN: &str = "SELECT EXISTS (SELECT 1 FROM channels WHERE name = $1 AND removed_at IS NULL AND id <> $2)";
const SET_URL: &str = "UPDATE channels SET sealed_url = $2, masked_url = $3, host = $4 WHERE id = $1";
const SET_SECRET: &str = "UPDATE channels SET sealed_secret = $2 WHERE id = $1";
const SET: &str = "UPDATE channels SET name = $2, severity = $3, paused = $4 WHERE id = $1";
const REMOVE: &str = "UPDATE channels SET removed_at = $2, sealed_url = x'', sealed_secret = x'' WHERE id = $1";
const GIVE_UP: &str = "UPDATE deliveries SET state = 'dead', due_at = NULL, ended_at = $2
     WHERE channel_id = $1 AND state = 'waiting'";
/// Whole channels that are not removed.
macro_rules! select_channels {
    ($end:literal) => {
        concat!(
            "SELECT id, name, masked_url, host, severity, paused, made_at, made_by,
                    (SELECT COUNT(*) FROM deliveries WHERE channel_id = channels.id AND state = 'waiting') AS waiting,
                    (SELECT COUNT(*) FROM deliveries WHERE channel_id = channels.id AND state = 'dead') AS dead
             FROM channels WHERE removed_at IS NULL ",
            $end
        )
    };
}
const ALL: &str = select_channels!("ORDER BY name");
const ONE: &str = select_channels!("AND id = $1");
const SECRETS: &str = "SELECT sealed_url, sealed_secret FROM channels WHERE id = $1 AND removed_at IS NULL";
const DUE: &str = "SELECT id, uuid, channel_id, notice_id, state, tries, made_at, due_at, ended_at FROM
         (SELECT deliveries.*, ROW_NUMBER() OVER (PARTITION BY channel_id ORDER BY due_at, deliveries.id) AS place
          FROM deliveries JOIN channels ON channels.id = channel_id
          WHERE state = 'waiting' AND due_at <= $1 AND channels.paused = 0)
     WHERE place <= $2 ORDER BY due_at, id";
const ATTEMPT: &str = "INSERT INTO delivery_attempts (channel_id, delivery_id, at, took_ms, delivered, outcome) VALUES ($1, $2, $3, $4, $5, $6)";
const SENT: &str = "UPDATE deliveries SET state = $2, tries = tries + 1, due_at = $3, ended_at = $4
     WHERE id = $1 AND state = 'waiting'";
const RESEND: &str = "UPDATE deliveries SET state = 'waiting', tries = 0, due_at = $3, ended_at = NULL
     WHERE channel_id = $1 AND ($2 IS NULL OR id = $2) AND (state = 'dead' OR (state = 'waiting' AND due_at > $3))";
const DELIVERIES: &str =
    "SELECT id, uuid, channel_id, notice_id, state, tries, made_at, due_at, ended_at FROM deliveries
     WHERE channel_id = $1 AND ($2 IS NULL OR state = $2) AND ($3 IS NULL OR id < $3) ORDER BY id DESC LIMIT $4";
const ATTEMPTS: &str = "SELECT at, took_ms, delivered, outcome, delivery_id FROM delivery_attempts
     WHERE channel_id = $1 ORDER BY id DESC LIMIT $2";
const HOSTS: &str = "SELECT host, allowed_at, allowed_by FROM allowed_hosts ORDER BY host";
const ALLOW: &str =
    "INSERT INTO allowed_hosts (host, allowed_at, allowed_by) VALUES ($1, $2, $3) ON CONFLICT (host) DO NOTHING";
const FORBID: &str = "DELETE FROM allowed_hosts WHERE host = $1";

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    name: String,
    masked_url: String,
    host: String,
    severity: String,
    paused: bool,
    made_at: i64,
    made_by: String,
    waiting: i64,
    dead: i64,
}

impl TryFrom<Row> for Channel {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: ChannelId(row.id),
            name: row.name,
            masked_url: row.masked_url,
            host: row.host,
            severity: word(&row.severity)?,
            paused: row.paused,
            made_at: time(row.made_at)?,
            made_by: row.made_by,
            waiting: row.waiting,
            dead: row.dead,
        })
    }
}

#[derive(sqlx::FromRow)]
struct DeliveryRow {
    id: i64,
    uuid: String,
    channel_id: i64,
    notice_id: i64,
    state: String,
    tries: u32,
    made_at: i64,
    due_at: Option<i64>,
    ended_at: Option<i64>,
}

impl TryFrom<DeliveryRow> for Delivery {
    type Error = StoreError;

    fn try_from(row: DeliveryRow) -> Result<Self, StoreError> {
        let state = match row.state.as_str() {
            "waiting" => DeliveryState::Waiting,
            "delivered" => DeliveryState::Delivered,
            _ => DeliveryState::Dead,
        };
        Ok(Self {
            id: row.id,
            uuid: row.uuid,
            channel: ChannelId(row.channel_id),
            notice: NoticeId(row.notice_id),
            state,
            tries: row.tries,
            made_at: time(row.made_at)?,
            due_at: maybe_time(row.due_at)?,
            ended_at: maybe_time(row.ended_at)?,
        })
    }
}

fn place(column: &'static str, id: ChannelId) -> Place {
    Place { table: "channels", column, row: id.0 }
}

impl SqliteStore {
    async fn seal_url(&self, write: &mut SqliteConnection, id: ChannelId, url: &ChannelUrl) -> Result<(), StoreError> {
        let sealed = sealed_at(&self.key, place("sealed_url", id), &url.url)?;
        let query = sqlx::query(SET_URL).bind(id.0).bind(sealed).bind(&url.masked).bind(&url.host);
        query.execute(write).await?;
        Ok(())
    }

    async fn seal_secret(
        &self,
        write: &mut SqliteConnection,
        id: ChannelId,
        secret: &SecretString,
    ) -> Result<(), StoreError> {
        let sealed = sealed_at(&self.key, place("sealed_secret", id), secret)?;
        sqlx::query(SET_SECRET).bind(id.0).bind(sealed).execute(write).await?;
        Ok(())
    }
}

async fn one(db: &mut SqliteConnection, id: ChannelId) -> Result<Option<Channel>, StoreError> {
    let row: Option<Row> = sqlx::query_as(ONE).bind(id.0).fetch_optional(db).await?;
    row.map(Channel::try_from).transpose()
}

async fn write_attempt(
    write: &mut SqliteConnection,
    id: ChannelId,
    attempt: &DeliveryAttempt,
) -> Result<(), StoreError> {
    sqlx::query(ATTEMPT)
        .bind(id.0)
        .bind(attempt.delivery)
        .bind(attempt.at.as_millisecond())
        .bind(attempt.took_ms)
        .bind(attempt.delivered)
        .bind(&attempt.outcome)
        .execute(write)
        .await?;
    Ok(())
}

/// A channel's messages begin to be given up, or do no more.
fn trouble(id: ChannelId, begins: bool) -> StandingChange {
    let (calm, dead) = (None, Some("dead".to_owned()));
    let (from, to) = if begins { (calm, dead) } else { (dead, calm) };
    StandingChange { subject: Subject::Channel(id), from, to }
}

/// Tells people once that a channel's messages are given up, until one is delivered again.
async fn tell_of_trouble(
    write: &mut SqliteConnection,
    id: ChannelId,
    state: DeliveryState,
    at: Timestamp,
) -> Result<(), StoreError> {
    match state {
        DeliveryState::Waiting => {}
        DeliveryState::Delivered => {
            change_standing(write, &trouble(id, false), None, at).await?;
        }
        DeliveryState::Dead => {
            if change_standing(write, &trouble(id, true), None, at).await?
                && let Some(channel) = one(write, id).await?
            {
                add_here(write, &NewNotice::of(News::Undelivered { channel: channel.name }), at).await?;
            }
        }
    }
    Ok(())
}

/// What the audit trail says of a channel; of its secrets only that they are others.
fn told(channel: &Channel) -> Value {
    json!({ "name": channel.name, "url": channel.masked_url, "severity": channel.severity, "paused": channel.paused })
}

#[async_trait]
impl Channels for SqliteStore {
    async fn add_channel(&self, new: &NewChannel, by: &By, at: Timestamp) -> Result<ChannelChanged, StoreError> {
        let mut write = self.begin().await?;
        let id: Option<i64> = sqlx::query_scalar(ADD)
            .bind(&new.name)
            .bind(&new.url.masked)
            .bind(&new.url.host)
            .bind(new.severity.word())
            .bind(at.as_millisecond())
            .bind(&by.actor)
            .fetch_optional(&mut *write)
            .await?;
        let Some(id) = id.map(ChannelId) else { return Ok(ChannelChanged::NameTaken) };
        self.seal_url(&mut write, id, &new.url).await?;
        self.seal_secret(&mut write, id, &new.secret).await?;
        let after = json!({ "url": new.url.masked, "severity": new.severity });
        audit::record(&mut write, &self.key, Act::on(What::ChannelAdded, &new.name).after(after), by, at).await?;
        write.commit().await?;
        Ok(ChannelChanged::Written(id))
    }

    async fn change_channel(
        &self,
        id: ChannelId,
        change: &ChannelChange,
        by: &By,
        at: Timestamp,
    ) -> Result<ChannelChanged, StoreError> {
        let mut write = self.begin().await?;
        let Some(channel) = one(&mut write, id).await? else { return Ok(ChannelChanged::NoSuchChannel) };
        let name = change.name.as_ref().unwrap_or(&channel.name);
        if sqlx::query_scalar(NAME_TAKEN).bind(name).bind(id.0).fetch_one(&mut *write).await? {
            return Ok(ChannelChanged::NameTaken);
        }
        let severity = change.severity.unwrap_or(channel.severity);
        let query = sqlx::query(SET).bind(id.0).bind(name).bind(severity.word());
        query.bind(change.paused.unwrap_or(channel.paused)).execute(&mut *write).await?;
        if let Some(url) = &change.url {
            self.seal_url(&mut write, id, url).await?;
        }
        if let Some(secret) = &change.secret {
            self.seal_secret(&mut write, id, secret).await?;
        }
        let changed = one(&mut write, id).await?;
        let mut after = changed.as_ref().map_or(Value::Null, told);
        if let Some(after) = after.as_object_mut().filter(|_| change.secret.is_some()) {
            after.insert("secret_replaced".to_owned(), json!(true));
        }
        let before = told(&channel);
        if before != after || change.url.is_some() {
            let act = Act::on(What::ChannelChanged, channel.name).before(before).after(after);
            audit::record(&mut write, &self.key, act, by, at).await?;
        }
        write.commit().await?;
        Ok(ChannelChanged::Written(id))
    }

    async fn remove_channel(&self, id: ChannelId, by: &By, at: Timestamp) -> Result<bool, StoreError> {
        let mut write = self.begin().await?;
        let Some(channel) = one(&mut write, id).await? else { return Ok(false) };
        sqlx::query(REMOVE).bind(id.0).bind(at.as_millisecond()).execute(&mut *write).await?;
        sqlx::query(GIVE_UP).bind(id.0).bind(at.as_millisecond()).execute(&mut *write).await?;
        change_standing(&mut write, &trouble(id, false), None, at).await?;
        let before = told(&channel);
        let act = Act::on(What::ChannelRemoved, channel.name).before(before);
        audit::record(&mut write, &self.key, act, by, at).await?;
        write.commit().await?;
        Ok(true)
    }

    async fn channels(&self) -> Result<Vec<Channel>, StoreError> {
        let rows: Vec<Row> = sqlx::query_as(ALL).fetch_all(&self.reader).await?;
        rows.into_iter().map(Channel::try_from).collect()
    }

    async fn channel_secrets(&self, id: ChannelId) -> Result<Option<(SecretString, SecretString)>, StoreError> {
        let row: Option<(Vec<u8>, Vec<u8>)> = sqlx::query_as(SECRETS).bind(id.0).fetch_optional(&self.reader).await?;
        let Some((url, secret)) = row else { return Ok(None) };
        let url = opened_at(&self.key, place("sealed_url", id), &url)?;
        Ok(Some((url, opened_at(&self.key, place("sealed_secret", id), &secret)?)))
    }

    async fn due_deliveries(&self, now: Timestamp, of_each: i64) -> Result<Vec<Delivery>, StoreError> {
        let query = sqlx::query_as(DUE).bind(now.as_millisecond()).bind(of_each.max(0));
        let rows: Vec<DeliveryRow> = query.fetch_all(&self.reader).await?;
        rows.into_iter().map(Delivery::try_from).collect()
    }

    async fn delivery_sent(
        &self,
        delivery: &Delivery,
        attempt: &DeliveryAttempt,
        end: DeliveryEnd,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        write_attempt(&mut write, delivery.channel, attempt).await?;
        let (state, due_at) = match end {
            DeliveryEnd::Delivered => (DeliveryState::Delivered, None),
            DeliveryEnd::Again { due_at } => (DeliveryState::Waiting, Some(due_at)),
            DeliveryEnd::Dead => (DeliveryState::Dead, None),
        };
        let done = sqlx::query(SENT)
            .bind(delivery.id)
            .bind(state.word())
            .bind(due_at.map(Timestamp::as_millisecond))
            .bind(due_at.is_none().then(|| at.as_millisecond()))
            .execute(&mut *write)
            .await?;
        if done.rows_affected() > 0 {
            tell_of_trouble(&mut write, delivery.channel, state, at).await?;
        }
        Ok(write.commit().await?)
    }

    async fn channel_tested(&self, id: ChannelId, attempt: &DeliveryAttempt, by: &By) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        let Some(channel) = one(&mut write, id).await? else { return Ok(()) };
        write_attempt(&mut write, id, attempt).await?;
        let act = Act::on(What::ChannelTested, channel.name).after(json!({ "delivered": attempt.delivered }));
        audit::record(&mut write, &self.key, act, by, attempt.at).await?;
        Ok(write.commit().await?)
    }

    async fn resend(&self, id: ChannelId, delivery: Option<i64>, by: &By, at: Timestamp) -> Result<u64, StoreError> {
        let mut write = self.begin().await?;
        let Some(channel) = one(&mut write, id).await? else { return Ok(0) };
        let query = sqlx::query(RESEND).bind(id.0).bind(delivery).bind(at.as_millisecond());
        let resent = query.execute(&mut *write).await?.rows_affected();
        if resent > 0 {
            let act = Act::on(What::MessagesResent, channel.name).after(json!({ "messages": resent }));
            audit::record(&mut write, &self.key, act, by, at).await?;
        }
        write.commit().await?;
        Ok(resent)
    }

    async fn deliveries(
        &self,
        id: ChannelId,
        state: Option<DeliveryState>,
        before: Option<i64>,
        limit: i64,
    ) -> Result<Vec<Delivery>, StoreError> {
        let query = sqlx::query_as(DELIVERIES).bind(id.0).bind(state.map(DeliveryState::word));
        let rows: Vec<DeliveryRow> = query.bind(before).bind(limit.max(0)).fetch_all(&self.reader).await?;
        rows.into_iter().map(Delivery::try_from).collect()
    }

    async fn delivery_attempts(&self, id: ChannelId, limit: i64) -> Result<Vec<DeliveryAttempt>, StoreError> {
        type Row = (i64, i64, bool, String, Option<i64>);
        let query = sqlx::query_as(ATTEMPTS).bind(id.0).bind(limit.max(0));
        let rows: Vec<Row> = query.fetch_all(&self.reader).await?;
        let attempt = |(at, took_ms, delivered, outcome, delivery): Row| {
            Ok(DeliveryAttempt { at: time(at)?, took_ms, delivered, outcome, delivery })
        };
        rows.into_iter().map(attempt).collect()
    }

    async fn allowed_hosts(&self) -> Result<Vec<AllowedHost>, StoreError> {
        let rows: Vec<(String, i64, String)> = sqlx::query_as(HOSTS).fetch_all(&self.reader).await?;
        let host = |(host, at, allowed_by)| Ok(AllowedHost { host, allowed_at: time(at)?, allowed_by });
        rows.into_iter().map(host).collect()
    }

    async fn allow_host(&self, host: &str, allowed: bool, by: &By, at: Timestamp) -> Result<bool, StoreError> {
        let mut write = self.begin().await?;
        let query = if allowed {
            sqlx::query(ALLOW).bind(host).bind(at.as_millisecond()).bind(&by.actor)
        } else {
            sqlx::query(FORBID).bind(host)
        };
        let changed = query.execute(&mut *write).await?.rows_affected() > 0;
        if changed {
            let what = if allowed { What::HostAllowed } else { What::HostForbidden };
            audit::record(&mut write, &self.key, Act::on(what, host), by, at).await?;
        }
        write.commit().await?;
        Ok(changed)
    }
}
