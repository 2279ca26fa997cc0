//! The outbox: messages that are due are sent, each channel by itself, until it takes them or they are given up.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::{Actor, May};
use futures::StreamExt;
use jiff::SignedDuration;
use secrecy::SecretString;
use store::By;
use store::channels::{ChannelId, Delivery, DeliveryAttempt, DeliveryEnd};
use store::notices::uuid_of;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use wechat::webhook::AttemptOutcome;
use wechat::{WebhookMessage, WebhookUrl, Webhooks};

use super::ChannelError;
use super::message::Message;
use crate::{Desk, Internal, guard};

/// When a message is sent again, after each time it was not taken; then it is given up.
const AGAIN_AFTER: [SignedDuration; 4] = [
    SignedDuration::from_mins(1),
    SignedDuration::from_mins(5),
    SignedDuration::from_mins(30),
    SignedDuration::from_hours(2),
];
/// How often is looked for what is due.
const BEAT: Duration = Duration::from_secs(1);
/// How many messages of a channel are sent before it is looked again.
const OF_EACH: i64 = 20;
/// How many channels are served at once.
const AT_ONCE: usize = 8;

/// How messages go out.
#[derive(Debug)]
pub(crate) struct Outbox {
    webhooks: Webhooks,
    bell: Notify,
    /// Channels that are being served.
    busy: Mutex<HashSet<ChannelId>>,
}

impl Outbox {
    pub(crate) fn new(webhooks: Webhooks) -> Self {
        Self { webhooks, bell: Notify::new(), busy: Mutex::default() }
    }

    /// Something may be due.
    pub(crate) fn ring(&self) {
        self.bell.notify_one();
    }

    fn begin(self: &Arc<Self>, channel: ChannelId) -> Option<Serving> {
        let mut busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
        busy.insert(channel).then(|| Serving(Arc::clone(self), channel))
    }
}

/// A channel is being served, by one at a time.
struct Serving(Arc<Outbox>, ChannelId);

impl Drop for Serving {
    fn drop(&mut self) {
        self.0.busy.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.1);
    }
}

impl Desk {
    /// Sends what is due, until `stop`. A slow channel holds up itself alone. A message that is broken off is sent again, under
    /// the same id.
    pub async fn run_channels(self: Arc<Self>, stop: CancellationToken) {
        while !stop.is_cancelled() {
            tokio::select! {
                () = stop.cancelled() => {}
                () = self.outbox.bell.notified() => {}
                () = tokio::time::sleep(BEAT) => {}
            }
            if stop.is_cancelled() {
                break;
            }
            match self.due_by_channel().await {
                Ok(due) => {
                    for (serving, deliveries) in due {
                        let (desk, stop) = (Arc::clone(&self), stop.clone());
                        tokio::spawn(async move {
                            let _serving = serving;
                            tokio::select! {
                                () = stop.cancelled() => {}
                                () = desk.send_all(deliveries) => {}
                            }
                        });
                    }
                }
                Err(error) => tracing::error!(%error, "messages that are due could not be told"),
            }
        }
    }

    /// Sends what is due and waits for it; gives how many messages those were.
    ///
    /// # Errors
    /// [`Internal`] where it cannot be told what is due.
    pub async fn send_due(&self) -> Result<usize, Internal> {
        let due = self.due_by_channel().await?;
        let count = due.iter().map(|(_, deliveries)| deliveries.len()).sum();
        futures::stream::iter(due)
            .for_each_concurrent(AT_ONCE, async |(serving, deliveries)| {
                let _serving = serving;
                self.send_all(deliveries).await;
            })
            .await;
        Ok(count)
    }

    async fn due_by_channel(&self) -> Result<Vec<(Serving, Vec<Delivery>)>, Internal> {
        let mut due: Vec<(Serving, Vec<Delivery>)> = Vec::new();
        let mut elsewhere = HashSet::new();
        for delivery in self.store.due_deliveries(self.clock.now(), OF_EACH).await? {
            let of_channel = due.iter_mut().find(|(serving, _)| serving.1 == delivery.channel);
            if let Some((_, deliveries)) = of_channel {
                deliveries.push(delivery);
            } else if !elsewhere.contains(&delivery.channel) {
                match self.outbox.begin(delivery.channel) {
                    Some(serving) => due.push((serving, vec![delivery])),
                    None => {
                        elsewhere.insert(delivery.channel);
                    }
                }
            }
        }
        Ok(due)
    }

    /// Sends messages of one channel one after the other.
    async fn send_all(&self, deliveries: Vec<Delivery>) {
        for delivery in deliveries {
            if let Err(error) = self.send_one(&delivery).await {
                tracing::error!(%error, delivery = delivery.id, "what became of a message could not be written down");
                return;
            }
        }
    }

    async fn send_one(&self, delivery: &Delivery) -> Result<(), Internal> {
        let Some(notice) = self.store.notice(delivery.notice).await? else { return Ok(()) };
        let Some((url, secret)) = self.store.channel_secrets(delivery.channel).await? else { return Ok(()) };
        let message = Message::of(&notice, self.settings.address.as_deref());
        let attempt = self.post((&url, &secret), &delivery.uuid, &message).await?;
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

    /// Sends a message to a channel now, to see whether it takes one; tells what came of it, and nothing else.
    ///
    /// # Errors
    /// [`ChannelError::NoSuchChannel`], [`ChannelError::Forbidden`]. That it was not taken is no error.
    pub async fn test_channel(
        &self,
        actor: &Actor,
        id: ChannelId,
    ) -> Result<(DeliveryAttempt, Option<AttemptOutcome>), ChannelError> {
        guard::<ChannelError>(actor, May::Automate, None)?;
        let secrets = self.store.channel_secrets(id).await?.ok_or(ChannelError::NoSuchChannel)?;
        let message = Message::test(self.clock.now(), self.settings.address.as_deref());
        let mut random = [0_u8; 16];
        self.random.fill(&mut random)?;
        let uuid = uuid_of(random);
        let attempt = self.post((&secrets.0, &secrets.1), &uuid, &message).await?;
        self.store.channel_tested(id, &attempt, &By::from(actor)).await?;
        let outcome = serde_json::from_str(&attempt.outcome).ok();
        Ok((attempt, outcome))
    }

    async fn post(
        &self,
        (url, secret): (&SecretString, &SecretString),
        uuid: &str,
        message: &Message,
    ) -> Result<DeliveryAttempt, Internal> {
        use secrecy::ExposeSecret;
        let url = WebhookUrl::parse(url.expose_secret())
            .map_err(|error| Internal::Task(format!("a channel's address: {error}")))?;
        let allowed = self.allowed_hosts().await?;
        let (body, at) = (message.body(), self.clock.now());
        let sent = WebhookMessage {
            url: &url,
            secret,
            event: message.event(),
            delivery: uuid,
            timestamp_s: at.as_second(),
            body: &body,
        };
        let attempt = self.outbox.webhooks.post(&sent, &|host: &str| allowed.contains(host)).await;
        let outcome = serde_json::to_string(&attempt.outcome).map_err(|error| Internal::Task(error.to_string()))?;
        Ok(DeliveryAttempt {
            at,
            took_ms: i64::try_from(attempt.took.as_millis()).unwrap_or(i64::MAX),
            delivered: attempt.outcome.is_delivered(),
            outcome,
            delivery: None,
        })
    }
}
