//! Channels and their outbox, in SQLite.

use async_trait::async_trait;
use constcat::concat;
use domain::NoticeContent;
use domain::audit::AuditAction;
use jiff::{SignedDuration, Timestamp};
use secrecy::SecretString;
use serde_json::{Value, json};
use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteRow;

use super::notices::{add_here, change_standing};
use super::secrets::{opened_at, sealed_at};
use super::{SqliteStore, Write};
use crate::channels::{
    AllowedHost, AttemptId, ChangeChannelOutcome, Channel, ChannelChange, ChannelId, ChannelUrl, Channels, Delivery,
    DeliveryAttempt, DeliveryEnd, DeliveryState, LastResults, LoggedAttempt, NewChannel, TestClaim,
};
use crate::notices::{NewNotice, StateChange, Subject};
use crate::seal::Place;
use crate::sqlite::query::{FromRow, column, execute, fetch_one, fetch_optional, from_row, params};
use crate::{AuditActor, NewAuditLine, StoreError};

const ADD: &str = "INSERT INTO channels
         (name, sealed_url, sealed_secret, masked_url, host, severity, made_at, made_by, kind, lang, keyword)
     VALUES ($1, x'', x'', $2, $3, $4, $5, $6, $7, $8, $9)
     ON CONFLICT (name) WHERE removed_at IS NULL DO NOTHING RETURNING id";
const NAME_TAKEN: &str = "SELECT EXISTS (SELECT 1 FROM channels WHERE name = $1 AND removed_at IS NULL AND id <> $2)";
const SET_URL: &str = "UPDATE channels SET sealed_url = $2, masked_url = $3, host = $4, url_set_at = $5 WHERE id = $1";
const SET_SECRET: &str = "UPDATE channels SET sealed_secret = $2 WHERE id = $1";
const SET: &str = "UPDATE channels SET name = $2, severity = $3, paused = $4, lang = $5, keyword = $6 WHERE id = $1";
const REMOVE: &str = "UPDATE channels SET removed_at = $2, sealed_url = x'', sealed_secret = x'' WHERE id = $1";
const GIVE_UP: &str = "UPDATE deliveries SET state = 'dead', due_at = NULL, ended_at = $2
     WHERE channel_id = $1 AND state = 'waiting'";
/// The beginning of a query for the columns of a [`Channel`] that is not removed; `AND` or an order follows.
const SELECT: &str =
    "SELECT id, name, kind, lang, keyword, masked_url, host, url_set_at, severity, paused, made_at, made_by,
            (SELECT COUNT(*) FROM deliveries WHERE channel_id = channels.id AND state = 'waiting') AS waiting,
            (SELECT COUNT(*) FROM deliveries WHERE channel_id = channels.id AND state = 'dead') AS dead
     FROM channels WHERE removed_at IS NULL ";
const ALL: &str = concat!(SELECT, "ORDER BY name");
const ONE: &str = concat!(SELECT, "AND id = $1");
const SECRETS: &str = "SELECT sealed_url, sealed_secret FROM channels WHERE id = $1 AND removed_at IS NULL";
const DUE: &str = "SELECT id, uuid, channel_id, notice_id, state, tries, made_at, due_at, ended_at FROM
         (SELECT deliveries.*, ROW_NUMBER() OVER (PARTITION BY channel_id ORDER BY due_at, deliveries.id) AS place
          FROM deliveries JOIN channels ON channels.id = channel_id
          WHERE state = 'waiting' AND due_at <= $1 AND channels.paused = 0)
     WHERE place <= $2 ORDER BY due_at, id";
const ATTEMPT: &str = "INSERT INTO delivery_attempts (channel_id, delivery_id, at, took_ms, delivered, outcome) VALUES ($1, $2, $3, $4, $5, $6)";
const SENT: &str = "UPDATE deliveries SET state = $2, tries = tries + $5, due_at = $3, ended_at = $4
     WHERE id = $1 AND state = 'waiting'";
const RESEND: &str = "UPDATE deliveries SET state = 'waiting', tries = 0, due_at = $3, ended_at = NULL
     WHERE channel_id = $1 AND ($2 IS NULL OR id = $2) AND (state = 'dead' OR (state = 'waiting' AND due_at > $3))";
const DELIVERIES: &str =
    "SELECT id, uuid, channel_id, notice_id, state, tries, made_at, due_at, ended_at FROM deliveries
     WHERE channel_id = $1 AND ($2 IS NULL OR state = $2) AND ($3 IS NULL OR id < $3) ORDER BY id DESC LIMIT $4";
const ATTEMPTS: &str = "SELECT at, took_ms, delivered, outcome, delivery_id FROM delivery_attempts
     WHERE channel_id = $1 ORDER BY id DESC LIMIT $2";
/// An attempt and the message that it was made for, whose columns bear other names than those of the attempt.
const LOG: &str = "SELECT log.id AS log_id, log.at, log.took_ms, log.delivered, log.outcome, log.delivery_id,
            deliveries.id, deliveries.uuid, deliveries.channel_id, deliveries.notice_id, deliveries.state,
            deliveries.tries, deliveries.made_at, deliveries.due_at, deliveries.ended_at, notices.event
     FROM delivery_attempts AS log LEFT JOIN deliveries ON deliveries.id = log.delivery_id
     LEFT JOIN notices ON notices.id = deliveries.notice_id
     WHERE log.channel_id = $1 AND ($2 IS NULL OR log.id < $2) ORDER BY log.id DESC LIMIT $3";
const LAST_RESULTS: &str =
    "SELECT (SELECT at FROM delivery_attempts WHERE channel_id = $1 AND delivered = 1 ORDER BY id DESC LIMIT 1) AS success,
            (SELECT at FROM delivery_attempts WHERE channel_id = $1 AND delivered = 0 ORDER BY id DESC LIMIT 1) AS failure";
const TESTED_AT: &str = "SELECT tested_at, id FROM channels WHERE id = $1 AND removed_at IS NULL";
const CLAIM_TEST: &str = "UPDATE channels SET tested_at = $2 WHERE id = $1";
const HOSTS: &str = "SELECT host, allowed_at, allowed_by FROM allowed_hosts ORDER BY host";
const ALLOW: &str =
    "INSERT INTO allowed_hosts (host, allowed_at, allowed_by) VALUES ($1, $2, $3) ON CONFLICT (host) DO NOTHING";
const FORBID: &str = "DELETE FROM allowed_hosts WHERE host = $1";

from_row! { Channel {
    id, name, kind, lang, keyword, masked_url, host, url_set_at, severity, paused, made_at, made_by, waiting, dead,
} }

from_row! { Delivery {
    id, uuid, channel: channel_id, notice: notice_id, state, tries, made_at, due_at, ended_at,
} }

from_row! { DeliveryAttempt { at, took_ms, delivered, outcome, delivery: delivery_id } }

from_row! { LoggedAttempt { id: log_id, attempt = DeliveryAttempt::from_row, delivery = logged_delivery, event } }

from_row! { LastResults { success, failure } }

/// The message of a line of the log.
fn logged_delivery(row: &SqliteRow) -> Result<Option<Delivery>, StoreError> {
    let id: Option<i64> = column(row, "id")?;
    id.map(|_| Delivery::from_row(row)).transpose()
}

from_row! { AllowedHost { host, allowed_at, allowed_by } }

fn place(column: &'static str, id: ChannelId) -> Place {
    Place { table: "channels", column, row: id.0 }
}

impl Write {
    /// Seals a channel's address and keeps it.
    async fn set_channel_url(&mut self, id: ChannelId, url: &ChannelUrl, at: Timestamp) -> Result<(), StoreError> {
        let sealed = sealed_at(&self.key, place("sealed_url", id), &url.url)?;
        execute(self, SET_URL, params![id, sealed, url.masked, url.host, at]).await.map(drop)
    }

    /// Seals the secret that a channel's messages are signed with, and keeps it.
    async fn set_channel_secret(&mut self, id: ChannelId, secret: &SecretString) -> Result<(), StoreError> {
        let sealed = sealed_at(&self.key, place("sealed_secret", id), secret)?;
        execute(self, SET_SECRET, params![id, sealed]).await.map(drop)
    }
}

async fn one(db: &mut SqliteConnection, id: ChannelId) -> Result<Option<Channel>, StoreError> {
    fetch_optional(db, ONE, params![id]).await
}

async fn write_attempt(
    write: &mut SqliteConnection,
    id: ChannelId,
    attempt: &DeliveryAttempt,
) -> Result<(), StoreError> {
    let DeliveryAttempt { at, took_ms, delivered, outcome, delivery } = attempt;
    execute(write, ATTEMPT, params![id, delivery, at, took_ms, delivered, outcome]).await.map(drop)
}

/// The change of a channel's state when its messages begin to be given up (`begins`), or are delivered again.
fn trouble(id: ChannelId, begins: bool) -> StateChange {
    let (calm, dead) = (None, Some("dead".to_owned()));
    let (from, to) = if begins { (calm, dead) } else { (dead, calm) };
    StateChange { subject: Subject::Channel(id), from, to }
}

/// Adds one notice when a channel's messages begin to be given up; the next one only after a delivery.
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
                add_here(write, &NewNotice::of(NoticeContent::Undelivered { channel: channel.name }), at).await?;
            }
        }
    }
    Ok(())
}

/// A channel as a line of the audit trail shows it, without its secrets.
fn told(channel: &Channel) -> Value {
    let mut told = json!({ "name": channel.name, "url": channel.masked_url, "severity": channel.severity, "paused": channel.paused });
    if let Some(fields) = told.as_object_mut().filter(|_| channel.kind.is_robot()) {
        fields.insert("lang".to_owned(), json!(channel.lang));
        fields.insert("keyword".to_owned(), json!(channel.keyword));
    }
    told
}

#[async_trait]
impl Channels for SqliteStore {
    async fn add_channel(
        &self,
        new: &NewChannel,
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<ChangeChannelOutcome, StoreError> {
        let mut write = self.begin().await?;
        let NewChannel { name, url, severity, kind, lang, keyword, .. } = new;
        let params = params![name, url.masked, url.host, severity, at, by.actor, kind, lang, keyword];
        let Some(id) = fetch_optional(&mut write, ADD, params).await? else {
            return Ok(ChangeChannelOutcome::NameTaken);
        };
        write.set_channel_url(id, &new.url, at).await?;
        write.set_channel_secret(id, &new.secret).await?;
        let after = json!({ "kind": new.kind, "url": new.url.masked, "severity": new.severity });
        write.commit_with(NewAuditLine::on(AuditAction::ChannelAdded, &new.name).after(after), by, at).await?;
        Ok(ChangeChannelOutcome::Written(id))
    }

    async fn change_channel(
        &self,
        id: ChannelId,
        change: &ChannelChange,
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<ChangeChannelOutcome, StoreError> {
        let mut write = self.begin().await?;
        let Some(channel) = one(&mut write, id).await? else { return Ok(ChangeChannelOutcome::NoSuchChannel) };
        let name = change.name.as_ref().unwrap_or(&channel.name);
        if fetch_one(&mut write, NAME_TAKEN, params![name, id]).await? {
            return Ok(ChangeChannelOutcome::NameTaken);
        }
        let severity = change.severity.unwrap_or(channel.severity);
        let paused = change.paused.unwrap_or(channel.paused);
        let lang = change.lang.unwrap_or(channel.lang);
        let keyword = change.keyword.as_ref().unwrap_or(&channel.keyword);
        execute(&mut write, SET, params![id, name, severity, paused, lang, keyword]).await?;
        if let Some(url) = &change.url {
            write.set_channel_url(id, url, at).await?;
        }
        if let Some(secret) = &change.secret {
            write.set_channel_secret(id, secret).await?;
        }
        let changed = one(&mut write, id).await?;
        let mut after = changed.as_ref().map_or(Value::Null, told);
        if let Some(after) = after.as_object_mut().filter(|_| change.secret.is_some()) {
            after.insert("secret_replaced".to_owned(), json!(true));
        }
        let before = told(&channel);
        if before != after || change.url.is_some() {
            let act = NewAuditLine::on(AuditAction::ChannelChanged, channel.name).before(before).after(after);
            write.record(act, by, at).await?;
        }
        write.commit().await?;
        Ok(ChangeChannelOutcome::Written(id))
    }

    async fn remove_channel(&self, id: ChannelId, by: &AuditActor, at: Timestamp) -> Result<bool, StoreError> {
        let mut write = self.begin().await?;
        let Some(channel) = one(&mut write, id).await? else { return Ok(false) };
        execute(&mut write, REMOVE, params![id, at]).await?;
        execute(&mut write, GIVE_UP, params![id, at]).await?;
        change_standing(&mut write, &trouble(id, false), None, at).await?;
        let before = told(&channel);
        let act = NewAuditLine::on(AuditAction::ChannelRemoved, channel.name).before(before);
        write.commit_with(act, by, at).await?;
        Ok(true)
    }

    async fn channels(&self) -> Result<Vec<Channel>, StoreError> {
        self.fetch_all(ALL, params![]).await
    }

    async fn channel_secrets(&self, id: ChannelId) -> Result<Option<(SecretString, SecretString)>, StoreError> {
        let row: Option<(Vec<u8>, Vec<u8>)> = self.fetch_optional(SECRETS, params![id]).await?;
        let Some((url, secret)) = row else { return Ok(None) };
        let url = opened_at(&self.key, place("sealed_url", id), &url)?;
        Ok(Some((url, opened_at(&self.key, place("sealed_secret", id), &secret)?)))
    }

    async fn due_deliveries(&self, now: Timestamp, of_each: i64) -> Result<Vec<Delivery>, StoreError> {
        self.fetch_all(DUE, params![now, of_each.max(0)]).await
    }

    async fn deliveries_sent(
        &self,
        deliveries: &[(&Delivery, DeliveryEnd)],
        attempt: &DeliveryAttempt,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let Some((first, _)) = deliveries.first() else { return Ok(()) };
        let mut write = self.begin().await?;
        write_attempt(&mut write, first.channel, attempt).await?;
        for (delivery, end) in deliveries {
            let (state, due_at) = match *end {
                DeliveryEnd::Delivered => (DeliveryState::Delivered, None),
                DeliveryEnd::Again { due_at } | DeliveryEnd::Held { due_at } => (DeliveryState::Waiting, Some(due_at)),
                DeliveryEnd::Dead => (DeliveryState::Dead, None),
            };
            let ended_at = due_at.is_none().then_some(at);
            let tries = i64::from(!matches!(end, DeliveryEnd::Held { .. }));
            if execute(&mut write, SENT, params![delivery.id, state, due_at, ended_at, tries]).await? > 0 {
                tell_of_trouble(&mut write, delivery.channel, state, at).await?;
            }
        }
        write.commit().await
    }

    async fn claim_channel_test(
        &self,
        id: ChannelId,
        now: Timestamp,
        every: SignedDuration,
    ) -> Result<TestClaim, StoreError> {
        let mut write = self.begin().await?;
        let tested: Option<(Option<Timestamp>, ChannelId)> = fetch_optional(&mut write, TESTED_AT, params![id]).await?;
        let Some((tested_at, _)) = tested else { return Ok(TestClaim::NoSuchChannel) };
        // A time to come was written under a clock that has since been set back.
        if let Some(at) = tested_at.filter(|at| *at <= now && now.duration_since(*at) < every) {
            return Ok(TestClaim::TooSoon { at });
        }
        execute(&mut write, CLAIM_TEST, params![id, now]).await?;
        write.commit().await?;
        Ok(TestClaim::Claimed)
    }

    async fn channel_tested(
        &self,
        id: ChannelId,
        attempt: &DeliveryAttempt,
        by: &AuditActor,
    ) -> Result<(), StoreError> {
        let mut write = self.begin().await?;
        let Some(channel) = one(&mut write, id).await? else { return Ok(()) };
        write_attempt(&mut write, id, attempt).await?;
        let act =
            NewAuditLine::on(AuditAction::ChannelTested, channel.name).after(json!({ "delivered": attempt.delivered }));
        write.commit_with(act, by, attempt.at).await
    }

    async fn resend(
        &self,
        id: ChannelId,
        delivery: Option<i64>,
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<u64, StoreError> {
        let mut write = self.begin().await?;
        let Some(channel) = one(&mut write, id).await? else { return Ok(0) };
        let resent = execute(&mut write, RESEND, params![id, delivery, at]).await?;
        if resent > 0 {
            let act = NewAuditLine::on(AuditAction::MessagesResent, channel.name).after(json!({ "messages": resent }));
            write.record(act, by, at).await?;
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
        self.fetch_all(DELIVERIES, params![id, state, before, limit.max(0)]).await
    }

    async fn delivery_attempts(&self, id: ChannelId, limit: i64) -> Result<Vec<DeliveryAttempt>, StoreError> {
        self.fetch_all(ATTEMPTS, params![id, limit.max(0)]).await
    }

    async fn delivery_log(
        &self,
        id: ChannelId,
        before: Option<AttemptId>,
        limit: i64,
    ) -> Result<Vec<LoggedAttempt>, StoreError> {
        self.fetch_all(LOG, params![id, before, limit.max(0)]).await
    }

    async fn last_results(&self, id: ChannelId) -> Result<LastResults, StoreError> {
        self.fetch_one(LAST_RESULTS, params![id]).await
    }

    async fn allowed_hosts(&self) -> Result<Vec<AllowedHost>, StoreError> {
        self.fetch_all(HOSTS, params![]).await
    }

    async fn allow_host(&self, host: &str, allowed: bool, by: &AuditActor, at: Timestamp) -> Result<bool, StoreError> {
        let mut write = self.begin().await?;
        let changed = if allowed {
            execute(&mut write, ALLOW, params![host, at, by.actor]).await?
        } else {
            execute(&mut write, FORBID, params![host]).await?
        };
        if changed > 0 {
            let what = if allowed { AuditAction::HostAllowed } else { AuditAction::HostForbidden };
            write.record(NewAuditLine::on(what, host), by, at).await?;
        }
        write.commit().await?;
        Ok(changed > 0)
    }
}
