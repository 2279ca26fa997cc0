//! The outbox: sends due messages, each channel in a task of its own, until the channel accepts them or they are given up.

use std::sync::Arc;
use std::time::Duration;

use domain::{Actor, ChannelKind, IncidentId, Lang, NoticeContent, Permission, RobotFault};
use futures::StreamExt;
use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretString};
use store::channels::{Channel, ChannelId, Delivery, DeliveryAttempt, DeliveryEnd, TestClaim};
use store::notices::{Notice, uuid_of};
use store::{AuditActor, StoreError};
use tokio_util::sync::CancellationToken;
use wechat::webhook::{AttemptOutcome, RobotText, robot_body, robot_text};
use wechat::{Attempt, Letter, MailChannel, WebhookMessage, WebhookUrl};

use super::message::Message;
use super::message_words::{MessageWords, NoticeFacts};
use super::pace::not_before;
use super::plain_words::PlainWords;
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
/// The maximum number of due messages that share one message to a robot.
const OF_A_ROBOT: i64 = 500;
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

    /// Sends the messages of one channel that are due: to a webhook one after the other, to a robot together; gives how many
    /// those were. What is due is looked up only now that nobody else serves the channel, or what was just sent would be sent
    /// again.
    async fn serve(&self, serving: Claim<ChannelId>) -> usize {
        let mut sent = 0;
        loop {
            let changes = self.outbox.changes();
            let batch = match self.next_batch(serving.key).await {
                Ok(Some(batch)) => batch,
                Ok(None) => return sent,
                Err(error) => {
                    tracing::error!(%error, "due messages could not be read");
                    return sent;
                }
            };
            for deliveries in batch.in_messages() {
                if let Err(error) = self.send(&batch.channel, deliveries).await {
                    let delivery = deliveries.first().map(|delivery| delivery.id);
                    tracing::error!(%error, delivery, "a message was not sent, or its result was not saved");
                    return sent;
                }
                sent += deliveries.len();
                // It may be paused or removed by now.
                if self.outbox.changes() != changes {
                    break;
                }
            }
        }
    }

    /// The messages of a channel that are due; `None` where there are none, or where the robot takes none yet.
    async fn next_batch(&self, id: ChannelId) -> Result<Option<Batch>, Internal> {
        let Some(channel) = self.store.channels().await?.into_iter().find(|channel| channel.id == id) else {
            return Ok(None);
        };
        let now = self.clock.now();
        let last = self.store.delivery_attempts(id, 1).await?.pop();
        let outcome = last.as_ref().and_then(outcome_of);
        if not_before(channel.kind, last.map(|last| (last.at, outcome.as_ref())), now) > now {
            return Ok(None);
        }
        let most = if channel.kind.is_robot() { OF_A_ROBOT } else { OF_EACH };
        let mut deliveries = self.store.due_deliveries(now, most).await?;
        deliveries.retain(|delivery| delivery.channel == id);
        Ok((!deliveries.is_empty()).then_some(Batch { channel, deliveries }))
    }

    /// Sends messages of one channel together, and writes down how each goes on.
    async fn send(&self, channel: &Channel, deliveries: &[Delivery]) -> Result<(), Internal> {
        let Some(first) = deliveries.first() else { return Ok(()) };
        let mut notices = Vec::new();
        for delivery in deliveries {
            let notice = self.store.notice(delivery.notice).await?;
            notices.push(notice.ok_or_else(|| Internal::Task(format!("there is no notice {}", delivery.notice)))?);
        }
        let content = if channel.kind.is_robot() {
            self.robot_message(channel.lang, &notices).await?
        } else {
            let Some(notice) = notices.first() else { return Ok(()) };
            Content::Document(Message::of(notice, self.settings.address.as_deref()))
        };
        let Some((attempt, outcome)) = self.post(channel, &first.uuid, &content).await? else { return Ok(()) };
        let attempt = DeliveryAttempt { delivery: Some(first.id), ..attempt };
        let now = self.clock.now();
        let ends: Vec<_> = deliveries.iter().map(|delivery| (delivery, end(&outcome, delivery.tries, now))).collect();
        self.store.deliveries_sent(&ends, &attempt, now).await?;
        if let Some(observer) = &self.settings.observer {
            for (_, end) in &ends {
                observer.message_sent(channel.kind, end);
            }
        }
        Ok(())
    }

    /// The text of notices for a robot.
    async fn robot_message(&self, lang: Lang, notices: &[Notice]) -> Result<Content, Internal> {
        let words = self.words();
        let mut parts = Vec::new();
        for notice in notices {
            parts.push(words.notice(lang, notice, &self.notice_facts(lang, notice).await?));
        }
        let mut incidents: Vec<_> = notices.iter().filter_map(|notice| notice.incident).collect();
        incidents.dedup();
        Ok(Content::Text { title: words.title(lang, notices), parts, incidents })
    }

    fn words(&self) -> &dyn MessageWords {
        self.settings.message_words.as_deref().unwrap_or(&PlainWords)
    }

    /// What a message says of a notice beyond the notice itself.
    async fn notice_facts(&self, lang: Lang, notice: &Notice) -> Result<NoticeFacts, Internal> {
        let address = self.settings.address.as_deref();
        let link = address.map(|address| format!("{}{}", address.trim_end_matches('/'), notice.page()));
        let is_usage = matches!(notice.news, NoticeContent::Usage { .. });
        let resets_at = is_usage.then(|| self.settings.quota_zone.next_reset(notice.at));
        let interface = notice.interface.as_ref().map(|(_, path)| self.interface_name(lang, path));
        let zone = self.live().values.time_zone.clone();
        let facts = NoticeFacts { interface, zone, link, resets_at, budgets: None, owner: None };
        let Some((account, ..)) = &notice.account else { return Ok(facts) };
        let budgets = if is_usage { self.budgets_now(Some(*account)).await?.pop() } else { None };
        let of_interface = match &notice.interface {
            Some((id, _)) => self.store.interface(*id).await?.and_then(|interface| interface.contact.owner),
            None => None,
        };
        let owner = match of_interface {
            Some(owner) => Some(owner),
            None => self.store.account(*account).await?.and_then(|account| account.contact.owner),
        };
        Ok(NoticeFacts { budgets, owner, ..facts })
    }

    /// Sends a test message to a channel now, one in [`TESTED_EVERY`] whoever asks; gives the attempt and its outcome.
    ///
    /// # Errors
    /// [`ChannelError::TooSoon`], [`ChannelError::NoSuchChannel`], [`ChannelError::Forbidden`]. That it was not taken is no error.
    pub async fn test_channel(
        &self,
        actor: &Actor,
        id: ChannelId,
    ) -> Result<(DeliveryAttempt, AttemptOutcome), ChannelError> {
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
        let channel = self.store.channels().await?.into_iter().find(|channel| channel.id == id);
        let channel = channel.ok_or(ChannelError::NoSuchChannel)?;
        let content = if channel.kind.is_robot() {
            Content::Text { title: self.words().test(channel.lang), parts: Vec::new(), incidents: Vec::new() }
        } else {
            Content::Document(Message::test(now, self.settings.address.as_deref()))
        };
        let uuid = uuid_of(self.random_bytes()?);
        let (attempt, outcome) = self.post(&channel, &uuid, &content).await?.ok_or(ChannelError::NoSuchChannel)?;
        self.store.channel_tested(id, &attempt, &AuditActor::from(actor)).await?;
        Ok((attempt, outcome))
    }

    /// Posts a message to a channel, signed now; `None` where the channel is gone.
    async fn post(
        &self,
        channel: &Channel,
        uuid: &str,
        content: &Content,
    ) -> Result<Option<(DeliveryAttempt, AttemptOutcome)>, Internal> {
        let Some((target, secret)) = self.opened(channel).await? else { return Ok(None) };
        let at = self.clock.now();
        let made = match target {
            None => Attempt { outcome: AttemptOutcome::Unreadable, took: Duration::ZERO },
            Some(Target::Url(url)) => self.post_to(channel, &url, &secret, uuid, content, at).await?,
            Some(Target::Mail(mail)) => self.mail_to(channel, &mail, &secret, uuid, content, at).await?,
        };
        Ok(Some((attempt(at, made.took, &made.outcome)?, made.outcome)))
    }

    /// Sends a mail.
    async fn mail_to(
        &self,
        channel: &Channel,
        mail: &MailChannel,
        password: &SecretString,
        uuid: &str,
        content: &Content,
        at: Timestamp,
    ) -> Result<Attempt, Internal> {
        let Content::Text { title, parts, incidents } = content else {
            return Err(Internal::Task("a mail is no document".to_owned()));
        };
        let allowed = self.allowed_hosts().await?;
        let more = |count: usize| self.words().more(channel.lang, count);
        let text = RobotText { title, parts, more: &more, keyword: &channel.keyword };
        let (subject, text) = robot_text(channel.kind, &text);
        // Two channels that send for the same domain have threads of their own.
        let threads: Vec<_> = incidents.iter().map(|id| format!("incident-{}.channel-{}", id.0, channel.id)).collect();
        let letter = Letter {
            channel: mail,
            password,
            subject: &subject,
            text: &text,
            lang: channel.lang.word(),
            delivery: uuid,
            threads: &threads,
            at,
        };
        Ok(self.outbox.webhooks.mail(&letter, &|host: &str| allowed.contains(host)).await)
    }

    /// Posts a message to a robot or a webhook.
    async fn post_to(
        &self,
        channel: &Channel,
        url: &WebhookUrl,
        secret: &SecretString,
        uuid: &str,
        content: &Content,
        at: Timestamp,
    ) -> Result<Attempt, Internal> {
        let allowed = self.allowed_hosts().await?;
        let (event, body) = match content {
            Content::Document(message) => (message.event(), message.body()),
            Content::Text { title, parts, .. } => {
                let more = |count: usize| self.words().more(channel.lang, count);
                let text = RobotText { title, parts, more: &more, keyword: &channel.keyword };
                ("", robot_body(channel.kind, &text, secret, at.as_second()))
            }
        };
        let sent = WebhookMessage {
            kind: channel.kind,
            url,
            secret,
            event,
            delivery: uuid,
            timestamp_s: at.as_second(),
            body: &body,
        };
        Ok(self.outbox.webhooks.post(&sent, &|host: &str| allowed.contains(host)).await)
    }

    /// The address and the secret of a channel; `None` where the channel was removed, no address where it cannot be decrypted.
    async fn opened(&self, channel: &Channel) -> Result<Option<(Option<Target>, SecretString)>, Internal> {
        match self.store.channel_secrets(channel.id).await {
            Ok(Some((url, secret))) if channel.kind == ChannelKind::Email => {
                let mail = MailChannel::of_document(url.expose_secret());
                Ok(Some((mail.map(|mail| Target::Mail(Box::new(mail))), secret)))
            }
            Ok(Some((url, secret))) => Ok(Some((WebhookUrl::parse(url.expose_secret()).ok().map(Target::Url), secret))),
            Ok(None) => Ok(None),
            Err(StoreError::Unsealable) => Ok(Some((None, SecretString::default()))),
            Err(error) => Err(error.into()),
        }
    }
}

/// Messages of one channel that are due.
struct Batch {
    channel: Channel,
    deliveries: Vec<Delivery>,
}

impl Batch {
    /// The messages as they are sent: a robot gets all in one, a webhook each by itself.
    fn in_messages(&self) -> std::slice::Chunks<'_, Delivery> {
        self.deliveries.chunks(if self.channel.kind.is_robot() { self.deliveries.len() } else { 1 })
    }
}

/// Where the messages of a channel go.
enum Target {
    /// The address of a webhook or a robot.
    Url(WebhookUrl),
    /// A mail server, the sender and the recipients.
    Mail(Box<MailChannel>),
}

/// The content of a message.
enum Content {
    /// The document of a webhook.
    Document(Message),
    /// The text for people, with the incidents that it is about.
    Text { title: String, parts: Vec<String>, incidents: Vec<IncidentId> },
}

/// How a message goes on after an attempt that was its try number `tries`, counted from 0.
fn end(outcome: &AttemptOutcome, tries: u32, now: Timestamp) -> DeliveryEnd {
    if outcome.is_delivered() {
        return DeliveryEnd::Delivered;
    }
    if matches!(outcome, AttemptOutcome::RobotRefused { fault: RobotFault::TooMany, .. }) {
        return DeliveryEnd::Held { due_at: now };
    }
    match usize::try_from(tries).ok().and_then(|tries| AGAIN_AFTER.get(tries)) {
        Some(after) if outcome.may_pass() => DeliveryEnd::Again { due_at: now + *after },
        _ => DeliveryEnd::Dead,
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
