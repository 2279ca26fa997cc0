//! Channels: receivers outside wxquota that notices are sent to.
//!
//! A message is written in the transaction of its notice and sent until the channel accepts it; after four retries it is given
//! up, or at once where the refusal cannot pass. Messages given up can be sent again. A webhook gets each message by itself; a
//! robot gets those that are due together in one, as often as its vendor allows.

mod form;
mod message;
mod message_words;
mod outbox;
mod pace;
mod plain_words;
mod state;

use std::collections::HashSet;
use std::net::IpAddr;

use domain::{Actor, ChannelKind, Permission};
pub use form::{ChannelFaults, LONGEST_KEYWORD, LONGEST_SECRET, SHORTEST_SECRET, TypedChannel, UrlFault};
pub use message::summary;
pub use message_words::{MessageWords, NoticeFacts};
pub use store::channels::{
    AllowedHost, AttemptId, Channel, ChannelId, Delivery, DeliveryAttempt, DeliveryState, LastResults, LoggedAttempt,
};
use store::channels::{ChangeChannelOutcome, ChannelChange};
use store::notices::Notice;
use store::{AuditActor, StoreError};
pub use wechat::mail::MAX_RECIPIENTS;
use wechat::webhook::is_public;
pub use wechat::webhook::{AttemptOutcome, WebhookUrlError};
use wechat::{MailChannel, MailServer, WebhookUrl};

use secrecy::ExposeSecret;
pub(crate) use state::Outbox;

use crate::Desk;
use crate::accounts::NameFault;

/// The number of messages, and of attempts, on a channel's page.
const SHOWN: i64 = 20;
use_case_error! {
    /// An error of a use case about channels; nothing was changed then.
    #[derive(Debug, thiserror::Error)]
    pub enum ChannelError: transparent Forbidden {
        /// There is no such channel, or no more.
        #[error("channel not found")]
        NoSuchChannel,
        /// The form has errors.
        #[error("{0}")]
        Faults(Box<ChannelFaults>),
        /// What was typed is no host with its port.
        #[error("this is not a host name with its port")]
        Host,
        /// A test message was sent to the channel a moment ago.
        #[error("a test message was sent a moment ago; try again in {seconds} s")]
        TooSoon {
            /// How long to wait, in seconds.
            seconds: i64,
        },
    }
}

/// The health of a channel, by its settings and its last attempt. Messages may be given up in any of these states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChannelHealth {
    /// It is paused.
    Paused,
    /// wxquota refuses to call its host; with the outcome that an attempt would have.
    Blocked(AttemptOutcome),
    /// No message was sent to its present address yet.
    NeverUsed,
    /// The last message was not accepted; with the outcome, where that can be read.
    Failed(Option<AttemptOutcome>),
    /// It accepted the last message.
    Healthy,
}

impl ChannelHealth {
    fn of(channel: &Channel, last: Option<&DeliveryAttempt>, allowed: &HashSet<String>) -> Self {
        if channel.paused {
            return Self::Paused;
        }
        let last = last.filter(|last| last.at >= channel.url_set_at);
        let came = last.and_then(outcome_of);
        let name = host_and_port(channel);
        if !allowed.contains(&name) {
            let host = || name.clone();
            // Attempts of older versions name no port.
            let is_it = |host: &String| *host == name || *host == channel.host;
            // What a name leads to is known only from the last attempt.
            let was_inside = matches!(&came, Some(AttemptOutcome::PrivateAddress { host }) if is_it(host));
            if channel.masked_url.starts_with("http://") {
                return Self::Blocked(AttemptOutcome::PlainHttp { host: host() });
            }
            if matches!(&came, Some(AttemptOutcome::UnknownBehindProxy { host }) if is_it(host)) {
                return Self::Blocked(AttemptOutcome::UnknownBehindProxy { host: host() });
            }
            if was_inside || channel.host.parse().is_ok_and(|ip: IpAddr| !is_public(ip)) {
                return Self::Blocked(AttemptOutcome::PrivateAddress { host: host() });
            }
        }
        match last {
            None => Self::NeverUsed,
            Some(last) if last.delivered => Self::Healthy,
            Some(_) => Self::Failed(came),
        }
    }
}

/// The view of one channel.
#[derive(Debug, Clone)]
pub struct ChannelPage {
    /// The channel.
    pub channel: Channel,
    /// Its health.
    pub standing: ChannelHealth,
    /// Whether an admin lets its host be called although it lies in a private network, or without TLS.
    pub host_is_allowed: bool,
    /// Its newest messages with their notices, the newest first.
    pub deliveries: Vec<(Delivery, Option<Notice>)>,
    /// Its newest attempts with their outcomes, the newest first.
    pub attempts: Vec<(DeliveryAttempt, Option<AttemptOutcome>)>,
}

impl Desk {
    /// Every channel, by name.
    ///
    /// # Errors
    /// [`ChannelError::Forbidden`] or the database's failure.
    pub async fn channels(&self, actor: &Actor) -> Result<Vec<Channel>, ChannelError> {
        actor.require(Permission::Automate, None)?;
        Ok(self.store.channels().await?)
    }

    /// Every channel with its health and its last results, by name.
    ///
    /// # Errors
    /// [`ChannelError::Forbidden`] or the database's failure.
    pub async fn channels_with_health(&self, actor: &Actor) -> Result<Vec<(Channel, ChannelHealth)>, ChannelError> {
        let (channels, allowed) = (self.channels(actor).await?, self.allowed_hosts().await?);
        let mut standing = Vec::new();
        for channel in channels {
            let last = self.store.delivery_attempts(channel.id, 1).await?;
            let stands = ChannelHealth::of(&channel, last.first(), &allowed);
            standing.push((channel, stands));
        }
        Ok(standing)
    }

    /// When a channel last accepted a message, and when an attempt last failed.
    ///
    /// # Errors
    /// [`ChannelError::Forbidden`] or the database's failure.
    pub async fn last_results(&self, actor: &Actor, id: ChannelId) -> Result<LastResults, ChannelError> {
        actor.require(Permission::Automate, None)?;
        Ok(self.store.last_results(id).await?)
    }

    /// The log of a channel, the newest attempt first, with their outcomes; those before `before`.
    ///
    /// # Errors
    /// [`ChannelError::NoSuchChannel`], [`ChannelError::Forbidden`].
    pub async fn delivery_log(
        &self,
        actor: &Actor,
        id: ChannelId,
        before: Option<AttemptId>,
        limit: i64,
    ) -> Result<Vec<(LoggedAttempt, Option<AttemptOutcome>)>, ChannelError> {
        if !self.channels(actor).await?.iter().any(|channel| channel.id == id) {
            return Err(ChannelError::NoSuchChannel);
        }
        let log = self.store.delivery_log(id, before, limit).await?;
        let with_outcome = |line: LoggedAttempt| {
            let outcome = outcome_of(&line.attempt);
            (line, outcome)
        };
        Ok(log.into_iter().map(with_outcome).collect())
    }

    /// A channel and its log.
    ///
    /// # Errors
    /// [`ChannelError::NoSuchChannel`], [`ChannelError::Forbidden`].
    pub async fn channel_page(&self, actor: &Actor, id: ChannelId) -> Result<ChannelPage, ChannelError> {
        let channel = self.channels(actor).await?.into_iter().find(|channel| channel.id == id);
        let channel = channel.ok_or(ChannelError::NoSuchChannel)?;
        let mut deliveries = Vec::new();
        for delivery in self.store.deliveries(id, None, None, SHOWN).await? {
            let notice = self.store.notice(delivery.notice).await?;
            deliveries.push((delivery, notice));
        }
        let attempts = self.store.delivery_attempts(id, SHOWN).await?;
        let allowed = self.allowed_hosts().await?;
        let standing = ChannelHealth::of(&channel, attempts.first(), &allowed);
        let attempts = attempts.into_iter().map(|attempt| {
            let outcome = outcome_of(&attempt);
            (attempt, outcome)
        });
        let host_is_allowed = allowed.contains(&host_and_port(&channel));
        Ok(ChannelPage { channel, standing, host_is_allowed, deliveries, attempts: attempts.collect() })
    }

    /// Adds a channel.
    ///
    /// # Errors
    /// [`ChannelError::Faults`] with every fault at once; nothing is kept then.
    pub async fn add_channel(&self, actor: &Actor, typed: &TypedChannel) -> Result<ChannelId, ChannelError> {
        actor.require(Permission::Automate, None)?;
        let new = typed.as_new().map_err(ChannelError::Faults)?;
        written(self.store.add_channel(&new, &AuditActor::from(actor), self.clock.now()).await?)
    }

    /// Changes a channel; what was left empty stays as it is.
    ///
    /// # Errors
    /// [`ChannelError`]; it stays as it is then.
    pub async fn edit_channel(&self, actor: &Actor, id: ChannelId, typed: &TypedChannel) -> Result<(), ChannelError> {
        actor.require(Permission::Automate, None)?;
        let channel = self.store.channels().await?.into_iter().find(|channel| channel.id == id);
        let kind = channel.ok_or(ChannelError::NoSuchChannel)?.kind;
        let mail = if kind == ChannelKind::Email { self.mail_channel(id).await? } else { None };
        let change = typed.as_change(kind, mail).map_err(ChannelError::Faults)?;
        self.change_channel(actor, id, &change).await
    }

    /// Sends nothing to a channel for now, or goes on.
    ///
    /// # Errors
    /// [`ChannelError::NoSuchChannel`], [`ChannelError::Forbidden`].
    pub async fn pause_channel(&self, actor: &Actor, id: ChannelId, paused: bool) -> Result<(), ChannelError> {
        actor.require(Permission::Automate, None)?;
        let change = ChannelChange { paused: Some(paused), ..ChannelChange::default() };
        self.change_channel(actor, id, &change).await
    }

    /// A channel of e-mail with its addresses; `None` where they cannot be decrypted.
    async fn mail_channel(&self, id: ChannelId) -> Result<Option<MailChannel>, StoreError> {
        match self.store.channel_secrets(id).await {
            Ok(secrets) => Ok(secrets.and_then(|(document, _)| MailChannel::of_document(document.expose_secret()))),
            Err(StoreError::Unsealable) => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn change_channel(&self, actor: &Actor, id: ChannelId, change: &ChannelChange) -> Result<(), ChannelError> {
        written(self.store.change_channel(id, change, &AuditActor::from(actor), self.clock.now()).await?)?;
        self.outbox.changed();
        Ok(())
    }

    /// Removes a channel; what waits for it is not sent.
    ///
    /// # Errors
    /// [`ChannelError::NoSuchChannel`], [`ChannelError::Forbidden`].
    pub async fn remove_channel(&self, actor: &Actor, id: ChannelId) -> Result<(), ChannelError> {
        actor.require(Permission::Automate, None)?;
        let removed = self.store.remove_channel(id, &AuditActor::from(actor), self.clock.now()).await?;
        self.outbox.changed();
        if removed { Ok(()) } else { Err(ChannelError::NoSuchChannel) }
    }

    /// Sends messages of a channel now that were given up, or wait for their next try: one, or all. How many those are.
    ///
    /// # Errors
    /// [`ChannelError::Forbidden`] or the database's failure.
    pub async fn resend(&self, actor: &Actor, id: ChannelId, delivery: Option<i64>) -> Result<u64, ChannelError> {
        actor.require(Permission::Automate, None)?;
        let resent = self.store.resend(id, delivery, &AuditActor::from(actor), self.clock.now()).await?;
        self.outbox.ring();
        Ok(resent)
    }

    /// Hosts that may be called although they lie in private networks, or without TLS.
    ///
    /// # Errors
    /// [`ChannelError::Forbidden`] or the database's failure.
    pub async fn hosts(&self, actor: &Actor) -> Result<Vec<AllowedHost>, ChannelError> {
        actor.require(Permission::Automate, None)?;
        Ok(self.store.allowed_hosts().await?)
    }

    /// Lets channels call a host inside private networks at one port, that of https where none is typed, or no more. Gives host
    /// and port as they are kept; `None` where it was so already.
    ///
    /// # Errors
    /// [`ChannelError::Host`] where what was typed is none, [`ChannelError::Forbidden`].
    pub async fn allow_host(&self, actor: &Actor, typed: &str, allowed: bool) -> Result<Option<String>, ChannelError> {
        actor.require(Permission::Administer, None)?;
        let typed = typed.trim();
        let bare = if typed.contains(':') && !typed.starts_with('[') && typed.parse::<std::net::Ipv6Addr>().is_ok() {
            format!("[{typed}]")
        } else {
            typed.to_owned()
        };
        let url = WebhookUrl::parse(&format!("https://{bare}/")).map_err(|_| ChannelError::Host)?;
        // An address in place of a host is not what was asked for.
        let is_odd = |c: char| !c.is_alphanumeric() && !"-_.:[]".contains(c);
        // What was allowed once can be forbidden, whatever it is.
        let odd = if allowed { bare.contains(is_odd) } else { bare.contains(['/', '?', '#', '@', ' ']) };
        if bare.is_empty() || odd || url.host().len() > 255 {
            return Err(ChannelError::Host);
        }
        let host = url.host_and_port();
        let done = self.store.allow_host(&host, allowed, &AuditActor::from(actor), self.clock.now()).await?;
        self.outbox.ring();
        Ok(done.then_some(host))
    }

    async fn allowed_hosts(&self) -> Result<HashSet<String>, StoreError> {
        Ok(self.store.allowed_hosts().await?.into_iter().map(|host| host.host).collect())
    }
}

/// Host and port of a channel, as admins allow them; what is shown of its address holds both.
fn host_and_port(channel: &Channel) -> String {
    let of_mail = || MailServer::parse(&channel.masked_url).map(|server| server.host_and_port());
    let of_webhook = WebhookUrl::parse(&channel.masked_url).map(|url| url.host_and_port());
    of_webhook.ok().or_else(|| of_mail().ok()).unwrap_or_else(|| channel.host.clone())
}

fn written(changed: ChangeChannelOutcome) -> Result<ChannelId, ChannelError> {
    match changed {
        ChangeChannelOutcome::Written(id) => Ok(id),
        ChangeChannelOutcome::NameTaken => {
            let faults = ChannelFaults { name: Some(NameFault::Taken), ..ChannelFaults::default() };
            Err(ChannelError::Faults(Box::new(faults)))
        }
        ChangeChannelOutcome::NoSuchChannel => Err(ChannelError::NoSuchChannel),
    }
}

/// The outcome of an attempt; `None` where another version of wxquota wrote one that cannot be read.
fn outcome_of(attempt: &DeliveryAttempt) -> Option<AttemptOutcome> {
    serde_json::from_str(&attempt.outcome).ok()
}
