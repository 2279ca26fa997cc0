//! The outbox: sends due messages, each channel in a task of its own, until the channel accepts them or they are given up.

use std::sync::Arc;
use std::time::Duration;

use domain::{Actor, Permission};
use futures::StreamExt;
use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretString};
use store::channels::{ChannelId, Delivery, DeliveryAttempt, DeliveryEnd, TestClaim};
use store::notices::uuid_of;
use store::{AuditActor, StoreError};
use tokio_util::sync::CancellationToken;
use wechat::webhook::AttemptOutcome;
use wechat::{WebhookMessage, WebhookUrl};

use super::message::Message;
use super::{ChannelError, outcome_of};
use crate::background::Claim;
use crate::{Desk, Internal};

/// The delays before each retry of a message that was not accepted. After the last one the message is given up.
const AGAIN_AFTER: [SignedDuration; 4] = [
    SignedDuration::from_mins(1),
    SignedDuration::from_mins(5),
    SignedDuration::from_mins(30),
    SignedDuration::from_hours(2),
];
/// The minimum time between two test messages to a channel.
const TESTED_EVERY: SignedDuration = SignedDuration::from_secs(10);
/// The interval at which due messages are looked for.
const BEAT: Duration = Duration::from_secs(1);
/// The maximum number of due messages that one query reads.
const OF_EACH: i64 = 20;
/// The maximum number of channels that [`Desk::send_due`] serves at once.
const AT_ONCE: usize = 8;

impl Desk {
    /// Sends what is due, until `stop`. A slow channel holds up itself alone. A message that is broken off is sent again, under
    /// the same id.
    pub async fn run_channels(self: Arc<Self>, stop: CancellationToken) {
        while !stop.is_cancelled() {
            stop.run_until_cancelled(tokio::time::timeout(BEAT, self.outbox.bell.notified())).await;
            self.wait_for_writes(&stop).await;
            if stop.is_cancelled() {
                break;
            }
            match self.begin_due().await {
                Ok(due) => {
                    for serving in due {
                        let (desk, stop) = (Arc::clone(&self), stop.clone());
                        tokio::spawn(async move { stop.run_until_cancelled(desk.serve(serving)).await });
                    }
                }
                Err(error) => tracing::error!(%error, "due messages could not be read"),
            }
        }
    }

    /// Sends what is due and waits for it; gives how many messages those were.
    ///
    /// # Errors
    /// [`Internal`] where due messages cannot be read.
    pub async fn send_due(&self) -> Result<usize, Internal> {
        let served = futures::stream::iter(self.begin_due().await?).map(|serving| self.serve(serving));
        Ok(served.buffer_unordered(AT_ONCE).fold(0, async |sum, sent| sum + sent).await)
    }

    /// Claims the channels that have due messages and are not being served. A message whose delivery could not be saved would
    /// be sent again and again, so none is sent then.
    async fn begin_due(&self) -> Result<Vec<Claim<ChannelId>>, Internal> {
        if self.write_fault().is_some() {
            return Ok(Vec::new());
        }
        let due = self.store.due_deliveries(self.clock.now(), 1).await?;
        Ok(due.iter().filter_map(|delivery| self.outbox.busy.claim(delivery.channel)).collect())
    }

    /// Sends the messages of one channel that are due, one after the other; gives how many those were. What is due is looked up
    /// only now that nobody else serves the channel, or what was just sent would be sent again.
    async fn serve(&self, serving: Claim<ChannelId>) -> usize {
        let mut sent = 0;
        loop {
            let changes = self.outbox.changes();
            let due = match self.store.due_deliveries(self.clock.now(), OF_EACH).await {
                Ok(due) => due,
                Err(error) => {
                    tracing::error!(%error, "due messages could not be read");
                    return sent;
                }
            };
            let of_channel: Vec<_> = due.into_iter().filter(|delivery| delivery.channel == serving.key).collect();
            if of_channel.is_empty() {
                return sent;
            }
            for delivery in of_channel {
                if let Err(error) = self.send_one(&delivery).await {
                    tracing::error!(%error, delivery = delivery.id, "a message was not sent, or its result was not \
                     saved");
                    return sent;
                }
                sent += 1;
                // It may be paused or removed by now.
                if self.outbox.changes() != changes {
                    break;
                }
            }
        }
    }

    async fn send_one(&self, delivery: &Delivery) -> Result<(), Internal> {
        let notice = self.store.notice(delivery.notice).await?;
        let notice = notice.ok_or_else(|| Internal::Task(format!("there is no notice {}", delivery.notice)))?;
        let message = Message::of(&notice, self.settings.address.as_deref());
        let attempt = self.post(delivery.channel, &delivery.uuid, &message).await?;
        let Some(attempt) = attempt else { return Ok(()) };
        let attempt = DeliveryAttempt { delivery: Some(delivery.id), ..attempt };
        let now = self.clock.now();
        let again = usize::try_from(delivery.tries).ok().and_then(|tries| AGAIN_AFTER.get(tries));
        let end = match again {
            _ if attempt.delivered => DeliveryEnd::Delivered,
            Some(after) => DeliveryEnd::Again { due_at: now + *after },
            None => DeliveryEnd::Dead,
        };
        Ok(self.store.delivery_sent(delivery, &attempt, end, now).await?)
    }

    /// Sends a test message to a channel now, one in [`TESTED_EVERY`] whoever asks; gives the attempt and its outcome.
    ///
    /// # Errors
    /// [`ChannelError::TooSoon`], [`ChannelError::NoSuchChannel`], [`ChannelError::Forbidden`]. That it was not taken is no error.
    pub async fn test_channel(
        &self,
        actor: &Actor,
        id: ChannelId,
    ) -> Result<(DeliveryAttempt, Option<AttemptOutcome>), ChannelError> {
        actor.require(Permission::Automate, None)?;
        self.require_writable()?;
        let now = self.clock.now();
        match self.store.claim_channel_test(id, now, TESTED_EVERY).await? {
            TestClaim::Claimed => {}
            TestClaim::TooSoon { at } => {
                let wait = TESTED_EVERY - now.duration_since(at);
                return Err(ChannelError::TooSoon { seconds: wait.as_secs().clamp(1, TESTED_EVERY.as_secs()) });
            }
            TestClaim::NoSuchChannel => return Err(ChannelError::NoSuchChannel),
        }
        let message = Message::test(now, self.settings.address.as_deref());
        let uuid = uuid_of(self.random_bytes()?);
        let attempt = self.post(id, &uuid, &message).await?.ok_or(ChannelError::NoSuchChannel)?;
        self.store.channel_tested(id, &attempt, &AuditActor::from(actor)).await?;
        let outcome = outcome_of(&attempt);
        Ok((attempt, outcome))
    }

    /// Posts a message to a channel; `None` where that is gone.
    async fn post(
        &self,
        channel: ChannelId,
        uuid: &str,
        message: &Message,
    ) -> Result<Option<DeliveryAttempt>, Internal> {
        let Some((url, secret)) = self.opened(channel).await? else { return Ok(None) };
        let at = self.clock.now();
        let Some(url) = url else { return Ok(Some(attempt(at, Duration::ZERO, &AttemptOutcome::Unreadable)?)) };
        let allowed = self.allowed_hosts().await?;
        let body = message.body();
        let sent = WebhookMessage {
            url: &url,
            secret: &secret,
            event: message.event(),
            delivery: uuid,
            timestamp_s: at.as_second(),
            body: &body,
        };
        let made = self.outbox.webhooks.post(&sent, &|host: &str| allowed.contains(host)).await;
        Ok(Some(attempt(at, made.took, &made.outcome)?))
    }

    /// The address and the secret of a channel; `None` where the channel was removed, no address where it cannot be decrypted.
    async fn opened(&self, channel: ChannelId) -> Result<Option<(Option<WebhookUrl>, SecretString)>, Internal> {
        match self.store.channel_secrets(channel).await {
            Ok(Some((url, secret))) => Ok(Some((WebhookUrl::parse(url.expose_secret()).ok(), secret))),
            Ok(None) => Ok(None),
            Err(StoreError::Unsealable) => Ok(Some((None, SecretString::default()))),
            Err(error) => Err(error.into()),
        }
    }
}

fn attempt(at: Timestamp, took: Duration, outcome: &AttemptOutcome) -> Result<DeliveryAttempt, Internal> {
    Ok(DeliveryAttempt {
        at,
        took_ms: i64::try_from(took.as_millis()).unwrap_or(i64::MAX),
        delivered: outcome.is_delivered(),
        outcome: serde_json::to_string(outcome).map_err(Internal::task)?,
        delivery: None,
    })
}
