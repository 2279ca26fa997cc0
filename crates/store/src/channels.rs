//! Channels that notices go out through, and the outbox.

use async_trait::async_trait;
use domain::ids::id;
use domain::words::word_enum;
use domain::{ChannelKind, Lang, NoticeId, Severity};
use jiff::{SignedDuration, Timestamp};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use crate::{AuditActor, StoreError};

id! {
    /// A channel's id; never reused.
    pub struct ChannelId(pub i64);
}

id! {
    /// An attempt's id; later ones are larger.
    pub struct AttemptId(pub i64);
}

/// A channel as it is stored, without its secrets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Channel {
    /// Its id.
    pub id: ChannelId,
    /// The name; unique among channels that are not removed.
    pub name: String,
    /// The kind: who receives the messages, and in which form.
    pub kind: ChannelKind,
    /// The language of the messages of a robot.
    pub lang: Lang,
    /// The word that a robot expects in each message; empty where it expects none.
    pub keyword: String,
    /// The URL with its secret parts masked.
    pub masked_url: String,
    /// The host of the URL.
    pub host: String,
    /// When the URL was set.
    pub url_set_at: Timestamp,
    /// The lowest severity of notices that the channel takes.
    pub severity: Severity,
    /// Whether the channel is paused: nothing is sent, and waiting messages stay.
    pub paused: bool,
    /// When it was added.
    pub made_at: Timestamp,
    /// Who added it, as the audit trail names them.
    pub made_by: String,
    /// Messages that wait to be sent, or sent again.
    pub waiting: i64,
    /// Messages that were given up.
    pub dead: i64,
}

/// A URL with its masked form.
#[derive(Debug, Clone)]
pub struct ChannelUrl {
    /// The URL, which may hold a secret.
    pub url: SecretString,
    /// The URL with its secret parts masked.
    pub masked: String,
    /// Its host.
    pub host: String,
}

/// A channel to add.
#[derive(Debug, Clone)]
pub struct NewChannel {
    /// A checked name.
    pub name: String,
    /// The kind.
    pub kind: ChannelKind,
    /// The language of the messages of a robot.
    pub lang: Lang,
    /// The word that a robot expects in each message; may be empty.
    pub keyword: String,
    /// Its address.
    pub url: ChannelUrl,
    /// The secret that messages are signed with; empty for a robot that asks for no signature.
    pub secret: SecretString,
    /// The lowest severity of notices that the channel takes.
    pub severity: Severity,
}

/// What may be changed of a channel; `None` leaves it as it is.
#[derive(Debug, Clone, Default)]
pub struct ChannelChange {
    /// Another name.
    pub name: Option<String>,
    /// Another language of the messages.
    pub lang: Option<Lang>,
    /// Another keyword.
    pub keyword: Option<String>,
    /// Another address.
    pub url: Option<ChannelUrl>,
    /// Another secret.
    pub secret: Option<SecretString>,
    /// Another lowest severity of notices.
    pub severity: Option<Severity>,
    /// Whether the channel is paused.
    pub paused: Option<bool>,
}

/// The outcome of adding or changing a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeChannelOutcome {
    /// The channel was written; its id.
    Written(ChannelId),
    /// Another channel has the name; nothing was written.
    NameTaken,
    /// No channel has this id, or it was removed.
    NoSuchChannel,
}

word_enum! {
    /// The state of a message in the outbox.
    pub enum DeliveryState {
        /// The message waits to be sent, or sent again.
        Waiting = "waiting",
        /// The channel accepted the message.
        Delivered = "delivered",
        /// The message was given up after the last try.
        Dead = "dead",
    }
}

/// A message in the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Its id.
    pub id: i64,
    /// The same each time it is sent.
    pub uuid: String,
    /// Through which channel.
    pub channel: ChannelId,
    /// What it tells.
    pub notice: NoticeId,
    /// What became of it.
    pub state: DeliveryState,
    /// How often it was sent, since it was last taken up.
    pub tries: u32,
    /// When it was written.
    pub made_at: Timestamp,
    /// When it is sent next.
    pub due_at: Option<Timestamp>,
    /// When that ended.
    pub ended_at: Option<Timestamp>,
}

/// One time that something was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryAttempt {
    /// When.
    pub at: Timestamp,
    /// How long it took, in milliseconds.
    pub took_ms: i64,
    /// The channel took it.
    pub delivered: bool,
    /// What came of it, as the desk writes it.
    pub outcome: String,
    /// Which message; `None` of a test.
    pub delivery: Option<i64>,
}

/// A line of a channel's log: an attempt, with the message that it was made for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedAttempt {
    /// Its id.
    pub id: AttemptId,
    /// The attempt.
    pub attempt: DeliveryAttempt,
    /// The message as it is now, of several that were sent together the first; `None` of a test.
    pub delivery: Option<Delivery>,
    /// The kind of the message's notice, in its word; `None` of a test.
    pub event: Option<String>,
}

/// When a channel last accepted a message, and when an attempt last failed; tests included.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LastResults {
    /// The last success.
    pub success: Option<Timestamp>,
    /// The last failure.
    pub failure: Option<Timestamp>,
}

/// How a message goes on after it was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryEnd {
    /// The channel has taken it.
    Delivered,
    /// It is sent again.
    Again {
        /// When.
        due_at: Timestamp,
    },
    /// It is sent later, because the channel takes no more for now; this counts as no try.
    Held {
        /// When.
        due_at: Timestamp,
    },
    /// It is given up.
    Dead,
}

/// A host that channels may call although it lies in a private network, or without TLS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllowedHost {
    /// The host in small letters, and its port: `hooks.internal:8443`.
    pub host: String,
    /// Since when.
    pub allowed_at: Timestamp,
    /// By whom, as text.
    pub allowed_by: String,
}

/// Whether a channel may be tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TestClaim {
    /// It may.
    Claimed,
    /// It was tried a moment ago.
    TooSoon {
        /// When.
        at: Timestamp,
    },
    /// There is no such channel, or no more.
    NoSuchChannel,
}

/// Channels.
#[async_trait]
pub trait Channels {
    /// Adds one.
    async fn add_channel(
        &self,
        new: &NewChannel,
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<ChangeChannelOutcome, StoreError>;

    /// Changes one.
    async fn change_channel(
        &self,
        id: ChannelId,
        change: &ChannelChange,
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<ChangeChannelOutcome, StoreError>;

    /// Removes one: its secrets are gone, and what waits for it is given up without a word. False where there is none.
    async fn remove_channel(&self, id: ChannelId, by: &AuditActor, at: Timestamp) -> Result<bool, StoreError>;

    /// Those that are not removed, by name.
    async fn channels(&self) -> Result<Vec<Channel>, StoreError>;

    /// The address and the secret of one that is not removed.
    ///
    /// # Errors
    /// [`StoreError::Unsealable`] where the master key does not open them.
    async fn channel_secrets(&self, id: ChannelId) -> Result<Option<(SecretString, SecretString)>, StoreError>;

    /// Messages that are due, the longest due first; of each channel that is not paused `of_each` at the most.
    async fn due_deliveries(&self, now: Timestamp, of_each: i64) -> Result<Vec<Delivery>, StoreError>;

    /// Writes down one attempt to send messages of one channel together, and how each goes on. Messages that are given up are a
    /// notice of their own, which goes to no channel.
    async fn deliveries_sent(
        &self,
        deliveries: &[(&Delivery, DeliveryEnd)],
        attempt: &DeliveryAttempt,
        at: Timestamp,
    ) -> Result<(), StoreError>;

    /// Lets somebody try a channel now, unless that was done less than `every` ago, by whatever process.
    async fn claim_channel_test(
        &self,
        id: ChannelId,
        now: Timestamp,
        every: SignedDuration,
    ) -> Result<TestClaim, StoreError>;

    /// Writes down that somebody tried a channel.
    async fn channel_tested(&self, id: ChannelId, attempt: &DeliveryAttempt, by: &AuditActor)
    -> Result<(), StoreError>;

    /// Sends messages of a channel now that were given up, or wait for their next try: one, or all. How many those are; what is
    /// due already is none of them.
    async fn resend(
        &self,
        id: ChannelId,
        delivery: Option<i64>,
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<u64, StoreError>;

    /// A channel's messages, the newest first, in one state or any; those before `before`.
    async fn deliveries(
        &self,
        id: ChannelId,
        state: Option<DeliveryState>,
        before: Option<i64>,
        limit: i64,
    ) -> Result<Vec<Delivery>, StoreError>;

    /// Each time something was sent to a channel, the newest first.
    async fn delivery_attempts(&self, id: ChannelId, limit: i64) -> Result<Vec<DeliveryAttempt>, StoreError>;

    /// The log of a channel, the newest attempt first; those before `before`.
    async fn delivery_log(
        &self,
        id: ChannelId,
        before: Option<AttemptId>,
        limit: i64,
    ) -> Result<Vec<LoggedAttempt>, StoreError>;

    /// The last success and the last failure of a channel.
    async fn last_results(&self, id: ChannelId) -> Result<LastResults, StoreError>;

    /// Hosts that may be called, by name.
    async fn allowed_hosts(&self) -> Result<Vec<AllowedHost>, StoreError>;

    /// Lets channels call a host, or no more. False where it is so already.
    async fn allow_host(&self, host: &str, allowed: bool, by: &AuditActor, at: Timestamp) -> Result<bool, StoreError>;
}
